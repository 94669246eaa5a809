import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema, followed
from pytest_mcp_contract.model import JSON, Finding, Tool, pointer

_AFTER_NAME = r"(?:\s*\([^)\n]*\))?[`*]*\s*(?::|[-\u2013\u2014]\s)\s*\S"


def _tool(schema: Schema, **defs: JSON) -> Tool:
    return Tool("get_issue", input_schema={"type": "object", "properties": {"number": schema}, "$defs": defs})


@tool_check(
    code="MCP202",
    title="A parameter has no description",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 4: Create Server Implementation",
    why="""
        The model fills in parameters from their names and descriptions alone. Without a description
        it guesses formats and units, and the call fails or, worse, means something else.
    """,
    fix="Say in one sentence what the parameter is, with its format, and an example where it has one.",
    bad=(
        _tool({"type": "integer"}),
        _tool({"type": "integer", "title": "Number", "description": "  "}),
        _tool({"$ref": "#/$defs/Number"}, Number={"type": "integer"}),
        # Naming a parameter is not describing it.
        Tool(
            "get_issue",
            description="Read an issue by number.",
            input_schema={"properties": {"number": {"type": "integer"}}},
        ),
    ),
    good=(
        Tool("list_all", input_schema={"type": "object"}),
        _tool({"type": "integer", "description": "Number of the issue."}),
        # Frameworks write the description where the type is defined.
        _tool({"$ref": "#/$defs/Number"}, Number={"type": "integer", "description": "Number of the issue."}),
        _tool({"allOf": [{"$ref": "#/$defs/N"}], "default": 1}, N={"description": "Number of the issue."}),
        _tool({"anyOf": [{"type": "integer", "description": "Number of the issue."}, {"type": "null"}]}),
        # Some frameworks put a docstring's arguments into the description of the tool.
        Tool(
            "get_issue",
            description="Read an issue.\n\nArgs:\n    number: Its number.\n    repo (str): `owner/name`.",
            input_schema={"properties": {"number": {"type": "integer"}, "repo": {"type": "string"}}},
        ),
        # `true` and `false` have no room for a description.
        Tool("odd", input_schema={"properties": {"everything": True}}),
    ),
)
def parameter_without_description(tool: Tool) -> Iterator[Finding]:
    for name, schema in tool.properties():
        if not (_is_described(dict(schema), tool.input_schema) or _is_documented(name, tool.description)):
            yield Finding(at=pointer("inputSchema", "properties", name), saw=f"`{name}` has no description")


def _is_described(schema: JSON, root: JSON) -> bool:
    pending: list[JSON] = [schema]
    seen: set[str] = set()
    while pending:
        schema = pending.pop()
        if not isinstance(schema, dict):
            continue
        description, ref = schema.get("description"), schema.get("$ref")
        if isinstance(description, str) and description.strip():
            return True
        if isinstance(ref, str) and ref not in seen and isinstance(root, dict):
            seen.add(ref)
            pending.append(followed(root, ref))
        for key in ("allOf", "anyOf", "oneOf"):
            members = schema.get(key)
            pending.extend(members if isinstance(members, list) else ())
    return False


def _is_documented(name: str, text: JSON) -> bool:
    """Whether the tool's own description describes the parameter: `number: ...`, `- number (int): ...`."""
    label = rf"(?:^|[.;] )\s*[-*]?\s*[`*]*{re.escape(name)}[`*]*{_AFTER_NAME}"
    return isinstance(text, str) and re.search(label, text, re.MULTILINE) is not None
