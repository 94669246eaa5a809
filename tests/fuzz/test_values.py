"""Schemas of every keyword: what is drawn is valid, what breaks a rule is not, the rest is named."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.fuzz import Labelled, Prepared, boundary, invalid, prepare, strategy
from pytest_mcp_contract.fuzz.document import Document, mapped, node_of, without_dialects
from pytest_mcp_contract.model import JSON
from tests.fuzz.drawing import drawn
from tests.fuzz.schemas import SCHEMAS, WITHOUT_VALUES

DRAWN = 30


def at(arguments: Any, place: str) -> Any:
    """What stands at a JSON Pointer."""
    for part in place.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        arguments = arguments[int(key)] if isinstance(arguments, list) else arguments[key]
    return arguments


@cache
def made(name: str) -> tuple[Prepared, list[Any]]:
    """A schema made ready, and values drawn from it."""
    prepared = prepare(SCHEMAS[name])
    return prepared, drawn(strategy(prepared), DRAWN)


@pytest.mark.parametrize("name", SCHEMAS)
def test_drawn_values_are_valid(name: str) -> None:
    """Provenance: ours. Judged by the validator of the schema as it was written."""
    prepared, values = made(name)

    assert prepared.unsupported == ()
    assert values
    assert [value for value in values if not prepared.validator.is_valid(value)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_drawn_values_can_be_sent(name: str) -> None:
    """Provenance: ours. Objects of JSON: no NaN, no half of a surrogate pair, in keys neither."""
    for value in made(name)[1]:
        assert isinstance(value, dict)
        assert json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False).encode()) == value


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_boundary_values_are_valid_and_differ(schema: JSON) -> None:
    """Provenance: ours."""
    prepared = prepare(schema)

    values = [each.arguments for each in boundary(prepared)]

    assert values
    assert [value for value in values if not prepared.validator.is_valid(value)] == []
    assert len({jsonschema_rs.canonical.json.to_string(value) for value in values}) == len(values)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_boundary_value_stands_at_its_place(schema: JSON) -> None:
    """Provenance: ours."""
    for each in boundary(prepare(schema)):
        at(each.arguments, each.at)


def rules_told(prepared: Prepared, each: Labelled) -> set[str]:
    """The keywords of which the validator tells, at the labelled place or on the way there."""
    errors = list(prepared.validator.iter_errors(each.arguments))
    places = [jsonschema_place(list(error.instance_path)) for error in errors]
    assert [place for place in places if not f"{each.at}/".startswith(f"{place}/")] == []
    return {error.kind.name for error in errors}


def jsonschema_place(path: list[str | int]) -> str:
    """A path as a JSON Pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_invalid_values_break_one_rule_where_they_say(schema: JSON) -> None:
    """Provenance: ours. A union tells only that no branch fits; all else is told by the rule itself."""
    prepared = prepare(schema)

    for each in invalid(prepared):
        told = rules_told(prepared, each)
        assert told
        assert isinstance(each.arguments, dict)
        if len(told) > 1:
            assert each.rule in ("type", "null", "enum", "const")
            assert told <= {"type", "enum", "const", "anyOf", "oneOf", "not"}


@pytest.mark.parametrize(("schema", "reason"), WITHOUT_VALUES.values(), ids=WITHOUT_VALUES)
def test_what_cannot_be_made_is_named_with_its_keyword(schema: JSON, reason: str) -> None:
    """Provenance: ours."""
    prepared = prepare(schema)

    assert prepared.values is None
    assert strategy(prepared).is_empty
    assert [each for each in prepared.unsupported if each.startswith(reason)]
    assert list(boundary(prepared)) == []
    assert list(invalid(prepared)) == []


def test_an_optional_argument_that_cannot_be_made_is_left_out_and_named() -> None:
    """Provenance: ours."""
    prepared = prepare(
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "string", "pattern": "(?<=a+)b"}},
        }
    )

    names = {name for value in drawn(strategy(prepared), 30) for name in value}

    assert names == {"a"}
    assert len(prepared.unsupported) == 1
    assert prepared.unsupported[0].startswith("`pattern` of the argument /b: ")


