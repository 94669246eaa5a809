"""The shapes that one place of a JSON Schema allows. Pure.

A shape is a schema without references and combinations: `$ref`, `allOf`, `anyOf`, `oneOf` and lists of types
are worked out, so that both sides can be walked place by place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from pytest_mcp_contract.model import JSON, brief

Shape: TypeAlias = Mapping[str, JSON]
NAME = "x-name"
"""The name of the definition that a shape is from."""
MOST_SHAPES = 24
_DEEPEST = 24
_COMBINING = ("$ref", "allOf", "anyOf", "oneOf", "$defs")
_KINDS: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "string": str,
    "array": list,
    "object": dict,
    "integer": int,
    "number": (int, float),
}
_WORDS = {"null": "null", "array": "a list", "object": "an object", "integer": "an integer"}


class Shapes:
    """Works out shapes within one schema that stands alone."""

    def __init__(self, root: JSON) -> None:
        self._root = root if isinstance(root, dict) else {}

    def root(self) -> list[Shape]:
        """The shapes of the whole."""
        return self.of(self._root)

    def of(self, schema: JSON) -> list[Shape]:
        """The shapes that a part of the schema allows; none where it allows nothing."""
        return list(islice(self._worked_out(schema, _DEEPEST), MOST_SHAPES))

    def _worked_out(self, schema: JSON, depth: int) -> Iterator[Shape]:
        if not isinstance(schema, dict) or depth <= 0:
            if schema is not False:
                yield {}
            return
        found: list[Shape] = [{key: value for key, value in schema.items() if key not in _COMBINING}]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            target = ({**shape, NAME: _last(reference)} for shape in self._referred(reference, depth))
            found = _all_of(found, target)
        for member in _list(schema.get("allOf")):
            found = _all_of(found, self._worked_out(member, depth - 1))
        for key in ("anyOf", "oneOf"):
            union = _list(schema.get(key))
            if union:
                one_of = (shape for member in union for shape in self._worked_out(member, depth - 1))
                found = _all_of(found, one_of)
        for shape in found:
            yield from _single_types(shape)

    def _referred(self, reference: str, depth: int) -> Iterator[Shape]:
        if reference == "#":
            yield from self._worked_out(self._root, depth - 1)
            return
        value: JSON = self._root
        for part in reference.lstrip("#/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            value = value.get(name) if isinstance(value, dict) else None
        yield from self._worked_out(value, depth - 1)


def kind_of(shape: Shape) -> str | None:
    """The JSON type of a shape; None where it may be any."""
    kind = shape.get("type")
    if isinstance(kind, str):
        return kind
    if "properties" in shape or "required" in shape:
        return "object"
    return "array" if "items" in shape else None


def fits_kind(shape: Shape, value: JSON) -> bool:
    """Whether the value is of the type of the shape, and one of its values where it lists them."""
    if "enum" in shape and value not in members(shape, "enum"):
        return False
    if "const" in shape and value != shape["const"]:
        return False
    kind = kind_of(shape)
    if kind is None:
        return True
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    is_truth = isinstance(value, bool) and kind in ("integer", "number")
    return isinstance(value, _KINDS[kind]) and not is_truth


def is_open(shape: Shape) -> bool:
    """Whether the shape says nothing but, at most, the type of an object or of a list."""
    says = shape.keys() - {"type", "title", "description", NAME}
    is_loose = shape.get("additionalProperties") in (True, {}, None)
    return not (says - {"additionalProperties"}) and is_loose and kind_of(shape) in (None, "object", "array")


def phrase(shapes: Iterable[Shape]) -> str:
    """What may stand there, `a string or null`."""
    words = list(dict.fromkeys(map(_word, shapes)))
    words = [word for word in words if word != "null"] + [word for word in words if word == "null"]
    if len(words) > 1:
        return f"{', '.join(words[:-1])} or {words[-1]}"
    return words[0] if words else "nothing"


def properties(shape: Shape) -> Mapping[str, JSON]:
    """The properties that the shape names."""
    named = shape.get("properties")
    return named if isinstance(named, dict) else {}


def states(shape: Shape, part: str | int) -> bool:
    """Whether the shape says something of what stands under that key or index."""
    if isinstance(part, int):
        return isinstance(shape.get("items"), dict)
    return part in properties(shape) or isinstance(shape.get("additionalProperties"), dict)


def inside(shape: Shape, part: str | int) -> JSON:
    """The schema of what stands under that key or index."""
    if isinstance(part, int):
        return shape.get("items", True)
    named = properties(shape)
    return named[part] if part in named else shape.get("additionalProperties", True)


def members(shape: Shape, key: str) -> Sequence[JSON]:
    """The list under a keyword such as `enum` or `required`; empty where there is none."""
    value = shape.get(key)
    return value if isinstance(value, list) else []


def _word(shape: Shape) -> str:
    if "const" in shape:
        return brief(shape["const"])
    listed = members(shape, "enum")
    if listed:
        return brief(listed[0]) if len(listed) == 1 else f"one of {brief(listed)}"
    kind = kind_of(shape)
    return "anything" if kind is None else _WORDS.get(kind, f"a {kind}")


def _list(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, list) else []


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _single_types(shape: Shape) -> Iterator[Shape]:
    kinds = shape.get("type")
    if not isinstance(kinds, list):
        yield shape
        return
    for kind in kinds:
        if isinstance(kind, str):
            yield {**shape, "type": kind}


def _all_of(left: Iterable[Shape], right: Iterable[Shape]) -> list[Shape]:
    second = list(islice(right, MOST_SHAPES))
    merged = (_merged(one, two) for one in left for two in second)
    return list(islice((shape for shape in merged if shape is not None), MOST_SHAPES))


def _merged(left: Shape, right: Shape) -> Shape | None:
    """What both shapes allow, near enough to walk it; None where that is nothing."""
    merged: dict[str, JSON] = {**left, **right}
    kinds = [kind for kind in (_kinds(left), _kinds(right)) if kind is not None]
    if len(kinds) == 2:
        both = [kind for kind in kinds[1] if kind in kinds[0] or (kind == "integer" and "number" in kinds[0])]
        both = both or [kind for kind in kinds[0] if kind == "integer" and "number" in kinds[1]]
        if not both:
            return None
        merged["type"] = list(both) if len(both) > 1 else both[0]
    if "enum" in left and "enum" in right:
        shared_values = [one for one in members(right, "enum") if one in members(left, "enum")]
        if not shared_values:
            return None
        merged["enum"] = shared_values
    if "properties" in left and "properties" in right:
        one, two = properties(left), properties(right)
        shared: dict[str, JSON] = {
            name: {"allOf": [one[name], two[name]]}
            for name in one.keys() & two.keys()
            if one[name] != two[name]
        }
        merged["properties"] = {**one, **two, **shared}
    if "required" in left and "required" in right:
        merged["required"] = [*members(left, "required"), *members(right, "required")]
    return merged


def _kinds(shape: Shape) -> list[str] | None:
    kind = shape.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [one for one in kinds if isinstance(one, str)] if kind is not None else None
