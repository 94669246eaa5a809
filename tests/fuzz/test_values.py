"""Schemas of every keyword: what is drawn is valid, what breaks a rule is not, the rest is named."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.fuzz import Labelled, Prepared, boundary, invalid, prepare, strategy
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
