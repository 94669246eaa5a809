"""Three sides of a server: what both have changed since the first one, in one."""

from collections.abc import Mapping
from typing import Any

import pytest

from pytest_mcp_contract.drift.joining import joined
from pytest_mcp_contract.model import JSON, Locked

Node = dict[str, Any]
TEXT: Node = {"type": "string"}
WHOLE: Node = {"type": "integer"}
NOT_THERE: Any = object()
"""A side without the key."""


def of(key: str, value: JSON) -> dict[str, JSON]:
    """An object with the key, or without it."""
    return {} if value is NOT_THERE else {key: value}


def in_row(base: JSON, there: JSON, here: JSON) -> JSON:
    """A field of a row, joined."""
    sides = [Locked("a", 1, entry=of("field", one)) for one in (base, there, here)]
    return joined(*sides).entry.get("field", NOT_THERE)


def in_tool(key: str, base: JSON, there: JSON, here: JSON) -> JSON:
    """A field of a tool, joined."""
    sides = [Locked("a", 1, tools={"x": {"name": "x", **of(key, one)}}) for one in (base, there, here)]
    found = joined(*sides).tools
    assert found is not None
    return found["x"].get(key, NOT_THERE)


def in_responses(base: JSON, there: JSON, here: JSON) -> JSON:
    """The schema of an answer, joined."""
    sides = [Locked("a", 1, responses=of("GET /", one)) for one in (base, there, here)]
    return joined(*sides).responses.get("GET /", NOT_THERE)


VALUES: dict[str, tuple[JSON, JSON, JSON, JSON]] = {
    "nobody": (1, 1, 1, 1),
    "there": (1, 2, 1, 2),
    "here": (1, 1, 2, 2),
    "both alike": (1, 2, 2, 2),
    "both otherwise": (1, 2, 3, 3),
    "true is not 1": (1, 1, True, True),
    "another order of keys": ({"a": 1, "b": 2}, {"a": 3, "b": 2}, {"b": 2, "a": 1}, {"a": 3, "b": 2}),
    "added there": (NOT_THERE, 2, NOT_THERE, 2),
    "added here": (NOT_THERE, NOT_THERE, 2, 2),
    "added on both sides": (NOT_THERE, {"a": 1}, {"b": 2}, {"b": 2}),
    "added on both sides, as lists": (NOT_THERE, [1], [2], [2]),
    "removed there": (1, NOT_THERE, 1, NOT_THERE),
    "removed here": (1, 1, NOT_THERE, NOT_THERE),
    "removed on both sides": (1, NOT_THERE, NOT_THERE, NOT_THERE),
    "removed there, changed here": (1, NOT_THERE, 2, 2),
    "changed there, removed here": (1, 2, NOT_THERE, NOT_THERE),
    "each another name": ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
    "each takes one away": ({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 3}, {"a": 1, "c": 3}, {"c": 3}),
    "each another name, deeper": (
        {"v": {"a": 1, "b": 1}},
        {"v": {"a": 2, "b": 1}},
        {"v": {"a": 1, "b": 2}},
        {"v": {"a": 2, "b": 2}},
    ),
    "a table there, a text here": ({"a": 1}, {"a": 2}, "a", "a"),
    "a text there, a table here": ({"a": 1}, "a", {"a": 2}, {"a": 2}),
    "a table on both sides, none before": (1, {"a": 1}, {"b": 2}, {"b": 2}),
    "a list on both sides, none before": (1, [1], [2], [2]),
    "a list there, none here": ([1], [1, 2], 3, 3),
    "a list here, none there": ([1], 3, [1, 2], [1, 2]),
    "both add": ([1], [1, 2], [1, 3], [1, 2, 3]),
    "both add the same": ([1], [1, 2], [1, 2, 3], [1, 2, 3]),
    "each takes one away from a list": ([1, 2, 3], [2, 3], [1, 3], [3]),
    "taken away there, added here": ([1, 2], [1], [1, 2, 3], [1, 3]),
    "added there, taken away here": ([1, 2], [1, 2, 3], [2], [2, 3]),
    "taken away there, another here": ([1, 2], [2], [3, 2, 1], [2, 3]),
    "the order of there": ([1, 2, 3], [3, 2, 1], [1, 2, 3, 4], [3, 2, 1, 4]),
    "one for another on both sides": ([1, 2], [3, 2], [1, 4], [3, 4]),
    "twice the same, there": ([1], [1, 1], [1, 2], [1, 2]),
    "twice the same, here": ([1], [1, 2], [1, 3, 3], [1, 3, 3]),
    "twice the same, before": ([1, 1], [1], [1, 2], [1, 2]),
    "objects by their places": (
        [{"a": 1}, {"b": 1}],
        [{"a": 2}, {"b": 1}],
        [{"a": 1}, {"b": 2}],
        [{"a": 2}, {"b": 2}],
    ),
    "lists by their places": ([[1], [2]], [[1, 3], [2]], [[1], [2, 4]], [[1, 3], [2, 4]]),
    "an object among texts": (
        ["a", {"b": 1}],
        ["a", {"b": 1, "c": 1}],
        ["d", {"b": 1}],
        ["d", {"b": 1, "c": 1}],
    ),
    "objects, and one more there": ([{"a": 1}], [{"a": 1}, {"b": 1}], [{"c": 1}], [{"b": 1}, {"c": 1}]),
    "objects, and one more here": ([{"a": 1}], [{"b": 1}], [{"a": 1}, {"c": 1}], [{"b": 1}, {"c": 1}]),
    "objects, and one more on both sides": (
        [{"a": 1}],
        [{"a": 1}, {"b": 1}],
        [{"a": 1}, {"c": 1}],
        [{"a": 1}, {"b": 1}, {"c": 1}],
    ),
    "objects, one changed there, the same taken away here": (
        [{"a": 1}, {"b": 1}],
        [{"a": 2}, {"b": 1}],
        [{"b": 1}],
        [{"a": 2}, {"b": 1}],
    ),
    "objects, and one less on both sides": (
        [{"a": 1}, {"b": 1}, {"c": 1}],
        [{"b": 1}, {"c": 1}],
        [{"a": 1}, {"c": 1}],
        [{"c": 1}],
    ),
}


