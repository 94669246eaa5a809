"""One plain value of a node, the same each time: what stands around the one value that is tried."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pytest_mcp_contract.fuzz.arrays import contained, places_of, sizes
from pytest_mcp_contract.fuzz.document import Document, Node, Path, listed, node_of
from pytest_mcp_contract.fuzz.formats import EXAMPLES
from pytest_mcp_contract.fuzz.numbers import exact, json_number, range_of
from pytest_mcp_contract.fuzz.objects import Members, members
from pytest_mcp_contract.fuzz.simplest import simplest
from pytest_mcp_contract.fuzz.strategies import DEPTHS, Builder
from pytest_mcp_contract.fuzz.texts import formats_of, lengths, patterns_of
from pytest_mcp_contract.model import JSON

T = TypeVar("T")

DEEPEST = 8
"""Levels of objects and lists that are looked into."""
MOST_REPEATED = 200
"""Elements of the longest list, and characters beyond which a text counts as long, that are made."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A value of a node that tries one thing, at a place in it or below it."""

    value: JSON
    label: str
    path: Path
    rule: str = ""


Vary = Callable[[Node, Path], Iterator[Variation]]


class NoValueError(Exception):
    """A node has no value that can be made."""


class Plain:
    """Plain values of one document, and variations of one of their parts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._builder = Builder(document)
        self._known: dict[int, tuple[Node, JSON]] = {}

    def value(self, node: JSON, depth: int = DEEPEST) -> JSON:
        """A plain value.

        Raises:
            NoValueError: there is none.
        """
        given = node_of(node)
        if id(given) in self._known:
            return self._known[id(given)][1]
        if depth < 0:
            raise NoValueError
        flat = self.document.flat(given)
        try:
            found = self._made(flat, depth)
            fits = not _is_strict(flat) or self.document.validator(flat).is_valid(found)
        except NoValueError:
            fits = False
        if not fits:
            found = self._drawn(flat)
        self._known[id(given)] = (given, found)
        return found

    def has_value(self, node: JSON) -> bool:
        """Whether a plain value can be made."""
        try:
            self.value(node)
        except NoValueError:
            return False
        return True

    def members(self, node: Node, path: Path) -> Members:
        """The properties of an object node, without optional ones that have no value."""
        found = members(node, self.document, is_root=not path)
        return replace(
            found, optional={name: below for name, below in found.optional.items() if self.has_value(below)}
        )

    def required(self, having: Members) -> dict[str, JSON]:
        """An object with what must be there and no more."""
        return {name: self.value(below) for name, below in having.required.items()}

    def branches(self, node: Node) -> list[Node]:
        """What a node is one of; the node alone where it is no union."""
        if isinstance(ref := node.get("$ref"), str):
            return self.branches(self.document.flat(self.document.target(ref)))
        for keyword in ("anyOf", "oneOf"):
            if keyword in node:
                return [
                    below
                    for each in listed(node, keyword)
                    for below in self.branches(self.document.flat(node_of(each)))
                ]
        if isinstance(kinds := node.get("type"), list):
            return [{"type": kind} for kind in kinds]
        return [node]

    def in_object(self, node: Node, path: Path, vary: Vary) -> Iterator[Variation]:
        """Objects with what must be there, and one property varied."""
        having = self.members(node, path)
        base = self.required(having)
        yield from in_turn(
            [
                self._within(vary(below, (*path, name)), base, name)
                for name, below in having.declared.items()
                if len(path) < DEEPEST
            ]
        )
        if having.is_map and len(path) < DEEPEST:
            for names, values in having.extra:
                key = self._key(names)
                if key is not None and key not in having.declared:
                    yield from self._within(vary(values, (*path, key)), base, key)

    def in_array(self, node: Node, path: Path, vary: Vary) -> Iterator[Variation]:
        """The plain list with one element varied."""
        if len(path) >= DEEPEST:
            return
        first, others = places_of(node)
        least, most = sizes(node)
        plain = self.value(node)
        assert isinstance(plain, list)
        nodes = [*first, *([others] * max(1, least - len(first)) if others is not None else [])][:most]
        for index, below in enumerate(nodes):
            if index >= len(first) and index > len(first):
                break  # the elements after the first places are all alike
            for each in vary(below, (*path, index)):
                yield replace(each, value=[*plain[:index], each.value, *plain[index + 1 :]])

    def _within(
        self, variations: Iterator[Variation], base: dict[str, JSON], name: str
    ) -> Iterator[Variation]:
        return (replace(each, value={**base, name: each.value}) for each in variations)

    def _key(self, names: Node) -> str | None:
        try:
            found = self.value(names)
        except NoValueError:
            return None
        return found if isinstance(found, str) else None

    def _drawn(self, node: Node) -> JSON:
        for depth in DEPTHS:
            values = self._builder.build(node, ("",), depth)
            if values is not None:
                found = simplest(values.map(lambda value: (value,)))
                if found is not None:
                    return found[0]
        raise NoValueError

    def _made(self, node: Node, depth: int) -> JSON:
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return next((each for each in listed(node, "enum") if each is not None), None)
        if isinstance(ref := node.get("$ref"), str):
            return self.value(self.document.target(ref), depth - 1)
        for keyword in ("anyOf", "oneOf"):
            if keyword in node:
                return self._of_branch(list(map(node_of, listed(node, keyword))), depth)
        kind = node.get("type")
        if isinstance(kind, list):
            return self._of_branch([{"type": each} for each in kind], depth)
        if kind == "string":
            return self._text(node)
        if kind in ("integer", "number"):
            return _number(node)
        if kind == "array":
            return self._list(node, depth)
        if kind == "object":
            return self._object(node, depth)
        if node.get("not") in ({}, True):
            raise NoValueError
        return None if kind == "null" else True if kind == "boolean" else "text"

    def _of_branch(self, branches: Sequence[Node], depth: int) -> JSON:
        for branch in sorted(
            branches, key=lambda each: each.get("type") == "null" or each == {"const": None}
        ):
            try:
                return self.value(branch, depth - 1)
            except NoValueError:
                continue
        raise NoValueError

    def _text(self, node: Node) -> JSON:
        if patterns_of(node):
            raise NoValueError
        least, most = lengths(node)
        named = [text for name in formats_of(node) for text in EXAMPLES.get(name, ())]
        fits = self.document.validator(node).is_valid if named else None
        if fits:
            return next((text for text in named if fits(text)), "")
        return ("text" if most is None else "text"[:most]).ljust(least, "a")

    def _list(self, node: Node, depth: int) -> JSON:
        first, others = places_of(node)
        least, most = sizes(node)
        if contained(node):
            raise NoValueError
        found = [self.value(below, depth - 1) for below in first[: most if least <= len(first) else None]]
        missing = max(least - len(found), 0 if found else 1)
        if most is not None:
            missing = min(missing, most - len(found))
        if missing and (others is not None or least > len(found)):
            if others is None:
                raise NoValueError
            try:
                found += [self.value(others, depth - 1)] * missing
            except NoValueError:
                if least > len(found):
                    raise
        return found

    def _object(self, node: Node, depth: int) -> JSON:
        having = members(node, self.document, is_root=False)
        found = {name: self.value(below, depth - 1) for name, below in having.required.items()}
        for name, below in having.optional.items():
            if len(found) >= having.least:
                break
            try:
                found[name] = self.value(below, depth - 1)
            except NoValueError:
                continue
        if len(found) < having.least:
            raise NoValueError
        return found


def _number(node: Node) -> JSON:
    bounds = range_of(node)
    first, last = bounds.first, bounds.last
    if first is None or last is None or first <= last:
        count = 1 if first is None else max(1, first)
        return bounds.multiple(count if last is None else min(count, last))
    if bounds.is_integer or bounds.lowest is None or bounds.highest is None or bounds.step is not None:
        raise NoValueError
    middle = json_number((bounds.lowest + bounds.highest) / 2)
    if exact(middle) is None:
        raise NoValueError
    return middle


def _is_strict(node: Node) -> bool:
    """Whether the value that is made may break something."""
    return bool(
        node.keys()
        & {"not", "oneOf", "allOf", "uniqueItems", "contains", "patternProperties", "propertyNames"}
        or node.keys() & {"multipleOf", "format", "maxProperties", "if", "dependentSchemas"}
    )


def in_turn(sources: Iterable[Iterator[T]]) -> Iterator[T]:
    """The first of each, then the second of each, and so on: what is cut off is cut off evenly."""
    ahead = list(sources)
    while ahead:
        left = []
        for source in ahead:
            for each in source:
                yield each
                left.append(source)
                break
        ahead = left
