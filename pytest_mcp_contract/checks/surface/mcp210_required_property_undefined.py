from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import (
    Schema,
    dialect_of,
    is_closed,
    nearest_property,
    subschemas,
    undefined,
)
from pytest_mcp_contract.checks.surface._values import stands_for_itself
from pytest_mcp_contract.model import JSON, Finding, Tool, brief, pointer

_ELSEWHERE = (
    *("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas"),
    *("dependencies", "unevaluatedProperties"),
)


def _tool(schema: Schema) -> Tool:
    return Tool("get_issue", input_schema={"type": "object", **schema})


_NUMBER: JSON = {"number": {"type": "integer"}}


@tool_check(
    code="MCP210",
    title="A required parameter is not defined",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3",
    why="""
        The model must send the parameter and is not told its type or meaning. Mostly it was renamed in
        one place only: the call is refused with the old name and with the new one.
    """,
    fix="Define the parameter under `properties`, or take it out of `required`.",
    bad=(
        _tool({"properties": _NUMBER, "required": ["number", "repo"]}),
        _tool({"properties": _NUMBER, "required": ["Number"]}),
        _tool({"required": ["repo"]}),
        _tool({"properties": {"at": {"type": "object", "properties": {}, "required": ["line"]}}}),
    ),
    good=(
        _tool({"properties": _NUMBER, "required": ["number"]}),
        _tool({}),
        # Nothing else may be sent, so no call can be right: MCP213.
        _tool({"properties": _NUMBER, "required": ["Number"], "additionalProperties": False}),
        # Free parameters, and the schema says of what kind.
        _tool({"required": ["repo"], "additionalProperties": {"type": "string"}}),
        _tool({"required": ["x-repo"], "patternProperties": {"^x-": {"type": "string"}}}),
        # Which of two: the branches define nothing by themselves.
        _tool({"properties": _NUMBER, "anyOf": [{"required": ["number"]}, {"required": []}]}),
        _tool({"required": ["repo"], "allOf": [{"properties": {"repo": {"type": "string"}}}]}),
        # A parameter may be called `required`.
        _tool({"properties": {"required": {"type": "boolean"}}}),
    ),
)
def required_property_undefined(tool: Tool) -> Iterator[Finding]:
    root = tool.input_schema
    dialect = dialect_of(root) if isinstance(root, dict) else None
    if dialect is None:
        return
    for at, schema in subschemas(root, dialect):
        if not stands_for_itself(at) or _is_open(schema) or is_closed(schema):
            continue
        for index, name in undefined(schema):
            near = nearest_property(schema, name)
            yield Finding(
                at=pointer("inputSchema", *at, "required", index),
                saw=f"`required` names {brief(name)}, which `properties` does not define",
                want=f"a definition, or `{near}`, which is defined" if near else "",
            )


def _is_open(schema: Schema) -> bool:
    others = schema.get("additionalProperties", False)
    return (
        bool(others) or others == {} or schema.get("type") != "object" or bool(schema.keys() & {*_ELSEWHERE})
    )
