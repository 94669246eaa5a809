from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, RESPELLED, WIDER, of_tool, tool
from pytest_mcp_contract.model import Change, Finding, Proved


@change_check(
    code="MCP512",
    title="A tool takes calls that it refused before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        No caller breaks. What is new can be asked of the tool by everybody who may call it, so it is worth
        a look. The mirror is MCP502.
    """,
    fix="Write the lock anew.",
    bad=(of_tool(tool(inputSchema=CLOSED), tool(), input=WIDER),),
    good=(
        of_tool(tool(), tool(inputSchema={"type": "object", "required": []}), input=RESPELLED),
        of_tool(tool(), tool(description="Read an issue."), input=RESPELLED),
    ),
)
def input_widened(change: Change) -> Iterator[Finding]:
    if change.input is not None and change.input.result is Proved.WIDER:
        yield Finding(at="/inputSchema", saw=f"`{change.tool}` takes more than it took")
