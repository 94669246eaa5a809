from collections.abc import Iterator
from urllib.parse import quote

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import (
    Dialect,
    Parts,
    Schema,
    dialect_of,
    followed,
    has_inner_base,
    subschemas,
)
from pytest_mcp_contract.model import JSON, Finding, Tool, Unchecked, brief, pointer

_ROOT = "urn:tool"
_TABLES = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_NOT_ASSERTED = ("format", "contentEncoding", "contentMediaType")


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
        true in most languages.
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
    if not isinstance(root, dict):
        return
    dialect = dialect_of(root)
    if dialect is None:
        yield Unchecked(f"`{tool.name}` names a dialect of JSON Schema that is not known here")
        return
    stated = [
        (at, schema)
        for at, schema in subschemas(root, dialect)
        if at and schema.get("default") is not None and not _is_negated(at)
    ]
    if not stated or has_inner_base(root, dialect):
        return
    registry = _registry(root, dialect)
    for at, schema in stated if registry else ():
        refused = _errors(registry, at, schema["default"], dialect)
        errors = [error for error in refused if _counts(error, schema, root)]
        if errors:
            yield Finding(
                at=pointer("inputSchema", *at, "default"),
                saw=f"the default of {_owner(at)} is {brief(schema['default'])}",
                want=_wanted(errors[0]),
            )


def _is_negated(at: Parts) -> bool:
    """Whether the place is under `not` or `if`, where a default offers nothing."""
    return any(
        part in ("not", "if") and (index == 0 or at[index - 1] not in _TABLES)
        for index, part in enumerate(at)
    )


def _registry(root: Schema, dialect: Dialect) -> jsonschema_rs.Registry | None:
    """The tool's schema as a resource, so that `#` in its parts means the whole; None if it leads outside."""
    try:
        return jsonschema_rs.Registry([(_ROOT, root)], draft=dialect.draft, retriever=_fetch_nothing)
    except (ValueError, RecursionError, jsonschema_rs.ReferencingError):
        return None


def _errors(
    registry: jsonschema_rs.Registry | None, at: Parts, value: JSON, dialect: Dialect
) -> list[ValidationError]:
    """Why the schema at that place refuses the value; nothing where the schema cannot be compiled."""
    part = {"$ref": f"{_ROOT}#{quote(pointer(*at))}"}
    try:
        validator = dialect.validator(part, registry=registry, validate_formats=False, offline=True)
        return list(validator.iter_errors(value))
    except (ValueError, RecursionError, jsonschema_rs.ReferencingError):
        return []


def _fetch_nothing(uri: str) -> JSON:
    raise ValueError(f"{uri} is not fetched")


def _counts(error: ValidationError, schema: Schema, root: Schema) -> bool:
    """Whether the error is one for a caller who sends the default."""
    if error.kind.name in _NOT_ASSERTED:
        return False
    if isinstance(error.kind, ValidationErrorKind.Required) and not error.instance_path:
        properties = {**followed(root, schema.get("$ref")), **schema}.get("properties")
        missing = properties.get(error.kind.property) if isinstance(properties, dict) else None
        return not (
            isinstance(missing, dict) and "default" in {**followed(root, missing.get("$ref")), **missing}
        )
    return True


def _owner(at: Parts) -> str:
    for index in range(len(at) - 1, 0, -1):
        if at[index - 1] in _TABLES:
            return f"`{at[index]}`"
    return "a part of the schema"


def _wanted(error: ValidationError) -> str:
    match error.kind:
        case ValidationErrorKind.Type():
            return " or ".join(f"a JSON {name}" for name in error.kind.types)
        case ValidationErrorKind.Enum():
            return f"one of {brief(error.kind.options, width=100)}"
        case ValidationErrorKind.AnyOf() | ValidationErrorKind.OneOfNotValid():
            return "a value that one of the alternatives accepts"
    return error.message if len(error.message) <= 120 else error.message[:119] + "…"
