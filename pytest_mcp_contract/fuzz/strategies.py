"""Hypothesis strategies from the normal form, written as a person would write them for the same values."""

from collections.abc import Callable, Sequence
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.arrays import arrays
from pytest_mcp_contract.fuzz.document import Document, Node, Path, listed, node_of
from pytest_mcp_contract.fuzz.numbers import numbers
from pytest_mcp_contract.fuzz.objects import objects
from pytest_mcp_contract.fuzz.patterns import UntranslatableError
from pytest_mcp_contract.fuzz.simplest import simplest
from pytest_mcp_contract.fuzz.texts import texts
from pytest_mcp_contract.model import JSON, pointer

Values = SearchStrategy[JSON]

DEPTHS = (3, 6)
"""How often a recursion is entered on one way down: so often, or more where less gives no value."""
_KEPT_BY_CONSTRUCTION = frozenset(
    {
        "$ref", "type", "const", "enum", "anyOf", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "items",
        "additionalItems", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains",
        "maxContains", "properties", "required", "propertyNames", "patternProperties",
        "additionalProperties", "minProperties", "maxProperties",
    }
)  # fmt: skip
"""Keywords that the strategies keep, or filter themselves. Of the others, values are filtered."""
_ANNOTATIONS = frozenset({"$comment", "$id", "$anchor", "$dynamicAnchor", "title", "description", "default"})


class Builder:
    """Builds the strategies of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.unsupported: dict[str, None] = {}
        """What cannot be built, each once, in the order of the schema."""
        self._tried: dict[int, tuple[Node, bool]] = {}
        self._entered: dict[tuple[str, int], Values | None] = {}

    def arguments(self) -> Values | None:
        """The arguments of the tool; `None` where there are none."""
        for depth in DEPTHS:
            self.unsupported.clear()
            found = self.build(self.document.root, (), depth)
            if found is not None or not self.document.recursive:
                break
        if found is None and not self.unsupported:
            self.cannot((), "type", "no object satisfies the schema")
        return found

    def build(self, node: JSON, path: Path, depth: int) -> Values | None:
        """The values of one node; `None` where there are none."""
        node = self.document.flat(node_of(node))
        if not node:
            return ANY
        found = self._unfiltered(node, path, depth)
        strict = sorted(set(node) - _KEPT_BY_CONSTRUCTION - _ANNOTATIONS)
        if found is not None and strict:
            found = found.filter(self.document.validator(node).is_valid)
        if found is None or self._gives(found, node, strict or _may_starve(node), path):
            return found
        return None

    def cannot(self, path: Path, keyword: str, why: str) -> None:
        """Name a keyword from which nothing can be built."""
        place = f"the argument {pointer(*path)}" if path else "the arguments"
        self.unsupported[f"`{keyword}` of {place}: {why}"] = None

    def _gives(self, values: Values, node: Node, keywords: Sequence[str], path: Path) -> bool:
        """Whether anything gets through what filters by these keywords; where not, they are named."""
        if not keywords:
            return True
        if id(node) not in self._tried:
            self._tried[id(node)] = (node, simplest(values.map(lambda value: (value,))) is not None)
        if not self._tried[id(node)][1]:
            self.cannot(path, keywords[0], "no value that was tried satisfies it")
        return self._tried[id(node)][1]

    def _unfiltered(self, node: Node, path: Path, depth: int) -> Values | None:
        if "const" in node:
            return st.just(node["const"])
        if "enum" in node:
            return st.sampled_from(listed(node, "enum"))
        if isinstance(ref := node.get("$ref"), str):
            return self._referred(ref, path, depth)
        for keyword in ("anyOf", "oneOf"):
            if keyword in node:
                return one_of([self.build(each, path, depth) for each in listed(node, keyword)])
        kind = node.get("type")
        if isinstance(kind, list):
            return one_of([self.build({"type": each}, path, depth) for each in kind])
        if isinstance(kind, str):
            return self._typed(kind, node, path, depth)
        return None if node.get("not") in ({}, True) else ANY

    def _referred(self, ref: str, path: Path, depth: int) -> Values | None:
        if ref not in self.document.recursive:
            return self.build(self.document.target(ref), path, depth)
        if depth == 0:
            return None
        if (ref, depth) not in self._entered:
            self._entered[ref, depth] = None
            self._entered[ref, depth] = self.build(self.document.target(ref), path, depth - 1)
        return self._entered[ref, depth]

    def _typed(self, kind: str, node: Node, path: Path, depth: int) -> Values | None:
        if kind in _LITERALS:
            return _LITERALS[kind]
        if kind == "string":
            try:
                return texts(node, self.document)
            except UntranslatableError as problem:
                self.cannot(path, "pattern", str(problem))
                return None
        if kind in ("integer", "number"):
            return numbers(node)
        if kind == "array":
            return arrays(node, path, self._deeper(depth), self.document)
        return objects(node, path, self._deeper(depth), self.document)

    def _deeper(self, depth: int) -> Callable[[JSON, Path], Values | None]:
        return lambda node, path: self.build(node, path, depth)


def _may_starve(node: Node) -> list[str]:
    """Keywords that ask for more, or for more at once, than there may be."""
    found = []
    if node.get("uniqueItems") is True and "minItems" in node:
        found.append("uniqueItems")
    if "minProperties" in node and ("propertyNames" in node or "patternProperties" in node):
        found.append("minProperties")
    if "contains" in node and node.keys() & {"maxContains", "maxItems", "uniqueItems", "prefixItems"}:
        found.append("contains")
    if ("pattern" in node and node.keys() & {"minLength", "maxLength", "format"}) or "allOf" in node:
        found.append("pattern")
    if "format" in node and node.keys() & {"minLength", "maxLength"}:
        found.append("format")
    return found


def one_of(branches: Sequence[Values | None]) -> Values | None:
    """Any of the branches that have values."""
    kept = [branch for branch in branches if branch is not None]
    return st.one_of(kept) if kept else None


def _anything() -> Values:
    scalars = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.floats(allow_nan=False, allow_infinity=False)
    )
    holder: Values = st.deferred(
        lambda: st.one_of(
            scalars, st.lists(holder, max_size=3), st.dictionaries(st.text(max_size=8), holder, max_size=3)
        )
    )
    return holder


ANY: Values = _anything()
"""Any JSON value."""
_LITERALS: dict[str, Values] = {
    "null": cast(Values, st.none()),
    "boolean": cast(Values, st.booleans()),
}
