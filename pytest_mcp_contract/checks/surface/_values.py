"""Values that a schema offers (defaults, examples, choices), held against that schema."""

from collections.abc import Iterator
from urllib.parse import quote

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from pytest_mcp_contract.checks.surface._schemas import (
    Dialect,
    Parts,
    Schema,
    dialect_of,
    followed,
    has_inner_base,
    subschemas,
)
from pytest_mcp_contract.model import JSON, brief, pointer

_ROOT = "urn:tool"
_TABLES = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_PARTS = ("properties", "$defs", "definitions")
_NOT_ASSERTED = ("format", "contentEncoding", "contentMediaType")


def refused(root: JSON, keyword: str) -> Iterator[tuple[Parts, str, JSON, str]]:
    """Values under `keyword` that their own schema refuses: place, whose, value, what the schema wants.

    `default` holds one value, every other keyword a list of them. null is left alone: frameworks write it
    for "may be left out", and nobody sends it.
    """
    dialect = dialect_of(root) if isinstance(root, dict) else None
    if not isinstance(root, dict) or dialect is None:
        return
    offers = [
        (at, schema, place, value)
        for at, schema in subschemas(root, dialect)
        if at and not _is_negated(at)
        for place, value in _offered(schema, keyword)
        if value is not None
    ]
    if not offers or has_inner_base(root, dialect):
        return
    registry = _registry(root, dialect)
    if registry is None:
        return
    for at, schema, place, value in offers:
        errors = [error for error in _errors(registry, at, value, dialect) if _counts(error, schema, root)]
        if errors:
            yield (*at, *place), owner(at), value, _wanted(errors[0])


def _offered(schema: Schema, keyword: str) -> Iterator[tuple[Parts, JSON]]:
    stated = schema.get(keyword)
    if keyword == "default":
        yield (keyword,), stated
    elif isinstance(stated, list):
        yield from (((keyword, index), value) for index, value in enumerate(stated))


def stands_for_itself(at: Parts, *, through: tuple[str, ...] = ()) -> bool:
    """Whether a place is a parameter, an element or a named type, and no branch of another schema.

    Keywords of `through` that hold a list of branches do not count as such.
    """
    parts = iter(at)
    for part in parts:
        if part in _PARTS or part in through:
            next(parts, None)  # the name, which may be that of a keyword
        elif part != "items":
            return False
    return True


def _is_negated(at: Parts) -> bool:
    """Whether the place is under `not` or `if`, where nothing is offered."""
    parts = iter(at)
    for part in parts:
        if part in _TABLES:
            next(parts, None)  # the name, which may be that of a keyword
        elif part in ("not", "if"):
            return True
    return False


def _registry(root: Schema, dialect: Dialect) -> jsonschema_rs.Registry | None:
    """The tool's schema as a resource, so that `#` in its parts means the whole; None if it leads outside."""
    try:
        return jsonschema_rs.Registry([(_ROOT, root)], draft=dialect.draft, retriever=_fetch_nothing)
    except (ValueError, RecursionError, jsonschema_rs.ReferencingError):
        return None


def _errors(
    registry: jsonschema_rs.Registry, at: Parts, value: JSON, dialect: Dialect
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
    """Whether the error is one for a caller who sends the value."""
    if error.kind.name in _NOT_ASSERTED:
        return False
    if isinstance(error.kind, ValidationErrorKind.Required) and not error.instance_path:
        properties = {**followed(root, schema.get("$ref")), **schema}.get("properties")
        missing = properties.get(error.kind.property) if isinstance(properties, dict) else None
        return not (
            isinstance(missing, dict) and "default" in {**followed(root, missing.get("$ref")), **missing}
        )
    return True


def owner(at: Parts) -> str:
    """The parameter or type that a place belongs to, for a sentence."""
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
