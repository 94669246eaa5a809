from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding

_LONGEST_MS = 5 * 60 * 1000


@entry_check(
    code="MCP118",
    title="A call of a server may take more than five minutes",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Somebody waits for the answer. After five minutes they have gone, or the connection in between
        has been closed, and the call goes on for nobody. Often seconds were counted as minutes, or a
        zero too many was written.
    """,
    fix="Set a limit that people wait for; let longer work go on in the background and be asked for later.",
    bad=(row(name="github", timeout_ms=300_001), row(name="run_agent", timeout_ms=3_600_000)),
    good=(
        row(name="github", timeout_ms=300_000),
        row(name="github", timeout_ms=60_000),
        row(name="github"),
    ),
)
def timeout_too_long(entry: Entry) -> Iterator[Finding]:
    if entry.timeout_ms is not None and entry.timeout_ms > _LONGEST_MS:
        minutes = entry.timeout_ms / 60_000
        yield Finding(
            at=f"servers.{entry.name}.timeout_ms",
            saw=f"`timeout_ms` is {entry.timeout_ms}, {minutes:.3g} minutes",
            want=f"at most {_LONGEST_MS}",
        )
