"""One server, one tool, one row of the registry; and what a run of generated calls says of many of them."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pytest_mcp_contract.catalogue import Scope, Status
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.fuzzer import Fuzzing
from pytest_mcp_contract.model import Outcome, Registry, Stage, ToolCalls, Verdict
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.runner import Run

SERVERS = Path(__file__).parent.parent / "servers"
FLAKY = "MCP317"
CALLS = tuple(check for check in all_checks() if check.scope is Scope.CALLS)


@dataclass(frozen=True)
class Case:
    """One tool of one server."""

    server: str
    """`empty_text` and so on: the pair in `tests/servers`."""
    tool: str
    is_sound: bool = False
    is_child: bool = False
    config: Mapping[str, Any] = field(default_factory=dict)
    """What the registry says of the tool."""
    row: Mapping[str, Any] = field(default_factory=dict)
    """What it says of the server beside the usual."""

    def entry(self, name: str) -> dict[str, Any]:
        """The row of the registry."""
        kind = "sound" if self.is_sound else "broken"
        script = str(SERVERS / "fuzz_zoo_stdio.py")
        start: dict[str, Any] = (
            {"command": [sys.executable, script, self.server, kind]}
            if self.is_child
            else {"python": f"tests.servers.fuzz_zoo:{self.server}.{kind}"}
        )
        return {
            "name": name,
            **start,
            "token_env": "ACME_TOKEN",
            "tools_stakes": {self.tool: "never_ask"},
            "tools": {self.tool: self.config},
            **self.row,
        }


@dataclass(frozen=True)
class Told:
    """What one run said of one tool."""

    verdicts: Mapping[str, Verdict]
    """By the code of the check."""
    calls: ToolCalls
    stages: Mapping[str, Stage]
    """In which stage the first call was made that shows a defect, by the code of the check."""

    @property
    def found(self) -> dict[str, list[str]]:
        """The codes of checks with findings, and what they saw."""
        return {
            code: [finding.saw for finding in verdict.findings]
            for code, verdict in self.verdicts.items()
            if verdict.findings
        }

    @property
    def lost(self) -> list[str]:
        """Codes of checks that could not judge what they should have."""
        return [code for code, verdict in self.verdicts.items() if verdict.outcome is Outcome.LOST]

    @property
    def reached(self) -> int:
        """How many generated calls got through to the tool."""
        return self.calls.fuzzed.reached if self.calls.fuzzed else 0


def told(folder: Path, cases: Mapping[str, Case]) -> dict[str, Told]:
    """What the checks of calls say of each case in one run of `ci`."""
    registry = Registry.model_validate(
        {
            "servers": {name: case.entry(name) for name, case in cases.items()},
            "file": folder / "mcp_contract.toml",
            "today": date(2026, 11, 22),
        }
    )
    observer = Observer(registry, rootdir=folder, limits=Limits())
    oracles = [check for check in CALLS if check.status is Status.STABLE]
    run = Run(registry, CALLS, observer, folder, fuzzing=Fuzzing("ci"), oracles=oracles)
    try:
        return {name: _told(run, name, case.tool) for name, case in cases.items()}
    finally:
        observer.close()


def _told(run: Run, server: str, tool: str) -> Told:
    verdicts = {
        check.code: run.judge(check, f"{server}::{tool}::{check.code}", server, tool, "pytest --mcp-contract")
        for check in CALLS
    }
    calls = run.fuzzer.calls(server, tool)
    assert isinstance(calls, ToolCalls), calls
    assert calls.tool is not None
    judge = run.fuzzer.judge_of(server, calls.tool)
    stages: dict[str, Stage] = {}
    for call in calls.calls:
        for code, _ in judge(call):
            stages.setdefault(code, call.trial.stage if call.trial else Stage.GIVEN)
    for _, call in calls.unsteady:
        stages = {FLAKY: call.trial.stage if call.trial else Stage.GIVEN}
    run.release(server)
    return Told(verdicts, calls, stages)


def spelled(told: Mapping[str, Told], name: str) -> str:
    """Everything a run said of one tool, as text to compare byte for byte."""
    one = told[name]
    calls = [(dict(call.arguments), call.trial, call.ended, call.reply) for call in one.calls.calls]
    said = {
        "verdicts": {code: repr(verdict) for code, verdict in one.verdicts.items()},
        "calls": list(map(repr, calls)),
        "reach": repr(one.calls.fuzzed),
        "unsteady": repr(one.calls.unsteady),
    }
    return json.dumps(said, indent=1)
