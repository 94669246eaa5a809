from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND, of_nobody, told, with_file
from pytest_mcp_contract.model import Finding, LockFault, LockState


@lock_check(
    code="MCP564",
    title="A file of the lock was written by a later version",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A later format may say what this version cannot read; to compare with the rest would pass over it.
        Older formats stay readable.
    """,
    fix="Install the version that the others use: the one that wrote the lock, or a later one.",
    bad=(
        with_file(LockFault.NEWER, "has format 2; this version reads format 1"),
        with_file(LockFault.NEWER, "has format 99"),
        of_nobody(with_file(LockFault.NEWER, "is of a server that is gone")),
    ),
    requires=("lock",),
    good=(SOUND, with_file(LockFault.UNKNOWN_FORMAT, "has no format")),
)
def lock_file_of_newer_format(state: LockState) -> Iterator[Finding]:
    yield from told(state, LockFault.NEWER)
