"""Objects of a node."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from pytest_mcp_contract.fuzz.document import (
    Document,
    Node,
    Path,
    allowed_names,
    fits,
    listed,
    mapped,
    node_of,
)
from pytest_mcp_contract.model import JSON

Build = Callable[[JSON, Path], SearchStrategy[JSON] | None]
Pair = tuple[SearchStrategy[JSON], SearchStrategy[JSON]]

MOST_EXTRA = 3
"""Properties without a declared name that are made up beyond those that must be."""


@dataclass(frozen=True, slots=True)
class Members:
    """What the properties of an object may be."""

    required: dict[str, Node]
    optional: dict[str, Node]
    least: int
    most: int | None
    extra: tuple[tuple[Node, Node], ...]
    """Names and values that others may have: pairs of nodes; empty where none may stand."""
    is_map: bool
    """Whether properties without a declared name are what the object is for."""

    @property
    def declared(self) -> dict[str, Node]:
        """All properties with a declared name."""
        return {**self.required, **self.optional}

    @property
    def needs_more(self) -> bool:
        """Whether not all objects of the declared properties do."""
        return self.least > len(self.required) or (self.most is not None and self.most < len(self.declared))


def members(node: Node, document: Document, *, is_root: bool) -> Members:
    """Read the properties of an object node."""
    least, most = node.get("minProperties"), node.get("maxProperties")
    allowed = allowed_names(node)
    patterns = mapped(node, "patternProperties")
    others = node_of(node.get("additionalProperties", {}))
    needed = [name for name in listed(node, "required") if isinstance(name, str)]
    names = dict.fromkeys([*mapped(node, "properties"), *(allowed or ()), *needed])
    known: dict[str, Node] = {}
    for name in names:
        if name in mapped(node, "properties"):
            known[name] = node_of(mapped(node, "properties")[name])
        else:
            applied = [node_of(schema) for pattern, schema in patterns.items() if fits(pattern, name)]
            known[name] = document.both(*applied) if applied else others
    extra: list[tuple[Node, Node]] = []
    if allowed is None:
        name_node = node_of(node.get("propertyNames", {"type": "string"}))
        extra += [
            (document.both(name_node, {"type": "string", "pattern": pattern}), node_of(schema))
            for pattern, schema in patterns.items()
        ]
        if not patterns or not _only_patterns(name_node, patterns):
            extra.append((name_node, others))
    is_open = "additionalProperties" in node or "propertyNames" in node or not is_root
    return Members(
        required={name: known[name] for name in needed},
        optional={name: schema for name, schema in known.items() if name not in needed},
        least=int(least) if isinstance(least, int | float) else 0,
        most=int(most) if isinstance(most, int | float) else None,
        extra=tuple(extra),
        is_map=bool(extra) and (bool(patterns) or (not known and is_open)),
    )


def objects(node: Node, path: Path, build: Build, document: Document) -> SearchStrategy[JSON] | None:
    """The objects of a node; `None` where there are none."""
    having = members(node, document, is_root=not path)
    required: dict[str, SearchStrategy[JSON]] = {}
    for name, schema in having.required.items():
        below = build(schema, (*path, name))
        if below is None:
            return None
        required[name] = below
    optional = {
        name: below
        for name, schema in having.optional.items()
        if (below := build(schema, (*path, name))) is not None
    }
    if having.most is not None and having.most < max(having.least, len(required)):
        return None
    if not having.is_map and not having.needs_more:
        return cast(SearchStrategy[JSON], st.fixed_dictionaries(required, optional=optional))
    pairs = _pairs(having, path, build) if having.is_map or _lacks(having, required, optional) else []
    if not pairs and len(required) + len(optional) < having.least:
        return None
    if pairs and not required and not optional:
        most = max(having.least, MOST_EXTRA) if having.most is None and document.recurs(node) else having.most
        return _checked(node, document, having, _mapping(pairs, having.least, most))
    others = st.one_of([st.tuples(*pair) for pair in pairs]) if pairs else None
    drawn = _drawn(required, optional, others, having.least, having.most)
    return _checked(node, document, having, cast(SearchStrategy[JSON], drawn))


def _lacks(having: Members, required: dict[str, Any], optional: dict[str, Any]) -> bool:
    return having.least > len(required) + len(optional)


def _checked(
    node: Node, document: Document, having: Members, values: SearchStrategy[JSON]
) -> SearchStrategy[JSON]:
    """Names that are made up may be declared ones, or match more patterns than that they came from."""
    if having.extra and (having.declared or len(having.extra) > 1):
        return values.filter(document.validator(node).is_valid)
    return values


def _pairs(having: Members, path: Path, build: Build) -> list[Pair]:
    found: list[Pair] = []
    for names, values in having.extra:
        name, value = build(names, (*path, "*")), build(values, (*path, "*"))
        if name is not None and value is not None:
            found.append((name, value))
    return found


def _mapping(pairs: list[Pair], least: int, most: int | None) -> SearchStrategy[JSON]:
    if len(pairs) == 1:
        names, values = pairs[0]
        found = st.dictionaries(cast(SearchStrategy[str], names), values, min_size=least, max_size=most)
        return cast(SearchStrategy[JSON], found)
    either = st.one_of([st.tuples(*pair) for pair in pairs])
    lists = st.lists(either, min_size=least, max_size=most, unique_by=lambda pair: cast(str, pair[0]))
    return cast(SearchStrategy[JSON], lists.map(dict))


@st.composite
def _drawn(
    draw: DrawFn,
    required: dict[str, SearchStrategy[JSON]],
    optional: dict[str, SearchStrategy[JSON]],
    pairs: SearchStrategy[tuple[JSON, JSON]] | None,
    least: int,
    most: int | None,
) -> dict[str, JSON]:
    """As many of the optional properties as bounds ask for, and others where these do not do."""
    room = len(optional) if most is None else min(len(optional), most - len(required))
    fewest = min(max(0, least - len(required)), room)
    chosen: list[str] = []
    if optional:
        names = st.lists(st.sampled_from(list(optional)), min_size=fewest, max_size=room, unique=True)
        chosen = draw(names)
    found = {name: draw(values) for name, values in required.items()}
    found |= {name: draw(optional[name]) for name in chosen}
    if pairs is not None:
        missing = max(0, least - len(found))
        spare = MOST_EXTRA if most is None else min(MOST_EXTRA, most - len(found))
        others = st.lists(
            pairs.filter(lambda pair: pair[0] not in required and pair[0] not in optional),
            min_size=missing,
            max_size=max(missing, spare),
            unique_by=lambda pair: cast(str, pair[0]),
        )
        found |= {cast(str, name): value for name, value in draw(others)}
    return found


def _only_patterns(names: Node, patterns: object) -> bool:
    """Whether names are bound to the patterns: then no other may stand."""
    branches = [names, *map(node_of, listed(names, "anyOf"))]
    bound = [branch.get("pattern") for branch in branches if branch.get("pattern") is not None]
    return bool(bound) and all(pattern in cast(dict[str, JSON], patterns) for pattern in bound)
