import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import Finding, Tool, brief


def _tool(name: str, description: str) -> Tool:
    return Tool(name, description=description, input_schema={"type": "object"})


@tool_check(
    code="MCP208",
    title="The description of a tool only repeats its name",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 4: Create Server Implementation",
    why="The model learns nothing that the name does not say, and pays for the words in every request.",
    fix="Say what the tool gives back, and when to use it rather than its neighbours.",
    bad=(_tool("get_issue", "get_issue"), _tool("get_issue", "Get issue."), _tool("getIssue", "get issue")),
    good=(
        _tool("get_issue", "Get an issue by number."),
        _tool("get_issue", "Get issues"),
        # Nothing at all is for MCP207.
        _tool("get_issue", ""),
    ),
)
def description_repeats_name(tool: Tool) -> Iterator[Finding]:
    if isinstance(tool.description, str) and _letters(tool.name) == _letters(tool.description) != "":
        yield Finding(at="/description", saw=f"the description is {brief(tool.description)}")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()
