"""Runs as plain data, a finding or two each, for tests of machine formats."""

from typing import Any

from pytest_mcp_contract.report.wire import FindingData, ReportData, ServerData, VerdictData

HOSTILE = [
    "\x1b[31mred\x1b[0m \x00\x07\x85 bell",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]> <!-- --> </style></script><!--",
    "a,b::warning file=x::%0A\r\n::error::injected",
    "`code` | pipe [link](javascript:alert(1)) @everyone ![x](http://example.invalid/x.png)",
    "\ud800 half a pair, \u2028 and \u202e turned",
    "quotes \" ' \\ and ünïcödé 日本 🦀",
    "long " * 200_000,
]
"""What a server, or whoever writes its texts, may put into a finding."""


def finding(**changes: Any) -> FindingData:
    """A finding, with changes."""
    plain: FindingData = {
        "at": "servers.tides.id",
        "tool": None,
        "file": "mcp_contract.toml",
        "line": 11,
        "saw": "id 1, also the id of `weather`",
        "want": "id 2, the next free one",
        "call": None,
        "is_mild": False,
    }
    return plain | changes  # type: ignore[return-value]  # the keys of a test are a finding's


def verdict(**changes: Any) -> VerdictData:
    """A failed verdict with one finding, with changes."""
    plain: VerdictData = {
        "node_id": "mcp_contract.toml::registry::MCP104",
        "code": "MCP104",
        "name": "duplicate-id",
        "severity": "error",
        "outcome": "failed",
        "server": "registry",
        "tool": None,
        "findings": [finding()],
        "waived": [],
        "reason": "",
        "rerun": "pytest --mcp-contract mcp_contract.toml::registry::MCP104",
    }
    return plain | changes  # type: ignore[return-value]  # the keys of a test are a verdict's


def server(name: str, **outcomes: int) -> ServerData:
    """A server of which nothing was measured."""
    return {"name": name, "line": 3, "start": "python", "outcomes": outcomes, "stakes": {}, "tools": {}}


def run(*verdicts: VerdictData, servers: tuple[ServerData, ...] = ()) -> ReportData:
    """A whole run."""
    return {
        "format": 1,
        "tool_version": "0.1.0",
        "registry": "mcp_contract.toml",
        "servers": list(servers or (server("weather", passed=3, failed=1),)),
        "verdicts": list(verdicts),
    }


def hostile_run() -> ReportData:
    """Every hostile text, in every place that a server or a registry can write."""
    found = [finding(at=text, saw=text, want=text, tool=text, file=text[:100]) for text in HOSTILE]
    verdicts = [
        verdict(
            node_id=f"mcp_contract.toml::{number}::MCP104",
            server=text,
            tool=text,
            outcome=outcome,
            reason=text,
            findings=[found[number]] if outcome in ("failed", "warned") else [],
        )
        for number, text in enumerate(HOSTILE)
        for outcome in ("failed", "lost", "warned", "not_exercised")
    ]
    return run(*verdicts, servers=tuple(server(text, failed=1) for text in HOSTILE))
