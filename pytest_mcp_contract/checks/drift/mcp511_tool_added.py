from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, server, tool
from pytest_mcp_contract.checks.drift._sides import (
    was_asked,
)
from pytest_mcp_contract.model import Change, Finding, Locked


@change_check(
    code="MCP511",
    title="A server offers a tool that nobody has agreed on yet",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Callers do not break. But every model that is connected reads one more description, may call one
        more thing, and in a registry somebody has to give it a stake. The mirror is MCP501.
    """,
    fix="Read its definition, give it a stake, and write the lock anew.",
    bad=(of_tool(None, tool()),),
    good=(
        of_tool(tool(), tool(description="Read an issue.")),
        # A server that is new as a whole is MCP516; one that was never asked has no list to add to.
        Change("github", None, server("github", 1, "get_issue"), tool="get_issue"),
        Change("github", Locked("github", 1, tools=None), server("github", 1, "get_issue"), tool="get_issue"),
    ),
)
def tool_added(change: Change) -> Iterator[Finding]:
    if was_asked(change.before) and change.tool_before is None and change.tool_after is not None:
        yield Finding(at="/name", saw=f"`{change.tool}` is offered, and was not")
