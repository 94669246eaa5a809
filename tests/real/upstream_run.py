"""One run over the registry in tests/real/upstream, offline: cassettes, faults and calls that are made up."""

import json
import os
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.real.counting import counts
from tests.real.runs import ROOT, Key, Outcome, check, key

FILE = "tests/real/upstream/mcp_contract.toml"
REGISTRY: dict[str, Any] = tomllib.loads((ROOT / FILE).read_text(encoding="utf-8"))
EXPECTED = (ROOT / FILE).with_name("expected.toml")
JUDGED: list[dict[str, Any]] = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))["findings"]
WITHIN_SECONDS = 1200


@dataclass(frozen=True)
class Measured:
    """What a run came to for one server."""

    tools: int
    called: int
    cassettes: int
    faults: int
    calls: int
    """Calls that were made up."""
    findings: dict[str, int]
    """By severity."""
    true: int
    false: int


@dataclass(frozen=True)
class Run:
    """The outcome, what was counted beside it, and the seconds."""

    outcome: Outcome
    counted: dict[str, list[int]]
    seconds: float

    def measured(self, server: str) -> Measured:
        """The figures of one server."""
        entry = REGISTRY["servers"][server]
        mine = [found for name, found in self.counted.items() if name.startswith(f"{server}.")]
        tools = {tool: measures for (name, tool), measures in self.outcome.tools().items() if name == server}
        rows = [row for row in JUDGED if row["server"] == server]
        return Measured(
            tools=len(entry["tools_stakes"]),
            called=len(entry["tools"]),
            cassettes=sum(cassettes for cassettes, _ in mine),
            faults=sum(faults for _, faults in mine),
            calls=sum(each.get("valid_calls", 0) + each.get("invalid_calls", 0) for each in tools.values()),
            findings=dict(Counter(self.severities()[row["code"]] for row in rows)),
            true=sum(row["true"] for row in rows),
            false=sum(not row["true"] for row in rows),
        )

    def severities(self) -> dict[str, str]:
        """The severity of each check that ran."""
        return {verdict["code"]: verdict["severity"] for verdict in self.outcome.report["verdicts"]}

    def new(self) -> set[Key]:
        """Findings that nobody has judged."""
        return self.outcome.found().keys() - set(map(key, JUDGED))

    def gone(self) -> set[Key]:
        """Judged findings that are not found."""
        return set(map(key, JUDGED)) - self.outcome.found().keys()


def run(folder: Path) -> Run:
    """Call the tools that have examples, and no others; `folder` takes what is written."""
    counted = folder / "counts"
    counted.mkdir()
    begun = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCP_REAL_COUNTS", str(counted))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        outcome = check(
            *("--mcp-registry", FILE, "-n", "2", "-p", "tests.real.counting"),
            *(f"--deselect={FILE}::{server}::{tool}::" for server, tool in not_called()),
            folder=ROOT,
            report=folder / "report.json",
            within=WITHIN_SECONDS,
        )
    return Run(outcome, counts(counted), time.monotonic() - begun)


def not_called() -> Iterator[tuple[str, str]]:
    """Server and tool, of all tools without an example."""
    for server, entry in REGISTRY["servers"].items():
        for tool in entry["tools_stakes"]:
            if tool not in entry["tools"]:
                yield server, tool


def told(found: dict[Key, str]) -> str:
    """Findings with what they saw, to be judged."""
    return json.dumps({str(one): saw for one, saw in sorted(found.items(), key=str)}, indent=1)
