from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND, of_nobody, told, with_file
from pytest_mcp_contract.model import Finding, LockFault, LockState


@lock_check(
    code="MCP565",
    title="A file of the lock is not as it was written",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The lock is written by a command, in one spelling. A file that is spelled otherwise was edited by
        hand, and a change that the command would have shown may have gone with it.
    """,
    fix="Write it anew with `pytest-mcp-contract lock`, and read what `git diff` shows.",
    bad=(
        with_file(LockFault.NOT_CANONICAL, "is spelled otherwise from line 12 on", line=12),
        with_file(LockFault.WRONG_NAME, "is of the server `jira`"),
        with_file(LockFault.SAME_SERVER, "is of a server that another file is of"),
        of_nobody(with_file(LockFault.NOT_CANONICAL, "is of a server that is gone")),
    ),
    requires=("lock",),
    good=(SOUND, with_file(LockFault.CONFLICT, "has marks of a merge")),
)
def lock_file_edited(state: LockState) -> Iterator[Finding]:
    yield from told(state, LockFault.NOT_CANONICAL, LockFault.WRONG_NAME, LockFault.SAME_SERVER)