def test_nothing_is_made_up_that_is_not_declared() -> None:
    """Provenance: ours. An open object is how schemas are written, not a wish for more arguments."""
    schema: JSON = {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": True}

    values = drawn(strategy(prepare(schema)), 30)

    assert {name for value in values for name in value} == {"a"}


def test_arguments_that_allow_everything_are_tried() -> None:
    """Provenance: SearchIndexTool of opensearch-mcp-server-py 0.12.0, whose query has no type."""
    schema: JSON = {
        "type": "object",
        "properties": {"query": {"description": "Query DSL"}, "n": {"type": "integer"}},
    }

    prepared = prepare(schema)

    assert {name for value in drawn(strategy(prepared), 30) for name in value} == {"query", "n"}
    assert any(each.at == "/query" for each in boundary(prepared))


def test_the_same_values_come_each_time() -> None:
    """Provenance: ours."""
    schema = SCHEMAS["pattern of terms, and lengths"]

    first, second = (
        (list(boundary(each)), list(invalid(each))) for each in (prepare(schema), prepare(schema))
    )

    assert first == second


def test_a_tool_gets_no_more_than_it_is_asked_for() -> None:
    """Provenance: ours. Places take turns, so that the last argument is tried, too."""
    schema: JSON = {"type": "object", "properties": {f"a{index}": {"type": "string"} for index in range(40)}}
    prepared = prepare(schema)

    values, wrong = list(boundary(prepared, most=60)), list(invalid(prepared, most=60))

    assert len(values) == len(wrong) == 60
    assert "/a39" in {each.at for each in wrong}
    assert any("a39" in each.arguments for each in values)


EDGES: dict[str, tuple[JSON, list[JSON], list[JSON]]] = {
    "whole numbers between": (
        {"type": "integer", "minimum": 3, "maximum": 9},
        [3, 9, 4, 8],
        [2, 10, 3.5],
    ),
    "numbers between, one excluded": (
        {"type": "number", "minimum": 0.25, "exclusiveMaximum": 2},
        [1, 0.25, 0.5],
        [0, 2],
    ),
    "any number": (
        {"type": "number"},
        [1, 0, -1, 2**31, 2**53 + 1, -(2**63), 2**63, 0.5, -0.1, 1e-09, 1e300],
        [],
    ),
    "halves up to a bound that is none": (
        {"type": "number", "multipleOf": 0.5, "maximum": 2.2},
        [0.5, 2, 0, -1, -(2**63), 1.5],
        [2.5, 0.75, 0.25],
    ),
    "a text of so many characters": (
        {"type": "string", "minLength": 2, "maxLength": 3},
        ["tex", "aa", "aaa"],
        ["a", "aaaa"],
    ),
    "a list of so many": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 3},
        [[True], [True] * 3, [False]],
        [[], [True] * 4],
    ),
    "a list without an end": (
        {"type": "array", "items": {"type": "null"}},
        [[None], [], [None] * 200],
        [],
    ),
    "a list of three, of which the first varies": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 3, "maxItems": 3},
        [[True] * 3, [False, True, True]],
        [[True] * 2, [True] * 4],
    ),
    "a list where all differ": (
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 3},
            "uniqueItems": True,
            "minItems": 2,
        },
        [[1, 2], [1, 3, 2], [3, 2]],
        [[1], [1, 2, 1], [0, 2], [4, 2], [1.5, 2]],
    ),
    "first elements of their own": (
        {
            "type": "array",
            "prefixItems": [{"const": "a"}, {"type": "boolean"}],
            "items": {"type": "null"},
            "minItems": 2,
        },
        [["a", True], ["a", False], ["a", True, None]],
        [["a"], ["not-a-member", True], ["ax", True]],
    ),
    "an object with something optional": (
        {
            "type": "object",
            "properties": {"a": {"const": 1}, "b": {"type": "boolean"}},
            "required": ["a"],
            "additionalProperties": False,
        },
        [{"a": 1}, {"a": 1, "b": True}, {"a": 1, "b": False}],
        [{}, {"a": 1, "unexpected_extra": 1}, {"a": 2}],
    ),
    "whole multiples": (
        {"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 30},
        [7, 28, 14, 21],
        [0, 35, 8, 6],
    ),
    "one of two, and not both": (
        {
            "oneOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}],
            "minimum": 0,
            "maximum": 6,
        },
        [2, 3, 4],
        [-2, -3, 8, 9, 2.5, 3.5, 1],
    ),
    "a list that holds something": (
        {"type": "array", "contains": {"const": 5}, "maxItems": 2},
        [[5]],
        [[5, "text", "text"], [True]],
    ),
    "one of a few": ({"enum": ["x", 1]}, [1, "x"], ["not-a-member", "xx", 2]),
}
"""A schema, all boundary values in their order, and all that break another rule than that of the type."""


