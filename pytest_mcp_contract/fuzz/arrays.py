"""Arrays of a node."""

from collections.abc import Callable
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.document import Document, Node, Path, listed, node_of
from pytest_mcp_contract.model import JSON

Build = Callable[[JSON, Path], SearchStrategy[JSON] | None]
Lists = SearchStrategy[list[JSON]]

MOST_DRAWN = 50
"""Elements that are drawn one by one; what must be longer repeats them."""
_MORE_OF_A_RECURSION = 1


def arrays(node: Node, path: Path, build: Build, document: Document) -> SearchStrategy[JSON] | None:
    """The arrays of a node; `None` where there are none."""
    least, most = sizes(node)
    first, others = places_of(node)
    if most is not None and most < least:
        return None
    if others is not None and most is None and document.recurs(others):
        most = max(least, len(first)) + _MORE_OF_A_RECURSION
    if needs := contained(node):
        return _containing(node, needs, path, build, document)
    is_unique = node.get("uniqueItems") is True
    if first:
        found = _with_places(first, others, least, most, path, build)
        if found is not None and is_unique:
            found = found.filter(document.validator(node).is_valid)
        return cast("SearchStrategy[JSON] | None", found)
    below = None if most == 0 or others is None else build(others, (*path, "*"))
    if below is None:
        return cast(SearchStrategy[JSON], st.builds(list)) if least == 0 else None
    return cast(SearchStrategy[JSON], _repeated(others or {}, below, least, most, is_unique=is_unique))


def sizes(node: Node) -> tuple[int, int | None]:
    """The least and the most elements."""
    least, most = node.get("minItems"), node.get("maxItems")
    return (
        int(least) if isinstance(least, int | float) else 0,
        int(most) if isinstance(most, int | float) else None,
    )


def places_of(node: Node) -> tuple[list[Node], Node | None]:
    """The nodes of the first elements, and that of the others; `None` where there may be none."""
    items = node.get("items")
    if isinstance(items, list):  # draft 7
        first, others = items, node.get("additionalItems")
    else:
        first, others = listed(node, "prefixItems"), items
    most = sizes(node)[1]
    if others is False or (first and most is not None and most <= len(first)):
        return [node_of(each) for each in first], None
    return [node_of(each) for each in first], node_of({} if others is None else others)


def contained(node: Node) -> list[Node]:
    """The nodes that ask for certain elements; where there are several, `allOf` has them."""
    return [part for part in (node, *map(node_of, listed(node, "allOf"))) if "contains" in part]


def least_contained(need: Node) -> int:
    """How many elements `contains` asks for."""
    least = need.get("minContains")
    return int(least) if isinstance(least, int | float) else 1


def _repeated(
    item: Node, below: SearchStrategy[JSON], least: int, most: int | None, *, is_unique: bool
) -> Lists:
    if is_unique:
        # JSON tells 1 from true and not from 1.0, so only texts are compared as Python does.
        choices = listed(item, "enum")
        texts = item.get("type") == "string" or (choices and all(isinstance(each, str) for each in choices))
        if texts:
            return st.lists(below, min_size=least, max_size=most, unique=True)
        return st.lists(below, min_size=least, max_size=most, unique_by=to_string)
    if least > MOST_DRAWN:
        return st.lists(below, min_size=1, max_size=5).map(
            lambda drawn: (drawn * (least // len(drawn) + 1))[:least]
        )
    return st.lists(below, min_size=least, max_size=most)


def _with_places(
    first: list[Node], others: Node | None, least: int, most: int | None, path: Path, build: Build
) -> Lists | None:
    drawn: list[SearchStrategy[JSON]] = []
    for index, node in enumerate(first[:most]):
        below = build(node, (*path, index))
        if below is None:
            break
        drawn.append(below)
    if len(drawn) < min(least, len(first)):
        return None
    lists: list[Lists] = [
        st.tuples(*drawn[:size]).map(list) for size in range(min(least, len(drawn)), len(drawn))
    ]
    if least > len(drawn):
        below = None if others is None else build(others, (*path, "*"))
        if below is None:
            return None
        rest = st.lists(below, min_size=least - len(drawn), max_size=least - len(drawn))
        return st.tuples(st.tuples(*drawn), rest).map(lambda parts: [*parts[0], *parts[1]])
    return st.one_of(st.tuples(*drawn).map(list), *lists)


def _containing(
    node: Node, needs: list[Node], path: Path, build: Build, document: Document
) -> SearchStrategy[JSON] | None:
    """Arrays with the elements that are asked for among others, in any order."""
    least, most = sizes(node)
    first, others = places_of(node)
    if first:
        return _filtered_places(node, first, others, path, build, document)
    if others is None:
        return None
    parts: list[Lists] = []
    rest: list[Node] = [others]
    total = 0
    for need in needs:
        wanted = node_of(need["contains"])
        size = least_contained(need)
        total += size
        below = build(document.both(others, wanted), (*path, "*"))
        if below is None and size:
            return None
        if below is not None:
            parts.append(st.lists(below, min_size=size, max_size=size))
        if "maxContains" in need:
            rest.append({"not": wanted})
    spare = build(document.both(*rest), (*path, "*"))
    room = None if most is None else max(0, most - total)
    if spare is not None:
        missing = max(0, least - total)
        parts.append(
            st.lists(spare, min_size=missing, max_size=max(missing, 3 if room is None else min(3, room)))
        )
    joined = st.tuples(*parts).map(lambda lists: [each for part in lists for each in part])
    shuffled = joined.flatmap(st.permutations)
    return cast(SearchStrategy[JSON], shuffled.filter(document.validator(node).is_valid))


def _filtered_places(
    node: Node, first: list[Node], others: Node | None, path: Path, build: Build, document: Document
) -> SearchStrategy[JSON] | None:
    """Elements at fixed places; those asked for come after them, where others may stand."""
    least, most = sizes(node)
    plain = _with_places(first, others, least, most, path, build)
    if plain is None:
        return None
    after: list[SearchStrategy[JSON]] = []
    if others is not None:
        for need in contained(node):
            below = build(document.both(others, node_of(need["contains"])), (*path, "*"))
            after += [] if below is None else [below] * least_contained(need)
    found = plain
    if after and (most is None or len(first) + len(after) <= most):
        full = _with_places(first, others, len(first), most, path, build)
        if full is not None:
            found |= st.tuples(full, st.tuples(*after)).map(lambda parts: [*parts[0], *parts[1]])
    return cast(SearchStrategy[JSON], found.filter(document.validator(node).is_valid))
