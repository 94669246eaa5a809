from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, RESPELLED, of_server, of_tool, server, tool
from pytest_mcp_contract.checks.drift._sides import (
    both_tools,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP504",
    title="A tool promises nothing of its results that callers relied on",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Clients validate structured results by the schema, and code is generated from it. Without one there
        may be no structured result at all. The mirror is MCP514.
    """,
    fix="State the output schema again, and keep answering by it.",
    bad=(
        of_tool(tool(outputSchema=CLOSED), tool()),
        of_tool(tool(outputSchema={"type": "object"}), tool(outputSchema=None)),
    ),
    good=(
        of_tool(tool(), tool(outputSchema=CLOSED)),
        of_tool(tool(outputSchema=None), tool()),
        of_tool(tool(outputSchema=CLOSED), tool(outputSchema={**CLOSED, "title": "Issue"}), output=RESPELLED),
        # A tool that is gone is MCP501.
        of_server(server("github"), server("github")),
    ),
)
def output_schema_removed(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is not None and tools[0].output_schema is not None and tools[1].output_schema is None:
        yield Finding(
            at="/outputSchema",
            saw=f"`{change.tool}` has no output schema, and had one",
            want="the schema that it had",
        )
