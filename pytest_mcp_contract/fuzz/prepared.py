"""One input schema, made ready: its normal form, its validator, its strategy, and what could not be built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

import jsonschema_rs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.document import Document, compiled, without_dialects
from pytest_mcp_contract.fuzz.strategies import Builder
from pytest_mcp_contract.model import JSON, brief, pointer

Arguments: TypeAlias = dict[str, JSON]

_DRAFTS: Mapping[str, int] = {
    "draft-04": jsonschema_rs.Draft4,
    "draft-06": jsonschema_rs.Draft6,
    "draft-07": jsonschema_rs.Draft7,
    "2019-09": jsonschema_rs.Draft201909,
    "2020-12": jsonschema_rs.Draft202012,
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is needed to make arguments for one tool."""

    original: JSON
    """The schema as the tool shows it."""
    draft: int
    """The number that jsonschema-rs gives the draft."""
    validator: jsonschema_rs.Validator = field(repr=False)
    """Judges arguments by the original schema, formats included."""
    document: Document = field(repr=False)
    """The normal form; objects only, since arguments are an object."""
    unsupported: tuple[str, ...]
    """Keywords from which no value can be built, each with its place."""
    values: SearchStrategy[Arguments] | None = field(repr=False)
    """Valid arguments; `None` where none can be made, and `unsupported` says why."""


def prepare(schema: JSON) -> Prepared:
    """Make a schema ready. One that is none, or leads outside itself, is named in `unsupported`."""
    draft, plain = _draft_of(schema), without_dialects(schema)
    if not isinstance(plain, dict | bool):
        return _unusable(schema, draft, f"the schema is no object: `{brief(plain)}`")
    try:
        draft, canonical = _normal_form(plain, draft)
        validator = compiled(plain, draft)
        document = Document(canonical, draft, plain)
    except (ValueError, jsonschema_rs.ReferencingError) as problem:
        return _unusable(schema, draft, _reason(problem, plain))
    builder = Builder(document)
    values = cast("SearchStrategy[Arguments] | None", builder.arguments())
    return Prepared(schema, draft, validator, document, tuple(builder.unsupported), values)


def strategy(prepared: Prepared) -> SearchStrategy[Arguments]:
    """Valid arguments; `st.nothing()` where none can be made."""
    return st.nothing() if prepared.values is None else prepared.values


def _unusable(schema: JSON, draft: int, why: str) -> Prepared:
    return Prepared(schema, draft, compiled(False, draft), Document(False, draft, False), (why,), None)


def _draft_of(schema: JSON) -> int:
    """The draft that `$schema` names; 2020-12 is MCP's default."""
    stated = schema.get("$schema") if isinstance(schema, dict) else None
    named = (draft for word, draft in _DRAFTS.items() if isinstance(stated, str) and word in stated)
    return next(named, jsonschema_rs.Draft202012)


def _normal_form(schema: dict[str, JSON] | bool, draft: int) -> tuple[int, JSON]:
    """The normal form of the objects that a schema admits, and the draft it was read as.

    Lists under `items` are draft 7, and are common in schemas that name no draft.
    """
    try:
        found = _canonical(schema, draft)
    except jsonschema_rs.ValidationError:
        if draft != jsonschema_rs.Draft202012:
            raise
        found = _canonical(schema, jsonschema_rs.Draft7)
        draft = jsonschema_rs.Draft7
    if not isinstance(schema, dict) or schema.get("type") != "object":
        found = found.intersect(_canonical({"type": "object"}, draft))
    return draft, cast(JSON, found.to_json_schema())


def _canonical(schema: dict[str, JSON] | bool, draft: int) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(schema, draft=draft, validate_formats=True, offline=True)


def _reason(problem: Exception, schema: JSON) -> str:
    """What is wrong with a schema: the keyword, its place, and what jsonschema-rs says."""
    if isinstance(problem, jsonschema_rs.ValidationError):
        path = problem.instance_path
        keyword = next((part for part in reversed(path) if isinstance(part, str)), "$schema")
        return f"`{keyword}` at {pointer(*path) or '/'}: {problem.message}"
    if isinstance(problem, jsonschema_rs.canonical.InvalidPattern):
        for at, pattern in _under(schema, "pattern"):
            if isinstance(pattern, str) and not _is_pattern(pattern):
                return f"`pattern` at {at}: {problem}"
        return f"`patternProperties`: {problem}"
    return f"`$ref`: {problem}"


def _is_pattern(pattern: str) -> bool:
    try:
        _canonical({"pattern": pattern}, jsonschema_rs.Draft202012)
    except ValueError:
        return False
    return True


def _under(schema: JSON, keyword: str, at: str = "") -> Iterator[tuple[str, JSON]]:
    """What stands under a keyword anywhere, with its place."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == keyword:
                yield at + pointer(key), value
            yield from _under(value, keyword, at + pointer(key))
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from _under(value, keyword, at + pointer(index))
