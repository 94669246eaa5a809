"""Nodes at which something is impossible: what is still drawn, and what is taken for a plain value."""

from pathlib import Path

import pytest
from hypothesis.internal.conjecture import providers
from jsonschema_rs import Draft202012

from pytest_mcp_contract.fuzz import boundary, invalid, prepare, strategy
from pytest_mcp_contract.fuzz.constants import without_local_constants
from pytest_mcp_contract.fuzz.database import database
from pytest_mcp_contract.fuzz.document import Document, Node, node_of
from pytest_mcp_contract.fuzz.filling import varied
from pytest_mcp_contract.fuzz.known import Known, Source, known
from pytest_mcp_contract.fuzz.plain import NoValueError, Plain, Variation
from pytest_mcp_contract.fuzz.strategies import DEPTHS, Builder
from pytest_mcp_contract.model import JSON, Entry, Tool
from tests.fuzz.drawing import drawn
from tests.fuzz.test_drawn import FLAG, TEXT
from tests.fuzz.test_nodes import document_of
from tests.fuzz.test_values import about

NEVER: JSON = {"not": {}}
UNSAID: JSON = {"type": "string", "pattern": "(?<=a+)b"}
"""A pattern that cannot be said in Python: no value can be made."""


def values_of(node: Node, number: int = 30) -> list[JSON] | None:
    """Values that are drawn of a node as it stands; None where there are none."""
    found = Builder(document_of()).build(node, ("v",), DEPTHS[0])
    return None if found is None else drawn(found, number)


# -- what has no values


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"type": "array", "minItems": 2, "maxItems": 1}, id="elements"),
        pytest.param({"type": "string", "minLength": 2, "maxLength": 1}, id="letters"),
        pytest.param({"type": "object", "minProperties": 2, "maxProperties": 1}, id="properties"),
    ],
)
def test_where_more_is_demanded_than_there_may_be_nothing_is_drawn(node: Node) -> None:
    """Provenance: ours."""
    assert values_of(node) is None


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"type": "object", "required": ["a"], "properties": {"a": NEVER}}, id="a property"),
        pytest.param(
            {"type": "object", "minProperties": 2, "properties": {"a": FLAG}, "additionalProperties": False},
            id="fewer properties than must be",
        ),
        pytest.param({"type": "array", "minItems": 2, "prefixItems": [FLAG, NEVER]}, id="a place"),
        pytest.param(
            {"type": "array", "minItems": 2, "prefixItems": [FLAG], "items": False},
            id="fewer places than must be",
        ),
        pytest.param(
            {"type": "array", "minItems": 2, "prefixItems": [FLAG], "items": NEVER}, id="what follows"
        ),
        pytest.param({"type": "array", "minItems": 1, "items": NEVER}, id="any element"),
        pytest.param({"type": "array", "items": False, "contains": FLAG}, id="an element that is asked for"),
        pytest.param({"type": "array", "items": TEXT, "contains": FLAG}, id="one that nothing can be"),
        pytest.param(
            {"type": "array", "minItems": 2, "prefixItems": [FLAG, NEVER], "contains": FLAG},
            id="one among places that cannot be filled",
        ),
    ],
)
def test_where_something_demanded_is_impossible_there_is_no_value(node: Node) -> None:
    """Provenance: ours."""
    assert values_of(node) is None
    assert not Plain(document_of()).has_value(node)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param({"prefixItems": [{"const": 1}, NEVER]}, {"[]", "[1]"}, id="up to the place"),
        pytest.param({"items": NEVER}, {"[]"}, id="no elements"),
        pytest.param(
            {"items": FLAG, "contains": {"const": "a"}, "minContains": 0, "maxItems": 1},
            {"[]", "[True]", "[False]"},
            id="nothing that may be contained",
        ),
        pytest.param(
            {"items": {"const": 1}, "contains": {"const": 1}, "maxContains": 1},
            {"[1]"},
            id="nothing beside what is contained",
        ),
        pytest.param(
            {"prefixItems": [FLAG], "items": False, "contains": FLAG},
            {"[True]", "[False]"},
            id="contained at a place alone",
        ),
        pytest.param(
            {"prefixItems": [{"const": 1}], "contains": {"const": 1}, "minContains": 2, "maxItems": 2},
            None,
            id="no room after the places",
        ),
        pytest.param(
            {"prefixItems": [{"const": 1}, NEVER], "items": {"const": 1}, "contains": {"const": 1}},
            {"[1]"},
            id="nothing after a place that cannot be filled",
        ),
    ],
)
def test_lists_hold_what_they_can(node: Node, expected: set[str] | None) -> None:
    """Provenance: ours."""
    found = values_of({"type": "array", **node})

    assert (None if found is None else {repr(value) for value in found}) == expected


