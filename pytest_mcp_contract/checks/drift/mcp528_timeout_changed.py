from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP528",
    title="How long a server may take has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Calls that came back in time are given up now, or conversations wait longer.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(rows({"timeout_ms": 60000}, {"timeout_ms": 5000}),),
    good=(
        rows({}, {}),
        rows({"timeout_ms": 60000}, {"timeout_ms": 60000}),
        Change("github", None, server()),
    ),
)
def timeout_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, "timeout_ms")
    if change.tool is None and change.before is not None and change.after is not None and old != new:
        yield was(change, f"servers.{change.server}.timeout_ms", old, new, "`timeout_ms`")
