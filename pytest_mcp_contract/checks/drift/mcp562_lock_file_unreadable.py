from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND, of_nobody, told, with_file
from pytest_mcp_contract.model import Finding, LockFault, LockState


@lock_check(
    code="MCP562",
    title="A file of the lock cannot be read",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What was agreed on about this server is not known, so nothing it does can be a change. The other
        servers are compared.
    """,
    fix="""
        Take the file from version control, or write it anew with `pytest-mcp-contract lock` and read the
        difference before it is committed.
    """,
    bad=(
        with_file(LockFault.NOT_JSON, "is no JSON", line=7),
        with_file(LockFault.WRONG_SHAPE, "has no `tools`"),
        with_file(LockFault.UNREADABLE, "is no text in UTF-8"),
        with_file(LockFault.REPEATED_KEY, "has `id` twice"),
        with_file(LockFault.LINK, "is a link"),
        of_nobody(with_file(LockFault.NOT_JSON, "is of a server that is gone")),
    ),
    requires=("lock",),
    good=(
        SOUND,
        # Other checks tell of these.
        with_file(LockFault.CONFLICT, "has marks of a merge"),
        with_file(LockFault.NEWER, "has format 2"),
        with_file(LockFault.NOT_CANONICAL, "was edited"),
    ),
)
def lock_file_unreadable(state: LockState) -> Iterator[Finding]:
    yield from told(
        state,
        LockFault.UNREADABLE,
        LockFault.TOO_LARGE,
        LockFault.LINK,
        LockFault.NOT_JSON,
        LockFault.UNKNOWN_FORMAT,
        LockFault.WRONG_SHAPE,
        LockFault.REPEATED_KEY,
    )
