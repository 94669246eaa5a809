"""What is tried at a boundary, and which rules are broken."""

from typing import Any

import pytest

from pytest_mcp_contract.fuzz import boundary, invalid, prepare
from pytest_mcp_contract.model import JSON
from tests.fuzz.schemas import FORMATS, SCHEMAS, of


def tried(schema: JSON) -> list[Any]:
    """What the argument `v` is at the boundaries."""
    return [each.arguments["v"] for each in boundary(prepare(of(schema)))]


def broken(schema: JSON) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Arguments that break a rule, by rule and place."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in invalid(prepare(schema)):
        found.setdefault((each.rule, each.at), []).append(each.arguments)
    return found


def test_lengths_are_tried_at_both_ends() -> None:
    """Provenance: ours."""
    assert {2, 7} <= {len(str(text)) for text in tried({"type": "string", "minLength": 2, "maxLength": 7})}


def test_lengths_of_a_pattern_are_tried_at_both_ends() -> None:
    """Provenance: ours."""
    schema: JSON = {"type": "string", "pattern": "^[a-z]+$", "minLength": 3, "maxLength": 9}

    assert {3, 9} <= {len(str(text)) for text in tried(schema)}


def test_bounds_are_tried_and_their_neighbours() -> None:
    """Provenance: ours."""
    assert {1, 2, 99, 100} <= set(tried({"type": "integer", "minimum": 1, "maximum": 100}))


def test_big_integers_are_tried_where_they_may_stand() -> None:
    """Provenance: ours. JavaScript rounds the first, and 64 bits do not hold the second."""
    assert {2**53 + 1, 2**63} <= set(tried({"type": "integer"}))


def test_each_member_is_tried() -> None:
    """Provenance: ours."""
    assert tried({"enum": ["a", "b", "c", None]}) == ["a", None, "b", "c"]


def test_texts_beyond_ascii_are_tried() -> None:
    """Provenance: ours."""
    texts = [text for text in tried({"type": "string"}) if isinstance(text, str)]

    assert "" in texts
    assert any("\u0000" in text for text in texts)
    assert any("👩" in text for text in texts)


def test_each_optional_argument_is_tried_and_left_out() -> None:
    """Provenance: ours."""
    values = [set(each.arguments) for each in boundary(prepare(SCHEMAS["optional"]))]

    for names in (set(), {"a"}, {"b"}, {"a", "b"}):
        assert names in values


def test_lists_are_tried_empty_and_full() -> None:
    """Provenance: ours."""
    lists = tried({"type": "array", "items": {"type": "integer"}, "maxItems": 5})

    assert {0, 1, 5} <= {len(value) for value in lists if isinstance(value, list)}


def test_nested_values_are_tried_at_their_place() -> None:
    """Provenance: ours."""
    schema = of({"type": "array", "items": {"type": "object", "properties": {"n": {"type": "boolean"}}}})

    places = {each.at for each in boundary(prepare(schema))}

    assert "/v/0/n" in places


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_tried_and_broken(name: str) -> None:
    """Provenance: ours."""
    assert tried({"type": "string", "format": name})
    assert ("format", "/v") in broken(of({"type": "string", "format": name}))


EXPECTED: dict[str, tuple[JSON, set[tuple[str, str]]]] = {
    "bounds": (of({"type": "integer", "minimum": 1, "maximum": 9}), {("minimum", "/v"), ("maximum", "/v")}),
    "exclusive bounds": (
        of({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        {("exclusiveMinimum", "/v"), ("exclusiveMaximum", "/v")},
    ),
    "multiples": (of({"type": "number", "multipleOf": 0.01}), {("multipleOf", "/v")}),
    "lengths": (
        of({"type": "string", "minLength": 2, "maxLength": 3}),
        {("minLength", "/v"), ("maxLength", "/v")},
    ),
    "pattern": (of({"type": "string", "pattern": "^[A-Z]+-[0-9]+$"}), {("pattern", "/v")}),
    "members": (of({"enum": ["a", "b"]}), {("enum", "/v"), ("type", "/v"), ("null", "/v")}),
    "constant": (of({"const": "a"}), {("const", "/v")}),
    "sizes": (
        of({"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}),
        {("minItems", "/v"), ("maxItems", "/v"), ("type", "/v/0"), ("null", "/v/0")},
    ),
    "different elements": (
        of({"type": "array", "items": {"type": "integer"}, "uniqueItems": True}),
        {("uniqueItems", "/v")},
    ),
    "fixed places": (
        of({"type": "array", "prefixItems": [{"type": "integer"}], "items": False}),
        {("items", "/v/1"), ("type", "/v/0")},
    ),
    "some element": (of({"type": "array", "contains": {"type": "integer"}}), {("contains", "/v")}),
    "closed": (
        of({"type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": False}),
        {("additionalProperties", "/v/unexpected_extra"), ("type", "/v/n"), ("type", "/v")},
    ),
    "required further down": (
        of({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}),
        {("required", "/v/n"), ("required", "/v")},
    ),
    "names": (
        of({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}),
        {("propertyNames", "/v/not a name!")},
    ),
    "sizes of objects": (
        of(
            {
                "type": "object",
                "additionalProperties": {"type": "integer"},
                "minProperties": 2,
                "maxProperties": 3,
            }
        ),
        {("minProperties", "/v"), ("maxProperties", "/v")},
    ),
    "a then b": (SCHEMAS["a then b"], {("required", "/b")}),
    "conditions": (SCHEMAS["conditions"], {("required", "/x"), ("required", "/y"), ("enum", "/kind")}),
}


@pytest.mark.parametrize(("schema", "expected"), EXPECTED.values(), ids=EXPECTED)
def test_each_rule_is_broken_at_its_place(schema: JSON, expected: set[tuple[str, str]]) -> None:
    """Provenance: ours."""
    assert expected <= set(broken(schema))


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "integer"}, (int,)),
        ({"type": "number"}, (int, float)),
        ({"type": "boolean"}, (bool, int)),
        ({"type": "string"}, (str, int, float, bool)),
        ({"type": ["string", "integer"]}, (str, int, float, bool)),
    ],
)
def test_a_wrong_type_is_one_that_nobody_converts(schema: JSON, kind: tuple[type, ...]) -> None:
    """Provenance: ours. Lenient servers read `"1"` as an integer, and `1` as a text, and may."""
    wrong: list[Any] = [arguments["v"] for arguments in broken(of(schema))["type", "/v"]]

    for value in wrong:
        assert not isinstance(value, kind) or isinstance(value, float)
        assert not isinstance(value, str) or not value.strip().lstrip("+-").isdigit()


def test_a_nullable_argument_is_not_broken_by_null() -> None:
    """Provenance: ours."""
    assert ("null", "/v") not in broken(of({"type": ["integer", "null"]}))


def test_a_label_says_what_is_wrong() -> None:
    """Provenance: ours."""
    (told,) = [each.label for each in invalid(prepare(SCHEMAS["bounds"])) if each.rule == "maximum"]

    assert told == "101, too high"
