from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import RESPELLED, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import (
    both_tools,
)
from pytest_mcp_contract.checks.drift._wording import plain
from pytest_mcp_contract.model import Change, Finding, brief


@change_check(
    code="MCP522",
    title="People see another name of a tool than the one they know",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Approval questions and lists show the title. Who knows the old one does not find the tool, or thinks
        that it is another. It is its own mirror.
    """,
    fix="Write the lock anew; where people rely on the name, tell them.",
    bad=(
        of_tool(tool(title="Get issue"), tool(title="Fetch ticket")),
        of_tool(tool(), tool(title="Get issue")),
        of_tool(tool(annotations={"title": "Get issue"}), tool(annotations={"title": "Fetch ticket"})),
    ),
    good=(
        of_tool(tool(title="Get issue"), tool(title=" Get  issue")),
        # The newer place wins, so nobody sees a difference.
        of_tool(tool(annotations={"title": "Get issue"}), tool(title="Get issue")),
        of_tool(tool(title="A", annotations={"title": "B"}), tool(title="A")),
        # Titles in schemas are mostly made from names, by the SDK.
        of_tool(tool(inputSchema={"title": "Old"}), tool(inputSchema={"title": "New"}), input=RESPELLED),
    ),
)
def title_changed(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is None:
        return
    before, after = (plain(tool.title) or plain(tool.annotations.get("title")) for tool in tools)
    if before != after:
        yield Finding(
            at="/title",
            saw=f"`{change.tool}` is titled {brief(after) if after else 'nothing'}, and was {brief(before)}"
            if before
            else f"`{change.tool}` is titled {brief(after)}, and had no title",
        )
