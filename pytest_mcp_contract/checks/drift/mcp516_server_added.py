from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP516",
    title="A server is new, and nobody has agreed on it",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Its id, its tools and their stakes are in use from now on, and nothing says what was agreed on.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(Change("github", None, server()),),
    good=(
        rows({}, {}),
        Change("github", server(), None),
    ),
)
def server_added(change: Change) -> Iterator[Finding]:
    if change.tool is None and change.before is None and change.after is not None:
        yield Finding(
            at=f"servers.{change.server}",
            saw=f"`{change.server}` is not in {change.against}",
            want="agree on it with `pytest-mcp-contract lock`",
        )
