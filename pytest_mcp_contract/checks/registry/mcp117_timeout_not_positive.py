from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding


@entry_check(
    code="MCP117",
    title="The time limit of a server leaves no time",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#timeouts",
    why="""
        With a limit of zero or less every call has run out of time before it starts, or, where zero is
        taken for "none", a server that hangs is waited for without end.
    """,
    fix="Give the longest time in milliseconds that one call may take, or leave `timeout_ms` out.",
    bad=(row(name="github", timeout_ms=0), row(name="github", timeout_ms=-1)),
    good=(
        row(name="github", timeout_ms=1),
        row(name="github", timeout_ms=60_000),
        row(name="github"),
    ),
)
def timeout_not_positive(entry: Entry) -> Iterator[Finding]:
    if entry.timeout_ms is not None and entry.timeout_ms <= 0:
        yield Finding(at=f"servers.{entry.name}.timeout_ms", saw=f"`timeout_ms` is {entry.timeout_ms}")
