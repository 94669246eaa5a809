from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import Finding, Tool, brief


@tool_check(
    code="MCP209",
    title="The input schema of a tool does not say `type: object` at its root",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#tool",
    why="""
        Arguments are always a JSON object, and the protocol requires the root to say so. Clients that
        check what they receive refuse the whole list of tools for one that does not.
    """,
    fix='Write `"type": "object"` at the root. A union of shapes goes beside it, as `anyOf` or `oneOf`.',
    bad=(
        Tool("empty", input_schema={}),
        Tool("untyped", input_schema={"properties": {"number": {"type": "integer"}}}),
        Tool("array", input_schema={"type": "array", "items": {"type": "string"}}),
        Tool("listed", input_schema={"type": ["object"]}),
        Tool("elsewhere", input_schema={"$ref": "#/$defs/In", "$defs": {"In": {"type": "object"}}}),
    ),
    good=(
        Tool("nothing", input_schema={"type": "object"}),
        Tool("union", input_schema={"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
    ),
)
def input_schema_not_object(tool: Tool) -> Iterator[Finding]:
    schema = tool.input_schema  # one that is no JSON object is for MCP201
    if isinstance(schema, dict) and schema.get("type") != "object":
        stated = f"is {brief(schema['type'])}" if "type" in schema else "is absent"
        yield Finding(
            at="/inputSchema/type", saw=f"`type` at the root of the input schema {stated}", want='"object"'
        )
