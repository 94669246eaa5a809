from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import ANNOTATION_DEFAULTS, JSON, Finding, Tool, brief, pointer


def _tool(annotations: JSON) -> Tool:
    return Tool.from_raw({"name": "get_issue", "inputSchema": {"type": "object"}, "annotations": annotations})


@tool_check(
    code="MCP218",
    title="An annotation of a tool is of the wrong JSON type",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        Hints are JSON booleans. One client takes the text "false" for true, another for nothing, a third
        refuses the list of tools: whether the user is asked before a deletion depends on the client.
    """,
    fix="Write `true` or `false` without quotes; leave out what is not known rather than write null.",
    bad=(
        _tool({"readOnlyHint": "yes"}),
        _tool({"destructiveHint": 0}),
        _tool({"idempotentHint": None}),
        _tool({"title": 5}),
        _tool("readOnly"),
    ),
    good=(
        Tool("get_issue", input_schema={"type": "object"}),
        _tool({}),
        _tool({"readOnlyHint": True, "title": "Read an issue"}),
        # Additions of other people may be of any type.
        _tool({"audience": ["user"], "priority": 1}),
    ),
)
def annotation_of_wrong_type(tool: Tool) -> Iterator[Finding]:
    stated = tool.raw.get("annotations", dict(tool.annotations))
    if not isinstance(stated, dict):
        yield Finding(at="/annotations", saw=f"`annotations` is {brief(stated)}", want="a JSON object")
        return
    for name, value in stated.items():
        if name in ANNOTATION_DEFAULTS and not isinstance(value, bool):
            yield Finding(
                at=pointer("annotations", name), saw=f"`{name}` is {brief(value)}", want="a JSON boolean"
            )
        if name == "title" and not isinstance(value, str):
            yield Finding(at="/annotations/title", saw=f"`title` is {brief(value)}", want="a text")
