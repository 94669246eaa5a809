"""Random edits of real schemas, of which it is known whether they take less, more or the same as before.

An edit narrows wherever it stands, as long as nothing above it turns that round: places below `not`, `if`,
`oneOf`, `contains` and the like are left to respellings.
"""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any
from urllib.parse import unquote

Node = dict[str, Any]
Path = tuple[str | int, ...]


class Direction(StrEnum):
    """What an edit does to the values that a schema admits."""

    TIGHTEN = "tighten"
    WIDEN = "widen"
    RESPELL = "respell"


@dataclass(frozen=True)
class Place:
    """A node of a schema."""

    at: Path
    """Where it stands in the schema."""
    inside: Path
    """Where its values stand in a value of the schema; names of maps are made up."""
    is_positive: bool
    """Whether the schema admits less where the node does."""


@dataclass
class Edited:
    """A schema after edits of one direction."""

    direction: Direction
    old: Node
    new: Node
    steps: list[str] = field(default_factory=list)
    """What was done, and where."""
    breaks: list[tuple[Path, Callable[[Any], Any]]] = field(default_factory=list)
    """Where a value of the old schema is to be changed, and how, for the new one to refuse it."""


Break = Callable[[Any], Any]
Edit = Callable[[Node, Node, Random], Break | bool | None]
"""Changes a node (the first one) of a document (the second one): false or None where it does not fit."""

_NEGATIVE = ("not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties")
_TABLES = ("$defs", "definitions")
KEY = "any_key"
"""A name in a map."""


def edited(schema: Node, direction: Direction, random: Random, *, most: int = 3) -> Edited | None:
    """The schema after a few edits, and respellings beside them; None where none fits."""
    found = Edited(direction, schema, copy.deepcopy(schema))
    wanted = random.randint(1, most)
    table = {Direction.TIGHTEN: TIGHTEN, Direction.WIDEN: WIDEN, Direction.RESPELL: RESPELL}[direction]
    for _ in range(wanted):
        _edit(found, table, random, is_respelling=direction is Direction.RESPELL)
    if not found.steps:
        return None
    if direction is not Direction.RESPELL:
        for _ in range(random.choice((0, 0, 1, 2))):
            _edit(found, RESPELL, random, is_respelling=True)
    if random.random() < 0.3:
        found.new = _shuffled(found.new, random)
    return found


def _edit(found: Edited, table: Sequence[Edit], random: Random, *, is_respelling: bool) -> None:
    open_to_edits = [place for place in places(found.new) if place.is_positive or is_respelling]
    deep = [place for place in open_to_edits if place.at]
    for _ in range(12):
        place = random.choice(deep if deep and random.random() < 0.85 else open_to_edits or [_ROOT])
        edit = random.choice(table)
        node = at(found.new, place.at)
        if not isinstance(node, dict) or ("$ref" in node and edit is not inlined_reference):
            continue
        done = edit(node, found.new, random)
        if done:
            found.steps.append(f"{edit.__name__} at {'/'.join(map(str, place.at)) or 'the root'}")
            if callable(done):
                found.breaks.append((place.inside, done))
            return


_ROOT = Place((), (), is_positive=True)


def at(schema: Any, path: Path) -> Any:
    """What stands at a place."""
    for part in path:
        schema = schema[part]
    return schema


def places(schema: Node) -> list[Place]:
    """Every node that is reached from the root; what is reached as negative, too, is negative."""
    found: dict[Path, Place] = {}
    ahead = [_ROOT]
    while ahead:
        place = ahead.pop()
        known = found.get(place.at)
        if known is not None and (known.is_positive <= place.is_positive):
            continue
        if not isinstance(at(schema, place.at), dict):
            continue
        found[place.at] = place
        ahead += _below(schema, place)
    return list(found.values())


