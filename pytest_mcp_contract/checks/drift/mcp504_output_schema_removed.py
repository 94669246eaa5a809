from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import TOOL, of_tool, server, tools, way_out
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP504",
    title="A tool no longer says what it answers",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Callers that read structured content by its schema find neither.
    """,
    fix="""
        Keep the schema. If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`,
        and accept it where a baseline is compared. Else undo it.
    """,
    bad=(of_tool(server({**TOOL, "outputSchema": {"type": "object"}}), server()),),
    good=(
        tools(),
        of_tool(server(), server({**TOOL, "outputSchema": {"type": "object"}})),
    ),
)
def output_schema_removed(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if (
        before is not None
        and after is not None
        and before.output_schema is not None
        and after.output_schema is None
    ):
        yield Finding(
            at="/outputSchema",
            saw=f"`{change.tool}` no longer declares an output schema",
            want=way_out(change),
            tool=change.tool,
        )
