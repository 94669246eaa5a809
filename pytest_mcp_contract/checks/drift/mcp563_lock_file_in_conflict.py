from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND, of_nobody, told, with_file
from pytest_mcp_contract.model import Finding, LockFault, LockState


@lock_check(
    code="MCP563",
    title="A file of the lock holds the marks of a merge",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Two branches changed one server, and nobody has decided which of the two holds. Until then nothing is
        agreed on about it.
    """,
    fix="Merge the registry first; then `pytest-mcp-contract lock` writes what the servers show now.",
    bad=(
        with_file(LockFault.CONFLICT, "has marks of a merge at lines 4, 6 and 8", line=4),
        with_file(LockFault.CONFLICT, "has marks of a merge"),
        of_nobody(with_file(LockFault.CONFLICT, "is of a server that is gone")),
    ),
    requires=("lock",),
    good=(SOUND, with_file(LockFault.NOT_JSON, "is no JSON")),
)
def lock_file_in_conflict(state: LockState) -> Iterator[Finding]:
    yield from told(state, LockFault.CONFLICT)