@pytest.mark.parametrize(("base", "there", "here", "want"), VALUES.values(), ids=VALUES)
def test_what_one_side_has_changed_is_kept_and_here_counts_where_both_have(
    base: JSON, there: JSON, here: JSON, want: JSON
) -> None:
    """Provenance: ours. Of a row, of what a tool shows, and of a schema that nobody has respelled."""
    found = in_row(base, there, here)

    assert (found, type(found)) == (want, type(want))
    assert in_tool("annotations", base, there, here) == want


SIDES = [
    ("x", "x", "x", "x"),
    ("x", "y", "x", "y"),
    ("x", "x", "y", "y"),
    ("x", "y", "z", "z"),
    ("x", "y", "y", "y"),
]


@pytest.mark.parametrize(("base", "there", "here", "want"), SIDES)
def test_names_ids_and_versions_are_those_of_who_changed_them(
    base: str, there: str, here: str, want: str
) -> None:
    """Provenance: ours."""
    number = {"x": 1, "y": 2, "z": None}
    sides = [Locked(one, number[one], version=f"1.{one}") for one in (base, there, here)]

    found = joined(*sides)

    assert (found.name, found.id, found.version) == (want, number[want], f"1.{want}")


@pytest.mark.parametrize("side", [0, 1, 2])
def test_tools_of_here_count_where_those_of_a_side_are_not_known(side: int) -> None:
    """Provenance: ours. Nothing can be told of what was not asked."""
    tools: list[Mapping[str, Node] | None] = [
        {"a": {"name": "a"}},
        {"b": {"name": "b"}},
        {"c": {"name": "c"}},
    ]
    tools[side] = None

    assert joined(*(Locked("a", 1, tools=one) for one in tools)).tools == tools[2]


