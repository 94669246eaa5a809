"""Whether one normal form admits all that another does, step by step along their references.

jsonschema-rs decides most of what has no recursion; of definitions that lead back to themselves it knows
nothing. Here a pair of definitions is taken for granted in the parts of the values it is compared on: a
smallest value that speaks against the pair would have a part that does, and that part is smaller.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import jsonschema_rs

from pytest_mcp_contract.drift.forms import canonical, modern, text_of
from pytest_mcp_contract.fuzz.document import (
    NOTHING,
    Document,
    Node,
    allowed_names,
    listed,
    mapped,
    node_of,
)
from pytest_mcp_contract.model import JSON

Pairs: TypeAlias = frozenset[tuple[str, str]]

_MOST_STEPS = 2_000
_DRAFT = jsonschema_rs.Draft202012
_YES = jsonschema_rs.canonical.Containment.YES
_OF_PARTS = frozenset(
    {"properties", "additionalProperties", "items", "prefixItems", "$defs", "definitions", "$schema"}
)
_OF_ALL_PARTS = frozenset({"unevaluatedProperties", "unevaluatedItems", "additionalItems"})
"""Keywords that mean something else where those of the parts are left out."""


def simulates(wide: JSON, narrow: JSON) -> bool:
    """Whether it was shown that `wide` admits all that `narrow` does. False shows nothing."""
    wide, narrow = modern(wide), modern(narrow)
    simulation = _Simulation(Document(wide, _DRAFT, wide), Document(narrow, _DRAFT, narrow))
    return simulation.holds(simulation.wide.root, simulation.narrow.root, _Granted())


@dataclass(frozen=True, slots=True)
class _Granted:
    """Pairs that are being compared."""

    above: Pairs = frozenset()
    """Of values that hold this one: taken for granted."""
    here: Pairs = frozenset()
    """Of this value itself: nothing follows from them yet."""

    def below(self) -> "_Granted":
        """The same seen from a part of the value."""
        return _Granted(self.above | self.here)


class _Simulation:
    """Two documents side by side."""

    def __init__(self, wide: Document, narrow: Document) -> None:
        self.wide = wide
        self.narrow = narrow
        self.steps = 0

    def holds(self, wide: Node, narrow: Node, granted: _Granted) -> bool:
        """Whether all that `narrow` admits, `wide` does."""
        self.steps += 1
        if not wide or narrow == NOTHING:
            return True
        if self.steps > _MOST_STEPS:
            return False
        if not _leads_on(wide) and not _leads_on(narrow) and _covers(wide, narrow):
            return True
        pair = (text_of(wide), text_of(narrow))
        if pair in granted.above or pair in granted.here:
            return pair in granted.above
        granted = replace(granted, here=granted.here | {pair})
        if narrow.keys() == {"$ref"}:
            return self.holds(wide, self.narrow.target(str(narrow["$ref"])), granted)
        if wide.keys() == {"$ref"}:
            return self.holds(self.wide.target(str(wide["$ref"])), narrow, granted)
        if narrow.keys() == {"anyOf"}:
            return all(self.holds(wide, node_of(each), granted) for each in listed(narrow, "anyOf"))
        if wide.keys() == {"anyOf"}:
            return any(self.holds(node_of(each), narrow, granted) for each in listed(wide, "anyOf"))
        own_wide, own_narrow = _itself(wide), _itself(narrow)
        if own_wide is None or own_narrow is None or not _covers(own_wide, own_narrow):
            return False
        parts = [*_properties(wide, narrow), *_elements(wide, narrow)]
        return all(self.holds(one, other, granted.below()) for one, other in parts)


def _covers(wide: Node, narrow: Node) -> bool:
    """Whether jsonschema-rs shows it, of two nodes without references."""
    if text_of(wide) == text_of(narrow):
        return True
    try:
        return canonical(wide, _DRAFT).covers(canonical(narrow, _DRAFT)) == _YES
    except ValueError:
        return False


def _leads_on(node: Node) -> bool:
    return '"$ref"' in text_of(node)


def _itself(node: Node) -> Node | None:
    """What a node says of a value apart from its parts; None where these cannot be told apart."""
    found = {key: value for key, value in node.items() if key not in _OF_PARTS}
    return None if _leads_on(found) or found.keys() & _OF_ALL_PARTS else found


def _properties(wide: Node, narrow: Node) -> Iterator[tuple[Node, Node]]:
    known, given = mapped(wide, "properties"), mapped(narrow, "properties")
    others_wide, others_narrow = (node_of(node.get("additionalProperties", True)) for node in (wide, narrow))
    if mapped(narrow, "patternProperties"):
        others_narrow = {}
    names = allowed_names(narrow)
    for name in {**known, **given}:
        if names is None or name in names:
            yield (
                node_of(known.get(name, others_wide)),
                node_of(given.get(name, others_narrow)),
            )
    if names is None or not set(names) <= {*known, *given}:
        yield others_wide, others_narrow


def _elements(wide: Node, narrow: Node) -> Iterator[tuple[Node, Node]]:
    known, given = listed(wide, "prefixItems"), listed(narrow, "prefixItems")
    others_wide, others_narrow = (node_of(node.get("items", True)) for node in (wide, narrow))
    for index in range(max(len(known), len(given))):
        yield (
            node_of(known[index] if index < len(known) else others_wide),
            node_of(given[index] if index < len(given) else others_narrow),
        )
    yield others_wide, others_narrow
