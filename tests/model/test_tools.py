"""A tool and a surface as the wire shows them, and two lists held against each other."""

from typing import Any

import pytest

from pytest_mcp_contract.model import JSON, JSONObject, Relisted, Reply, Surface, Tool


@pytest.mark.parametrize(
    ("raw", "tool"),
    [
        ({}, Tool("", input_schema=None)),
        ({"name": 5, "inputSchema": 1}, Tool("", input_schema=1)),
        ({"name": "a", "annotations": [], "_meta": "x"}, Tool("a", input_schema=None)),
        (
            {
                "name": "a",
                "description": "Does a.",
                "title": 7,
                "inputSchema": {"type": "object"},
                "outputSchema": {"type": "array"},
                "annotations": {"readOnlyHint": True},
                "_meta": {"stake": "low"},
            },
            Tool(
                "a",
                description="Does a.",
                title=7,
                input_schema={"type": "object"},
                output_schema={"type": "array"},
                annotations={"readOnlyHint": True},
                meta={"stake": "low"},
            ),
        ),
    ],
    ids=["nothing", "a number as name", "tables of another type", "everything"],
)
def test_a_tool_keeps_every_field_as_it_came(raw: JSONObject, tool: Tool) -> None:
    """Provenance: ours. Any softening would hide the findings."""
    read = Tool.from_raw(raw)

    assert read == tool
    assert read.raw is raw


def test_what_came_on_the_wire_neither_tells_two_apart_nor_stands_in_reports() -> None:
    """Provenance: ours. The fields say it already."""
    tool, reply = Tool("a", raw={"x": "unseen"}), Reply(raw={"x": "unseen"})

    assert (tool, reply) == (Tool("a"), Reply())
    assert "unseen" not in repr((tool, reply))


@pytest.mark.parametrize(
    ("schema", "properties", "required"),
    [
        (None, [], ()),
        ([], [], ()),
        ({}, [], ()),
        ({"properties": [], "required": "a"}, [], ()),
        (
            {"properties": {"a": {}, "b": True, "c": {"type": "null"}}, "required": ["a", 1, "z"]},
            [("a", {}), ("c", {"type": "null"})],
            ("a", "z"),
        ),
    ],
    ids=["none", "a list", "empty", "of another type", "some"],
)
def test_parameters_are_those_with_a_schema(
    schema: JSON, properties: list[tuple[str, JSON]], required: tuple[str, ...]
) -> None:
    """Provenance: ours."""
    tool = Tool("a", input_schema=schema)

    assert list(tool.properties()) == properties
    assert tool.required() == required


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("readOnlyHint", False),
        ("destructiveHint", True),
        ("idempotentHint", False),
        ("openWorldHint", True),
    ],
)
def test_a_hint_that_is_not_stated_has_the_default_of_the_protocol(name: str, default: bool) -> None:
    """Provenance: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations."""
    for annotations in ({}, {name: None}, {name: "true"}, {name: 1}):
        assert Tool("a", annotations=annotations).hint(name) is default
        assert not Tool("a", annotations=annotations).states_hint(name)
    for value in (True, False):
        assert Tool("a", annotations={name: value}).hint(name) is value
        assert Tool("a", annotations={name: value}).states_hint(name)


def test_a_surface_gives_the_first_tool_of_a_name() -> None:
    """Provenance: ours."""
    first, second = Tool("a", title="first"), Tool("a", title="second")
    surface = Surface("github", tools=(Tool("b"), first, second))

    assert surface.tool("a") == first
    assert surface.tool("c") is None


def tool(name: str = "t", **raw: Any) -> Tool:
    return Tool.from_raw({"name": name, **raw})


def test_two_lists_that_are_the_same_differ_in_nothing() -> None:
    """Provenance: ours. The order of keys, and of two tools of one name, means nothing."""
    first = [tool(a=1, b=2), tool(a=3), tool("u")]
    second = [tool(a=3), tool(b=2, a=1), tool("u")]

    assert Relisted.between(first, second) == Relisted()


@pytest.mark.parametrize(
    ("second", "is_reordered"), [("ab", False), ("ba", True), ("abc", False), ("cb", False), ("bac", False)]
)
def test_another_order_is_told_where_the_names_are_the_same(second: str, is_reordered: bool) -> None:
    """Provenance: ours."""
    lists = [[tool(name) for name in names] for names in ("ab", second)]

    assert Relisted.between(*lists).is_reordered is is_reordered


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ({"a": {"b": 1}}, {"a": [1]}, "/a"),
        ({"a": [1]}, {"a": {"b": 1}}, "/a"),
        ({"a": [1, 2]}, {"a": "x"}, "/a"),
        ({"a": "x"}, {"a": [1, 2]}, "/a"),
        ({"a": {"x": 1, "y": 1}}, {"a": {"x": 2, "z": 1}}, "/a/y"),
        ({"a": {"x": 1, "y": 1}}, {"a": {"x": 2, "y": 2}}, "/a/x"),
        ({"a": {"y": 1, "x": 1}, "b": 1}, {"a": {"y": 2, "x": 2}, "b": 2}, "/a/x"),
        ({"a": [0, [1, 2]]}, {"a": [0, [1, 3]]}, "/a/1/1"),
        ({"a": [1, 2, 3]}, {"a": [1, 2]}, "/a"),
        ({"a": {}}, {"a": {"z": 1, "y": 2}}, "/a/y"),
    ],
)
def test_the_place_of_a_difference_is_the_innermost_and_by_name_the_first(
    before: dict[str, Any], after: dict[str, Any], place: str
) -> None:
    """Provenance: ours."""
    assert Relisted.between([tool(**before)], [tool(**after)]).changed == (("t", place),)


def test_of_two_tools_of_one_name_the_one_that_changed_is_compared() -> None:
    """Provenance: ours."""
    first, second = [tool(a=1), tool(a=2)], [tool(a=1), tool(a=2, b=1)]

    assert Relisted.between(first, second).changed == (("t", "/b"),)
