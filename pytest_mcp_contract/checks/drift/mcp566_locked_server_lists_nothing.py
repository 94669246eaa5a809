from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND
from pytest_mcp_contract.model import Finding, LockState


@lock_check(
    code="MCP566",
    title="A server that had tools lists none",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        It starts, and offers nothing: an import that failed quietly, a feature flag, a missing token. A lock
        that is written now would agree to that.
    """,
    fix="Look why nothing is listed; `pytest-mcp-contract doctor SERVER` says what the server shows.",
    bad=(
        LockState("github", had_tools=True, has_tools=False),
        LockState("github", had_tools=True, has_tools=False, is_required=True),
    ),
    requires=("lock",),
    good=(
        SOUND,
        # It was not asked, or never had any.
        LockState("github", had_tools=True),
        LockState("github", has_tools=False),
    ),
)
def locked_server_lists_nothing(state: LockState) -> Iterator[Finding]:
    if state.had_tools and state.has_tools is False:
        yield Finding(
            at=f"servers.{state.server}",
            saw=f"`{state.server}` lists no tools, and had some when it was locked",
            want="the tools, or a tombstone",
        )
