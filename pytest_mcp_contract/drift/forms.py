"""One schema, made ready to be compared: its normal form, and the validator of its original."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

import jsonschema_rs

from pytest_mcp_contract.drift.declared import as_declared
from pytest_mcp_contract.drift.inlined import inlined
from pytest_mcp_contract.fuzz import Prepared, prepare
from pytest_mcp_contract.fuzz.document import compiled, without_dialects
from pytest_mcp_contract.model import JSON

KEPT = 4096
"""Schemas that are kept ready."""
_DRAFTS: Mapping[str, int] = {
    "draft-04": jsonschema_rs.Draft4,
    "draft-06": jsonschema_rs.Draft6,
    "draft-07": jsonschema_rs.Draft7,
    "2019-09": jsonschema_rs.Draft201909,
    "2020-12": jsonschema_rs.Draft202012,
}
_MAPS = frozenset(
    {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"}
)
_VALUES = frozenset({"const", "enum"})
_ANNOTATIONS = frozenset(
    {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment"}
)
_OF_FEW_FORMATS = ("", "(", "{", "a", "\\", "%", "!\n", "<>", "-1")
"""Texts of which each format that is validated refuses one."""
WRAPPED = "value"
"""The name that a value which need not be an object has, while values of its schema are made."""


class NotComparableError(Exception):
    """A schema has no normal form; the message says why, as a phrase."""


@dataclass(frozen=True, slots=True)
class Form:
    """A schema that can be compared."""

    schema: JSON
    """As it was given, without `$schema`: what values are made of."""
    draft: int
    canonical: jsonschema_rs.CanonicalSchema = field(repr=False)
    validator: jsonschema_rs.Validator = field(repr=False)
    """Judges by the original, or by that with closed objects; formats included."""
    is_input: bool
    """Arguments are objects, whatever the schema says of other values."""

    def admits(self, value: JSON) -> bool:
        """Whether a value is accepted."""
        return (isinstance(value, dict) or not self.is_input) and self.validator.is_valid(value)

    def normal(self) -> JSON:
        """The normal form as a schema."""
        return cast(JSON, self.canonical.to_json_schema())


def text_of(schema: JSON) -> str:
    """The schema as JSON with sorted keys: what is the same here is the same schema."""
    return json.dumps(schema, sort_keys=True)


@lru_cache(maxsize=KEPT)
def form(text: str, *, is_input: bool, is_declared: bool = False) -> Form:
    """The schema of a JSON text, ready to be compared. `is_declared`: with no names but those it declares.

    Raises:
        NotComparableError: it has no normal form.
    """
    schema: JSON = json.loads(text)
    plain = without_dialects(schema)
    if not isinstance(plain, dict | bool):
        raise NotComparableError("one is no schema: neither an object nor a boolean")
    try:
        draft, found = _canonical(plain, _draft_of(schema))
        if is_input and not (isinstance(plain, dict) and plain.get("type") == "object"):
            found = found.intersect(canonical({"type": "object"}, draft))
        judged: JSON = plain
        normal = cast(JSON, found.to_json_schema())
        if '"$ref"' in text_of(normal):
            found = canonical(inlined(normal, draft), draft)
        if is_declared:
            normal = cast(JSON, found.to_json_schema())
            judged = as_declared(normal, draft, plain, spelled=text_of(normal))
            found = canonical(judged, draft)
        return Form(plain, draft, found, compiled(cast("dict[str, JSON] | bool", judged), draft), is_input)
    except (ValueError, jsonschema_rs.ReferencingError) as problem:
        reason = next(iter(prepare(plain).unsupported), str(problem).partition("\n")[0])
        raise NotComparableError(reason) from problem


def canonical(schema: JSON, draft: int) -> jsonschema_rs.CanonicalSchema:
    """The normal form. A reference to elsewhere is an error, never a request."""
    plain = cast("dict[str, JSON] | bool", schema)
    return jsonschema_rs.canonicalize(plain, draft=draft, validate_formats=True, offline=True)


def comparable(one: Form, other: Form) -> tuple[jsonschema_rs.CanonicalSchema, jsonschema_rs.CanonicalSchema]:
    """The normal forms of two schemas in one draft."""
    if one.draft == other.draft:
        return one.canonical, other.canonical
    newest = jsonschema_rs.Draft202012
    first, second = (canonical(modern(each.normal()), newest) for each in (one, other))
    return first, second


@lru_cache(maxsize=KEPT)
def made_ready(text: str, draft: int, *, is_wrapped: bool) -> Prepared:
    """The schema of a JSON text, ready for values to be made. `is_wrapped`: under one name of an object."""
    schema: JSON = json.loads(text)
    if is_wrapped:
        schema = _wrapped(schema)
    if isinstance(schema, dict):
        word = next(word for word, number in _DRAFTS.items() if number == draft)
        schema = {**schema, "$schema": f"https://json-schema.org/{word}"}
    return prepare(schema)


def without_annotations(schema: JSON) -> JSON:
    """The schema without what only tells, for schemas that can be compared as texts alone."""
    return _told_nothing(schema, is_map=False)


def _draft_of(schema: JSON) -> int:
    """The draft that `$schema` names; 2020-12 is MCP's default."""
    stated = schema.get("$schema") if isinstance(schema, dict) else None
    named = (draft for word, draft in _DRAFTS.items() if isinstance(stated, str) and word in stated)
    return next(named, jsonschema_rs.Draft202012)


