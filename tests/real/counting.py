"""A plugin of pytest that counts what no report has: the faults that were tried, and the cassettes.

`pytest -p tests.real.counting` writes a file for each process into the folder that MCP_REAL_COUNTS names.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from pytest_mcp_contract.model import Entry, Experiment, Replay, Tool, Unchecked
from pytest_mcp_contract.observe.traffic import Replays, Traffic

COUNTS: dict[str, list[int]] = {}
"""Cassettes and faults of a tool, by `server.tool`."""
_observed = Traffic.replays


def _counted(
    self: Traffic, entry: Entry, tool: Tool, needs: Iterable[Experiment] = ()
) -> Replays | Unchecked:
    found = _observed(self, entry, tool, needs)
    played = [] if isinstance(found, Unchecked) else [one for one in found if isinstance(one, Replay)]
    if played:
        COUNTS[f"{entry.name}.{tool.name}"] = [len(played), sum(len(one.faults or ()) for one in played)]
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Count from the start."""
    Traffic.replays = _counted  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what this process has counted."""
    path = Path(os.environ["MCP_REAL_COUNTS"], f"{os.getpid()}.json")
    path.write_text(json.dumps(COUNTS), encoding="utf-8")


def counts(folder: Path) -> dict[str, list[int]]:
    """What all processes of a run have counted."""
    merged: dict[str, list[int]] = {}
    for path in sorted(folder.glob("*.json")):
        for name, (cassettes, faults) in json.loads(path.read_text(encoding="utf-8")).items():
            before = merged.get(name, [0, 0])
            merged[name] = [max(before[0], cassettes), max(before[1], faults)]
    return merged
