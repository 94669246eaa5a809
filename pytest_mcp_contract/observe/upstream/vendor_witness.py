"""Something that a vendor may send and that a declared response schema refuses. Pure, but for that schema.

From a body that both sides take, one place at a time is changed into something else that the vendor describes
there; what the vendor's schema still takes and the declared one refuses is a witness. What a description
leaves open is no promise, so it makes no witness: a property of an object that states no `required`, the form
of a text without `format`, the inside of `{"type": "object"}`.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeAlias

import jsonschema_rs

from pytest_mcp_contract.model import JSON, Narrower, brief, pointer
from pytest_mcp_contract.observe.upstream.vendor_bodies import ABSENT, Absent, Path, at, put, shortened
from pytest_mcp_contract.observe.upstream.vendor_contradictions import Objection, objections
from pytest_mcp_contract.observe.upstream.vendor_schema import Schema, tells_absence, validator
from pytest_mcp_contract.observe.upstream.vendor_shapes import (
    NAME,
    Shape,
    Shapes,
    fits_kind,
    inside,
    kind_of,
    members,
    properties,
    states,
)
from pytest_mcp_contract.observe.upstream.vendor_values import Unsure, Values

MOST_TRIES = 300
MOST_FOUND = 10
_DEEPEST = 12
_MOST_OBJECTIONS = 40
_TELLING = re.compile(
    r"[\w.+-]+@[\w-]+\.|\d{4}-\d\d|\w+://|[0-9a-f]{8}-[0-9a-f]{4}-|[+-]?[\d.,:]+$", re.IGNORECASE
)
"""Texts that have a form of their own: addresses, times, ids, numbers."""
Refuses: TypeAlias = Callable[[bytes], str]
"""What the declared schema says against a body; "" where it takes it."""


@dataclass(frozen=True, slots=True)
class _Seed:
    """A body that the declared schema takes and the vendor's too, apart from what is excused."""

    body: JSON
    excused: frozenset[Path] = frozenset()
    """Where the recording itself is not as described, and the declared schema holds with the recording."""
    is_valid: bool = True
    """Whether the vendor's schema takes it; then it must take what is made of it, too."""

    def having(self, path: Path, value: JSON) -> "_Seed":
        """The same with that value at that place."""
        return replace(self, body=put(self.body, path, value))


@dataclass(frozen=True, slots=True)
class _Place:
    """One place on both sides."""

    path: Path
    theirs: Sequence[Shape]
    ours: Sequence[Shape] | None
    """None where the declared schema cannot be read as JSON Schema."""
    owner: str
    """The declared schema that the place stands in, `Issue.user`."""

    @property
    def is_looked_at(self) -> bool:
        """Whether the declared schema could refuse something here, and the vendor says what stands here."""
        if not self.theirs or self.ours == []:
            return False
        return self.ours is None or not any(map(_takes_all, self.ours))


