"""Bodies and schemas of a shape that vendors seldom have: nothing is lost, and nothing fails."""

import json
import re
import threading
from collections.abc import Mapping

import pytest

from pytest_mcp_contract.model import JSON, Breakage, Exchange, Fault, FaultKind, Request, Response, brief
from pytest_mcp_contract.observe.upstream.breakout import Page
from pytest_mcp_contract.observe.upstream.cassette_yaml import Loaded
from pytest_mcp_contract.observe.upstream.clients import HttpClient
from pytest_mcp_contract.observe.upstream.fault_plan import steers
from pytest_mcp_contract.observe.upstream.leaves import Leaf, Scalar, leaves
from pytest_mcp_contract.observe.upstream.marked_fields import MOST_MARKED
from pytest_mcp_contract.observe.upstream.markers import Mint
from pytest_mcp_contract.observe.upstream.stand_in import StandIn
from pytest_mcp_contract.observe.upstream.vendor_bodies import put
from pytest_mcp_contract.observe.upstream.vendor_contradictions import contradictions, objections
from pytest_mcp_contract.observe.upstream.vendor_promise import promised
from pytest_mcp_contract.observe.upstream.vendor_schema import answer_schema, resolved, validator
from pytest_mcp_contract.observe.upstream.vendor_shapes import Shape, Shapes
from pytest_mcp_contract.observe.upstream.vendor_values import Values
from tests.observe.upstream.test_fault_plan import exchange
from tests.observe.upstream.test_marked_fields import BASE, answered, fixed, sheet
from tests.observe.upstream.test_vendor_schema import document, takes

# -- leaves


def nested(depth: int, *, of: type) -> JSON:
    """Objects or lists in each other, and a text in the innermost."""
    body: JSON = "x"
    for _ in range(depth):
        body = {"a": body} if of is dict else [body]
    return body


@pytest.mark.parametrize("of", [dict, list])
def test_leaves_are_read_down_to_a_depth(of: type) -> None:
    """Provenance: ours."""
    assert [leaf.value for leaf in leaves(nested(60, of=of))] == ["x"]
    assert leaves(nested(61, of=of)) == []


@pytest.mark.parametrize("body", ["text", 1, None])
def test_a_body_that_is_one_value_has_no_leaf(body: JSON) -> None:
    """Provenance: ours. There is no field to name."""
    assert leaves(body) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param({"$ref": "#/$defs/gone"}, [], id="a reference to nowhere"),
        pytest.param({"$ref": "#/$defs/S/enum/0"}, [], id="a reference into a list"),
        pytest.param({"anyOf": [True, {"$ref": "#/$defs/S"}]}, ["/state"], id="a member that is no object"),
        pytest.param({"allOf": [{"$ref": "#/$defs/T"}, {"$ref": "#/$defs/T"}]}, ["/state"], id="said twice"),
    ],
)
def test_a_schema_is_followed_as_far_as_it_goes(state: JSON, expected: list[str]) -> None:
    """Provenance: ours."""
    schema: JSON = {
        "properties": {"state": state},
        "$defs": {"S": {"enum": ["open"]}, "T": {"anyOf": [{"$ref": "#/$defs/T"}, {"$ref": "#/$defs/S"}]}},
    }

    assert fixed({"state": "open"}, schema) == expected


# -- descriptions


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("#/a/1/b", 7),
        ("#/a/2", None),
        ("#/a/x", None),
        ("#/a/0/b", None),
        ("#/gone/b", None),
        ("other.json#/a", None),
        ("#", {"a": ["text", {"b": 7}]}),
    ],
)
def test_a_reference_is_followed_into_lists(reference: str, expected: JSON) -> None:
    """Provenance: ours. `#/paths/~1a/get/parameters/0` is written by some generators."""
    assert resolved({"a": ["text", {"b": 7}]}, reference) == expected


def test_an_answer_that_only_refers_to_itself_says_nothing() -> None:
    """Provenance: ours."""
    circle: Mapping[str, JSON] = {
        "paths": {"/a": {"get": {"responses": {"200": {"$ref": "#/components/responses/a"}}}}},
        "components": {"responses": {"a": {"$ref": "#/components/responses/a"}}},
    }

    schema = answer_schema(circle, "/a", "GET", 200)

    assert schema is not None
    assert validator(schema).is_valid("anything")


def test_a_list_of_schemas_for_elements_is_passed_over() -> None:
    """Provenance: ours. Draft 4 has it, and OpenAPI has not."""
    described = document({"type": "array", "items": [{"type": "string"}]})

    assert takes(described, [1])
    assert not takes(described, "a")


# -- values that are made


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        pytest.param({"const": 7}, 7, id="the only value"),
        pytest.param({"type": "string", "minLength": 12}, "some textxxx", id="a long text"),
        pytest.param({"type": "string", "maxLength": 4}, "some", id="a short text"),
        pytest.param({"type": "integer", "maximum": -3}, -3, id="below zero"),
        pytest.param({"type": "integer", "minimum": 3, "multipleOf": 5}, 5, id="a multiple"),
        pytest.param({"type": "number", "multipleOf": 0.4}, 1.2000000000000002, id="a fraction"),
        pytest.param({"type": "null"}, None, id="null"),
        pytest.param(
            {"type": "array", "items": {"type": "boolean"}, "minItems": 2}, [True, True], id="a list"
        ),
    ],
)
def test_a_value_of_the_vendors_shape_is_made(shape: Shape, expected: JSON) -> None:
    """Provenance: ours."""
    assert Values(Shapes({}), Shapes({})).made(shape, [{}]) == expected


