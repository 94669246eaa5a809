from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import Finding, Tool, brief


@tool_check(
    code="MCP207",
    title="A tool has no description",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 4: Create Server Implementation",
    why="""
        A model chooses among tools by their descriptions. Without one it has only the name, and calls the
        tool for the wrong reason or never.
    """,
    fix="Say in one or two sentences what the tool does, what it gives back, and when to use it.",
    bad=(
        Tool("get_issue", input_schema={"type": "object"}),
        Tool("get_issue", description=" \n", input_schema={"type": "object"}),
        Tool("get_issue", title="Read an issue", input_schema={"type": "object"}),
        Tool("get_issue", description=["Read an issue"], input_schema={"type": "object"}),
    ),
    good=(Tool("get_issue", description="Read an issue.", input_schema={"type": "object"}),),
)
def tool_without_description(tool: Tool) -> Iterator[Finding]:
    if tool.description is None:
        yield Finding(at="/description", saw="there is no description")
    elif not isinstance(tool.description, str):
        yield Finding(at="/description", saw=f"the description is {brief(tool.description)}", want="a text")
    elif not tool.description.strip():
        yield Finding(at="/description", saw="the description is blank")
