"""Each seeded defect is found by exactly the check meant for it, and its sound twin by none."""

from collections.abc import Mapping

import pytest

from pytest_mcp_contract.model import Outcome
from tests.fuzz_zoo.animals import ANIMALS, MISSED, Animal
from tests.fuzz_zoo.cases import Told
from tests.fuzz_zoo.page import PAGE, page

animals = pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)


@animals
def test_a_defect_is_found_by_exactly_the_check_meant_for_it(zoo: Mapping[str, Told], animal: Animal) -> None:
    """Provenance: ours, each seeded by hand."""
    told = zoo[animal.name]

    assert list(told.found) == [animal.code], told.found
    assert not told.lost


@animals
def test_a_defect_is_one_finding(zoo: Mapping[str, Told], animal: Animal) -> None:
    """Provenance: ours. Hundreds of calls show it, and it is one thing to mend."""
    (saw,) = zoo[animal.name].found[animal.code]

    assert saw


@animals
def test_a_defect_is_shown_first_by_the_stage_that_the_page_tells(
    zoo: Mapping[str, Told], animal: Animal
) -> None:
    """Provenance: ours."""
    assert zoo[animal.name].stages.get(animal.code) == animal.stage


@animals
def test_the_sound_twin_is_left_alone(zoo: Mapping[str, Told], animal: Animal) -> None:
    """Provenance: ours. The twin has everything but the defect."""
    told = zoo[f"{animal.name}_sound"]

    assert told.found == {}
    assert not told.lost


@animals
def test_the_sound_twin_is_judged_by_the_check_that_finds_the_defect(
    zoo: Mapping[str, Told], animal: Animal
) -> None:
    """Provenance: ours. Silence of a check that saw nothing would prove nothing."""
    told = zoo[f"{animal.name}_sound"]

    assert told.reached
    assert told.verdicts[animal.code].outcome is Outcome.PASSED
    assert not any(verdict.reason.startswith("not reached") for verdict in told.verdicts.values())


@pytest.mark.parametrize("animal", MISSED, ids=lambda animal: animal.name)
def test_the_page_tells_the_truth_of_what_is_not_found(zoo: Mapping[str, Told], animal: Animal) -> None:
    """Provenance: ours. One that is found now belongs among the others."""
    assert zoo[animal.name].found == zoo[f"{animal.name}_sound"].found == {}
    assert zoo[animal.name].reached


def test_the_page_shows_every_row() -> None:
    """Provenance: ours. `python -m tests.fuzz_zoo` writes it anew."""
    there = PAGE.read_text(encoding="utf-8")

    assert there == page(there)
    assert len(ANIMALS) >= 25
