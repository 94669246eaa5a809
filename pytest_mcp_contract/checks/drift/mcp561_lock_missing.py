from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.model import REGISTRY, Finding, LockState


@lock_check(
    code="MCP561",
    title="There is no lock",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Without a record of what was agreed on nobody can tell that a tool was removed, an argument was closed
        or a stake was lowered: the run sees what is, and not what has changed.
    """,
    fix="""
        Write one with `pytest-mcp-contract lock`, read it, and commit it. It warns only, unless `mcp_lock =
        required` stands in the ini file, or a baseline is named.
    """,
    bad=(
        LockState(REGISTRY, exists=False),
        LockState(REGISTRY, exists=False, is_required=True),
        LockState(REGISTRY, exists=False, is_required=True, folder="git:origin/main"),
    ),
    good=(
        LockState(REGISTRY),
        LockState(REGISTRY, is_required=True),
        # It is told once, not for every server.
        LockState("github", exists=False),
    ),
)
def lock_missing(state: LockState) -> Iterator[Finding]:
    if state.server == REGISTRY and not state.exists:
        yield Finding(
            at="mcp-contract.lock",
            saw=f"there is no lock at `{state.folder}`",
            want="`pytest-mcp-contract lock` writes it",
            is_mild=not state.is_required,
        )