# -- plain values


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param({"anyOf": [NEVER, FLAG]}, True, id="the branch that has one"),
        pytest.param({"type": ["null", "boolean"]}, True, id="null last"),
        pytest.param({"type": "array", "items": NEVER}, [], id="a list of nothing"),
        pytest.param({"type": "array", "maxItems": 0, "items": FLAG}, [], id="a list that is empty"),
        pytest.param(
            {"type": "object", "minProperties": 1, "properties": {"a": NEVER, "b": FLAG}},
            {"b": True},
            id="an optional property that has one",
        ),
        pytest.param(
            {"type": "number", "exclusiveMinimum": 2, "exclusiveMaximum": 3}, 2.5, id="between two numbers"
        ),
        pytest.param({"enum": [None, "a"]}, "a", id="a member that is no null"),
    ],
)
def test_the_plain_value_is_one_that_can_be_made(node: Node, expected: JSON) -> None:
    """Provenance: ours."""
    assert Plain(document_of()).value(node) == expected


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"anyOf": [NEVER, {"not": True}]}, id="no branch"),
        pytest.param({"type": "integer", "exclusiveMinimum": 2, "exclusiveMaximum": 3}, id="no whole number"),
    ],
)
def test_where_nothing_can_be_made_there_is_no_plain_value(node: Node) -> None:
    """Provenance: ours."""
    with pytest.raises(NoValueError):
        Plain(document_of()).value(node)


def test_a_map_whose_names_cannot_be_made_is_not_varied() -> None:
    """Provenance: ours."""
    plain = Plain(document_of())
    vary = lambda node, path: iter([Variation(plain.value(node), "plain", path)])  # noqa: E731

    def varied(names: JSON) -> list[JSON]:
        node: Node = {"type": "object", "propertyNames": names, "additionalProperties": FLAG}
        return [each.value for each in plain.in_object(node, ("v",), vary)]

    assert varied({"type": "string", "minLength": 5}) == [{"texta": True}]
    assert varied(UNSAID) == []


# -- boundaries, and what breaks a rule


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        pytest.param({"anyOf": [{"const": 1}, UNSAID]}, [1], id="a branch"),
        pytest.param({"anyOf": [UNSAID, {"const": None}]}, [None], id="all but null"),
    ],
)
def test_a_branch_without_values_is_passed_over(schema: JSON, values: list[JSON]) -> None:
    """Provenance: ours."""
    prepared = about(schema)

    assert [each.arguments["v"] for each in boundary(prepared)] == values
    assert {repr(value["v"]) for value in drawn(strategy(prepared), 5)} == set(map(repr, values))
    assert [each for each in invalid(prepared) if prepared.validator.is_valid(each.arguments)] == []


def test_without_any_arguments_nothing_is_tried() -> None:
    """Provenance: ours."""
    prepared = about(UNSAID)

    assert (list(boundary(prepared)), list(invalid(prepared))) == ([], [])


def test_of_too_many_properties_there_are_no_more_than_one_too_many() -> None:
    """Provenance: ours."""
    names = "abcd"
    schema: JSON = {"type": "object", "properties": dict.fromkeys(names, FLAG), "maxProperties": 2}

    many = [each.arguments["v"] for each in invalid(about(schema)) if each.rule == "maxProperties"]

    assert [sorted(node_of(value)) for value in many] == [["a", "b", "c"]]


# -- references, and names that were left out


