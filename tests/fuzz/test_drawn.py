"""What is drawn of a schema: both ends of every range, every size, and what may be absent is at times."""

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from pytest_mcp_contract.fuzz import formats, prepare, strategy
from pytest_mcp_contract.fuzz.document import Document, allowed_names, children, node_of, without_dialects
from pytest_mcp_contract.fuzz.numbers import exact, json_number, numbers, range_of
from pytest_mcp_contract.fuzz.prepared import Prepared
from pytest_mcp_contract.fuzz.strategies import ANY
from pytest_mcp_contract.model import JSON
from tests.fuzz.drawing import drawn
from tests.fuzz.test_values import about

TEXT: JSON = {"type": "string"}
INTEGER: JSON = {"type": "integer"}
BIT: JSON = {"type": "integer", "minimum": 0, "maximum": 1}
UP_TO_FIVE: JSON = {"type": "integer", "minimum": 0, "maximum": 5}
FLAG: JSON = {"type": "boolean"}


def of(schema: JSON, number: int = 25) -> list[Any]:
    """What is drawn for one required argument of that schema; each is valid."""
    prepared = about(schema)
    assert prepared.unsupported == ()
    found = drawn(strategy(prepared), number)
    assert [value for value in found if not prepared.validator.is_valid(value)] == []
    return [value["v"] for value in found]


def spelled(values: list[Any]) -> set[str]:
    return {repr(value) for value in values}


# -- numbers


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param({"minimum": 3, "maximum": 5}, {3, 4, 5}, id="between"),
        pytest.param({"exclusiveMinimum": 3, "exclusiveMaximum": 6}, {4, 5}, id="between, excluded"),
        pytest.param({"minimum": 2.5, "maximum": 4.5}, {3, 4}, id="between fractions"),
        pytest.param({"exclusiveMinimum": 2.5, "exclusiveMaximum": 4.5}, {3, 4}, id="fractions, excluded"),
        pytest.param({"minimum": -4, "maximum": -3}, {-4, -3}, id="below zero"),
        pytest.param({"minimum": 1, "maximum": 9, "multipleOf": 4}, {4, 8}, id="multiples"),
        pytest.param({"exclusiveMinimum": 4, "maximum": 12, "multipleOf": 4}, {8, 12}, id="next multiples"),
        pytest.param({"minimum": 3, "exclusiveMinimum": 3, "maximum": 4}, {4}, id="both bounds, the same"),
        pytest.param({"minimum": 3, "exclusiveMinimum": 2, "maximum": 4}, {3, 4}, id="the stricter one"),
        pytest.param({"maximum": 4, "exclusiveMaximum": 5, "minimum": 4}, {4}, id="the stricter one above"),
        pytest.param({"maximum": 4, "exclusiveMaximum": 4, "minimum": 3}, {3}, id="both above, the same"),
    ],
)
def test_integers_reach_both_ends(node: dict[str, JSON], expected: set[int]) -> None:
    """Provenance: ours."""
    found = numbers({"type": "integer", **node})

    assert found is not None
    assert set(drawn(found, 40)) == expected


@pytest.mark.parametrize(
    "node",
    [
        {"type": "integer", "minimum": 4, "maximum": 3},
        {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 4},
        {"type": "integer", "minimum": 5, "maximum": 7, "multipleOf": 4},
        {"type": "number", "minimum": 0.25, "maximum": 0.4, "multipleOf": 0.5},
        {"type": "number", "minimum": 4, "maximum": 3},
        {"type": "number", "exclusiveMinimum": 3, "maximum": 3},
        {"type": "number", "minimum": 10**400, "maximum": 10**400 - 1},
    ],
)
def test_an_empty_range_has_no_numbers(node: dict[str, JSON]) -> None:
    """Provenance: ours."""
    assert numbers(node) is None