# -- contradictions


def test_what_a_description_forbids_altogether_is_told() -> None:
    """Provenance: ours. `false` is a schema; keys of a pattern are not looked into."""
    schema: dict[str, JSON] = {
        "type": "object",
        "properties": {"a": False, "b": True},
        "patternProperties": {"^x": {"type": "string"}},
    }

    told = contradictions(objections(schema, {"a": 1, "b": 2, "x": 3}))

    assert [(one.at, one.described, one.recorded) for one in told] == [("/a", "nothing", brief(1))]


def test_a_body_has_no_other_value_at_a_place_that_it_does_not_have() -> None:
    """Provenance: ours."""
    assert put({"a": "text"}, ("a", "b"), 1) == {"a": "text"}
    assert put({"a": [1, 2]}, ("a", 1), 3) == {"a": [1, 3]}


# -- faults, cassettes, clients


@pytest.mark.parametrize("at", ["/labels/9", "/labels/x", "/title/x", "/gone"])
def test_a_part_that_is_not_there_steers_nothing(at: str) -> None:
    """Provenance: ours."""
    fault = Fault(FaultKind.NULLED, 0, Breakage.RESET, at)

    assert not steers(fault, [exchange()], {"title": "It is broken"})
    assert steers(Fault(FaultKind.NULLED, 0, Breakage.RESET, "/title"), [exchange()], {"q": "It is broken"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("interactions:\n- a: 1\n- b: 2\n", 3),
        ("interactions:\n- a: 1\n", None),
        ("version: 1\n", None),
        ("- a\n", None),
    ],
)
def test_an_exchange_begins_at_a_line_where_there_is_one(text: str, line: int | None) -> None:
    """Provenance: ours."""
    assert Loaded(text, None).line_of_exchange(1) == line


@pytest.mark.parametrize("depth", [0, 20])
def test_who_sends_a_request_is_unknown_where_no_stub_has_called(depth: int) -> None:
    """Provenance: ours. At the bottom of a thread, and far from any."""
    found: list[HttpClient] = []

    def ask(left: int) -> None:
        if left:
            ask(left - 1)
        else:
            found.append(HttpClient.asking())

    thread = threading.Thread(target=ask, args=(depth,))
    thread.start()
    thread.join()

    assert found == [HttpClient(None, True)]


# -- markers


def test_no_two_markers_are_the_same() -> None:
    """Provenance: ours. One that stands in the recorded text is not taken either."""
    for value in (7, "EX-1"):
        leaf = Leaf(("field",), value)
        first = Mint("").marker(leaf)
        assert first is not None
        (digits,) = re.findall(r"\d{9}", str(first.value))

        second = Mint(f"the text says {digits}").marker(leaf)

        assert second is not None
        assert digits not in str(second.value)


@pytest.mark.parametrize(
    "value", ["2026-03-04", "Tue, 24 Nov 2026 11:06:10 GMT", 1_767_225_600, "1767225600"]
)
def test_a_date_is_left_alone_where_every_year_is_taken(value: Scalar) -> None:
    """Provenance: ours. A year is how a marked date is found again."""
    assert Mint(" ".join(map(str, range(2200, 3000)))).marker(Leaf(("field",), value)) is None


def test_of_very_many_fields_each_is_marked_once() -> None:
    """Provenance: ours. The first ones, where even that is too much."""
    body: JSON = [{f"title{i}": f"Title {i} of {row}" for i in range(MOST_MARKED + 9)} for row in range(2)]

    places = [place.path for one in sheet(answered(body)).marked for place in one.places]

    assert len(places) == MOST_MARKED
    assert {path[0] for path in places} == {0}


@pytest.mark.parametrize(
    ("row", "is_ragged"),
    [("| x | y", False), ("x | y |", False), ("| x | y \\|", False), ("| x", True), ("| x | y | z", True)],
)
def test_the_cells_of_a_row_are_counted_with_and_without_a_last_bar(row: str, is_ragged: bool) -> None:
    """Provenance: GitHub Flavored Markdown, tables: the outer bars may be left out."""
    assert Page(f"| A | B\n| --- | ---\n{row}").has_ragged_rows is is_ragged


# -- requests of the same shape


def test_a_stand_in_answers_an_operation_with_the_same() -> None:
    """Provenance: ours. All requests of GraphQL have one address."""

    def asked(name: str, number: int) -> Request:
        body = {"query": f"query {name} {{ a }}", "variables": {"n": number}}
        return Request("POST", f"{BASE}/graphql", body=json.dumps(body).encode())

    recorded = [Exchange(asked(name, 1), Response(200, "OK")) for name in ("Issues", "Users")]
    stand_in = StandIn(recorded, ("method", "path", "json"))

    assert [stand_in.find(asked(name, 2)) for name in ("Users", "Issues", "Teams")] == [1, 0, -1]


def test_an_object_of_which_one_part_is_anything_gets_all_that_it_names() -> None:
    """Provenance: ours. That part tells nothing of what may be absent."""
    schema: dict[str, JSON] = {"properties": {"a": {}}, "allOf": [True]}

    assert promised(schema) == {**schema, "required": ["a"], "$defs": {}}
