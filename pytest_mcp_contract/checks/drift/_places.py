"""What a schema says of each place in a value, wherever in the schema it stands.

Spelled otherwise (inlined, moved under `$defs`, split by `allOf`), a schema says the same of the same places.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias
from urllib.parse import unquote

from pytest_mcp_contract.checks.surface._schemas import Parts, Schema, followed
from pytest_mcp_contract.model import JSON, pointer

Places: TypeAlias = Mapping[str, list[tuple[Parts, Schema]]]
"""Place in a value -> the schemas that speak of it, each with where it stands."""
MOST: Final = 5_000
"""Schemas that are looked at: references to references may unfold without end."""
_STEPS = {"items": "/*", "additionalProperties": "/*", "then": "", "else": ""}
"""Keywords that hold one schema, with the way from the value to the place that it speaks of."""
_SAME_PLACES = ("allOf", "anyOf", "oneOf")


def places(root: JSON) -> Places:
    """Every place in a value, as a JSON Pointer with `*` for any element and any other property."""
    found: dict[str, list[tuple[Parts, Schema]]] = {}
    if not isinstance(root, dict):
        return found
    pending: list[tuple[str, Parts, JSON, frozenset[str]]] = [("", (), root, frozenset())]
    for _ in range(MOST):
        if not pending:
            break
        place, at, schema, entered = pending.pop()
        if not isinstance(schema, dict):
            continue
        found.setdefault(place, []).append((at, schema))
        below = [(place + step, (*at, *parts), each, entered) for step, parts, each in _below(schema)]
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in entered:
            target = tuple(
                part.replace("~1", "/").replace("~0", "~") for part in unquote(ref[1:]).split("/")[1:]
            )
            below.append((place, target, followed(root, ref), entered | {ref}))
        pending.extend(reversed(below))
    return found


def _below(schema: Schema) -> Iterator[tuple[str, Parts, JSON]]:
    for key in ("properties", "patternProperties", "dependentSchemas"):
        members = schema.get(key)
        for name, each in members.items() if isinstance(members, dict) else ():
            step = {"properties": pointer(name), "patternProperties": pointer(f"*{name}")}.get(key, "")
            yield step, (key, name), each
    for key in (*_SAME_PLACES, "prefixItems", "items"):
        members = schema.get(key)
        for index, each in enumerate(members) if isinstance(members, list) else ():
            yield "" if key in _SAME_PLACES else pointer(index), (key, index), each
    for key, step in _STEPS.items():
        if isinstance(each := schema.get(key), dict):
            yield step, (key,), each


def place_in_schema(root: JSON, at: str) -> str:
    """Where a schema speaks of a place in a value, as a JSON Pointer into the schema; `""` for the whole."""
    known, found = places(root), ""
    place = ""
    for part in at.split("/")[1:]:
        steps = [f"{place}/{part}", f"{place}/*"]
        place = next((step for step in steps if step in known), "")
        if not place:
            break
        found = pointer(*known[place][0][0])
    return found