def test_what_stands_beside_a_reference_is_merged_with_what_it_leads_to() -> None:
    """Provenance: ours. Through so many references; what lies deeper is left as it is."""
    chain: Node = {f"a{i}": {"allOf": [{"$ref": f"#/$defs/a{i + 1}"}, {"minimum": i}]} for i in range(3)}
    document = document_of({"$defs": {**chain, "a3": {"type": "integer"}}})

    assert document.flat({"$ref": "#/$defs/a3", "maximum": 9}) == {"type": "integer", "maximum": 9}
    assert document.flat({"$ref": "#/$defs/a0", "maximum": 9}) == {
        "type": "integer",
        "minimum": 2,
        "maximum": 9,
    }


def test_a_reference_that_is_met_twice_is_no_recursion() -> None:
    """Provenance: ours."""
    tree: JSON = {"type": "object", "properties": {"next": {"$ref": "#/$defs/tree"}}}
    document = document_of({"$defs": {"tree": tree, "flag": {"type": "boolean"}}, "$ref": "#/$defs/tree"})
    flag: JSON = {"$ref": "#/$defs/flag"}

    assert document.recursive == {"#/$defs/tree"}
    assert not document.recurs({"prefixItems": [flag, flag]})
    assert document.recurs({"prefixItems": [flag, {"$ref": "#/$defs/tree"}, flag]})


def test_names_are_put_back_beside_a_branch_that_allows_everything() -> None:
    """Provenance: ours."""
    named: Node = {"type": "object", "properties": {"a": {}}}

    document = Document({"anyOf": [True, {"type": "object"}]}, Draft202012, {"anyOf": [True, named]})

    assert document.root == {"anyOf": [True, named]}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"type": "object", "title": "x", "patternProperties": {"(": {}}}, id="names"),
        pytest.param({"enum": ["pattern"], "maxLength": 3, "patternProperties": {"(": {}}}, id="a word"),
    ],
)
def test_a_pattern_of_names_is_told_beside_other_keywords(schema: JSON) -> None:
    """Provenance: ours."""
    assert prepare(schema).unsupported == ('`patternProperties`: invalid regular expression: "("',)


# -- known values


def test_what_one_example_leaves_out_is_not_taken_from_another() -> None:
    """Provenance: ours. Each example is a call that worked as a whole."""
    number: JSON = {"type": "integer", "maximum": 0}
    schema: JSON = {"type": "object", "properties": {"a": number, "b": number}, "required": ["b"]}
    whole: tuple[tuple[Node, Source], ...] = (
        ({"a": -101, "b": -102}, Source.REGISTRY),
        ({"b": -103}, Source.REGISTRY),
    )

    found = [arguments for arguments, _ in drawn(varied(prepare(schema), Known(whole=whole)), 40)]

    assert {"b": -103} in found
    assert {"a": -101, "b": -102} in found
    assert {"a": -101, "b": -103} not in found


def test_a_tool_that_names_no_arguments_gets_no_known_ones() -> None:
    """Provenance: ours."""
    given = Known(by_name={"city": (("Rome", Source.REGISTRY),)})

    found = drawn(varied(prepare({"type": "object"}), given), 4)

    assert {repr(arguments) for arguments, _ in found} == {"{}"}


def test_a_schema_that_allows_everything_states_no_value() -> None:
    """Provenance: ours."""
    schema: Node = {"type": "object", "properties": {"colour": True}, "required": ["colour"]}

    found = known(prepare(schema), Tool("paint", input_schema=schema), Entry(name="acme"))

    assert not found.is_given("colour")


def test_values_are_drawn_where_the_inside_of_hypothesis_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. What is switched off there is no part of what hypothesis promises."""
    monkeypatch.delattr(providers, "_get_local_constants")

    with without_local_constants():
        assert not hasattr(providers, "_get_local_constants")


def test_another_folder_for_failing_calls_lies_under_the_rootdir(tmp_path: Path) -> None:
    """Provenance: ours."""
    database("kept", tmp_path).save(b"key", b"failing")

    assert list((tmp_path / "kept").rglob("*"))