@pytest.mark.parametrize(
    ("node", "first", "last"),
    [
        ({"minimum": 3}, 3, None),
        ({"exclusiveMinimum": 3}, 4, None),
        ({"exclusiveMinimum": 3.5}, 4, None),
        ({"maximum": 3.5}, None, 3),
        ({"exclusiveMaximum": 3}, None, 2),
        ({"exclusiveMaximum": 3.5}, None, 3),
        ({"minimum": 1, "maximum": 2, "multipleOf": 0.25}, 4, 8),
        ({"minimum": 0.3, "maximum": 0.7, "multipleOf": 0.25}, 2, 2),
        ({"minimum": 3, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True}, 4, 4),
        ({"minimum": 3, "exclusiveMinimum": False}, 3, None),
        ({}, None, None),
    ],
)
def test_a_range_is_counted_in_steps(node: dict[str, JSON], first: int | None, last: int | None) -> None:
    """Provenance: ours. Draft 4 says of a bound that it is excluded."""
    bounds = range_of(node)

    assert (bounds.first, bounds.last) == (first, last)


def test_a_range_holds_its_bounds_unless_they_are_excluded() -> None:
    """Provenance: ours."""
    closed = range_of({"minimum": 1, "maximum": 2})
    opened = range_of({"exclusiveMinimum": 1, "exclusiveMaximum": 2})
    numbers_tried = [Fraction(part, 10) for part in (9, 10, 15, 20, 21)]

    assert [closed.holds(number) for number in numbers_tried] == [False, True, True, True, False]
    assert [opened.holds(number) for number in numbers_tried] == [False, False, True, False, False]
    assert range_of({}).holds(Fraction(10**30))
    assert range_of({"type": "integer", "multipleOf": 2}).multiple(3) == 6
    assert (range_of({"multipleOf": 0.5}).multiple(3), range_of({}).multiple(3)) == (1.5, 3)


def test_numbers_are_read_as_they_are_written() -> None:
    """Provenance: ours. A tenth is no binary fraction; a boolean is no number."""
    assert exact(0.1) == Fraction(1, 10)
    assert exact(3) == 3
    assert [exact(True), exact("1"), exact(None), exact([1])] == [None] * 4
    whole, broken = json_number(Fraction(4, 2)), json_number(Fraction(1, 4))
    assert (whole, type(whole), broken, type(broken)) == (2, int, 0.25, float)


@pytest.mark.parametrize(
    ("node", "holds"),
    [
        pytest.param({"minimum": 0.25, "maximum": 0.5}, lambda x: 0.25 <= x <= 0.5, id="between"),
        pytest.param({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, lambda x: 0 < x < 1, id="excluded"),
        pytest.param({"minimum": 1e300}, lambda x: x >= 10**300, id="high"),
        pytest.param({"maximum": -1e300}, lambda x: x <= -(10**300), id="low"),
        pytest.param({}, lambda x: True, id="any"),
    ],
)
def test_fractions_are_drawn_within_their_bounds(
    node: dict[str, JSON], holds: Callable[[float], bool]
) -> None:
    """Provenance: ours. Integers among them, where there are any between."""
    found = numbers({"type": "number", **node})
    assert found is not None
    values: list[Any] = drawn(found, 30)

    assert all(holds(value) and math.isfinite(value) for value in values)
    assert any(isinstance(value, float) for value in values)
    bounds = range_of(node)
    has_integers = bounds.first is None or bounds.last is None or bounds.first <= bounds.last
    assert any(isinstance(value, int) for value in values) is has_integers


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"exclusiveMinimum": 2**51, "exclusiveMaximum": 2**51 + 1}, 2**51 + 0.5),
        ({"exclusiveMinimum": -(2**51) - 1, "exclusiveMaximum": -(2**51)}, -(2**51) - 0.5),
        ({"minimum": math.nextafter(0.5, 0), "exclusiveMaximum": 0.5}, math.nextafter(0.5, 0)),
        ({"minimum": 0.5, "maximum": 0.5}, 0.5),
    ],
)
def test_the_one_float_that_is_left_is_drawn(node: dict[str, JSON], expected: float) -> None:
    """Provenance: ours."""
    found = numbers({"type": "number", **node})

    assert found is not None
    assert set(drawn(found, 5)) == {expected}


def test_a_bound_beyond_every_float_is_kept_by_integers() -> None:
    """Provenance: ours."""
    high, low = (
        numbers({"type": "number", "minimum": 10**400}),
        numbers({"type": "number", "maximum": -(10**400)}),
    )
    wide = numbers({"type": "number", "minimum": -(10**400), "maximum": 10**400})

    assert high is not None
    assert low is not None
    assert wide is not None
    assert all(isinstance(value, int) and value >= 10**400 for value in drawn(high, 20))
    assert all(isinstance(value, int) and value <= -(10**400) for value in drawn(low, 20))
    assert {type(value) for value in drawn(wide, 60)} == {int, float}


