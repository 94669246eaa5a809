from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema, dialect_of
from pytest_mcp_contract.checks.surface._values import refused
from pytest_mcp_contract.model import JSON, Finding, Tool, Unchecked, brief, pointer


def _tool(schema: Schema, **defs: JSON) -> Tool:
    return Tool("search", input_schema={"type": "object", "properties": {"limit": schema}, "$defs": defs})


@tool_check(
    code="MCP203",
    title="The default of a parameter is refused by the parameter's own schema",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-9.2",
    why="""
        Clients and models send the default as it stands. A server that checks its input refuses that
        call, one that does not goes on with a value of a kind it does not expect: the text "false" is
        true in most languages. JSON Schema only recommends that a default be valid; that it is sent
        without anybody having chosen it makes it an error here.
    """,
    fix="""
        Write a default that the schema accepts, or widen the schema to what the tool really takes. A
        parameter that may simply be left out needs no default.
    """,
    bad=(
        _tool({"type": "integer", "default": "10"}),
        _tool({"type": "boolean", "default": "false"}),
        _tool({"type": "string", "enum": ["open", "closed"], "default": "all"}),
        _tool({"$ref": "#/$defs/State", "default": "all"}, State={"enum": ["open", "closed"]}),
        _tool({"type": "object", "properties": {"page": {"type": "integer", "minimum": 1, "default": 0}}}),
    ),
    good=(
        _tool({"type": "integer"}),
        _tool({"type": "integer", "default": 10.0}),
        _tool({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}),
        # Frameworks write null for "may be left out"; nobody sends it.
        _tool({"type": "integer", "default": None}),
        # Formats are annotations unless a client chooses to assert them.
        _tool({"type": "string", "format": "uri", "default": ""}),
        # The parts that are missing have defaults of their own.
        _tool(
            {
                "type": "object",
                "properties": {"size": {"type": "integer", "default": 10}},
                "required": ["size"],
                "default": {},
            }
        ),
        # A parameter may be called `default`.
        _tool({"type": "object", "properties": {"default": {"type": "string"}}}),
        # Whatever cannot be compiled is for MCP201.
        _tool({"$ref": "#/$defs/Nowhere", "default": 1}),
    ),
)
def default_violates_schema(tool: Tool) -> Iterator[Finding | Unchecked]:
    root = tool.input_schema
    if isinstance(root, dict) and dialect_of(root) is None:
        yield Unchecked(f"`{tool.name}` names a dialect of JSON Schema that is not known here")
        return
    for at, whose, value, want in refused(root, "default"):
        yield Finding(
            at=pointer("inputSchema", *at), saw=f"the default of {whose} is {brief(value)}", want=want
        )
