from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema
from pytest_mcp_contract.checks.surface._values import refused
from pytest_mcp_contract.model import Finding, Tool, brief, pointer


def _tool(schema: Schema) -> Tool:
    return Tool("search", input_schema={"type": "object", "properties": {"limit": schema}})


@tool_check(
    code="MCP212",
    title="A choice of a parameter is refused by the parameter's own schema",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2",
    why="""
        All keywords of a schema hold at once, so a member of `enum` that another keyword refuses can
        never be sent, though the model is told that it may choose it.
    """,
    fix="Write the members in the type that the schema states, or correct the type.",
    bad=(
        _tool({"type": "string", "enum": [1, 2]}),
        _tool({"type": "integer", "enum": ["10", "20"]}),
        _tool({"type": "string", "enum": ["de", "eng"], "maxLength": 2}),
        _tool({"type": "array", "items": {"type": "string", "enum": [True, False]}}),
    ),
    good=(
        _tool({"type": "string", "enum": ["open", "closed"]}),
        _tool({"type": ["string", "null"], "enum": ["open", None]}),
        _tool({"enum": ["auto", 10]}),
        _tool({"type": "integer", "enum": [1.0]}),
        # "May be left out", as OpenAPI 3.0 writes it.
        _tool({"type": "string", "nullable": True, "enum": ["open", None]}),
    ),
)
def enum_member_violates_schema(tool: Tool) -> Iterator[Finding]:
    for at, whose, value, want in refused(tool.input_schema, "enum"):
        yield Finding(
            at=pointer("inputSchema", *at),
            saw=f"a choice of {whose} is {brief(value)}",
            want=want,
        )
