"""Invented runs, as plain data."""

from pytest_mcp_contract.model import Measures
from pytest_mcp_contract.report.wire import FindingData, ReportData, ServerData, VerdictData

REGISTRY_FILE = "mcp_contract.toml"


def finding(saw: str = '`"false"`', *, want: str = "", at: str = "/name", **other: object) -> FindingData:
    """What a check found."""
    found: FindingData = {
        "at": at, "tool": None, "file": REGISTRY_FILE, "line": 7, "saw": saw, "want": want, "call": None,
        "is_mild": False,
    }  # fmt: skip
    return {**found, **other}  # type: ignore[typeddict-item]


def verdict(
    code: str,
    outcome: str,
    *findings: FindingData,
    server: str = "weather",
    tool: str | None = None,
    reason: str = "",
    waived: tuple[FindingData, ...] = (),
) -> VerdictData:
    """How one check ended."""
    subject = f"{server}::{tool}" if tool else server
    return {
        "node_id": f"{REGISTRY_FILE}::{subject}::{code}",
        "code": code,
        "name": "some-defect",
        "severity": "warning" if outcome == "warned" else "error",
        "outcome": outcome,
        "server": server,
        "tool": tool,
        "findings": list(findings),
        "waived": list(waived),
        "reason": reason,
        "rerun": f"pytest --mcp-contract {REGISTRY_FILE}::{subject}::{code}",
    }


def run(
    *verdicts: VerdictData,
    stakes: dict[str, str] | None = None,
    tools: dict[str, Measures] | None = None,
    servers: tuple[str, ...] = (),
) -> ReportData:
    """A run; its servers are those of the verdicts, and `servers`."""
    names = dict.fromkeys([*(one["server"] for one in verdicts if one["server"] != "registry"), *servers])
    rows: list[ServerData] = [
        {
            "name": name, "line": line, "start": "python", "outcomes": {}, "stakes": stakes or {},
            "tools": tools or {},
        }
        for line, name in enumerate(names, start=1)
    ]  # fmt: skip
    return {
        "format": 1,
        "tool_version": "0.1.0",
        "registry": REGISTRY_FILE,
        "servers": rows,
        "verdicts": [*verdicts],
    }


MEASURED: Measures = {
    "raw_tokens": 12_340,
    "tokens": 2_130,
    "fields": [
        {"key": "GET /points", "field": "/properties/forecast", "reaches": "yes", "tokens": 40},
        {"key": "GET /points", "field": "/properties/cwa", "reaches": "no", "tokens": 0},
    ],
    "valid_calls": 52,
    "reached_calls": 40,
    "invalid_calls": 31,
    "reached_by": {"cassette": 30, "guess": 10},
}


def eventful() -> ReportData:
    """One server broken in many ways, one that warns, a sound one, and one that was never reached."""
    call = {
        "arguments": {"id": 2**31, "state": "open"}, "label": "boundary: one beyond 32 bits",
        "reply": "OverflowError: int too large", "failing": 12, "tried": 80,
        "again": "pytest --mcp-contract --mcp-call weather.get_forecast", "expect": "error",
    }  # fmt: skip
    return run(
        verdict("MCP001", "passed", server="registry"),
        verdict(
            "MCP104",
            "failed",
            finding("id 3 is taken by `alerts`", want="a number of its own", at="servers.weather.id"),
        ),
        verdict(
            "MCP203",
            "failed",
            finding(want="`false`", at="/inputSchema/properties/verbose/default", tool="get_forecast"),
        ),
        verdict(
            "MCP301", "failed", finding("the tool died", want="an answer", call=call), tool="get_forecast"
        ),
        verdict(
            "MCP521",
            "warned",
            finding(
                "the description of `get_forecast` was reworded\nbefore: Gets the forecast.\n"
                "now: Gets the forecast of a point, hour by hour.",
                at="/description",
            ),
            tool="get_forecast",
        ),
        verdict(
            "MCP531",
            "failed",
            finding('the stake of `get_forecast` is "never_ask", and was "high"', want='"high"'),
        ),
        verdict("MCP205", "passed"),
        verdict(
            "MCP601",
            "not_exercised",
            reason="no cassette: record one with `pytest-mcp-contract record`",
            tool="get_forecast",
        ),
        verdict(
            "MCP401", "not_exercised", reason="no cassette: record one with `pytest-mcp-contract record`"
        ),
        verdict("MCP108", "warned", finding("`Alerts`", want="a name in small letters"), server="alerts"),
        verdict("MCP109", "waived", waived=(finding("42"),), server="alerts", reason="agreed in the review"),
        verdict("MCP101", "passed", server="sound"),
        verdict("MCP201", "passed", server="sound"),
        verdict(
            "MCP201", "lost", server="silent", reason="the server never answered `initialize` within 10 s"
        ),
        verdict(
            "MCP202", "lost", server="silent", reason="the server never answered `initialize` within 10 s"
        ),
        stakes={"get_forecast": "high", "list_alerts": "never_ask"},
        tools={"get_forecast": MEASURED},
        servers=("quiet",),
    )
