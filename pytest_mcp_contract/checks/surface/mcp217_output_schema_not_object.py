from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.surface._schemas import Schema
from pytest_mcp_contract.model import Finding, Served, Surface, Tool, brief

_FREE_SINCE = "2026-07-28"
"""The first version of the protocol in which an output schema may be any schema."""


def _served(schema: Schema | None, version: str | None = "2025-11-25") -> Served:
    tool = Tool("get_issue", input_schema={"type": "object"}, output_schema=schema)
    return Served(Surface("github", tools=(tool,), protocol_version=version))


@server_check(
    code="MCP217",
    title="The output schema of a tool does not say `type: object` at its root",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#tool",
    why="""
        Up to 2025-11-25 structured content is a JSON object, and the protocol requires the root of the
        schema to say so. Clients that check what they receive refuse the whole list of tools.
    """,
    fix='Write `"type": "object"` at the root. A list or a number goes into a property, like `result`.',
    bad=(
        _served({"type": "array", "items": {"type": "string"}}),
        _served({"properties": {"number": {"type": "integer"}}}),
        _served({}),
    ),
    good=(
        _served(None),
        _served({"type": "object"}),
        # Later versions allow any schema, and a version that is not known may be a later one.
        _served({"type": "array"}, "2026-07-28"),
        _served({"type": "array"}, None),
    ),
)
def output_schema_not_object(served: Served) -> Iterator[Finding]:
    version = served.surface.protocol_version
    if version is None or version >= _FREE_SINCE:
        return
    for tool in served.surface.tools:
        schema = tool.output_schema  # one that is no JSON object is for MCP216
        if isinstance(schema, dict) and schema.get("type") != "object":
            stated = f"is {brief(schema['type'])}" if "type" in schema else "is absent"
            yield Finding(
                at="/outputSchema/type",
                saw=f"`type` at the root of the output schema {stated}, in protocol {version}",
                want='"object"',
                tool=tool.name,
            )
