"""The table of seeded defects, as it stands in the documentation."""

from itertools import groupby
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.fuzz_zoo.animals import ANIMALS, MISSED, Animal

PAGE = Path(__file__).parents[2] / "docs" / "explain" / "fuzzing.md"
_NAMES = {check.code: check.name for check in all_checks()}
MARK = "| section | animal | defect | found by | first shown by |\n"


def page(text: str) -> str:
    """The page with the table as the zoo has it now."""
    head = text.partition(MARK)[0]
    return head + MARK + "|---|---|---|---|---|\n" + "".join(_rows())


def _rows() -> list[str]:
    rows = []
    for section, animals in groupby((*ANIMALS, *MISSED), key=lambda animal: animal.section):
        for number, animal in enumerate(animals):
            first = animal.stage.value if animal.stage else "" if animal.missed else "all together"
            cells = ("" if number else section, f"`{animal.name}`", animal.defect, _found_by(animal), first)
            rows.append(f"| {' | '.join(cells)} |\n")
    return rows


def _found_by(animal: Animal) -> str:
    if animal.missed:
        return f"none: {animal.missed}"
    return f"[{animal.code}](../checks/{animal.code.lower()}.md) {_NAMES[animal.code]}"