@dataclass
class Search:
    """Looks for witnesses over the answers of one endpoint."""

    vendor: Schema
    declared: JSON
    """The declared schema as JSON Schema; None where it has none."""
    refuses: Refuses
    name: str
    """What to call the declared schema as a whole."""
    most: int = MOST_TRIES
    tried: int = 0
    found: list[Narrower] = field(default_factory=list)
    _said: set[tuple[Path, str]] = field(default_factory=set)
    _judge: jsonschema_rs.Draft202012Validator = field(init=False)
    _theirs: Shapes = field(init=False)
    _ours: Shapes = field(init=False)
    _values: Values = field(init=False)

    def __post_init__(self) -> None:
        self._judge = validator(self.vendor)
        self._theirs = Shapes(self.vendor)
        self._ours = Shapes(self.declared)
        self._values = Values(self._theirs, self._ours)

    def run(self, bodies: Sequence[JSON]) -> None:
        """Start from each recorded body; where none will do, from a value made of the vendor's schema."""
        ours = self._ours.root() if self.declared is not None else None
        root = _Place((), self._theirs.root(), ours, self.name)
        seeds = [seed for seed in map(self._seed, bodies) if seed is not None]
        for seed in seeds or self._made(root):
            self._explore(seed, root, _DEEPEST)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be tried."""
        return self.tried >= self.most or len(self.found) >= MOST_FOUND

    # -- seeds

    def _seed(self, recorded: JSON) -> _Seed | None:
        if self._refusal(recorded):
            return None
        short = shortened(recorded)
        body = recorded if self._refusal(short) else short
        for objection in self._objections(body):
            body = self._mended(body, objection)
        left = self._objections(body)
        is_another_thing = len(left) >= _MOST_OBJECTIONS or any(not one.path for one in left)
        excused = frozenset(one.path for one in left)
        return None if is_another_thing else _Seed(body, excused, self._judge.is_valid(body))

    def _mended(self, body: JSON, objection: Objection) -> JSON:
        """The body with that place as the vendor describes it, where the declared schema takes that."""
        described = (self._values.made(shape, []) for shape in self._at(objection.path))
        values = [value for value in described if not isinstance(value, Unsure)]
        for value in [*values, ABSENT]:
            candidate = put(body, objection.path, value)
            is_better = len(self._objections(candidate)) < len(self._objections(body))
            if is_better and not self._refusal(candidate):
                return candidate
        return body

    def _made(self, root: _Place) -> Iterator[_Seed]:
        for shape in root.theirs:
            body = self._values.made(shape, root.ours)
            if not isinstance(body, Unsure) and self._judge.is_valid(body) and not self._refusal(body):
                yield _Seed(body)

    def _objections(self, body: JSON) -> list[Objection]:
        if self._judge.is_valid(body):
            return []
        return list(islice(objections(self.vendor, body), _MOST_OBJECTIONS))

    def _at(self, path: Path) -> list[Shape]:
        shapes = self._theirs.root()
        for part in path:
            shapes = [inner for shape in shapes for inner in self._theirs.of(inside(shape, part))]
        return shapes

    def _refusal(self, body: JSON) -> str:
        return self.refuses(json.dumps(body).encode())

    # -- one place after the other

    def _explore(self, seed: _Seed, place: _Place, depth: int) -> None:
        if depth <= 0 or self.is_over or not place.is_looked_at:
            return
        if any(place.path[: len(one)] == one for one in seed.excused):
            return
        value = at(seed.body, place.path)
        for shape in place.theirs:
            if fits_kind(shape, value):
                for other in _others(shape, value, place.ours):
                    self._try(seed, place, other)
                self._explore_inside(seed, place, shape, value, depth)
                continue
            made = self._values.made(shape, place.ours)
            if not isinstance(made, Unsure) and self._try(seed, place, made):
                self._explore_inside(seed.having(place.path, made), place, shape, made, depth)

    def _explore_inside(self, seed: _Seed, place: _Place, shape: Shape, value: JSON, depth: int) -> None:
        if isinstance(value, list):
            item = self._inner(place, shape, 0)
            if value:
                self._explore(seed, item, depth - 1)
            elif item.is_looked_at:
                made = self._values.made(shape, place.ours)
                if isinstance(made, list) and made and self._try(seed, place, made):
                    self._explore(seed.having(place.path, made), item, depth - 1)
        elif isinstance(value, dict):
            for name in properties(shape):
                self._explore_property(seed, self._inner(place, shape, name), name, shape, depth)
            others = [name for name in value if name not in properties(shape)]
            if others and states(shape, others[0]):
                self._explore(seed, self._inner(place, shape, others[0]), depth - 1)

    def _explore_property(self, seed: _Seed, place: _Place, name: str, owner: Shape, depth: int) -> None:
        if not place.is_looked_at:
            # A schema may demand a key and look no further.
            self._leave_out(seed, place, name, owner)
            return
        holder = at(seed.body, place.path[:-1])
        if isinstance(holder, dict) and name in holder:
            self._explore(seed, place, depth - 1)
            self._leave_out(seed, place, name, owner)
            return
        for shape in place.theirs:
            made = self._values.made(shape, place.ours)
            if not isinstance(made, Unsure) and self._try(seed, place, made):
                self._explore(seed.having(place.path, made), place, depth - 1)
                return

    def _leave_out(self, seed: _Seed, place: _Place, name: str, owner: Shape) -> None:
        """Who lists nothing as always there has not said that the rest may be absent."""
        holder = at(seed.body, place.path[:-1])
        is_there = isinstance(holder, dict) and name in holder
        may_be_absent = tells_absence(owner) and name not in members(owner, "required")
        if is_there and may_be_absent and place.ours != []:
            self._try(seed, place, ABSENT)

    def _inner(self, place: _Place, shape: Shape, part: str | int) -> _Place:
        ours: list[Shape] | None = None
        owner = f"{place.owner}[]" if isinstance(part, int) else f"{place.owner}.{part}"
        if place.ours is not None:
            looks = [one for one in place.ours if states(one, part) or part in members(one, "required")]
            ours = [inner for one in looks for inner in self._ours.of(inside(one, part))]
            if looks and isinstance(part, str):
                owner = f"{looks[0].get(NAME) or place.owner}.{part}"
        return _Place((*place.path, part), self._theirs.of(inside(shape, part)), ours, owner)

    # -- one change

    def _try(self, seed: _Seed, place: _Place, value: JSON | Absent) -> bool:
        """Whether both sides take the body with that value at that place."""
        if self.is_over:
            return False
        self.tried += 1
        candidate = put(seed.body, place.path, value)
        if not self._takes(seed, candidate):
            return False
        said = self._refusal(candidate)
        if said:
            self._tell(place, value, said)
        return not said

    def _takes(self, seed: _Seed, candidate: JSON) -> bool:
        """Whether the vendor may send it, going by what the seed shows of the description."""
        if self._judge.is_valid(candidate):
            return True
        left = self._objections(candidate)
        return not seed.is_valid and bool(left) and {one.path for one in left} <= seed.excused

    def _tell(self, place: _Place, value: JSON | Absent, said: str) -> None:
        *_, name = ["", *(str(part) for part in place.path if isinstance(part, str))]
        of_list = "[]" if place.path and isinstance(place.path[-1], int) else ""
        if isinstance(value, Absent):
            sends = f"no `{name}`"
        else:
            spelt = brief(value, width=40)
            sends = f"`{name}{of_list}: {spelt}`" if name or of_list else f"`{spelt}`"
        anywhere = tuple(0 if isinstance(part, int) else part for part in place.path)
        kind = "text" if isinstance(value, str) and not _is_listed(place, value) else sends
        if (anywhere, kind) not in self._said:
            self._said.add((anywhere, kind))
            self.found.append(Narrower(pointer(*place.path), sends, place.owner, said))


def _is_listed(place: _Place, value: JSON) -> bool:
    """Whether the vendor lists the value."""
    return any(value in members(shape, "enum") for shape in place.theirs)


def _others(shape: Shape, value: JSON, ours: Sequence[Shape] | None) -> Iterator[JSON]:
    """Other values of the same shape, without going inside."""
    if "enum" in shape or "const" in shape:
        yield from (member for member in members(shape, "enum") if member != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        stated = set(shape).union(*ours or ()) & {"format", "pattern"}
        yield from () if stated or _TELLING.match(value) else ("other text", "")
    elif isinstance(value, int | float):
        yield from (shape[bound] for bound in ("minimum", "maximum") if shape.get(bound, value) != value)
        if kind_of(shape) == "number":
            yield value + 0.5
    elif isinstance(value, list) and value:
        yield []
    elif isinstance(value, dict) and value and isinstance(shape.get("additionalProperties"), dict):
        yield from () if properties(shape) else ({},)


def _takes_all(shape: Shape) -> bool:
    """Whether a declared shape takes whatever stands there."""
    return kind_of(shape) is None and not shape.keys() & {"enum", "const", "not", "if", "pattern"}
