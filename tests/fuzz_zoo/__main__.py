"""Writes the table of seeded defects into docs/explain/fuzzing.md: `python -m tests.fuzz_zoo`."""

from tests.fuzz_zoo.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
