"""The table of seeded defects, as it stands in the documentation."""

from itertools import groupby
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.fuzz_zoo.animals import ANIMALS

PAGE = Path(__file__).parents[2] / "docs" / "explain" / "fuzzing.md"
MARK = "| section | animal | defect | found by | first shown by | twin |\n"


def page(text: str) -> str:
    """The page with the table as the zoo has it now."""
    head = text.partition(MARK)[0]
    return head + MARK + "|---|---|---|---|---|---|\n" + "".join(_rows())


def _rows() -> list[str]:
    checks = {check.code: check for check in all_checks()}
    rows = []
    for section, animals in groupby(ANIMALS, key=lambda animal: animal.section):
        for number, animal in enumerate(animals):
            found_by = f"[{animal.code}](../checks/{animal.code.lower()}.md) {checks[animal.code].name}"
            stage = animal.stage.value if animal.stage else "all of them"
            cells = ["" if number else section, f"`{animal.name}`", animal.defect, found_by, stage, "silent"]
            rows.append(f"| {' | '.join(cells)} |\n")
    return rows