def test_tools_are_joined_by_their_names() -> None:
    """Provenance: ours. One is added and one taken away on each side, and one changed on both."""
    base = {name: {"name": name} for name in "abcd"}
    there = {"a": {"name": "a", "title": "A"}, "b": {"name": "b"}, "c": {"name": "c"}, "e": {"name": "e"}}
    here = {
        "a": {"name": "a", "description": "x"},
        "b": {"name": "b"},
        "d": {"name": "d"},
        "f": {"name": "f"},
    }

    found = joined(*(Locked("a", 1, tools=tools) for tools in (base, there, here))).tools

    assert found == {
        "a": {"name": "a", "title": "A", "description": "x"},
        "b": {"name": "b"},
        "e": {"name": "e"},
        "f": {"name": "f"},
    }


# -- schemas


def takes(value: JSON, **more: Any) -> Node:
    """An object with one property."""
    return {"type": "object", "properties": {"v": value}, **more}


WITH_NULL: Node = {"type": ["object", "null"], "properties": {"v": TEXT}}
REFERRED: Node = takes({"$ref": "#/$defs/A"}, **{"$defs": {"A": TEXT}})
LONGER: Node = takes({"$ref": "#/$defs/A"}, **{"$defs": {"A": {**TEXT, "minLength": 2}}})
BESIDE: Node = {**REFERRED, "minProperties": 1}


@pytest.mark.parametrize("key", ["inputSchema", "outputSchema", "responses"])
@pytest.mark.parametrize(
    ("base", "there", "here", "want"),
    [
        pytest.param(takes(TEXT), takes(TEXT), takes(TEXT), takes(TEXT), id="nobody"),
        pytest.param(takes(TEXT), takes(WHOLE), takes(TEXT), takes(WHOLE), id="there"),
        pytest.param(takes(TEXT), takes(TEXT), takes(WHOLE), takes(WHOLE), id="here"),
        pytest.param(takes(TEXT), takes(WHOLE), takes(WHOLE), takes(WHOLE), id="both alike"),
        pytest.param(takes(TEXT), takes(WHOLE), takes({"const": 1}), takes({"const": 1}), id="both"),
        pytest.param(takes(TEXT), NOT_THERE, takes(WHOLE), takes(WHOLE), id="removed there"),
        pytest.param(takes(TEXT), takes(WHOLE), NOT_THERE, NOT_THERE, id="removed here"),
        pytest.param(NOT_THERE, takes(WHOLE), takes(TEXT), takes(TEXT), id="added on both sides"),
        pytest.param(NOT_THERE, NOT_THERE, takes(TEXT), takes(TEXT), id="added here"),
        pytest.param(REFERRED, LONGER, takes(TEXT), LONGER, id="respelled here"),
        pytest.param(REFERRED, takes(TEXT), LONGER, LONGER, id="respelled there"),
        pytest.param(
            REFERRED,
            BESIDE,
            takes(TEXT),
            takes(TEXT, minProperties=1),
            id="respelled here, changed elsewhere there",
        ),
        pytest.param(
            REFERRED,
            takes(TEXT),
            BESIDE,
            takes(TEXT, minProperties=1),
            id="respelled there, changed elsewhere here",
        ),
    ],
)
def test_a_schema_is_joined_as_text_or_by_what_it_says(
    key: str, base: JSON, there: JSON, here: JSON, want: JSON
) -> None:
    """Provenance: ours. A respelling is no change, so the other side counts where both do not fit."""
    found = in_responses(base, there, here) if key == "responses" else in_tool(key, base, there, here)

    assert found == want


def test_arguments_are_objects_so_a_null_more_is_only_another_spelling_of_them() -> None:
    """Provenance: ours. Of a result it is a change, which both sides have made."""
    sides = (WITH_NULL, {**WITH_NULL, "type": "null"}, {**WITH_NULL, "type": "object"})

    assert in_tool("inputSchema", *sides) == sides[1]
    assert in_tool("outputSchema", *sides) == sides[2]
    assert in_responses(*sides) == sides[2]
