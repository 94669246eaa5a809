"""Verdicts as plain data: what a distributed run sends home, and what every report file is made of."""

from pydantic import JsonValue
from typing_extensions import TypedDict

from pytest_mcp_contract.model import Failing, Finding, Measures, Outcome, Severity, Verdict


class FailingData(TypedDict):
    """The call that a finding shows."""

    arguments: dict[str, JsonValue]
    label: str
    reply: str
    failing: int
    tried: int
    again: str
    expect: str


class FindingData(TypedDict):
    """A finding in the JSON report."""

    at: str
    tool: str | None
    file: str | None
    line: int | None
    saw: str
    want: str
    call: FailingData | None
    is_mild: bool


class VerdictData(TypedDict):
    """A verdict in the JSON report."""

    node_id: str
    code: str
    name: str
    severity: str
    outcome: str
    server: str
    tool: str | None
    findings: list[FindingData]
    waived: list[FindingData]
    reason: str
    rerun: str


class ServerData(TypedDict):
    """A server in the JSON report."""

    name: str
    line: int
    start: str | None
    outcomes: dict[str, int]
    stakes: dict[str, str]
    """As the registry states them, by tool."""
    tools: dict[str, Measures]
    """What was measured, by tool."""


class ReportData(TypedDict):
    """A whole run: format 1 of the JSON report; servers in the registry's order, verdicts by node id."""

    format: int
    tool_version: str
    registry: str
    servers: list[ServerData]
    verdicts: list[VerdictData]


def to_data(verdict: Verdict) -> VerdictData:
    """A verdict as plain data."""
    return {
        "node_id": verdict.node_id,
        "code": verdict.code,
        "name": verdict.name,
        "severity": verdict.severity.value,
        "outcome": verdict.outcome.value,
        "server": verdict.server,
        "tool": verdict.tool,
        "findings": [_finding(finding) for finding in verdict.findings],
        "waived": [_finding(finding) for finding in verdict.waived],
        "reason": verdict.reason,
        "rerun": verdict.rerun,
    }


def from_data(data: VerdictData) -> Verdict:
    """The verdict in plain data."""
    return Verdict(
        node_id=data["node_id"],
        code=data["code"],
        name=data["name"],
        severity=Severity(data["severity"]),
        outcome=Outcome(data["outcome"]),
        server=data["server"],
        tool=data["tool"],
        findings=tuple(_found(finding) for finding in data["findings"]),
        waived=tuple(_found(finding) for finding in data["waived"]),
        reason=data["reason"],
        rerun=data["rerun"],
    )


def _finding(finding: Finding) -> FindingData:
    return {
        "at": finding.at,
        "tool": finding.tool,
        "file": finding.file,
        "line": finding.line,
        "saw": finding.saw,
        "want": finding.want,
        "call": None if finding.call is None else _failing(finding.call),
        "is_mild": finding.is_mild,
    }


def _failing(call: Failing) -> FailingData:
    return {
        "arguments": dict(call.arguments),
        "label": call.label,
        "reply": call.reply,
        "failing": call.failing,
        "tried": call.tried,
        "again": call.again,
        "expect": call.expect,
    }


def _found(data: FindingData) -> Finding:
    call = data["call"]
    return Finding(
        at=data["at"],
        saw=data["saw"],
        want=data["want"],
        tool=data["tool"],
        file=data["file"],
        line=data["line"],
        call=None if call is None else Failing(**call),
        is_mild=data["is_mild"],
    )