def _canonical(schema: JSON, draft: int) -> tuple[int, jsonschema_rs.CanonicalSchema]:
    """The normal form and the draft it was read as: lists under `items` are draft 7."""
    try:
        return draft, canonical(_judged(schema, draft, is_map=False), draft)
    except jsonschema_rs.ValidationError:
        if draft != jsonschema_rs.Draft202012:
            raise
        older = jsonschema_rs.Draft7
        return older, canonical(_judged(schema, older, is_map=False), older)


def _judged(schema: JSON, draft: int, *, is_map: bool) -> JSON:
    """The schema without formats that no validator of its draft knows: they only tell."""
    if isinstance(schema, list):
        return [_judged(each, draft, is_map=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value
        if not is_map and key in _VALUES
        else _judged(value, draft, is_map=not is_map and key in _MAPS)
        for key, value in schema.items()
        if is_map or key != "format" or not isinstance(value, str) or _is_judged(value, draft)
    }


@lru_cache(maxsize=KEPT)
def _is_judged(name: str, draft: int) -> bool:
    validator = compiled({"format": name}, draft)
    return not all(validator.is_valid(text) for text in _OF_FEW_FORMATS)


def modern(schema: JSON, *, is_map: bool = False) -> JSON:
    """A normal form of an older draft in the words of the newest."""
    if isinstance(schema, list):
        return [modern(each, is_map=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: value if not is_map and key in _VALUES else modern(value, is_map=not is_map and key in _MAPS)
        for key, value in schema.items()
        if is_map or key != "$schema"
    }
    if is_map:
        return found
    if isinstance(found.get("items"), list):
        found["prefixItems"] = found.pop("items")
        if "additionalItems" in found:
            found["items"] = found.pop("additionalItems")
    for bound in ("minimum", "maximum"):
        excluded = "exclusive" + bound.capitalize()
        if found.get(excluded) is True and bound in found:
            found[excluded] = found.pop(bound)
        elif isinstance(found.get(excluded), bool):
            del found[excluded]
    return found


def _wrapped(schema: JSON) -> JSON:
    """Objects with a value of the schema under one name."""
    tables: dict[str, JSON] = {}
    if isinstance(schema, dict):
        tables = {key: value for key, value in schema.items() if key in ("$defs", "definitions")}
        schema = {key: value for key, value in schema.items() if key not in tables and key != "$schema"}
    return {
        "type": "object",
        "properties": {WRAPPED: schema},
        "required": [WRAPPED],
        "additionalProperties": False,
        **tables,
    }


def _told_nothing(schema: JSON, *, is_map: bool) -> JSON:
    if isinstance(schema, list):
        return [_told_nothing(each, is_map=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value
        if not is_map and key in _VALUES
        else _told_nothing(value, is_map=not is_map and key in _MAPS)
        for key, value in schema.items()
        if is_map or key not in _ANNOTATIONS
    }
