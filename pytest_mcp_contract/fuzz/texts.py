"""Strings of a node: lengths, patterns, formats. Never half a surrogate pair, which is no text."""

import re
from collections.abc import Sequence
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.document import Document, Node, listed, node_of
from pytest_mcp_contract.fuzz.formats import STRATEGIES, SURE
from pytest_mcp_contract.fuzz.patterns import Pattern, joined, translated, within
from pytest_mcp_contract.model import JSON

LONGEST_DRAWN = 200
"""Characters that are drawn one by one; what must be longer is filled up."""


def texts(node: Node, document: Document) -> SearchStrategy[JSON] | None:
    """The strings of a node; `None` where there are none.

    Raises:
        UntranslatableError: one of its patterns cannot be said in Python.
    """
    least, most = lengths(node)
    if most is not None and most < least:
        return None
    sources = patterns_of(node)
    if sources:
        spelled = [translated(source) for source in sources]
        return _kept(_matching(spelled, least, most), node, document)
    known = [name for name in formats_of(node) if name in STRATEGIES]
    if known:
        values = STRATEGIES[known[0]]()
        is_sure = known[0] in SURE and not node.keys() - {"type", "format"}
        return cast(SearchStrategy[JSON], values) if is_sure else _kept(values, node, document)
    if least > LONGEST_DRAWN:
        filled = st.text(max_size=min(50, least)).map(lambda text: text + "a" * (least - len(text)))
        return cast(SearchStrategy[JSON], filled)
    return cast(SearchStrategy[JSON], st.text(min_size=least, max_size=most))


def lengths(node: Node) -> tuple[int, int | None]:
    """The least and the most characters."""
    least, most = node.get("minLength"), node.get("maxLength")
    return (
        int(least) if isinstance(least, int | float) else 0,
        int(most) if isinstance(most, int | float) else None,
    )


def patterns_of(node: Node) -> list[str]:
    """The patterns of a node; where there are several, the normal form has them under `allOf`."""
    return [found for found in _facets(node, "pattern") if isinstance(found, str)]


def formats_of(node: Node) -> list[str]:
    """The formats of a node."""
    return [found for found in _facets(node, "format") if isinstance(found, str)]


def _facets(node: Node, keyword: str) -> Sequence[JSON]:
    return [
        part[keyword]
        for part in (node, *map(node_of, listed(node, "allOf")))
        if part.get(keyword) is not None
    ]


def _matching(patterns: Sequence[Pattern], least: int, most: int | None) -> SearchStrategy[str]:
    pattern = joined(patterns)
    if least or most is not None:
        pattern = within(pattern, least, most) or pattern
    return _written(pattern)


def _written(pattern: Pattern) -> SearchStrategy[str]:
    return st.from_regex(re.compile(str(pattern)))


def _kept(values: SearchStrategy[str], node: Node, document: Document) -> SearchStrategy[JSON]:
    # Two dialects meet here, so what one of them made is judged by the other.
    return cast(SearchStrategy[JSON], values.filter(document.validator(node).is_valid))


def of_length(node: Node, length: int) -> SearchStrategy[str] | None:
    """Texts of just that length that match the patterns, where they can be built."""
    pattern = within(joined([translated(source) for source in patterns_of(node)]), length, length)
    return None if pattern is None else _written(pattern)