def _below(schema: Node, place: Place) -> Iterator[Place]:
    node, inside, positive = at(schema, place.at), place.inside, place.is_positive

    def to(*parts: str | int, into: Path = (), is_positive: bool = positive) -> Place:
        return Place((*place.at, *parts), (*inside, *into), is_positive)

    if isinstance(ref := node.get("$ref"), str):
        target = _target(schema, ref)
        if target is not None:
            yield Place(target, inside, positive)
        return
    for name in _map(node, "properties"):
        yield to("properties", name, into=(name,))
    for name in _map(node, "patternProperties"):
        yield to("patternProperties", name, into=(KEY,), is_positive=False)
    if isinstance(node.get("additionalProperties"), dict):
        yield to("additionalProperties", into=(KEY,))
    if isinstance(node.get("items"), dict):
        yield to("items", into=(0,))
    for keyword in ("prefixItems", "items"):
        if isinstance(node.get(keyword), list):
            yield from (to(keyword, index, into=(index,)) for index in range(len(node[keyword])))
    for keyword in ("anyOf", "allOf", "oneOf"):
        for index in range(len(node.get(keyword, []))):
            yield to(keyword, index, is_positive=positive and keyword != "oneOf")
    for keyword in _NEGATIVE:
        if isinstance(node.get(keyword), dict):
            yield to(keyword, is_positive=False)


def _target(schema: Node, ref: str) -> Path | None:
    if not ref.startswith("#"):
        return None
    parts: list[str | int] = []
    here: Any = schema
    for raw in ref.removeprefix("#").split("/")[1:]:
        key = unquote(raw).replace("~1", "/").replace("~0", "~")
        part: str | int = int(key) if isinstance(here, list) else key
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
        parts.append(part)
    return tuple(parts)


def _map(node: Node, keyword: str) -> Node:
    found = node.get(keyword)
    return found if isinstance(found, dict) else {}


def _is(node: Node, *kinds: str) -> bool:
    return node.get("type") in kinds and not node.keys() & {"enum", "const"}


# Edits that take less.


def required_property(node: Node, _: Node, random: Random) -> Break | None:
    names = [name for name in _map(node, "properties") if name not in node.get("required", [])]
    if not names:
        return None
    name = random.choice(names)
    node["required"] = [*node.get("required", []), name]
    return lambda value: {key: each for key, each in value.items() if key != name}


def closed_object(node: Node, _: Node, __: Random) -> Break | None:
    if not _is(node, "object") or node.get("additionalProperties", True) is not True:
        return None
    if "patternProperties" in node:
        return None
    node["additionalProperties"] = False
    return lambda value: {**value, KEY: 1}


def property_gone(node: Node, _: Node, random: Random) -> Break | None:
    if node.get("additionalProperties") is not False or "patternProperties" in node:
        return None
    names = [name for name in _map(node, "properties") if name not in node.get("required", [])]
    if not names:
        return None
    del node["properties"][random.choice(names)]
    return lambda value: value


def property_declared(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "object") or node.get("additionalProperties", True) is not True:
        return None
    if "patternProperties" in node:
        return None
    kind = random.choice(("string", "integer", "boolean"))
    node["properties"] = {**_map(node, "properties"), "declared_now": {"type": kind}}
    return lambda value: {**value, "declared_now": None}


def fewer_properties(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "object"):
        return None
    most = max(len(node.get("required", [])), random.randint(1, 4))
    if most >= node.get("maxProperties", 10**6):
        return None
    node["maxProperties"] = most
    return lambda value: value


def more_properties(node: Node, _: Node, __: Random) -> Break | None:
    if not _is(node, "object") or "minProperties" in node or not _map(node, "properties"):
        return None
    node["minProperties"] = 1
    return lambda _: {}


def dependent_property(node: Node, _: Node, random: Random) -> Break | None:
    names = list(_map(node, "properties"))
    if len(names) < 2 or "dependentRequired" in node:
        return None
    one, other = random.sample(names, 2)
    node["dependentRequired"] = {one: [other]}
    return lambda value: {key: each for key, each in value.items() if key != other}