@pytest.mark.parametrize(
    ("node", "least", "most"),
    [
        ({}, -(10**13), 10**13),
        ({"minimum": 0}, 0, 10**13),
        ({"maximum": 0}, -(10**13), 0),
        ({"minimum": 10**13}, 10**13, 2 * 10**13),
        ({"maximum": -(10**13)}, -2 * 10**13, -(10**13)),
    ],
)
def test_multiples_stay_where_a_float_tells_them_apart(node: dict[str, JSON], least: int, most: int) -> None:
    """Provenance: ours. Fifteen digits, two of them behind the point."""
    found = numbers({"type": "number", "multipleOf": 0.01, **node})

    assert found is not None
    values: list[Any] = drawn(found, 30)
    written = [number for value in values if (number := exact(value)) is not None]
    assert len(written) == len(values)
    assert all(least <= number <= most and number % Fraction(1, 100) == 0 for number in written)
    assert max(map(abs, values)) > 10**6


# -- lists


@pytest.mark.parametrize(
    ("schema", "sizes"),
    [
        pytest.param({"items": FLAG, "maxItems": 3}, {0, 1, 2, 3}, id="up to three"),
        pytest.param({"items": FLAG, "minItems": 2, "maxItems": 3}, {2, 3}, id="two or three"),
        pytest.param({"items": FLAG, "minItems": 50, "maxItems": 51}, {50, 51}, id="fifty are drawn"),
        pytest.param({"items": FLAG, "minItems": 51, "maxItems": 60}, {51}, id="more repeat some"),
        pytest.param({"maxItems": 0}, {0}, id="none"),
        pytest.param({"items": False}, {0}, id="none admitted"),
        pytest.param({"items": BIT, "uniqueItems": True}, {0, 1, 2}, id="that differ"),
        pytest.param({"items": {"enum": ["a", "b"]}, "uniqueItems": True, "minItems": 1}, {1, 2}, id="texts"),
        pytest.param({"prefixItems": [FLAG, FLAG], "items": False}, {0, 1, 2}, id="at places"),
        pytest.param(
            {"prefixItems": [FLAG, FLAG], "items": {"const": 3}}, {0, 1, 2}, id="others are left out"
        ),
        pytest.param({"prefixItems": [FLAG, FLAG], "minItems": 1}, {1, 2}, id="at places, at least one"),
        pytest.param({"prefixItems": [FLAG, FLAG], "minItems": 2}, {2}, id="at all places"),
        pytest.param(
            {"prefixItems": [FLAG, FLAG], "items": {"const": 3}, "minItems": 4}, {4}, id="and two others"
        ),
        pytest.param({"prefixItems": [FLAG, FLAG], "maxItems": 1}, {0, 1}, id="at places, at most one"),
        pytest.param({"contains": {"const": 5}, "items": INTEGER, "maxItems": 3}, {1, 2, 3}, id="that hold"),
        pytest.param({"contains": {"const": 5}, "items": INTEGER, "minItems": 3}, {3, 4}, id="hold, three"),
        pytest.param(
            {"contains": {"const": 5}, "minContains": 2, "maxContains": 2, "items": UP_TO_FIVE},
            {2, 3, 4, 5},
            id="that hold two",
        ),
    ],
)
def test_lists_have_every_size(schema: dict[str, JSON], sizes: set[int]) -> None:
    """Provenance: ours."""
    assert {len(value) for value in of({"type": "array", **schema}, 40)} == sizes


@pytest.mark.parametrize(
    "schema",
    [
        {"items": FLAG, "minItems": 3, "maxItems": 2},
        {"items": False, "minItems": 1},
        {"prefixItems": [FLAG, False], "minItems": 2},
        {"prefixItems": [FLAG], "items": False, "minItems": 2},
        {"items": FLAG, "contains": TEXT},
        {"items": FLAG, "uniqueItems": True, "minItems": 3},
    ],
)
def test_lists_that_cannot_be_are_not_drawn(schema: dict[str, JSON]) -> None:
    """Provenance: ours."""
    assert about({"type": "array", **schema}).values is None


