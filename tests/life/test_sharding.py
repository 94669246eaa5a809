"""Parts of a run: nothing is lost, nothing is run twice, and all take about as long."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.sharding import (
    Scope,
    Shard,
    read_durations,
    shard_of,
    weighed,
    write_durations,
)

SERVERS = ("github", "jira", "registry")
SCOPES = [(server, f"mcp.toml::{server}::{tool}") for server in SERVERS for tool in ("a", "b", "c", "d")]
RUNS = st.dictionaries(st.sampled_from(SCOPES), st.integers(1, 50), min_size=4)
SECONDS = st.dictionaries(st.sampled_from([scope for _, scope in SCOPES]), st.floats(0, 100))


def parts(items: Mapping[Scope, int], seconds: Mapping[str, float], of: int) -> list[set[Scope]]:
    return [Shard(number, of).part(items, seconds) for number in range(1, of + 1)]


@given(items=RUNS, seconds=SECONDS, of=st.integers(1, 4))
def test_each_scope_is_in_exactly_one_part_and_none_is_empty(
    items: dict[Scope, int], seconds: dict[str, float], of: int
) -> None:
    """Provenance: ours. A scope in no part would be checked by nobody, and an empty part checks nothing."""
    shared = parts(items, seconds, of)

    assert sorted(scope for part in shared for scope in part) == sorted(items)
    assert all(shared)


@given(items=RUNS, seconds=SECONDS, of=st.integers(1, 4))
def test_no_part_is_heavier_than_it_must_be(
    items: dict[Scope, int], seconds: dict[str, float], of: int
) -> None:
    """Provenance: Graham, Bounds on multiprocessing timing anomalies: a fair share and the heaviest unit."""
    weights = weighed(items, seconds)
    heaviest_unit = max(*weights.values(), sum(weights.values()) / of)

    for part in parts(items, seconds, of):
        assert sum(weights[scope] for scope in part) <= sum(weights.values()) / of + heaviest_unit + 1e-6


def test_a_server_stays_in_one_part_unless_it_is_more_than_a_fair_share() -> None:
    """Provenance: ours. Each part that has a tool of a server starts it."""
    items = {("github", "github::a"): 9, ("github", "github::b"): 9, ("jira", "jira::a"): 1, ("x", "x::a"): 1}

    one, other = parts(items, {}, 2)

    assert {("github", "github::a") in part for part in (one, other)} == {True, False}
    assert ("github", "github::b") in (other if ("github", "github::a") in one else one)
    even = parts({**items, ("github", "github::a"): 1, ("github", "github::b"): 1}, {}, 2)
    assert [{server for server, _ in part} for part in even] == [{"github"}, {"jira", "x"}]


def test_what_took_long_weighs_more_than_many_items() -> None:
    """Provenance: ours."""
    items = {("slow", "slow"): 1, ("fast", "fast"): 50, ("new", "new"): 10}

    assert weighed(items, {"slow": 60.0, "fast": 1.2}) == {
        ("fast", "fast"): 1.2,
        ("new", "new"): pytest.approx(12.0),
        ("slow", "slow"): 60.0,
    }


@pytest.mark.parametrize("words", ["", "2", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1 / 2", "²/3"])
def test_what_names_no_part_is_refused(words: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError, match="is no part of a run"):
        shard_of(words)


def test_more_parts_than_there_is_to_share_are_refused() -> None:
    """Provenance: ours. The machine with an empty part would fail, for it checks nothing."""
    with pytest.raises(ConfigError, match="some parts would be empty: there are 1 servers and tools"):
        Shard(1, 2).part({("github", "github::a"): 3}, {})


def test_durations_are_kept_beside_those_of_others(tmp_path: Path) -> None:
    """Provenance: ours."""
    path = tmp_path / "durations.json"
    assert read_durations(path) == {}

    write_durations(path, {"a": 1.23456, "b": 2.0}, is_full=False)
    write_durations(path, {"b": 3.0}, is_full=False)
    assert read_durations(path) == {"a": 1.235, "b": 3.0}

    write_durations(path, {"b": 3.0}, is_full=True)
    assert read_durations(path) == {"b": 3.0}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"format": 2, "seconds": {}}', '{"format": 1}', '{"format": 1, "seconds": {"a": "x"}}'],
)
def test_a_broken_file_of_durations_is_refused(tmp_path: Path, text: str) -> None:
    """Provenance: ours. Machines that read it differently would share out differently, and leave some out."""
    (tmp_path / "durations.json").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="write it anew with"):
        read_durations(tmp_path / "durations.json")


def test_the_file_is_one_that_a_person_can_read(tmp_path: Path) -> None:
    """Provenance: ours. It is meant to be committed."""
    write_durations(tmp_path / "d.json", {"z": 2.0, "a": 1.0}, is_full=True)

    assert (tmp_path / "d.json").read_text(encoding="utf-8") == (
        json.dumps({"format": 1, "seconds": {"a": 1.0, "z": 2.0}}, indent=2) + "\n"
    )
