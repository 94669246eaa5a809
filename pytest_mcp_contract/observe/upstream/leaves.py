"""The leaves of a JSON body, each with what the declared schema lets it be. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from pytest_mcp_contract.model import JSON, pointer

Path: TypeAlias = tuple[str | int, ...]
Scalar: TypeAlias = str | int | float | bool | None
_Node: TypeAlias = dict[str, JSON]

MOST_LEAVES = 20_000
"""Leaves of one body that are looked at."""
_DEEPEST = 60
_KINDS = frozenset(
    {"type", "kind", "object", "__typename", "@type", "@odata.type", "nodetype", "objecttype", "contenttype"}
)
"""Keys, in lower case, whose value says what an object is: a renderer branches on it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a body that is neither object nor list."""

    path: Path
    value: Scalar
    is_fixed: bool = False
    """Whether the schema lists its values or gives a pattern, or the value says what its object is."""

    @property
    def field(self) -> str:
        """JSON Pointer with `*` for list indexes."""
        return pointer(*("*" if isinstance(part, int) else part for part in self.path))

    @property
    def key(self) -> str:
        """The name that the value stands under; of a list's element that of the list."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")


def leaves(body: JSON, schema: JSON = None) -> list[Leaf]:
    """The leaves of a body, in its order."""
    root = schema if isinstance(schema, dict) else {}
    return list(islice(_Walk(root).leaves(body, (), [root] if root else []), MOST_LEAVES))


def with_values(body: JSON, values: Sequence[tuple[Path, JSON]]) -> None:
    """Put values at places of a body, in place."""
    for path, value in values:
        *above, last = path
        holder = body
        for part in above:
            holder = holder[part]  # type: ignore[index]  # the path was read off this body
        holder[last] = value  # type: ignore[index]


class _Walk:
    """Goes through a body and its schema side by side."""

    def __init__(self, root: _Node) -> None:
        self._root = root
        self._expanded: dict[tuple[int, ...], list[_Node]] = {}

    def leaves(self, value: JSON, path: Path, schemas: list[_Node]) -> Iterator[Leaf]:
        nodes = self._nodes(schemas)
        if isinstance(value, dict):
            if len(path) < _DEEPEST:
                yield from self._of_object(value, path, [node for node in nodes if _may_be(node, value)])
        elif isinstance(value, list):
            if len(path) < _DEEPEST:
                inside = [item for node in nodes for item in _items(node)]
                for index, item in enumerate(value):
                    yield from self.leaves(item, (*path, index), inside)
        elif path:
            yield Leaf(
                path, value, any(not node.keys().isdisjoint(("enum", "const", "pattern")) for node in nodes)
            )

    def _of_object(self, value: _Node, path: Path, nodes: list[_Node]) -> Iterator[Leaf]:
        for key, item in value.items():
            if isinstance(item, str) and _says_what_it_is(key, item, value):
                yield Leaf((*path, key), item, is_fixed=True)
            else:
                yield from self.leaves(
                    item, (*path, key), [part for node in nodes for part in _property(node, key)]
                )

    def _nodes(self, schemas: list[_Node]) -> list[_Node]:
        """The schemas with all that they refer to or are made of."""
        key = tuple(map(id, schemas))
        if key not in self._expanded:
            found: dict[int, _Node] = {}
            waiting = list(schemas)
            while waiting:
                node = waiting.pop()
                if id(node) not in found:
                    found[id(node)] = node
                    waiting += self._parts(node)
            self._expanded[key] = list(found.values())
        return self._expanded[key]

    def _parts(self, node: _Node) -> Iterator[_Node]:
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            target: JSON = self._root
            for name in reference[1:].split("/")[1:]:
                target = (
                    target.get(name.replace("~1", "/").replace("~0", "~"))
                    if isinstance(target, dict)
                    else None
                )
            if isinstance(target, dict):
                yield target
        for word in ("anyOf", "oneOf", "allOf"):
            options = node.get(word)
            for option in options if isinstance(options, list) else ():
                if isinstance(option, dict):
                    yield option


def _says_what_it_is(key: str, value: str, beside: _Node) -> bool:
    """Whether a text names the kind of its object: `"type": "title"` beside `"title": [...]`."""
    is_word = value.replace("_", "").replace("-", "").replace(".", "").isalnum()
    return is_word and (
        key.lower().replace("_", "") in _KINDS or key in _KINDS or (value != key and value in beside)
    )


def _may_be(node: _Node, value: _Node) -> bool:
    """Whether no constant of a schema speaks against the object: of a union only one part is meant."""
    properties = node.get("properties")
    if not isinstance(properties, dict):
        return True
    return all(
        value.get(key, part["const"]) == part["const"]
        for key, part in properties.items()
        if isinstance(part, dict) and "const" in part
    )


def _property(node: _Node, key: str) -> Iterator[_Node]:
    properties = node.get("properties")
    named = properties.get(key) if isinstance(properties, dict) else None
    inside = node.get("additionalProperties") if named is None else named
    if isinstance(inside, dict):
        yield inside


def _items(node: _Node) -> Iterator[_Node]:
    first = node.get("prefixItems")
    for part in (node.get("items"), *(first if isinstance(first, list) else ())):
        if isinstance(part, dict):
            yield part