def test_a_long_list_repeats_what_was_drawn() -> None:
    """Provenance: ours."""
    for value in of({"type": "array", "items": INTEGER, "minItems": 120}, 20):
        period = next(size for size in range(1, 6) if value[size:] == value[:-size])
        assert (len(value), period <= 5) == (120, True)


def test_different_elements_are_told_apart_as_json_does() -> None:
    """Provenance: ours. One and true differ there, and in Python they do not."""
    lists = of({"type": "array", "items": {"enum": [1, True]}, "uniqueItems": True}, 40)

    assert spelled(lists) == {"[]", "[1]", "[True]", "[1, True]", "[True, 1]"}


def test_places_that_are_all_different_are_kept() -> None:
    """Provenance: ours."""
    lists = of({"type": "array", "prefixItems": [FLAG, FLAG], "items": False, "uniqueItems": True}, 40)

    assert spelled(lists) == {"[]", "[True]", "[False]", "[True, False]", "[False, True]"}


def test_what_a_list_must_hold_stands_anywhere_among_others() -> None:
    """Provenance: ours."""
    lists = of({"type": "array", "items": UP_TO_FIVE, "contains": {"const": 5}, "maxItems": 3}, 40)

    places = {(len(value), index) for value in lists for index, each in enumerate(value) if each == 5}
    assert places == {(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)}


def test_lists_of_draft_7_have_places_and_additional_items() -> None:
    """Provenance: ours."""
    schema: JSON = {"type": "array", "items": [FLAG, {"const": "a"}], "additionalItems": False, "minItems": 2}

    assert spelled(of(schema, 20)) == {"[True, 'a']", "[False, 'a']"}
    more: JSON = {"type": "array", "items": [FLAG], "additionalItems": {"const": 3}, "minItems": 3}
    assert spelled(of(more, 20)) == {"[True, 3, 3]", "[False, 3, 3]"}


# -- objects


def keys(schema: dict[str, JSON], number: int = 50) -> set[frozenset[str]]:
    return {frozenset(value) for value in of({"type": "object", **schema}, number)}


def sets(*names: str) -> set[frozenset[str]]:
    return {frozenset(each) for each in names}


ABC: dict[str, JSON] = {"properties": {"a": FLAG, "b": FLAG, "c": FLAG}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(ABC, sets("", "a", "b", "c", "ab", "ac", "bc", "abc"), id="any"),
        pytest.param(ABC | {"required": ["b"]}, sets("b", "ab", "bc", "abc"), id="one is demanded"),
        pytest.param(ABC | {"minProperties": 2}, sets("ab", "ac", "bc", "abc"), id="at least two"),
        pytest.param(ABC | {"maxProperties": 1}, sets("", "a", "b", "c"), id="at most one"),
        pytest.param(ABC | {"minProperties": 2, "maxProperties": 2}, sets("ab", "ac", "bc"), id="just two"),
        pytest.param(
            ABC | {"required": ["a"], "maxProperties": 2}, sets("a", "ab", "ac"), id="one more at most"
        ),
        pytest.param(
            ABC | {"required": ["a"], "minProperties": 2}, sets("ab", "ac", "abc"), id="one more at least"
        ),
        pytest.param(ABC | {"minProperties": 3}, sets("abc"), id="all"),
        pytest.param(
            {"properties": {"a": FLAG, "b": False}, "additionalProperties": False}, sets("", "a"), id="never"
        ),
        pytest.param(
            {"propertyNames": {"enum": ["a", "b"]}, "additionalProperties": FLAG},
            sets("", "a", "b", "ab"),
            id="names of a few",
        ),
        pytest.param(
            {"patternProperties": {"^[ab]$": FLAG}, "additionalProperties": False},
            sets("", "a", "b", "ab"),
            id="names by a pattern",
        ),
    ],
)
def test_properties_are_there_or_not(schema: dict[str, JSON], expected: set[frozenset[str]]) -> None:
    """Provenance: ours."""
    assert keys(schema) == expected


