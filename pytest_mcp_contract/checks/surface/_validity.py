"""What makes a tool's schema no valid JSON Schema: keywords, references, regular expressions."""

from collections.abc import Iterable, Iterator

from jsonschema_rs import ValidationError, ValidationErrorKind

from pytest_mcp_contract.checks.surface._patterns import broken
from pytest_mcp_contract.checks.surface._schemas import (
    Dialect,
    Parts,
    Schema,
    UnresolvedError,
    at_pointer,
    dialect_of,
    has_inner_base,
    is_meta_schema,
    meta_validator,
    subschemas,
)
from pytest_mcp_contract.model import JSON, Finding, Unchecked, brief, pointer

_TYPES = "array, boolean, integer, null, number, object, string"
_SPELLED = {"inputSchema": "input schema", "outputSchema": "output schema"}


def defects(schema: Schema, where: str, tool: str) -> Iterator[Finding | Unchecked]:
    """Every place that keeps the schema from being compiled; `where` is `inputSchema` or `outputSchema`."""
    dialect = dialect_of(schema)
    if dialect is None or _changes_dialect(schema, dialect):
        yield Unchecked(f"`{tool}` names a dialect of JSON Schema that is not known here")
        return
    try:
        errors = list(meta_validator(dialect).iter_errors(schema))
    except (ValueError, RecursionError) as error:  # lone surrogates, nesting without end
        yield Unchecked(f"the {_SPELLED[where]} of `{tool}` cannot be taken in: {error}")
        return
    yield from _refused_by_meta_schema(schema, where, errors)
    yield from _references(schema, where, dialect)
    yield from _patterns(schema, where, dialect)


def _changes_dialect(root: Schema, dialect: Dialect) -> bool:
    return any(
        at and "$schema" in schema and dialect_of(schema) != dialect
        for at, schema in subschemas(root, dialect)
    )


def _refused_by_meta_schema(
    schema: Schema, where: str, errors: Iterable[ValidationError]
) -> Iterator[Finding]:
    seen: set[tuple[str | int, ...]] = set()
    for outer in errors:
        for error in _innermost(outer):
            at = tuple(error.instance_path)
            if at not in seen:
                seen.add(at)
                yield Finding(
                    at=pointer(where, *at), saw=_named(at, _at_path(schema, at)), want=_wanted(error)
                )


def _innermost(error: ValidationError) -> Iterator[ValidationError]:
    """The errors of the branch that was meant: the one in which everything wrong lies further inside."""
    if isinstance(error.kind, ValidationErrorKind.AnyOf):
        for branch in error.kind.context:
            if all(len(inner.instance_path) > len(error.instance_path) for inner in branch):
                for inner in branch:
                    yield from _innermost(inner)
                return
    yield error


def _at_path(root: JSON, path: Parts) -> JSON:
    """The value at a path that exists."""
    for part in path:
        if isinstance(root, dict):
            root = root[str(part)]
        elif isinstance(root, list):
            root = root[int(part)]
    return root


def _named(at: Parts, value: JSON) -> str:
    if not at:
        return brief(value)
    if isinstance(at[-1], int) and len(at) > 1:
        return f"element {at[-1]} of `{at[-2]}` is {brief(value)}"
    return f"`{at[-1]}` is {brief(value)}"


def _wanted(error: ValidationError) -> str:
    kind, key = error.kind, error.instance_path[-1:]
    if key == ["type"]:
        return f"one of {_TYPES}, or a list of them"
    match kind:
        case ValidationErrorKind.Type():
            return " or ".join(f"a JSON {name}" for name in sorted(kind.types, reverse=True))
        case ValidationErrorKind.Minimum():
            return f"a number that is at least {kind.limit}"
        case ValidationErrorKind.UniqueItems():
            return "no element twice"
        case ValidationErrorKind.MinItems():
            return "at least one element"
        case ValidationErrorKind.AnyOf():
            return "another value: the meta-schema allows none of this kind here"
    return error.message if len(error.message) <= 120 else error.message[:119] + "…"


def _references(root: Schema, where: str, dialect: Dialect) -> Iterator[Finding]:
    if has_inner_base(root, dialect):
        return
    base = root.get("$id", root.get("id"))
    anchors = {
        name
        for _, schema in subschemas(root, dialect)
        for name in (schema.get("$anchor"), schema.get("$dynamicAnchor"), schema.get("$id"), schema.get("id"))
        if isinstance(name, str)
    }
    for at, schema in subschemas(root, dialect):
        ref = schema.get("$ref")
        if not isinstance(ref, str) or is_meta_schema(ref):
            continue
        document, _, fragment = ref.partition("#")
        place = pointer(where, *at, "$ref")
        if document and document != (base.rstrip("#") if isinstance(base, str) else None):
            if not isinstance(base, str) or "://" in document:
                yield Finding(
                    at=place,
                    saw=f"`$ref` leads out of the schema: {brief(ref)}",
                    want="a `$ref` into the schema itself, like `#/$defs/Repo`; nothing is fetched",
                )
        elif not fragment.startswith("/"):
            if fragment and fragment not in anchors and f"#{fragment}" not in anchors:
                yield Finding(at=place, saw=f"`$ref` leads to nothing: no anchor is called {brief(fragment)}")
        else:
            try:
                target = at_pointer(root, fragment)
            except UnresolvedError:
                yield Finding(
                    at=place, saw=f"`$ref` leads to nothing: {brief(ref)}", want=_near(root, fragment)
                )
                continue
            if not isinstance(target, dict | bool):
                yield Finding(at=place, saw=f"`$ref` leads to {brief(target)}, which is no schema")


def _near(root: Schema, fragment: str) -> str:
    name = fragment.rpartition("/")[2]
    for key in ("$defs", "definitions"):
        table = root.get(key)
        if isinstance(table, dict) and name in table:
            return f"`#/{key}/{name}`, where a schema of this name stands"
    return ""


def _patterns(root: Schema, where: str, dialect: Dialect) -> Iterator[Finding]:
    for at, schema in subschemas(root, dialect):
        pattern, keys = schema.get("pattern"), schema.get("patternProperties")
        if isinstance(pattern, str) and (why := broken(pattern)):
            yield Finding(
                at=pointer(where, *at, "pattern"),
                saw=f"`pattern` is no regular expression: {brief(pattern)}, {why}",
            )
        for key in keys if isinstance(keys, dict) else ():
            if why := broken(key):
                yield Finding(
                    at=pointer(where, *at, "patternProperties", key),
                    saw=f"the key {brief(key)} is no regular expression: {why}",
                )
