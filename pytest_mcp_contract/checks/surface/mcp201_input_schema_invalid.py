from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._validity import defects
from pytest_mcp_contract.model import Finding, Tool, Unchecked, brief


@tool_check(
    code="MCP201",
    title="The input schema of a tool is no valid JSON Schema",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic#json-schema-usage",
    why="""
        Clients compile the schema before they show the tool to a model or check a call against it.
        One that cannot be compiled makes them drop the tool, and some drop the server's whole list.
        A `$ref` that leads out of the schema is not fetched by a careful client, so it leads nowhere.
    """,
    fix="""
        Correct the keyword at the place named. Where `$schema` is absent the schema is read as 2020-12;
        a schema written for an older version has to say so in `$schema`.
    """,
    bad=(
        Tool("no_schema", input_schema=None),
        Tool("text", input_schema='{"type": "object"}'),
        Tool("type_error", input_schema={"type": "object", "properties": {"n": {"type": "int"}}}),
        Tool(
            "flag", input_schema={"type": "object", "properties": {"n": {"type": "string", "required": True}}}
        ),
        Tool("dangling", input_schema={"type": "object", "properties": {"repo": {"$ref": "#/$defs/Repo"}}}),
        Tool("remote", input_schema={"properties": {"repo": {"$ref": "https://acme.example/repo.json"}}}),
        Tool("pattern", input_schema={"properties": {"key": {"type": "string", "pattern": "^([A-Z]+$"}}}),
        Tool("pattern_key", input_schema={"patternProperties": {"*_id": {"type": "string"}}}),
    ),
    good=(
        Tool("nothing", input_schema={"type": "object"}),
        # ECMA 262 allows what other engines refuse.
        Tool(
            "ecma",
            input_schema={"properties": {"host": {"pattern": "^[\\w-.]+$"}, "x": {"pattern": "^[^]{2}$"}}},
        ),
        # A parameter may be called like a keyword.
        Tool(
            "names",
            input_schema={"properties": {"$ref": {"type": "string"}, "required": {"type": "boolean"}}},
        ),
        Tool("data", input_schema={"properties": {"x": {"enum": [{"$ref": "#/nowhere"}, {"type": "int"}]}}}),
        # The older way to write a tuple, and `$schema` says so.
        Tool(
            "draft_07",
            input_schema={
                "$schema": "http://json-schema.org/draft-07/schema#",
                "properties": {"range": {"type": "array", "items": [{"type": "number"}, {"type": "number"}]}},
            },
        ),
        Tool("other_dialect", input_schema={"$schema": "https://acme.example/dialect", "type": "record"}),
        Tool(
            "escapes",
            input_schema={"properties": {"x": {"$ref": "#/$defs/a~1b%20c"}}, "$defs": {"a/b c": {}}},
        ),
        Tool(
            "anchor",
            input_schema={"properties": {"x": {"$ref": "#repo"}}, "$defs": {"R": {"$anchor": "repo"}}},
        ),
    ),
)
def input_schema_invalid(tool: Tool) -> Iterator[Finding | Unchecked]:
    schema = tool.input_schema
    if isinstance(schema, dict):
        yield from defects(schema, "inputSchema", tool.name)
        return
    absent = schema is None and "inputSchema" not in tool.raw
    yield Finding(
        at="/inputSchema",
        saw="`inputSchema` is absent" if absent else f"`inputSchema` is {brief(schema)}",
        want='a JSON object; {"type": "object"} for a tool without parameters',
    )
