"""The table of seeded defects, as it stands in the documentation."""

from itertools import groupby
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.zoo.animals import ANIMALS

PAGE = Path(__file__).parents[2] / "docs" / "explain" / "upstream.md"
MARK = "| section | defect | found by | twin |\n"


def page(text: str) -> str:
    """The page with the table as the zoo has it now."""
    head = text.partition(MARK)[0]
    return head + MARK + "|---|---|---|---|\n" + "".join(_rows())


def _rows() -> list[str]:
    checks = {check.code: check for check in all_checks()}
    rows = []
    for section, animals in groupby(ANIMALS, key=lambda animal: animal.section):
        for number, animal in enumerate(animals):
            found_by = f"[{animal.code}](../checks/{animal.code.lower()}.md) {checks[animal.code].name}"
            rows.append(f"| {'' if number else section} | {animal.defect} | {found_by} | silent |\n")
    return rows
