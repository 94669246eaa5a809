"""A few faults are made twice: whether both replies say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.checks.upstream.mcp436_error_text_differs import error_text_differs
from pytest_mcp_contract.model import (
    CassetteHeader,
    Exchange,
    Experiment,
    FaultKind,
    Finding,
    Registry,
    Replay,
    Request,
    Response,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from tests.observe.helpers import CALL, START

EXCHANGE = Exchange(
    Request("GET", "https://api.acme.example/items/7"),
    Response(200, "OK", (("Content-Type", "application/json"),), b'{"name": "spanner"}'),
)


@pytest.fixture
def observer(tmp_path: Path) -> Iterator[Observer]:
    """An observer of the server that tells of failures, with two cassettes of each tool."""
    tools = ("get_item", "get_traced")
    for tool in tools:
        for case in ("a", "b"):
            path = cassette_path(tmp_path / "cassettes", "refuses", tool, case)
            write(Cassette(path, CassetteHeader("refuses", tool, case, {"number": 7}), (EXCHANGE,)))
    row = {
        "name": "refuses",
        "python": "tests.servers.refuses:server",
        "tools_stakes": dict.fromkeys(tools, "never_ask"),
    }
    registry = Registry.model_validate({"servers": {"refuses": row}, "file": tmp_path / "mcp_contract.toml"})
    observer = Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=CALL))
    yield observer
    observer.close()


def replays(observer: Observer, tool: str) -> list[Replay]:
    found = observer.replays("refuses", tool, [Experiment.FAULTS])
    assert isinstance(found, tuple)
    return [one for one in found if isinstance(one, Replay)]


def test_a_few_faults_are_made_twice_and_once_for_a_tool(observer: Observer) -> None:
    """Provenance: ours. The others are spared: each costs as much as a call."""
    runs = [run for replay in replays(observer, "get_item") for run in replay.faults or ()]

    twice = [run for run in runs if run.again is not None]

    assert [(run.fault.kind, run.fault.at) for run in twice] == [
        (FaultKind.STATUS, "404"),
        (FaultKind.STATUS, "429"),
        (FaultKind.STATUS, "500"),
        (FaultKind.TIMEOUT, ""),
    ]
    assert all(run.again == run.rendering for run in twice)
    assert len(runs) > len(twice)


def test_texts_that_differ_are_found_and_those_that_do_not_are_left_alone(observer: Observer) -> None:
    """Provenance: ours."""
    found = {
        tool: [
            one
            for replay in replays(observer, tool)
            for one in error_text_differs(replay)
            if isinstance(one, Finding)
        ]
        for tool in ("get_item", "get_traced")
    }

    assert found["get_item"] == []
    assert len(found["get_traced"]) == 1
    assert "trace" in found["get_traced"][0].saw
    assert found["get_traced"][0].saw.endswith("(and 3 more, status 429 from GET /items/7)")
