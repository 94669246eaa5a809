from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import TOOL, of_tool, server, tools
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP514",
    title="A tool says what it answers, and nobody has agreed on it",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        From now on callers may read structured content by it, and every later change counts.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(of_tool(server(), server({**TOOL, "outputSchema": {"type": "object"}})),),
    good=(
        tools(),
        of_tool(server({**TOOL, "outputSchema": {"type": "object"}}), server()),
    ),
)
def output_schema_added(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if (
        before is not None
        and after is not None
        and before.output_schema is None
        and after.output_schema is not None
    ):
        yield Finding(
            at="/outputSchema",
            saw=f"`{change.tool}` declares an output schema now",
            want="agree on it with `pytest-mcp-contract lock`",
            tool=change.tool,
        )