@pytest.mark.parametrize(
    ("schema", "sizes"),
    [
        pytest.param({"additionalProperties": FLAG, "maxProperties": 2}, {0, 1, 2}, id="a map up to two"),
        pytest.param(
            {"additionalProperties": FLAG, "minProperties": 1, "maxProperties": 2}, {1, 2}, id="one or two"
        ),
        pytest.param(
            {"properties": {"a": FLAG}, "required": ["a"], "minProperties": 3}, {3, 4}, id="two made up"
        ),
        pytest.param(
            {"properties": {"a": FLAG}, "required": ["a"], "minProperties": 2, "maxProperties": 2},
            {2},
            id="one made up",
        ),
        pytest.param({"properties": {"a": FLAG}, "required": ["a"]}, {1}, id="none is made up"),
    ],
)
def test_properties_are_made_up_where_more_are_asked_for(schema: dict[str, JSON], sizes: set[int]) -> None:
    """Provenance: ours."""
    found = {len(value) for value in of({"type": "object", **schema})}

    assert sizes <= found
    assert min(found) == min(sizes)
    assert "maxProperties" not in schema or found == sizes


@pytest.mark.parametrize(
    "schema",
    [
        ABC | {"minProperties": 4},
        ABC | {"required": ["a", "b"], "maxProperties": 1},
        ABC | {"required": ["d"]},
        {"properties": {"a": False}, "required": ["a"]},
        {"minProperties": 2, "maxProperties": 1},
        {"additionalProperties": False, "minProperties": 1},
    ],
)
def test_objects_that_cannot_be_are_not_drawn(schema: dict[str, JSON]) -> None:
    """Provenance: ours."""
    assert about({"type": "object", **schema}).values is None


def test_values_by_a_pattern_are_of_the_kind_that_the_pattern_says() -> None:
    """Provenance: ours. A name that matches two is bound by both, and one that matches none is another."""
    schema: JSON = {
        "type": "object",
        "patternProperties": {"^a": INTEGER, "b$": {"type": "integer", "maximum": 3}},
        "additionalProperties": FLAG,
        "minProperties": 1,
    }

    kinds = {
        (name.startswith("a"), name.endswith("b"), type(value))
        for each in of(schema, 30)
        for name, value in each.items()
    }
    assert {(True, False, int), (False, True, int), (False, False, bool)} <= kinds
    assert all((kind is int) == (starts or ends) for starts, ends, kind in kinds)


# -- unions and recursions


def test_every_branch_and_every_type_is_drawn() -> None:
    """Provenance: ours."""
    assert spelled(of({"anyOf": [{"const": 1}, {"const": "a"}, {"type": "null"}]})) == {"1", "'a'", "None"}
    assert spelled(of({"oneOf": [FLAG, {"const": 3}]})) == {"True", "False", "3"}
    assert {type(value) for value in of({"type": ["string", "null", "boolean"]})} == {str, type(None), bool}
    assert spelled(of({"enum": [1, "a", None]})) == {"1", "'a'", "None"}
    assert spelled(of({"anyOf": [{"const": 1}, False]}, 5)) == {"1"}
    assert about(False).values is None


def test_anything_is_every_kind_of_value() -> None:
    """Provenance: ours."""
    kinds = {type(value) for value in drawn(ANY, 60)}

    assert kinds == {type(None), bool, int, float, str, list, dict}


NODE: JSON = {
    "type": "object",
    "properties": {"next": {"$ref": "#/$defs/node"}},
    "additionalProperties": False,
}


def depth(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((1 + depth(each) for each in below), default=0)


def recursive(schema: JSON, node: JSON) -> Prepared:
    return prepare(
        {
            "type": "object",
            "properties": {"v": schema},
            "required": ["v"],
            "additionalProperties": False,
            "$defs": {"node": node},
        }
    )


def test_a_recursion_is_entered_three_times() -> None:
    """Provenance: ours."""
    found = drawn(strategy(recursive({"$ref": "#/$defs/node"}, NODE)), 60)

    assert {depth(value["v"]) for value in found} == {0, 1, 2}


def test_a_recursion_that_asks_for_more_is_entered_more_often() -> None:
    """Provenance: ours."""

    def chain(size: int) -> JSON:
        inner: JSON = {}
        for _ in range(size):
            inner = {"properties": {"next": inner}, "required": ["next"]}
        return {"allOf": [{"$ref": "#/$defs/node"}, inner]}

    assert recursive(chain(2), NODE).values is not None
    endless: JSON = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["next"]}
    found = recursive({"$ref": "#/$defs/node"}, endless)
    assert found.values is None
    assert found.unsupported == ("`type` of the arguments: no object satisfies the schema",)


