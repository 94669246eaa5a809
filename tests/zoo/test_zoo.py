"""Each seeded defect is found by exactly the check meant for it, and its sound twin by none."""

import pytest

from tests.zoo.animals import ANIMALS, Animal
from tests.zoo.cases import LOST, found
from tests.zoo.page import PAGE, page

Told = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What was found of each broken server and of each twin."""
    cases = {}
    for animal in ANIMALS:
        cases[animal.name] = animal.broken
        cases[f"{animal.name}_sound"] = animal.sound
    return found(tmp_path_factory.mktemp("zoo"), cases)


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_a_defect_is_found_by_exactly_the_check_meant_for_it(told: Told, animal: Animal) -> None:
    """Provenance: ours, each seeded by hand."""
    saw = dict(told[animal.name])
    if animal.is_unplayable:
        assert saw.pop(LOST)

    assert list(saw) == [animal.code], saw


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_the_sound_twin_is_left_alone(told: Told, animal: Animal) -> None:
    """Provenance: ours. The twin has everything but the defect."""
    assert told[f"{animal.name}_sound"] == {}


def test_the_page_shows_every_row() -> None:
    """Provenance: ours. `python -m tests.zoo` writes it anew."""
    there = PAGE.read_text(encoding="utf-8")

    assert there == page(there)
    assert len(ANIMALS) >= 40