def shorter_text(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "string"):
        return None
    least, most = node.get("minLength", 0), node.get("maxLength")
    length = max(least, random.choice((1, 7, 50, 1000)))
    if most is not None and length >= most:
        return None
    node["maxLength"] = length
    return lambda _: "a" * (length + 1)


def longer_text(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "string"):
        return None
    least = node.get("minLength", 0) + random.randint(1, 3)
    if least > node.get("maxLength", least):
        return None
    node["minLength"] = least
    return lambda _: "a" * (least - 1)


def patterned_text(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "string") or node.keys() & {"pattern", "format"}:
        return None
    node["pattern"] = random.choice(("^[a-z]+$", "^[A-Z]{2,}-\\d+$", "\\S", "^(?!x)", "^a|b$"))
    return lambda _: random.choice(("", "x", "!", " "))


def formatted_text(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "string") or node.keys() & {"pattern", "format"}:
        return None
    node["format"] = random.choice(("uri", "date-time", "email", "uuid", "date"))
    return lambda _: "of no format"


def chosen_text(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "string") or node.keys() & {"pattern", "format", "minLength", "maxLength"}:
        return None
    node["enum"] = random.sample(("a", "b", "c", "desc"), random.randint(1, 3))
    return lambda _: "another"


def member_gone(node: Node, _: Node, random: Random) -> Break | None:
    members = node.get("enum")
    if not isinstance(members, list) or len(members) < 2:
        return None
    gone = random.choice(members)
    node["enum"] = [each for each in members if json.dumps(each) != json.dumps(gone)]
    return (lambda _: gone) if node["enum"] else None


def whole_number(node: Node, _: Node, __: Random) -> Break | None:
    if not _is(node, "number"):
        return None
    node["type"] = "integer"
    return lambda value: (node.get("minimum", 0) or 0) + 0.5


def higher_minimum(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "integer", "number") or "exclusiveMinimum" in node:
        return None
    least = node.get("minimum", random.choice((-1000, 0, 10))) + random.randint(1, 5)
    if least > node.get("maximum", least) or least >= node.get("exclusiveMaximum", least + 1):
        return None
    node["minimum"] = least
    return lambda _: least - 1


def lower_maximum(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "integer", "number") or "exclusiveMaximum" in node:
        return None
    most = node.get("maximum", random.choice((20, 1000, 10**6))) - random.randint(1, 5)
    if most < node.get("minimum", most) or most <= node.get("exclusiveMinimum", most - 1):
        return None
    node["maximum"] = most
    return lambda _: most + 1


def stepped_number(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "integer", "number") or "multipleOf" in node:
        return None
    node["multipleOf"] = step = random.choice((2, 5, 10)) if node["type"] == "integer" else 0.5
    return lambda value: value + 1 if step != 0.5 else value + 0.25


def fewer_elements(node: Node, _: Node, random: Random) -> Break | None:
    if not _is(node, "array"):
        return None
    most = max(node.get("minItems", 0), random.randint(1, 5))
    if most >= node.get("maxItems", 10**6):
        return None
    node["maxItems"] = most
    return lambda value: [value[0]] * (most + 1) if value else value


def more_elements(node: Node, _: Node, __: Random) -> Break | None:
    least = node.get("minItems", 0) + 1
    if not _is(node, "array") or least > node.get("maxItems", least):
        return None
    node["minItems"] = least
    return lambda value: value[: least - 1]


def different_elements(node: Node, _: Node, __: Random) -> Break | None:
    if not _is(node, "array") or node.get("uniqueItems"):
        return None
    node["uniqueItems"] = True
    return lambda value: [value[0]] * 2 if value else value


def branch_gone(node: Node, _: Node, random: Random) -> Break | None:
    for keyword in ("anyOf", "type"):
        branches = node.get(keyword)
        if isinstance(branches, list) and len(branches) > 1:
            gone = random.choice(branches)
            node[keyword] = [each for each in branches if each is not gone]
            kind = gone.get("type") if isinstance(gone, dict) else gone
            return lambda _: _OF_KIND.get(kind if isinstance(kind, str) else "null")
    return None


