"""What is tried of each schema is what `made.txt` shows."""

import pytest

from tests.fuzz import made

KEPT = made.kept()


@pytest.mark.parametrize("name", made.STEADY)
def test_what_is_tried_is_what_a_reader_saw(name: str) -> None:
    """Provenance: ours. Where a change is wanted, `python -m tests.fuzz.made` writes the file anew."""
    assert made.of_schema(name) == KEPT[name]


def test_no_schema_is_kept_that_is_no_more() -> None:
    """Provenance: ours."""
    assert KEPT.keys() == set(made.STEADY)
