"""A run that is killed leaves every file as it was, or as it should be."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.life.kills import KILLS, WRITERS

OURS = [writer.__name__ for writer in WRITERS if writer.__name__ != "in_place"]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What every kill of every writer left."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.life.kills", str(tmp_path_factory.mktemp("kills")), "0"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        timeout=120,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("writer", OURS)
def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one(
    left: list[dict[str, Any]], writer: str
) -> None:
    """Provenance: ours. Two hundred kills in all, at lines and at bytes drawn at random."""
    kills = [one for one in left if one["writer"] == writer]

    assert len(kills) == KILLS
    assert [one for one in kills if one["left"] == "broken"] == []
    assert sum(one["signal"] > 0 for one in kills) > KILLS // 2, "most were killed before they were done"
    assert {one["left"] for one in kills if one["signal"] == 0} <= {"new"}


def test_a_file_that_is_written_in_place_is_seen_broken(left: list[dict[str, Any]]) -> None:
    """Provenance: ours. What shows that the kills can show something."""
    kills = [one for one in left if one["writer"] == "in_place"]

    assert sum(one["left"] == "broken" for one in kills) > KILLS // 4
