from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema
from pytest_mcp_contract.checks.surface._validity import defects
from pytest_mcp_contract.model import Finding, Tool, Unchecked, brief


def _tool(schema: Schema) -> Tool:
    return Tool("get_issue", input_schema={"type": "object"}, output_schema=schema)


@tool_check(
    code="MCP216",
    title="The output schema of a tool is no valid JSON Schema",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#output-schema",
    why="""
        Clients compile the schema and hold every result against it. One that cannot be compiled makes
        each call of the tool fail on the client's side, after it has had its effect.
    """,
    fix="Correct the keyword at the place named, or leave `outputSchema` out.",
    bad=(
        _tool({"type": "object", "properties": {"n": {"type": "int"}}}),
        _tool({"type": "object", "properties": {"repo": {"$ref": "#/$defs/Repo"}}}),
        Tool("text", input_schema={"type": "object"}, output_schema="object"),
        Tool.from_raw({"name": "null", "inputSchema": {"type": "object"}, "outputSchema": None}),
    ),
    good=(
        Tool("no_schema", input_schema={"type": "object"}),
        Tool.from_raw({"name": "absent", "inputSchema": {"type": "object"}}),
        _tool({"type": "object"}),
        _tool({"type": "object", "properties": {"r": {"$ref": "#/$defs/R"}}, "$defs": {"R": {}}}),
        # The input schema is for MCP201.
        Tool("other", input_schema={"type": "object", "properties": {"$ref": {"type": "string"}}}),
    ),
)
def output_schema_invalid(tool: Tool) -> Iterator[Finding | Unchecked]:
    schema = tool.output_schema
    if isinstance(schema, dict):
        yield from defects(schema, "outputSchema", tool.name)
    elif schema is not None or "outputSchema" in tool.raw:
        yield Finding(
            at="/outputSchema",
            saw=f"`outputSchema` is {brief(schema)}",
            want="a JSON object, or no `outputSchema` at all",
        )
