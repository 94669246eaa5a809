"""Values that are known to mean something to a tool, and how calls are filled with them."""

from collections import Counter
from typing import Any

import pytest

from pytest_mcp_contract.fuzz import prepare
from pytest_mcp_contract.fuzz.filling import Filled, filled, varied
from pytest_mcp_contract.fuzz.known import MOST, Known, Source, known
from pytest_mcp_contract.model import JSON, Entry, Tool
from tests.fuzz.drawing import drawn
from tests.fuzz.test_harvest import learned

TEXT: JSON = {"type": "string"}
INTEGER: JSON = {"type": "integer"}


def schema_of(*optional: str, **properties: JSON) -> dict[str, JSON]:
    """A schema that demands its properties, but for the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def known_of(schema: JSON, *, entry: dict[str, Any] | None = None, **more: Any) -> Known:
    """What is known of the tool `read` with that schema."""
    row = Entry.model_validate({"name": "files", **(entry or {})})
    return known(prepare(schema), Tool(name="read", input_schema=schema), row, **more)


def values(found: Known, name: str) -> list[tuple[JSON, str]]:
    return [(value, source.name) for value, source in found.by_name.get(name, ())]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"examples": ["a", "b"]}, [("a", "SCHEMA"), ("b", "SCHEMA")], id="examples"),
        pytest.param({"example": "a"}, [("a", "SCHEMA")], id="an example"),
        pytest.param({"default": "a"}, [("a", "SCHEMA")], id="a default"),
        pytest.param({"default": None}, [], id="a default of null"),
        pytest.param({"default": False}, [(False, "SCHEMA")], id="a default of false"),
        pytest.param({"examples": "a"}, [], id="examples that are no list"),
        pytest.param({"default": 2, "examples": [1], "example": 1}, [(1, "SCHEMA"), (2, "SCHEMA")], id="all"),
        pytest.param({"default": 1.0, "examples": [1]}, [(1, "SCHEMA")], id="the same number"),
        pytest.param({"enum": ["a"]}, [], id="members are drawn anyway"),
    ],
)
def test_a_schema_gives_values_itself(schema: JSON, expected: list[tuple[JSON, str]]) -> None:
    """Provenance: ours."""
    assert values(known_of(schema_of(zorble=schema)), "zorble") == expected


def test_a_guess_is_made_where_nothing_else_is_known() -> None:
    """Provenance: ours. Of numbers between bounds each is good; one bound alone says little."""
    assert values(known_of(schema_of(city=TEXT)), "city") == [("Chicago", "GUESS"), ("Berlin", "GUESS")]
    assert values(known_of(schema_of(city={"default": "Bonn"})), "city") == [("Bonn", "SCHEMA")]
    bounded: dict[str, JSON] = {"type": "integer", "minimum": 1}
    assert values(known_of(schema_of(limit=bounded)), "limit")[0] == (10, "GUESS")
    assert values(known_of(schema_of(limit={**bounded, "maximum": 99})), "limit") == []
    assert not known_of(schema_of(zorble=TEXT)).by_name


def test_what_replies_named_comes_before_a_guess_and_after_all_else() -> None:
    """Provenance: ours."""
    harvest = learned("list_cities", structured={"cities": ["Rome"]})

    assert values(known_of(schema_of(city=TEXT), harvest=harvest), "city") == [("Rome", "REPLIES")]
    default: JSON = {"type": "string", "default": "Bonn"}
    assert values(known_of(schema_of(city=default), harvest=harvest), "city") == [("Bonn", "SCHEMA")]
    assert values(known_of(schema_of(zorble=TEXT), harvest=harvest), "zorble") == []


def test_values_of_the_registry_overrule_a_default() -> None:
    """Provenance: ours. Those of the tool come before those of the server."""
    entry = {"values": {"city": ["Rome"]}, "tools": {"read": {"values": {"city": ["Oslo"]}}}}
    default: JSON = {"type": "string", "default": "Bonn"}

    found = known_of(schema_of(city=default), entry=entry)

    assert values(found, "city") == [("Oslo", "REGISTRY"), ("Rome", "REGISTRY"), ("Bonn", "SCHEMA")]
    others = {"tools": {"write": {"values": {"city": ["Oslo"]}}}}
    assert values(known_of(schema_of(city=default), entry=others), "city") == [("Bonn", "SCHEMA")]


def test_calls_that_somebody_wrote_down_are_kept_whole() -> None:
    """Provenance: ours. Only those that the schema admits; each value counts for its argument, too."""
    schema = schema_of("n", city=TEXT, n=INTEGER)

    found = known_of(
        schema,
        examples=[{"city": "Rome", "n": 3}, {"city": 7}],
        cassettes=[{"city": "Oslo"}, {"n": 3}, {"city": "Rome"}],
    )

    assert found.whole == (
        ({"city": "Rome", "n": 3}, Source.REGISTRY),
        ({"city": "Oslo"}, Source.CASSETTE),
        ({"city": "Rome"}, Source.CASSETTE),
    )
    assert values(found, "city") == [("Rome", "REGISTRY"), ("Oslo", "CASSETTE")]
    assert values(found, "n") == [(3, "REGISTRY")]


def test_a_default_is_overruled_by_the_registry_alone() -> None:
    """Provenance: ours. What a cassette holds is one more value."""
    schema = schema_of(city={"type": "string", "default": "Bonn"})

    found = known_of(schema, cassettes=[{"city": "Oslo"}])

    assert values(found, "city") == [("Bonn", "SCHEMA"), ("Oslo", "CASSETTE")]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda inner: inner, id="in an object"),
        pytest.param(lambda inner: {"type": "array", "items": inner}, id="in a list"),
        pytest.param(lambda inner: {"additionalProperties": inner}, id="in a map"),
        pytest.param(lambda inner: {"anyOf": [{"type": "null"}, inner]}, id="in a branch"),
        pytest.param(lambda inner: {"oneOf": [inner]}, id="in one branch"),
        pytest.param(lambda inner: {"allOf": [inner]}, id="in all"),
    ],
)
def test_properties_further_down_are_known_too(around: Any) -> None:
    """Provenance: ours."""
    inner = schema_of(zorble={"type": "string", "default": "x"})

    assert values(known_of(schema_of(v=around(inner))), "zorble") == [("x", "SCHEMA")]


def test_properties_are_known_down_to_a_depth() -> None:
    """Provenance: ours."""

    def nested(depth: int) -> dict[str, JSON]:
        inner: JSON = {"type": "string", "default": "x"}
        name = "zorble"
        for level in range(depth):
            inner, name = {"type": "object", "properties": {name: inner}}, f"v{level}"
        return {"type": "object", "properties": {name: inner}}

    assert "zorble" in known_of(nested(6)).by_name
    assert "zorble" not in known_of(nested(7)).by_name


def test_an_argument_has_no_more_than_so_many_values() -> None:
    """Provenance: ours."""
    examples: list[JSON] = [f"x{number}" for number in range(MOST + 2)]

    assert values(known_of(schema_of(zorble={"examples": examples})), "zorble") == [
        (f"x{number}", "SCHEMA") for number in range(8)
    ]


@pytest.mark.parametrize(
    ("source", "is_vouched_for", "is_given"),
    [
        (Source.SCHEMA, False, True),
        (Source.REGISTRY, True, True),
        (Source.CASSETTE, True, True),
        (Source.REPLIES, True, True),
        (Source.GUESS, False, False),
        (Source.RANDOM, False, False),
        (Source.NONE, False, False),
    ],
)
def test_not_every_source_vouches_for_a_value(source: Source, is_vouched_for: bool, is_given: bool) -> None:
    """Provenance: ours. A default is given, and nobody has seen it work."""
    single = Known(by_name={"a": (("x", Source.GUESS), ("y", source))})
    whole = Known(whole=(({"a": "x"}, Source.CASSETTE),))

    assert (single.has("a"), single.has("b")) == (True, False)
    assert (single.is_vouched_for("a"), single.is_given("a")) == (is_vouched_for, is_given)
    assert (whole.has("a"), whole.is_vouched_for("a"), whole.is_given("a")) == (True, True, True)
    assert (whole.has("b"), whole.is_vouched_for("b"), whole.is_given("b")) == (False, False, False)


# -- filling

PAIR = schema_of("n", city=TEXT, n={"type": "integer", "maximum": 9})
ROME = (("Rome", Source.REGISTRY), ("Oslo", Source.REGISTRY))
THREE = ((3, Source.SCHEMA),)


def filled_in(
    schema: JSON, by_name: dict[str, Any], arguments: dict[str, JSON], at: str = "", whole: Any = ()
) -> Filled:
    return filled(prepare(schema), Known(tuple(whole), by_name), arguments, at=at)


@pytest.mark.parametrize(
    ("arguments", "at", "expected"),
    [
        pytest.param({"city": "x"}, "", ({"city": "Rome"}, ("registry",)), id="the first value"),
        pytest.param({"city": "x", "n": 5}, "", ({"city": "Rome", "n": 3}, ("registry",)), id="everywhere"),
        pytest.param({"city": "x", "n": 5}, "/n", ({"city": "Rome", "n": 5}, ("registry",)), id="but there"),
        pytest.param(
            {"city": "x", "n": 5}, "/city", ({"city": "x", "n": 3}, ("random",)), id="what is tried"
        ),
        pytest.param({"n": 5}, "/city", ({"n": 3}, ("none needed",)), id="nothing that is demanded"),
        pytest.param({"city": "x", "n": 10}, "/n", ({"city": "Rome", "n": 10}, ("registry",)), id="broken"),
    ],
)
def test_a_call_is_filled_with_what_is_known(
    arguments: dict[str, JSON], at: str, expected: tuple[dict[str, JSON], tuple[str, ...]]
) -> None:
    """Provenance: ours. Nothing is added, and what is tried stays."""
    assert filled_in(PAIR, {"city": ROME, "n": THREE}, arguments, at) == expected


def test_what_is_tried_in_a_list_is_left_as_it_is() -> None:
    """Provenance: ours. Its neighbour is filled."""
    schema = schema_of("rows", rows={"type": "array", "items": schema_of("city", city=TEXT)})
    rows: JSON = [{"city": "x"}, {"city": "y"}]

    arguments, _ = filled_in(schema, {"city": ROME}, {"rows": rows}, "/rows/0")

    assert arguments == {"rows": [{"city": "x"}, {"city": "Rome"}]}


def test_a_whole_call_comes_first() -> None:
    """Provenance: ours. Its values belong together."""
    whole = [({"city": "Bonn"}, Source.CASSETTE), ({"city": "Kyiv"}, Source.CASSETTE)]

    found = filled_in(PAIR, {"city": ROME, "n": THREE}, {"city": "x", "n": 5}, whole=whole)

    assert found == ({"city": "Bonn", "n": 3}, ("cassette",))


def test_a_broken_rule_stays_broken_and_no_other_breaks() -> None:
    """Provenance: ours. A value that would mend the call, or break it elsewhere, is left out."""
    schema: JSON = {**schema_of(a=TEXT, b=INTEGER), "not": {"properties": {"a": {"const": "no"}}}}
    by_name = {"a": (("no", Source.GUESS),), "b": ((1, Source.SCHEMA),)}

    assert filled_in(schema, by_name, {"a": "x", "b": 2}) == ({"a": "x", "b": 1}, ("schema", "random"))
    assert filled_in(schema, by_name, {"a": "x", "b": "2"}, "/b") == ({"a": "x", "b": "2"}, ("random",))
    closed = {**schema_of(a=TEXT), "additionalProperties": False}
    assert filled_in(closed, {"a": ROME}, {"a": 1, "extra": 1}, "/extra") == (
        {"a": 1, "extra": 1},
        ("random",),
    )


def test_nothing_known_leaves_a_call_as_it_is() -> None:
    """Provenance: ours."""
    assert filled_in(PAIR, {"other": ROME}, {"city": "x"}) == ({"city": "x"}, ("random",))
    assert filled_in(PAIR, {"city": ()}, {"city": "x"}) == ({"city": "x"}, ("random",))
    assert filled_in(True, {}, {}) == ({}, ("none needed",))


NESTED = schema_of(
    v={"type": "array", "items": {"type": "object", "properties": {"city": TEXT, "a/b": TEXT, "m~n": TEXT}}}
)


@pytest.mark.parametrize(
    ("inner", "at", "expected"),
    [
        ({"city": "x"}, "", {"city": "Rome"}),
        ({"city": "x"}, "/v", {"city": "x"}),
        ({"city": "x"}, "/v/0/city", {"city": "x"}),
        ({"city": "x", "m~n": "y"}, "/v/0/m~0n", {"city": "Rome", "m~n": "y"}),
        ({"city": "x", "a/b": "y"}, "/v/0/a~1b", {"city": "Rome", "a/b": "y"}),
        ({"city": "x", "a/b": "y"}, "/v/1/a~1b", {"city": "Rome", "a/b": "Oslo"}),
        ({"city": "x", "a/b": "y"}, "/v/0/city", {"city": "x", "a/b": "Oslo"}),
    ],
)
def test_a_place_further_down_is_left_alone(
    inner: dict[str, JSON], at: str, expected: dict[str, JSON]
) -> None:
    """Provenance: ours."""
    known_ones = {"city": ROME, "a/b": ROME[1:], "m~n": ROME[1:]}

    assert filled_in(NESTED, known_ones, {"v": [inner]}, at)[0] == {"v": [expected]}


def test_a_long_list_is_left_alone() -> None:
    """Provenance: ours. It is long because its length is tried."""
    for size, expected in ((19, "Rome"), (20, "x")):
        found, _ = filled_in(NESTED, {"city": ROME}, {"v": [{"city": "x"}] * size})
        assert found == {"v": [{"city": expected}] * size}


def test_the_outermost_value_is_put_in() -> None:
    """Provenance: ours."""
    by_name = {"city": ROME, "v": (([{"city": "Bonn"}], Source.REGISTRY),)}

    assert filled_in(NESTED, by_name, {"v": [{"city": "x"}, {}]}) == (
        {"v": [{"city": "Bonn"}]},
        ("registry",),
    )


# -- drawing


def drawn_with(
    schema: JSON, by_name: dict[str, Any], whole: Any = (), number: int = 60
) -> list[tuple[dict[str, JSON], tuple[str, ...]]]:
    prepared = prepare(schema)
    found = drawn(varied(prepared, Known(tuple(whole), by_name)), number)
    assert all(prepared.validator.is_valid(arguments) for arguments, _ in found)
    return found


def test_without_known_values_all_is_random() -> None:
    """Provenance: ours. Or needs nothing."""
    found = drawn_with(schema_of("n", city=TEXT, n=INTEGER), {})

    assert {sources for _, sources in found} == {("random",)}
    assert {frozenset(arguments) for arguments, _ in found} == {
        frozenset({"city"}),
        frozenset({"city", "n"}),
    }
    assert {sources for _, sources in drawn_with({"type": "object"}, {}, number=5)} == {("none needed",)}


def test_known_values_are_drawn_most_of_the_time() -> None:
    """Provenance: ours. All of them, random ones at times, and what is optional is absent at times."""
    found = drawn_with(PAIR, {"city": ROME, "n": ((3, Source.REGISTRY), (4, Source.REGISTRY))}, number=60)

    cities = Counter(str(arguments["city"]) for arguments, _ in found)
    assert {"Rome", "Oslo"} < set(cities)
    assert 0.7 < (cities["Rome"] + cities["Oslo"]) / len(found) < 1
    assert all(
        ("registry" in sources) == (arguments["city"] in ("Rome", "Oslo")) for arguments, sources in found
    )
    assert {3, 4, None} < {arguments.get("n") for arguments, _ in found}
    assert all(list(arguments) == sorted(arguments) for arguments, _ in found)


def test_what_nobody_vouches_for_and_nobody_demands_is_generated() -> None:
    """Provenance: ours. With a guess alone each call would be like the others."""
    found = drawn_with(PAIR, {"city": ROME[:1], "n": ((3, Source.GUESS),)}, number=30)

    numbers = [arguments.get("n") for arguments, _ in found]
    assert len(set(numbers)) > 5
    assert None in numbers
    assert numbers.count(3) < (len(numbers) - numbers.count(None)) / 2


def test_a_guess_is_drawn_most_of_the_time_where_it_is_demanded() -> None:
    """Provenance: ours. What is random gets no call through."""
    found = drawn_with(schema_of(city=TEXT), {"city": (("Chicago", Source.GUESS),)}, number=40)

    guessed = [sources for arguments, sources in found if arguments["city"] == "Chicago"]
    assert set(guessed) == {("guess",)}
    assert 0.7 < len(guessed) / len(found) < 1


def test_the_values_of_a_whole_call_are_drawn_together() -> None:
    """Provenance: ours."""
    whole = [({"city": "Bonn", "n": -7001}, Source.CASSETTE), ({"city": "Kyiv", "n": -7002}, Source.CASSETTE)]

    found = drawn_with(PAIR, {"city": ROME}, whole, number=40)

    cities = [arguments["city"] for arguments, _ in found]
    assert {"Bonn", "Kyiv"} <= set(cities)
    assert not {"Rome", "Oslo"} & set(cities)
    pairs = {(arguments["city"], arguments["n"]) for arguments, _ in found if "n" in arguments}
    assert {("Bonn", -7001), ("Kyiv", -7002)} <= pairs
    assert not {("Bonn", -7002), ("Kyiv", -7001)} & pairs


def test_an_argument_of_a_whole_call_that_is_none_of_the_tool_is_left_out() -> None:
    """Provenance: ours."""
    found = drawn_with(PAIR, {"city": ROME}, [({"extra": 1}, Source.CASSETTE)], number=30)

    assert not any("extra" in arguments for arguments, _ in found)


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param({"dependentRequired": {"city": ["n"]}}, id="one argument asks for another"),
        pytest.param(
            {"if": {"required": ["n"]}, "then": {"properties": {"city": {"const": "Rome"}}}}, id="if"
        ),
        pytest.param({"maxProperties": 1}, id="not both"),
    ],
)
def test_arguments_that_are_tied_to_one_another_stay_valid(beside: dict[str, JSON]) -> None:
    """Provenance: ours."""
    found = drawn_with({**PAIR, **beside}, {"city": ROME, "n": THREE}, number=20)

    assert "Rome" in {arguments["city"] for arguments, _ in found}


def test_a_known_value_that_the_schema_refuses_is_not_drawn() -> None:
    """Provenance: ours."""
    found = drawn_with(PAIR, {"city": ((5, Source.REGISTRY), *ROME)}, number=25)

    assert "Rome" in {arguments["city"] for arguments, _ in found}
    assert 5 not in {arguments["city"] for arguments, _ in found}


def test_arguments_come_in_the_order_of_the_schema() -> None:
    """Provenance: ours. So people read them, whether they are demanded or not, known or drawn."""
    schema = schema_of("n", "z", n=INTEGER, city=TEXT, z={"type": "boolean"})

    for by_name in ({"city": ROME}, {"n": ((3, Source.REGISTRY),)}):
        orders = {tuple(arguments) for arguments, _ in drawn_with(schema, by_name, number=20)}
        assert orders <= {("city",), ("n", "city"), ("city", "z"), ("n", "city", "z")}
        assert ("n", "city") in orders or ("n", "city", "z") in orders
