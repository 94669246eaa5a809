"""Operators beside those of cosmic-ray: the names of fields, and what a function gives back.

They have the two methods by which cosmic-ray asks an operator; nodes are those of parso.
"""

from collections.abc import Iterator
from typing import Any, Protocol

Place = tuple[int, int]
"""Line and column."""
_TAKES_NAME = ("get", "pop", "startswith", "endswith", "removeprefix", "removesuffix", "partition", "split")


class Operator(Protocol):
    """What cosmic-ray asks of an operator."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """Where it can change the node, once for each way to do it."""

    def mutate(self, node: Any, index: int) -> Any:
        """The changed node."""


class Key:
    """Another name for a field: `schema["type"]`, `schema.get("type")`, `kind == "type"`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """Every text that something is looked up by, or compared with."""
        if node.type == "string" and node.value[-1:] in "'\"" and _is_key(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The text with something behind it."""
        node.value = f"{node.value[:-1]}XX{node.value[-1]}"
        return node


class Nothing:
    """A function that gives back nothing: `return None`, and no `yield`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """Every `return` of what is not false anyway, and every `yield` that is a statement of its own."""
        if (node.type == "return_stmt" and node.children[1].get_code().strip() not in ("None", "False")) or (
            node.type == "yield_expr" and node.parent.type == "simple_stmt"
        ):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """`return None`, or a statement that does nothing."""
        if node.type == "return_stmt":
            leaf = node.get_first_leaf()
            node.children[:] = [leaf, _leaf(leaf, " None")]
            return node
        return _leaf(node.get_first_leaf(), node.get_first_leaf().prefix + "None")


OWN: dict[str, Operator] = {"own/Key": Key(), "own/Nothing": Nothing()}


def _leaf(like: Any, value: str) -> Any:
    return type(like)(value, like.start_pos)


def _is_key(node: Any) -> bool:
    parent = node.parent
    if parent.type in ("testlist_comp", "atom"):  # kind in ("array", "object")
        outer = parent.parent if parent.type == "testlist_comp" else parent
        return outer.parent is not None and outer.parent.type == "comparison"
    if parent.type == "comparison":
        return True
    if parent.type == "arglist":
        if parent.children[0] is not node:
            return False
        parent = parent.parent
    if parent.type != "trailer":
        return False
    if parent.children[0].value == "[":
        return True
    called = parent.get_previous_leaf()
    return called.value in _TAKES_NAME and called.get_previous_leaf().value == "."
