"""How schemas compare is what `proved.txt` shows."""

import pytest

from tests.drift import proved

KEPT = proved.kept()


@pytest.mark.parametrize(("old", "new"), proved.PAIRS)
def test_what_is_proved_is_what_a_reader_saw(old: str, new: str) -> None:
    """Provenance: ours. Where a change is wanted, `python -m tests.drift.proved` writes the file anew."""
    assert proved.of_pair(old, new) == KEPT[proved.title(old, new)]


def test_no_pair_is_kept_that_is_no_more() -> None:
    """Provenance: ours."""
    assert KEPT.keys() == {proved.title(*pair) for pair in proved.PAIRS}
