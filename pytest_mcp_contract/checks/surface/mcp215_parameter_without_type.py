from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema
from pytest_mcp_contract.model import Finding, Tool, pointer

_TELLING = {
    *(
        "type",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "allOf",
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
        "not",
        "if",
    ),
}


def _tool(schema: Schema | bool) -> Tool:
    return Tool("set_field", input_schema={"type": "object", "properties": {"value": schema}})


@tool_check(
    code="MCP215",
    title="A parameter has no type",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Without a type everything is allowed, so the model guesses between 5 and "5", or between an object
        and its JSON text, and nobody refuses the wrong one before the tool runs. Some model vendors do
        not take a tool with such a parameter.
    """,
    fix="""
        State `type`. What may really be of several kinds says so with a list of types or with `anyOf`.
    """,
    bad=(
        _tool({"description": "The new value."}),
        _tool({"title": "Value", "default": None}),
        _tool({"properties": {"a": {"type": "string"}}}),
    ),
    good=(
        _tool({"type": "string"}),
        _tool({"type": ["string", "number"]}),
        _tool({"enum": ["a", 1]}),
        _tool({"const": 1}),
        _tool({"$ref": "#"}),
        _tool({"anyOf": [{"type": "string"}, {}]}),
        _tool({"not": {"type": "null"}}),
        # No object that could hold a type.
        _tool(True),
    ),
)
def parameter_without_type(tool: Tool) -> Iterator[Finding]:
    for name, schema in tool.properties():
        if not schema.keys() & _TELLING:
            yield Finding(at=pointer("inputSchema", "properties", name), saw=f"`{name}` has no type")