def test_lists_of_a_recursion_are_short() -> None:
    """Provenance: ours. Else what is drawn grows without end."""
    tree: JSON = {
        "type": "object",
        "properties": {"all": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
    }
    least: JSON = {
        "type": "object",
        "properties": {"all": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/node"}}},
    }
    bounded: JSON = {
        "type": "object",
        "properties": {"all": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/node"}}},
    }

    for node, sizes in ((tree, {0, 1}), (least, {2, 3}), (bounded, {0, 1, 2, 3})):
        found: list[Any] = drawn(strategy(recursive({"$ref": "#/$defs/node"}, node)), 30)
        assert {len(value["v"]["all"]) for value in found if "all" in value["v"]} == sizes


# -- formats


@pytest.mark.parametrize("name", formats.STRATEGIES)
def test_texts_of_a_format_are_of_that_format(name: str) -> None:
    """Provenance: ours. Nearly all that is drawn is: what is left is filtered."""
    validator = about({"type": "string", "format": name}).validator

    found = drawn(formats.STRATEGIES[name](), 12)

    fitting = [text for text in found if validator.is_valid({"v": text})]
    assert len(set(fitting)) > 3
    assert len(fitting) >= len(found) * (1.0 if name in formats.SURE else 0.6)
    assert all(validator.is_valid({"v": text}) for text in formats.EXAMPLES[name])


def test_durations_have_every_part() -> None:
    """Provenance: ours. Both ends of each, and none beyond."""
    durations = drawn(formats.STRATEGIES["duration"](), 120)
    parts = [list(map(int, re.findall(r"\d+", text))) for text in durations]
    days, hours, minutes, seconds = (set(part) for part in zip(*parts, strict=True))

    assert (min(days), max(days) > 300, max(days) <= 400) == (0, True, True)
    assert (min(hours), max(hours)) == (0, 23)
    assert (min(minutes), max(minutes), min(seconds), max(seconds)) == (0, 59, 0, 59)
    assert re.fullmatch(r"P\d+DT\d+H\d+M\d+S", durations[0])


# -- documents


def test_a_reference_is_followed_by_its_parts() -> None:
    """Provenance: ours."""
    schema: JSON = {
        "type": "object",
        "$defs": {"a/b~c d": FLAG, "list": {"anyOf": [FLAG, False]}},
    }
    document = Document(schema, about(True).draft, schema)

    assert document.target("#/$defs/a~1b~0c%20d") == FLAG
    assert document.target("#/$defs/list/anyOf/0") == FLAG
    assert document.target("#/$defs/list/anyOf/1") == {"not": {}}
    assert document.target("#/$defs/list/anyOf/2") == {"not": {}}
    assert document.target("#/$defs/list/anyOf/x") == {"not": {}}
    assert document.target("#/type") == {}
    assert document.target("#")["type"] == "object"


def test_the_schemas_below_a_node_are_named_by_their_keywords() -> None:
    """Provenance: ours."""
    node: dict[str, JSON] = {
        "type": "object",
        "items": [FLAG, True],
        "not": False,
        "if": TEXT,
        "anyOf": [INTEGER],
        "prefixItems": "none",
        "properties": {"a": FLAG, "b": False},
        "patternProperties": [1],
        "$defs": {"c": TEXT},
        "const": {"type": "null"},
    }

    assert list(children(node)) == [
        ("items", FLAG),
        ("items", {}),
        ("not", {"not": {}}),
        ("if", TEXT),
        ("anyOf", INTEGER),
        ("properties", FLAG),
        ("properties", {"not": {}}),
        ("$defs", TEXT),
    ]
    assert [node_of(each) for each in (True, False, None, FLAG)] == [{}, {"not": {}}, {}, FLAG]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"const": "a"}, ["a"]),
        ({"const": 1}, []),
        ({"enum": ["a", 1, "b"]}, ["a", "b"]),
        ({"enum": "a"}, None),
        ({"pattern": "a"}, None),
        (True, None),
        (None, None),
    ],
)
def test_the_only_names_of_a_closed_object_are_listed(names: JSON, expected: list[str] | None) -> None:
    """Provenance: ours."""
    assert allowed_names({} if names is None else {"propertyNames": names}) == expected


