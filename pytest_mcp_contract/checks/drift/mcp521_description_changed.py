from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import RESPELLED, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import (
    both_tools,
)
from pytest_mcp_contract.checks.drift._wording import reworded
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP521",
    title="A model is told something else of a tool than before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Descriptions",
    why="""
        A description is a prompt: with other words a model calls the tool at other times, with other
        arguments. Nothing refuses a call, so only a person can say whether that is meant. It is its own
        mirror.
    """,
    fix="Read both texts, try the new one with a model, and write the lock anew.",
    bad=(
        of_tool(tool(), tool(description="Read an issue and its comments.")),
        of_tool(tool(), tool(description=None)),
        of_tool(
            tool(inputSchema={"properties": {"id": {"description": "Number."}}}),
            tool(inputSchema={"properties": {"id": {"description": "Number or URL."}}}),
        ),
    ),
    good=(
        of_tool(tool(), tool(description="Read one\n    issue. ")),
        # A text that moved with its schema, and a parameter that is new or gone.
        of_tool(
            tool(inputSchema={"properties": {"id": {"description": "Number."}}}),
            tool(
                inputSchema={
                    "properties": {"id": {"$ref": "#/$defs/Id"}},
                    "$defs": {"Id": {"description": "Number."}},
                }
            ),
            input=RESPELLED,
        ),
        of_tool(
            tool(inputSchema={"properties": {"id": {"description": "Number."}}}),
            tool(inputSchema={"properties": {"url": {"description": "Address."}}}),
        ),
        of_tool(None, tool()),
    ),
)
def description_changed(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    for text in reworded(*tools) if tools else ():
        yield Finding(at=text.at, saw=f"{text.how}{text.lines}")