_OF_KIND: dict[str, Any] = {
    "null": None, "string": "text", "integer": 1, "number": 0.5, "boolean": True, "array": [], "object": {}
}  # fmt: skip


def typed_value(node: Node, _: Node, random: Random) -> Break | None:
    if set(node) - {"title", "description", "default"}:
        return None
    node["type"] = random.choice(("string", "integer", "object", "array"))
    return lambda _: None


def only_true(node: Node, _: Node, __: Random) -> Break | None:
    if not _is(node, "boolean"):
        return None
    node["const"] = True
    return lambda _: False


TIGHTEN: tuple[Edit, ...] = (
    required_property, closed_object, property_gone, property_declared, fewer_properties, more_properties,
    dependent_property, shorter_text, longer_text, patterned_text, formatted_text, chosen_text, member_gone,
    whole_number, higher_minimum, lower_maximum, stepped_number, fewer_elements, more_elements,
    different_elements, branch_gone, typed_value, only_true,
)  # fmt: skip


# Edits that take more.

_RESTRICTING = (
    "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern",
    "format", "minItems", "maxItems", "uniqueItems", "multipleOf", "required", "minProperties",
    "maxProperties", "propertyNames", "dependentRequired", "contains",
)  # fmt: skip


def keyword_gone(node: Node, _: Node, random: Random) -> bool:
    there = [keyword for keyword in _RESTRICTING if keyword in node]
    if "type" in node:
        there += [keyword for keyword in ("enum", "const") if keyword in node]
    if not there:
        return False
    gone = random.choice(there)
    del node[gone]
    if gone == "contains":
        node.pop("minContains", None)
        node.pop("maxContains", None)
    return True


def optional_property(node: Node, _: Node, random: Random) -> bool:
    if not node.get("required"):
        return False
    gone = random.choice(node["required"])
    node["required"] = [name for name in node["required"] if name != gone]
    return True


def opened_object(node: Node, _: Node, __: Random) -> bool:
    if node.get("additionalProperties", True) is True:
        return False
    node["additionalProperties"] = True
    return True


def property_added(node: Node, _: Node, random: Random) -> bool:
    if node.get("additionalProperties") is not False or not _is(node, "object"):
        return False
    added = random.choice(({"type": "string"}, {}, {"type": ["integer", "null"]}, {"enum": ["x", "y"]}))
    node["properties"] = {**_map(node, "properties"), "added_now": dict(added)}
    return True


def property_undeclared(node: Node, _: Node, random: Random) -> bool:
    if node.get("additionalProperties", True) is not True or not _map(node, "properties"):
        return False
    if "patternProperties" in node or "unevaluatedProperties" in node:
        return False
    del node["properties"][random.choice(list(node["properties"]))]
    return True


def null_as_well(node: Node, _: Node, __: Random) -> bool:
    kind = node.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if kind is None or "null" in kinds:
        return False
    node["type"] = [*kinds, "null"]
    return True


def another_alternative(node: Node, _: Node, random: Random) -> bool:
    if not isinstance(node.get("anyOf"), list):
        return False
    added = {"type": random.choice(("null", "boolean", "array", "string"))}
    node["anyOf"] = [*node["anyOf"], added]
    return True


def another_member(node: Node, _: Node, random: Random) -> bool:
    if not isinstance(node.get("enum"), list) or "added" in node["enum"]:
        return False
    node["enum"] = [*node["enum"]]
    node["enum"].insert(random.randint(0, len(node["enum"])), "added")
    return True


def looser_bound(node: Node, _: Node, random: Random) -> bool:
    steps = {"minLength": -1, "minItems": -1, "minimum": -1, "maxLength": 1, "maxItems": 1, "maximum": 1}
    there = [
        keyword
        for keyword, step in steps.items()
        if keyword in node and (node[keyword] > 0 or step > 0 or keyword == "minimum")
    ]
    if not there:
        return False
    keyword = random.choice(there)
    node[keyword] += steps[keyword]
    return True


