from collections.abc import Iterator

from jsonschema_rs import canonical

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import (
    NEVER,
    Parts,
    Schema,
    dialect_of,
    has_inner_base,
    is_closed,
    nearest_property,
    subschemas,
    undefined,
)
from pytest_mcp_contract.checks.surface._values import owner, stands_for_itself
from pytest_mcp_contract.model import JSON, Finding, Tool, brief, pointer


def _tool(schema: Schema, **rest: JSON) -> Tool:
    return Tool("search", input_schema={"type": "object", "properties": {"limit": schema}, **rest})


@tool_check(
    code="MCP213",
    title="No value satisfies the schema of a parameter",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-6",
    why="""
        The keywords exclude each other, which is proven, not guessed. No call with this parameter can be
        right; where it is required, no call at all.
    """,
    fix="Correct the keywords that exclude each other: mostly bounds are swapped or copied.",
    bad=(
        _tool({"type": "integer", "minimum": 5, "maximum": 3}),
        _tool({"type": "string", "minLength": 5, "maxLength": 3}, required=["limit"]),
        _tool({"allOf": [{"type": "string"}, {"type": "integer"}]}),
        _tool({"enum": []}),
        Tool(
            "search",
            input_schema={
                "type": "object",
                "properties": {"query": {"type": "string"}},
                "required": ["Query"],
                "additionalProperties": False,
            },
        ),
    ),
    good=(
        _tool({"type": "integer", "minimum": 3, "maximum": 3}),
        # Written as "never", on purpose.
        Tool("search", input_schema={"type": "object", "properties": {"x": False, "y": {"not": {}}}}),
        Tool("search", input_schema={"type": "object", "additionalProperties": {"not": {}}}),
        # One dead branch is not the whole.
        _tool({"anyOf": [{"type": "integer", "minimum": 5, "maximum": 3}, {"type": "null"}]}),
        # Single values are for MCP212.
        _tool({"type": "integer", "enum": ["10"]}),
        # Not a proof: no engine can say it of every pattern.
        _tool({"type": "string", "pattern": "^(?!x)x$"}),
    ),
)
def schema_nothing_satisfies(tool: Tool) -> Iterator[Finding]:
    root = tool.input_schema
    dialect = dialect_of(root) if isinstance(root, dict) else None
    if not isinstance(root, dict) or dialect is None or has_inner_base(root, dialect):
        return
    try:
        empty = canonical.find_unsatisfiable(root, draft=dialect.draft, validate_formats=False, offline=True)
    except (ValueError, RecursionError):  # cannot be compiled: MCP201
        return
    reasons = canonical.UnsatisfiableReason
    proven = {place for place, reason in empty.items() if not isinstance(reason, reasons.Literal)}
    if not proven:
        return
    schemas = {pointer(*at): (at, schema) for at, schema in subschemas(root, dialect)}
    proven -= {place for place, (_, schema) in schemas.items() if schema in NEVER}
    for place in sorted(proven):
        at, schema = schemas.get(place, ((), {}))
        is_known = place in schemas and stands_for_itself(at, through=("allOf",))
        is_inherited = any(other.startswith(f"{place}/") for other in proven)
        # An enum is for MCP212, and what a `$ref` leads to is told where it stands.
        is_told = bool(schema.get("enum")) or str(schema.get("$ref"))[1:] in proven
        if not is_known or is_inherited or is_told:
            continue
        if is_closed(schema) and any(undefined(schema)):
            yield from _cannot_be_sent(at, schema)
        else:
            whose = f"the schema of {owner(at)}" if at else "the whole input schema"
            yield Finding(
                at=pointer("inputSchema", *at),
                saw=f"no value satisfies {whose}: {brief(schema, width=80)}",
            )


def _cannot_be_sent(at: Parts, schema: Schema) -> Iterator[Finding]:
    for index, name in undefined(schema):
        near = nearest_property(schema, name)
        yield Finding(
            at=pointer("inputSchema", *at, "required", index),
            saw=f"`required` names {brief(name)}, and only what `properties` defines may be sent",
            want=f"a definition, or `{near}`, which is defined" if near else "a definition",
        )
