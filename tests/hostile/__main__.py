"""Writes the table of hostile servers into docs/explain/threat-model.md: `python -m tests.hostile`."""

from tests.hostile.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
