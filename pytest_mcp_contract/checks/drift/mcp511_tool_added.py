from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, server, tools
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP511",
    title="A tool is new, and nobody has agreed on it",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Nobody is broken by it, but every conversation pays for its description, and it can be called from
        now on.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(of_tool(server(None), server(), input=None),),
    good=(
        tools(),
        of_tool(server(), server(None), input=None),
        Change("github", None, server()),
    ),
)
def tool_added(change: Change) -> Iterator[Finding]:
    if change.tool_before is None and change.tool_after is not None and change.before is not None:
        yield Finding(
            at=f"servers.{change.server}.tools_stakes.{change.tool}",
            saw=f"`{change.tool}` is new",
            want="agree on it with `pytest-mcp-contract lock`",
            tool=change.tool,
        )
