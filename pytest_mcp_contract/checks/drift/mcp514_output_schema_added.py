from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, WIDER, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import (
    both_tools,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP514",
    title="A tool promises what its results look like, for the first time",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        No caller breaks. From now on clients validate the results by it, and refuse one that does not fit.
        The mirror is MCP504.
    """,
    fix="Make sure that every result fits, and write the lock anew.",
    bad=(of_tool(tool(), tool(outputSchema=CLOSED)),),
    good=(
        of_tool(tool(outputSchema={}), tool(outputSchema=CLOSED), output=WIDER),
        of_tool(None, tool(outputSchema=CLOSED)),
        of_tool(tool(), tool(outputSchema=None)),
    ),
)
def output_schema_added(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is not None and tools[0].output_schema is None and tools[1].output_schema is not None:
        yield Finding(at="/outputSchema", saw=f"`{change.tool}` has an output schema, and had none")