def declared(schema: dict[str, JSON]) -> set[str]:
    """The names that are drawn of a schema whose properties allow everything."""
    found = drawn(strategy(prepare({"type": "object", **schema})), 15)
    return {name for value in found for name in value}


ANYTHING: dict[str, JSON] = {"properties": {"x": {}}}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(ANYTHING, id="in place"),
        pytest.param({"allOf": [ANYTHING]}, id="in all"),
        pytest.param({"anyOf": [ANYTHING, {"properties": {"y": FLAG}}]}, id="in a branch"),
        pytest.param({"oneOf": [{**ANYTHING, "required": ["n"]}, {"maxProperties": 0}]}, id="in one branch"),
        pytest.param({"if": {"required": ["n"]}, "then": ANYTHING}, id="in a consequence"),
        pytest.param({"if": {"required": ["n"]}, "else": ANYTHING}, id="otherwise"),
        pytest.param({"if": {**ANYTHING, "required": ["n"]}, "then": {}}, id="in a condition"),
        pytest.param({"dependentSchemas": {"n": ANYTHING}}, id="beside another"),
        pytest.param({"$ref": "#/$defs/d", "$defs": {"d": ANYTHING}}, id="by reference"),
        pytest.param(
            {"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": ANYTHING}}, id="by an escaped reference"
        ),
        pytest.param({"patternProperties": {"^x": FLAG}, **ANYTHING}, id="with a pattern"),
        pytest.param({"propertyNames": {"maxLength": 1}, **ANYTHING}, id="with bound names"),
    ],
)
def test_a_name_that_allows_everything_is_drawn(schema: dict[str, JSON]) -> None:
    """Provenance: ours. Who calls the tool reads it, wherever it is declared."""
    properties: Any = schema.get("properties", {})

    assert "x" in declared({**schema, "properties": {"n": INTEGER, **properties}})


def test_a_name_that_is_not_allowed_is_not_drawn() -> None:
    """Provenance: ours. It is declared, and forbidden all the same."""
    both: JSON = {"x": {}, "yy": {}, "n": INTEGER}

    assert declared({"properties": both, "propertyNames": {"maxLength": 1}}) == {"x", "n"}
    assert declared({"properties": both, "propertyNames": {"enum": ["yy", "n"]}}) == {"yy", "n"}


def test_a_name_that_allows_everything_is_drawn_further_down() -> None:
    """Provenance: ours. In lists, maps, places and below properties."""
    inner: JSON = {"type": "object", "properties": {"x": {}, "n": INTEGER}, "required": ["n"]}
    places: list[dict[str, JSON]] = [
        {"type": "array", "items": inner, "minItems": 1},
        {"type": "array", "prefixItems": [INTEGER, inner], "minItems": 2},
        {"type": "object", "additionalProperties": inner, "minProperties": 1},
        {"type": "object", "properties": {"w": inner}, "required": ["w"]},
        {"anyOf": [{"type": "null"}, inner]},
        {"type": "object", "properties": {"x": {}, "y": {}}, "additionalProperties": INTEGER},
    ]

    for around in places:
        assert any("'x'" in text for text in spelled(of(around, 12)))


def test_dialects_are_left_out_in_every_place_of_a_schema() -> None:
    """Provenance: ours."""
    dialect = "http://json-schema.org/draft-07/schema#"
    inner: JSON = {"$schema": dialect, "type": "null"}
    plain: JSON = {"type": "null"}

    for keyword in ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"):
        table: JSON = {keyword: {"$schema": inner, "b": inner}}
        assert without_dialects(table) == {keyword: {"$schema": plain, "b": plain}}
    for keyword in ("const", "enum", "default", "examples"):
        assert without_dialects({keyword: [inner]}) == {keyword: [inner]}
    assert without_dialects({"not": inner, "$schema": {"a": 1}}) == {"not": plain, "$schema": {"a": 1}}
