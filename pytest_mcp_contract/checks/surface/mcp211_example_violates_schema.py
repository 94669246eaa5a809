from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema
from pytest_mcp_contract.checks.surface._values import refused
from pytest_mcp_contract.model import JSON, Finding, Tool, brief, pointer


def _tool(schema: Schema, **defs: JSON) -> Tool:
    return Tool("search", input_schema={"type": "object", "properties": {"limit": schema}, "$defs": defs})


@tool_check(
    code="MCP211",
    title="An example of a parameter is refused by the parameter's own schema",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-9.5",
    why="""
        Models copy examples. The copy is refused by a client or server that checks the call, and one of
        example and schema tells the model something wrong. JSON Schema only recommends that examples be
        valid, and nobody sends one unless a model copies it, so this is a warning.
    """,
    fix="Correct the example, or widen the schema to what the tool really takes.",
    bad=(
        _tool({"type": "integer", "examples": [10, "20"]}),
        _tool({"type": "string", "enum": ["open", "closed"], "examples": ["all"]}),
        _tool({"$ref": "#/$defs/State", "examples": ["all"]}, State={"enum": ["open", "closed"]}),
    ),
    good=(
        _tool({"type": "integer", "examples": [10, 20.0]}),
        _tool({"type": "string", "format": "date", "examples": ["tomorrow"]}),
        # Not the list that JSON Schema means; other tools have their own forms.
        _tool({"type": "integer", "examples": "10"}),
        # What must not be given.
        _tool({"type": "string", "not": {"type": "integer", "examples": ["10"]}}),
        # A parameter may be called `examples`.
        _tool({"type": "object", "properties": {"examples": {"type": "string"}}}),
    ),
)
def example_violates_schema(tool: Tool) -> Iterator[Finding]:
    for at, whose, value, want in refused(tool.input_schema, "examples"):
        yield Finding(
            at=pointer("inputSchema", *at),
            saw=f"an example of {whose} is {brief(value)}",
            want=want,
        )