def any_number(node: Node, _: Node, __: Random) -> bool:
    if node.get("type") != "integer":
        return False
    node["type"] = "number"
    return True


def any_value(node: Node, _: Node, random: Random) -> bool:
    if random.random() < 0.7 or "properties" in node or "$defs" in node or "definitions" in node:
        return False
    if "anyOf" in node or not node:
        return False
    node.clear()
    return True


WIDEN: tuple[Edit, ...] = (
    keyword_gone, optional_property, opened_object, property_added, property_undeclared, null_as_well,
    another_alternative, another_member, looser_bound, any_number, any_value,
)  # fmt: skip


# Edits that take the same.


def members_shuffled(node: Node, _: Node, random: Random) -> bool:
    there = [each for each in ("enum", "required", "anyOf", "oneOf", "allOf") if len(node.get(each, [])) > 1]
    if isinstance(node.get("type"), list):
        there.append("type")
    if not there:
        return False
    random.shuffle(node[random.choice(there)])
    return True


def told_otherwise(node: Node, _: Node, random: Random) -> bool:
    keyword = random.choice(("title", "description", "$comment", "default", "examples", "deprecated"))
    node[keyword] = {"default": None, "examples": ["x"], "deprecated": True}.get(keyword, "Told otherwise.")
    return True


def empty_keyword(node: Node, _: Node, random: Random) -> bool:
    choices: list[tuple[bool, str, Any]] = [
        (_is(node, "object") and "required" not in node, "required", []),
        (_is(node, "object") and "minProperties" not in node, "minProperties", 0),
        (
            _is(node, "object") and not node.keys() & {"additionalProperties", "unevaluatedProperties"},
            "additionalProperties",
            random.choice((True, {})),
        ),
        (_is(node, "string") and "minLength" not in node, "minLength", 0),
        (_is(node, "string") and "format" not in node, "format", "of-our-own"),
        (_is(node, "array") and "minItems" not in node, "minItems", 0),
        (_is(node, "array") and not node.keys() & {"items", "prefixItems"}, "items", {}),
        (_is(node, "array") and "uniqueItems" not in node, "uniqueItems", False),
        (_is(node, "integer") and "multipleOf" not in node, "multipleOf", 1),
    ]
    fitting = [(keyword, value) for fits, keyword, value in choices if fits]
    if not fitting:
        return False
    keyword, value = random.choice(fitting)
    node[keyword] = value
    return True


def listed_type(node: Node, _: Node, __: Random) -> bool:
    kind = node.get("type")
    if isinstance(kind, str):
        node["type"] = [kind]
        return True
    if isinstance(kind, list) and "anyOf" not in node and len(kind) > 1:
        node["anyOf"] = [{"type": each} for each in node.pop("type")]
        return True
    return False


def number_and_integer(node: Node, _: Node, __: Random) -> bool:
    if node.get("type") != "number":
        return False
    node["type"] = ["integer", "number"]
    return True


def types_of_alternatives(node: Node, _: Node, __: Random) -> bool:
    branches = node.get("anyOf")
    if not isinstance(branches, list) or "type" in node or any(set(each) != {"type"} for each in branches):
        return False
    if not all(isinstance(each["type"], str) for each in branches):
        return False
    node["type"] = list(dict.fromkeys(each["type"] for each in node.pop("anyOf")))
    return True


def excluded_bound(node: Node, _: Node, __: Random) -> bool:
    if node.get("type") != "integer":
        return False
    for keyword, other, step in (("minimum", "exclusiveMinimum", -1), ("maximum", "exclusiveMaximum", 1)):
        if isinstance(node.get(keyword), int) and other not in node and abs(node[keyword]) < 2**50:
            node[other] = node.pop(keyword) + step
            return True
    return False


def one_member(node: Node, _: Node, __: Random) -> bool:
    if "const" in node and "enum" not in node:
        node["enum"] = [node.pop("const")]
        return True
    if isinstance(node.get("enum"), list) and len(node["enum"]) == 1 and "const" not in node:
        node["const"] = node.pop("enum")[0]
        return True
    return False


