"""The same calls and the same verdicts at each run of `ci`, whatever else is asked for."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fuzz_zoo.animals import CASES
from tests.fuzz_zoo.cases import Told, spelled, told

SEVERAL = ("deep_in_a_list", "two_without_the_third", "behind_a_reply", "fails_once", "structured_missing")


def test_two_runs_say_the_same(zoo: Mapping[str, Told], tmp_path: Path) -> None:
    """Provenance: ours. Findings, labels, counts and reach, byte for byte."""
    again = told(tmp_path, CASES)

    for name in CASES:
        assert spelled(again, name) == spelled(zoo, name)


@pytest.mark.parametrize("name", SEVERAL)
def test_one_tool_alone_is_judged_as_in_the_whole_run(
    zoo: Mapping[str, Told], tmp_path: Path, name: str
) -> None:
    """Provenance: ours. What other tools have drawn changes nothing."""
    alone = told(tmp_path, {name: CASES[name]})

    assert spelled(alone, name) == spelled(zoo, name)
