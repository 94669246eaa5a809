"""What the input schema says of a place in the arguments, and what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.surface._schemas import followed
from pytest_mcp_contract.model import JSON, JSONObject, Tool

_DEEPEST = 12
ABSENT = object()
"""Stands for a value that is not there: `None` is JSON's null."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the arguments of a tool."""

    schemas: tuple[JSONObject, ...]
    """What may stand there, in so far as it can be told."""
    is_required: bool
    """Whether it must be there: what stands in a list is, and what is not known is not."""


def parts_of(at: str) -> list[str]:
    """The names and indexes of a JSON Pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:]]


def place_of(tool: Tool | None, at: str) -> Place:
    """What the input schema says of a place."""
    root = tool.input_schema if tool else None
    if not isinstance(root, dict):
        return Place((), is_required=False)
    here: list[dict[str, JSON]] = [root]
    is_required = True
    for part in parts_of(at):
        below: list[dict[str, JSON]] = []
        is_required = False
        for schema in (each for one in here for each in _spread(one, root)):
            properties, items = schema.get("properties"), schema.get("items")
            required = schema.get("required")
            declared = properties.get(part) if isinstance(properties, dict) else None
            if isinstance(declared, dict):
                below.append(declared)
            elif part.isdecimal() and isinstance(items, dict):
                below.append(items)
                is_required = True
            is_required = is_required or (isinstance(required, list) and part in required)
        here = below
    return Place(tuple(each for one in here for each in _spread(one, root)), is_required)


def _spread(schema: JSON, root: dict[str, JSON], depth: int = 0) -> Iterator[dict[str, JSON]]:
    """A schema, and those that it refers to and is combined of."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return
    yield schema
    if "$ref" in schema:
        yield from _spread(followed(root, schema["$ref"]), root, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts = schema.get(keyword)
        for part in parts if isinstance(parts, list) else ():
            yield from _spread(part, root, depth + 1)


def value_at(arguments: JSONObject, at: str) -> object:
    """What stands at a place; `ABSENT` where nothing does."""
    value: object = arguments
    for part in parts_of(at):
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return ABSENT
    return value


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value, names of properties too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from texts_in(item)


def given_in(arguments: JSONObject) -> Iterator[str]:
    """Every text that a caller gave: values, and names within them, but not those of the arguments."""
    for value in arguments.values():
        yield from texts_in(value)


def argument_names(tool: Tool | None) -> frozenset[str]:
    """The arguments that the schema declares, at its top."""
    return frozenset(name for schema in place_of(tool, "").schemas for name in _properties(schema))


def _properties(schema: JSONObject) -> Iterator[str]:
    properties = schema.get("properties")
    yield from properties if isinstance(properties, dict) else ()
