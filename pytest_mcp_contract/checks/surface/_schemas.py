"""A tool's JSON Schema: its dialect, its sub-schemas, and what a `$ref` leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TypeAlias
from urllib.parse import unquote

import jsonschema_rs

from pytest_mcp_contract.model import JSON

Parts: TypeAlias = tuple[str | int, ...]
Schema: TypeAlias = dict[str, JSON]

_MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems", "items")
_SINGLES = (
    "items",
    "additionalItems",
    "additionalProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "propertyNames",
    "contains",
    "contentSchema",
    "not",
    "if",
    "then",
    "else",
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of JSON Schema that can be judged."""

    uri: str
    draft: int
    validator: type[jsonschema_rs.Validator]
    ref_stands_alone: bool
    """Whether keywords beside a `$ref` mean nothing."""


_2020_12 = Dialect(
    "https://json-schema.org/draft/2020-12/schema",
    jsonschema_rs.Draft202012,
    jsonschema_rs.Draft202012Validator,
    False,
)
_DIALECTS = {
    dialect.uri.partition("://")[2].rstrip("#"): dialect
    for dialect in (
        Dialect(
            "http://json-schema.org/draft-04/schema#",
            jsonschema_rs.Draft4,
            jsonschema_rs.Draft4Validator,
            True,
        ),
        Dialect(
            "http://json-schema.org/draft-06/schema#",
            jsonschema_rs.Draft6,
            jsonschema_rs.Draft6Validator,
            True,
        ),
        Dialect(
            "http://json-schema.org/draft-07/schema#",
            jsonschema_rs.Draft7,
            jsonschema_rs.Draft7Validator,
            True,
        ),
        Dialect(
            "https://json-schema.org/draft/2019-09/schema",
            jsonschema_rs.Draft201909,
            jsonschema_rs.Draft201909Validator,
            False,
        ),
        _2020_12,
    )
}


def dialect_of(root: Schema) -> Dialect | None:
    """The dialect that `$schema` names, 2020-12 where it is absent; None for one nobody here knows."""
    uri = root.get("$schema")
    if not isinstance(uri, str):
        return _2020_12
    return _DIALECTS.get(uri.partition("://")[2].rstrip("#"))


def is_meta_schema(uri: str) -> bool:
    """Whether `uri` is the meta-schema of a known dialect, which a validator has at hand."""
    return uri.partition("://")[2].partition("#")[0] in _DIALECTS


@cache
def meta_validator(dialect: Dialect) -> jsonschema_rs.Validator:
    """What judges schemas of this dialect. Formats are left alone: most of them are annotations."""
    return dialect.validator({"$ref": dialect.uri}, validate_formats=False, offline=True)


class _This:
    """A key for one very object: equal to nothing else, however alike; it keeps the object alive."""

    __slots__ = ("value",)

    def __init__(self, value: JSON) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.value is other.value


def subschemas(root: JSON, dialect: Dialect) -> Sequence[tuple[Parts, Schema]]:
    """Every schema object in `root`, itself included, as the dialect reads it.

    Before 2019-09 a `$ref` stands alone: what is written beside it means nothing and is left out.
    """
    return _walked(_This(root), dialect.uri)


@lru_cache(maxsize=512)
def _walked(root: _This, uri: str) -> tuple[tuple[Parts, Schema], ...]:
    # A dozen checks walk each schema, one check after the other.
    return tuple(_walk(root.value, _DIALECTS[uri.partition("://")[2].rstrip("#")]))


def _walk(root: JSON, dialect: Dialect) -> Iterator[tuple[Parts, Schema]]:
    pending: list[tuple[Parts, JSON]] = [((), root)]
    while pending:
        at, schema = pending.pop()
        if not isinstance(schema, dict):
            continue
        below: list[tuple[Parts, JSON]] = []
        if dialect.ref_stands_alone and isinstance(schema.get("$ref"), str):
            yield at, {"$ref": schema["$ref"]}
            schema = {key: schema[key] for key in ("definitions", "$defs") if key in schema}
        else:
            yield at, schema
        for key, value in schema.items():
            if key in _SINGLES and isinstance(value, dict):
                below.append(((*at, key), value))
            elif key in _LISTS and isinstance(value, list):
                below.extend(((*at, key, index), item) for index, item in enumerate(value))
            elif key in _MAPS and isinstance(value, dict):
                below.extend(((*at, key, name), item) for name, item in value.items())
        pending.extend(reversed(below))


def has_inner_base(root: Schema, dialect: Dialect) -> bool:
    """Whether a sub-schema is a resource of its own, so that `#` in it does not mean the root."""
    return any(
        at and isinstance(identifier := schema.get("$id", schema.get("id")), str) and identifier[:1] != "#"
        for at, schema in subschemas(root, dialect)
    )


class UnresolvedError(LookupError):
    """Nothing stands where a pointer leads."""


def at_pointer(root: JSON, fragment: str) -> JSON:
    """What a URI fragment in pointer form (`/$defs/Repo`) leads to.

    Raises:
        UnresolvedError: nothing is there.
    """
    node = root
    for part in unquote(fragment).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            raise UnresolvedError(fragment)
    return node


def followed(root: Schema, ref: JSON) -> Schema:
    """The schema object that a local pointer leads to; an empty one where it leads to none."""
    if not isinstance(ref, str) or not (ref == "#" or ref.startswith("#/")):
        return {}
    try:
        target = at_pointer(root, ref[1:])
    except UnresolvedError:
        return {}
    return target if isinstance(target, dict) else {}


NEVER: tuple[JSON, ...] = (False, {"not": {}}, {"not": True})
"""Schemas that are written to say that there is no value."""


def undefined(schema: Schema) -> Iterator[tuple[int, str]]:
    """Index and name of each required property that `properties` does not define."""
    required, properties = schema.get("required"), schema.get("properties", {})
    if isinstance(required, list) and isinstance(properties, dict):
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in properties:
                yield index, name


def is_closed(schema: Schema) -> bool:
    """Whether an object may have no property but those that `properties` defines."""
    return schema.get("additionalProperties") in NEVER and not schema.get("patternProperties")


def nearest_property(schema: Schema, name: str) -> str:
    """The defined property whose name is most like `name`, whatever its case; empty where none is."""
    properties = schema.get("properties")
    known = {key.lower(): key for key in properties} if isinstance(properties, dict) else {}
    near = get_close_matches(name.lower(), known, n=1)
    return known[near[0]] if near else ""