def about(schema: JSON) -> Prepared:
    """The schema as that of one required argument, made ready."""
    return prepare(
        {
            "type": "object",
            "properties": {"v": schema},
            "required": ["v"],
            "additionalProperties": False,
        }
    )


_OF_ANOTHER_TYPE = ('"unexpected"', "unexpected list", "null", "of another type")


def of_another_type(value: JSON) -> bool:
    """Whether a value holds what stands for another type."""
    return value == 7 or any(mark in json.dumps(value) for mark in _OF_ANOTHER_TYPE)


@pytest.mark.parametrize(("schema", "edges", "broken"), EDGES.values(), ids=EDGES)
def test_both_sides_of_every_bound_are_tried(schema: JSON, edges: list[JSON], broken: list[JSON]) -> None:
    """Provenance: ours. What is valid may still be far from the bound, where nothing breaks."""
    prepared = about(schema)

    valid = [each.arguments["v"] for each in boundary(prepared)]
    wrong = [each.arguments["v"] for each in invalid(prepared) if each.arguments.keys() == {"v"}]

    assert valid == edges
    assert [value for value in wrong if not of_another_type(value)] == broken


@pytest.mark.parametrize(
    "ref", ["#/$defs/B", "#/properties/v/items", "#/$defs/A/type/0", "#/$defs/A/anyOf/9"]
)
def test_a_reference_that_leads_nowhere_allows_nothing(ref: str) -> None:
    """Provenance: ours."""
    document = prepare({"type": "object", "properties": {"v": {"type": "string"}}}).document

    assert document.target(ref) == {"not": {}}


def test_dialects_are_left_out_where_they_are_keywords() -> None:
    """Provenance: ours. An argument may be called so, and a value may hold one."""
    dialect = "http://json-schema.org/draft-07/schema#"
    named: JSON = {"properties": {"$schema": {"type": "string"}}, "default": {"$schema": "mine"}}

    assert without_dialects(named) == named
    assert without_dialects({"$schema": dialect, "items": [{"$schema": dialect}, named], "title": "T"}) == {
        "items": [{}, named],
        "title": "T",
    }


def test_what_is_asked_for_comes_after_elements_at_fixed_places() -> None:
    """Provenance: ours. Without it, only what happens to fit would be drawn."""
    array: JSON = {
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "contains": {"const": 5},
        "maxItems": 9,
    }

    values = [value["v"] for value in drawn(strategy(about(array)), DRAWN)]

    assert values
    assert all(isinstance(value, list) and 5 in value and isinstance(value[0], str) for value in values)


def test_a_recursion_that_must_not_be_another_one_is_left_as_it_is() -> None:
    """Provenance: ours. It has no form in which its values could be read off."""

    def tree(name: str, /, **more: JSON) -> JSON:
        children: JSON = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
        return {"type": "object", "properties": {"children": children, **more}, "additionalProperties": False}

    one: JSON = {"allOf": [{"$ref": "#/$defs/A"}, {"not": {"$ref": "#/$defs/B"}}]}
    schema: JSON = {
        "type": "object",
        "properties": {"v": one},
        "$defs": {"A": tree("A", name={"type": "string"}), "B": tree("B")},
    }
    document = Document(schema, jsonschema_rs.Draft202012, schema)

    found = document.flat(node_of(mapped(document.root, "properties")["v"]))

    assert '"not"' in json.dumps(found)
    assert not document.validator(found).is_valid({"children": []})
    assert document.validator(found).is_valid({"name": "oak"})
