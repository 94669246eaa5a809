"""Where a recorded body is not as the vendor describes it, down to the leaf. Pure.

A validator stops at the union that nothing fits, which for many of a vendor's schemas is the whole object;
the walk goes on into the member that is meant.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import jsonschema_rs

from pytest_mcp_contract.model import JSON, Contradiction, brief, pointer
from pytest_mcp_contract.observe.redact import REDACTED
from pytest_mcp_contract.observe.upstream.vendor_bodies import Path
from pytest_mcp_contract.observe.upstream.vendor_schema import Schema, validator
from pytest_mcp_contract.observe.upstream.vendor_shapes import Shape, Shapes, fits_kind, phrase, properties

MOST = 20
ALWAYS_THERE = "always there"
ABSENT = "absent"

_DEEPEST = 30
_REDACTED_EMAIL = re.compile(r"user-\d+@example\.com")
_INSIDE = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems", "required", "not"}
)


@dataclass(frozen=True, slots=True)
class Objection:
    """One place where a body is not as described."""

    path: Path
    described: str
    value: JSON = None
    is_absent: bool = False
    keyword: str = ""
    """The keyword of the schema that does not hold, where one is known."""

    @property
    def is_redacted(self) -> bool:
        """Whether the value was replaced when it was recorded, so that nobody knows what it was."""
        return isinstance(self.value, str) and is_redacted(self.value)

    @property
    def is_slight(self) -> bool:
        """Whether nobody would act on it: a time that ISO 8601 knows and RFC 3339 does not."""
        return self.keyword == "format" and isinstance(self.value, str) and _is_time(self.value)

    def told(self) -> Contradiction:
        """The objection as a report has it."""
        recorded = ABSENT if self.is_absent else brief(self.value)
        return Contradiction(pointer(*self.path), self.described, recorded)


def contradictions(found: Iterable[Objection]) -> tuple[Contradiction, ...]:
    """The objections as a report has them, up to a bound. A redacted value contradicts nothing."""
    return tuple(islice((one.told() for one in found if not (one.is_redacted or one.is_slight)), MOST))


def objections(schema: Schema, body: JSON) -> Iterator[Objection]:
    """Every place where the body is not as described, redacted values among them."""
    return _Walk(schema).of(schema, body, (), _DEEPEST)


def is_redacted(value: JSON) -> bool:
    """Whether something in the value was replaced when it was recorded."""
    if isinstance(value, str):
        return REDACTED in value or _REDACTED_EMAIL.search(value) is not None
    if isinstance(value, dict):
        return any(is_redacted(item) or is_redacted(key) for key, item in value.items())
    return isinstance(value, list) and any(map(is_redacted, value))


class _Walk:
    def __init__(self, root: Schema) -> None:
        self._defs = root.get("$defs", {})
        self._shapes = Shapes(root)
        self._judges: dict[int, tuple[JSON, jsonschema_rs.Draft202012Validator]] = {}

    def of(self, schema: JSON, value: JSON, path: Path, depth: int) -> Iterator[Objection]:
        """What is wrong at this place and below."""
        if depth <= 0 or self._takes(schema, value):
            return
        shapes = self._shapes.of(schema)
        meant = [shape for shape in shapes if fits_kind(shape, value)]
        if not meant:
            yield Objection(path, phrase(shapes), value)
            return
        # The member with the least to say against it is the one that is meant.
        yield from min((list(self._in(shape, value, path, depth)) for shape in meant), key=_weight)

    def _takes(self, schema: JSON, value: JSON) -> bool:
        if not isinstance(schema, dict):
            return schema is not False
        held = self._judges.get(id(schema))
        if held is None:
            whole: Schema = {**schema, "$defs": self._defs}
            # The schema is kept beside its judge, so that its id stays its own.
            held = self._judges[id(schema)] = schema, validator(whole)
        return held[1].is_valid(value)

    def _in(self, shape: Shape, value: JSON, path: Path, depth: int) -> Iterator[Objection]:
        """What is wrong with a value of the right type."""
        own: Schema = {key: item for key, item in shape.items() if key not in _INSIDE}
        for error in validator({**own, "$defs": self._defs}).iter_errors(value):
            keyword = str(error.schema_path[-1]) if error.schema_path else ""
            yield Objection(path, f"{keyword} {brief(shape.get(keyword))}", value, keyword=keyword)
        if isinstance(value, dict):
            yield from self._in_object(shape, value, path, depth)
        elif isinstance(value, list) and "items" in shape:
            for index, item in enumerate(value):
                yield from self.of(shape["items"], item, (*path, index), depth - 1)

    def _in_object(self, shape: Shape, value: dict[str, JSON], path: Path, depth: int) -> Iterator[Objection]:
        named = properties(shape)
        required = shape.get("required")
        for name in required if isinstance(required, list) else ():
            if isinstance(name, str) and name not in value:
                yield Objection((*path, name), ALWAYS_THERE, is_absent=True)
        for name, item in value.items():
            if name in named:
                yield from self.of(named[name], item, (*path, name), depth - 1)
            elif "patternProperties" not in shape:
                yield from self._in_unnamed(shape.get("additionalProperties"), item, (*path, name), depth)

    def _in_unnamed(self, schema: JSON, item: JSON, path: Path, depth: int) -> Iterator[Objection]:
        if schema is False:
            yield Objection(path, "not there: the object has no other keys", item)
        elif isinstance(schema, dict):
            yield from self.of(schema, item, path, depth - 1)


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _weight(found: Sequence[Objection]) -> tuple[int, int]:
    return sum(not one.is_redacted for one in found), len(found)
