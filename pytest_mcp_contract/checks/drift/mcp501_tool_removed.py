from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, server, tool
from pytest_mcp_contract.checks.drift._sides import (
    was_asked,
)
from pytest_mcp_contract.model import Change, Finding, Locked


@change_check(
    code="MCP501",
    title="Calls of a tool fail, because its server no longer offers it",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Agents, stored plans and approvals name tools. A call of one that is gone fails wherever it was in
        use, and a tool that only changed its name is gone for its callers.
    """,
    fix="""
        Offer the tool again, if only as one that calls its successor. If it is to go, write the lock anew.
    """,
    bad=(
        of_tool(tool(), None),
        of_tool(tool(name="delete_issue", annotations={"destructiveHint": True}), None),
    ),
    good=(
        of_tool(tool(), tool(description="Read an issue.")),
        of_tool(None, tool()),
        # The server was not asked; and one that is gone as a whole is MCP507 or MCP554.
        Change("github", server("github", 1, "get_issue"), Locked("github", 1, tools=None), tool="get_issue"),
        Change("github", server("github", 1, "get_issue"), None, tool="get_issue"),
    ),
)
def tool_removed(change: Change) -> Iterator[Finding]:
    after = change.after
    if change.tool_before is None or after is None or after.retired is not None:
        return
    if was_asked(after) and change.tool_after is None:
        yield Finding(
            at="/name", saw=f"`{change.tool}` is no longer offered", want="the tool, under this name"
        )
