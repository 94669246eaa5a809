"""Writes the table of seeded defects into docs/explain/upstream.md: `python -m tests.zoo`."""

from tests.zoo.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
