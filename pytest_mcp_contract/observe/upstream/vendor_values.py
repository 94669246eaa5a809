"""A value as a vendor describes it, for what a declared response schema looks at. Pure."""

from collections.abc import Sequence

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.upstream.vendor_shapes import (
    Shape,
    Shapes,
    inside,
    is_open,
    kind_of,
    members,
    properties,
    states,
)

_DEEPEST = 8
_BY_FORMAT = {
    "date-time": "2024-01-02T03:04:05Z",
    "date": "2024-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "uri": "https://example.com/1",
    "uri-reference": "https://example.com/1",
    "iri": "https://example.com/1",
    "email": "somebody@example.com",
    "idn-email": "somebody@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b",
    "regex": "a",
    "json-pointer": "/a",
}


class Unsure:
    """No value can be made that the vendor stands for: the description leaves open what is looked at."""


UNSURE = Unsure()


class Values:
    """Makes values of shapes of the vendor's, knowing what of them the declared schema looks at."""

    def __init__(self, theirs: Shapes, ours: Shapes) -> None:
        self._theirs = theirs
        self._ours = ours

    def made(self, shape: Shape, ours: Sequence[Shape] | None, depth: int = _DEEPEST) -> JSON | Unsure:
        """A value of the vendor's shape, to be held against the whole schema.

        Properties that the declared side does not name are left out where the vendor may leave them out. The
        value is unsure where the declared side looks at something that the vendor's description leaves open.
        """
        if "const" in shape:
            return shape["const"]
        listed = members(shape, "enum")
        if listed:
            return listed[0]
        kind = kind_of(shape)
        if kind == "object":
            return self._object(shape, ours, depth)
        if kind == "array":
            return self._list(shape, ours, depth)
        if kind == "string":
            return _text(shape, ours)
        if kind in ("integer", "number"):
            return _number(shape, kind)
        return UNSURE if kind is None else kind == "boolean" or None

    def _object(self, shape: Shape, ours: Sequence[Shape] | None, depth: int) -> JSON | Unsure:
        if depth <= 0 or ours is None or (is_open(shape) and any(map(properties, ours))):
            return UNSURE
        required = members(shape, "required")
        made: dict[str, JSON] = {}
        for name, schema in properties(shape).items():
            looks = [one for one in ours if states(one, name)]
            if not looks and name not in required:
                continue
            value = self._of(schema, [self._ours.of(inside(one, name)) for one in looks], depth)
            if not isinstance(value, Unsure):
                made[name] = value
            elif looks or name in required:
                return UNSURE
        missing = [[name for name in members(one, "required") if name not in made] for one in ours]
        return UNSURE if missing and all(missing) else made

    def _list(self, shape: Shape, ours: Sequence[Shape] | None, depth: int) -> JSON | Unsure:
        looks = [self._ours.of(inside(one, 0)) for one in ours or () if states(one, 0)]
        item = self._of(shape.get("items", True), looks, depth)
        least = shape.get("minItems", 0)
        if isinstance(item, Unsure):
            return UNSURE if least else []
        return [item] * max(int(least) if isinstance(least, int) else 0, 1)

    def _of(self, schema: JSON, looks: Sequence[Sequence[Shape]], depth: int) -> JSON | Unsure:
        shapes = self._theirs.of(schema)
        full = [shape for shape in shapes if kind_of(shape) != "null"] or shapes
        ours = [shape for one in looks for shape in one]
        return self.made(full[0], ours, depth - 1) if full else UNSURE


def _text(shape: Shape, ours: Sequence[Shape] | None) -> str | Unsure:
    """A text; without a stated form, of the form that the declared side expects."""
    stated = shape.get("format")
    if stated is None and ours and "pattern" not in shape:
        kinds = {kind_of(one) for one in ours}
        if all("pattern" in one for one in ours if kind_of(one) == "string") and "string" in kinds:
            return UNSURE
        stated = next((one["format"] for one in ours if "format" in one), None)
        if "string" not in kinds and None not in kinds and kinds & {"integer", "number"}:
            return "1"
    text = _BY_FORMAT.get(str(stated), "some text")
    least, most = shape.get("minLength"), shape.get("maxLength")
    if isinstance(least, int):
        text += "x" * (min(least, 10_000) - len(text))
    return text[:most] if isinstance(most, int) else text


def _number(shape: Shape, kind: str) -> int | float:
    least, most = _bound(shape, "minimum", 1), _bound(shape, "maximum", -1)
    value = 1.0
    if least is not None:
        value = max(value, least)
    if most is not None:
        value = min(value, most)
    step = shape.get("multipleOf")
    if isinstance(step, int | float) and step and not (value / step).is_integer():
        value = step * (value // step + 1)
    return int(value) if kind == "integer" or value.is_integer() else value


def _bound(shape: Shape, key: str, beyond: int) -> float | None:
    for name, add in ((key, 0), (f"exclusive{key.capitalize()}", beyond)):
        bound = shape.get(name)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            return float(bound) + add
    return None
