from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, RESPELLED, WIDER, of_tool, tool
from pytest_mcp_contract.model import Change, Finding, Proved


@change_check(
    code="MCP513",
    title="A tool promises more of its results than before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        No caller breaks: all that may come has come before, by the schema. Who relies on the new promise
        breaks when it is taken back. The mirror is MCP503.
    """,
    fix="Write the lock anew.",
    bad=(of_tool(tool(outputSchema={"type": "object"}), tool(outputSchema=CLOSED), output=WIDER),),
    good=(
        of_tool(tool(outputSchema=CLOSED), tool(outputSchema={**CLOSED, "required": []}), output=RESPELLED),
        # Only the arguments have changed.
        of_tool(tool(inputSchema=CLOSED), tool(), input=WIDER),
    ),
)
def output_narrowed(change: Change) -> Iterator[Finding]:
    if change.output is not None and change.output.result is Proved.WIDER:
        yield Finding(at="/outputSchema", saw=f"`{change.tool}` promises more of its results than it did")