def consts_of_members(node: Node, _: Node, random: Random) -> bool:
    members = node.get("enum")
    if not isinstance(members, list) or node.keys() & {"anyOf", "oneOf"}:
        return False
    distinct = {json.dumps(each): each for each in members}
    node[random.choice(("anyOf", "oneOf"))] = [{"const": each} for each in distinct.values()]
    del node["enum"]
    return True


def wrapped_whole(node: Node, _: Node, random: Random) -> bool:
    if node.keys() & {"$defs", "definitions", "$schema", "$id", "$anchor"} or not node:
        return False
    if node.keys() & {"type"} and node.get("type") == "object" and random.random() < 0.5:
        return False
    whole = dict(node)
    node.clear()
    node[random.choice(("allOf", "anyOf", "oneOf"))] = [whole]
    return True


def split_whole(node: Node, _: Node, random: Random) -> bool:
    kept = {"type", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "enum", "required"}
    movable = [keyword for keyword in node if keyword in kept]
    if len(movable) < 2 or "allOf" in node:
        return False
    moved = random.choice(movable)
    node["allOf"] = [{moved: node.pop(moved)}]
    return True


def taken_out(node: Node, document: Node, random: Random) -> bool:
    if node is document or node.keys() & {"$id", "$anchor", "$defs", "definitions"} or not node:
        return False
    table = next((each for each in _TABLES if each in document), random.choice(_TABLES))
    known = document.setdefault(table, {})
    name = f"Taken out {len(known)}"
    if name in known:
        return False
    known[name] = dict(node)
    node.clear()
    node["$ref"] = f"#/{table}/{name.replace(' ', '%20')}"
    return True


def inlined_reference(node: Node, document: Node, _: Random) -> bool:
    ref = node.get("$ref")
    path = _target(document, ref) if isinstance(ref, str) else None
    if not path or set(node) != {"$ref"}:
        return False
    node.clear()
    node.update(copy.deepcopy(at(document, path)))
    return True


def table_renamed(_: Node, document: Node, random: Random) -> bool:
    tables = [table for table in _TABLES if _map(document, table)]
    if not tables:
        return False
    table = random.choice(tables)
    old = random.choice(list(document[table]))
    if not old.replace("_", "").isalnum():
        return False
    new = f"{old}Renamed"
    spelled = json.dumps(document)
    for end in ('"', "/"):
        spelled = spelled.replace(f'"#/{table}/{old}{end}', f'"#/{table}/{new}{end}')
    renamed = json.loads(spelled)
    renamed[table] = {new if name == old else name: each for name, each in renamed[table].items()}
    document.clear()
    document.update(renamed)
    return True


def unused_definition(_: Node, document: Node, random: Random) -> bool:
    table = random.choice(_TABLES)
    document[table] = {**_map(document, table), "Unused": {"type": "object", "required": ["x"]}}
    return True


def identified(_: Node, document: Node, __: Random) -> bool:
    if "$id" in document:
        return False
    document["$id"] = "https://schemas.acme.example/tool.json"
    return True


def dialect_named(_: Node, document: Node, __: Random) -> bool:
    if "$schema" in document:
        return False
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return True


RESPELL: tuple[Edit, ...] = (
    members_shuffled, told_otherwise, empty_keyword, listed_type, number_and_integer, types_of_alternatives,
    excluded_bound, one_member, consts_of_members, wrapped_whole, split_whole, taken_out, inlined_reference,
    table_renamed, unused_definition, identified, dialect_named,
)  # fmt: skip


def _shuffled(schema: Any, random: Random) -> Any:
    """The same with the keys of every object in another order."""
    if isinstance(schema, list):
        return [_shuffled(each, random) for each in schema]
    if not isinstance(schema, dict):
        return schema
    keys = list(schema)
    random.shuffle(keys)
    return {key: _shuffled(schema[key], random) for key in keys}
