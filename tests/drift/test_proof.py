"""Pairs of schemas for each keyword, in both directions, and the values that are shown for them."""

from typing import Any

import pytest

from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.model import JSON, Proved
from tests.drift.over_tools import is_witness

Node = dict[str, Any]
TEXT: Node = {"type": "string"}
WHOLE: Node = {"type": "integer"}
LIST: Node = {"type": "array"}
OBJECT: Node = {"type": "object"}
DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def of(schema: Any, **more: Any) -> Node:
    """An object with one argument `v`."""
    return {"type": "object", "properties": {"v": schema}, "required": ["v"], **more}


def tree(node: Node, name: str = "Node") -> Node:
    """An argument `v` that holds itself, under `children`."""
    children = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    held = {"type": "object", **node, "properties": {"children": children, **node.get("properties", {})}}
    return of({"$ref": f"#/$defs/{name}"}, **{"$defs": {name: held}})


NARROWER: dict[str, tuple[Node, Node, JSON, str]] = {
    "exclusiveMinimum": (
        of({"type": "number"}),
        of({"type": "number", "exclusiveMinimum": 0}),
        {"v": 0},
        "/v",
    ),
    "exclusiveMaximum": (of(WHOLE), of({**WHOLE, "exclusiveMaximum": 5}), {"v": 5}, "/v"),
    "maximum": (of(WHOLE), of({**WHOLE, "maximum": -5}), {"v": 0}, "/v"),
    "multipleOf": (of(WHOLE), of({**WHOLE, "multipleOf": 5}), {"v": 1}, "/v"),
    "maxLength": (of(TEXT), of({**TEXT, "maxLength": 2}), {"v": "aaa"}, "/v"),
    "minLength": (of(TEXT), of({**TEXT, "minLength": 2}), {"v": ""}, "/v"),
    "const": (of({"enum": [1, 2]}), of({"const": 1}), {"v": 2}, "/v"),
    "maxItems": (of(LIST), of({**LIST, "maxItems": 1}), {"v": ["", ""]}, "/v"),
    "minItems": (of(LIST), of({**LIST, "minItems": 1}), {"v": []}, "/v"),
    "uniqueItems": (of(LIST), of({**LIST, "uniqueItems": True}), {"v": ["", ""]}, "/v"),
    "contains": (of(LIST), of({**LIST, "contains": TEXT}), {"v": []}, "/v"),
    "prefixItems": (of(LIST), of({**LIST, "prefixItems": [TEXT]}), {"v": [False]}, "/v/0"),
    "items: false": (
        of({**LIST, "prefixItems": [TEXT]}),
        of({**LIST, "prefixItems": [TEXT], "items": False}),
        {"v": ["", ""]},
        "/v/1",
    ),
    "minProperties": (of(OBJECT), of({**OBJECT, "minProperties": 1}), {"v": {}}, "/v"),
    "dependentRequired": (
        of({**OBJECT, "properties": {"a": TEXT, "b": TEXT}}),
        of({**OBJECT, "properties": {"a": TEXT, "b": TEXT}, "dependentRequired": {"a": ["b"]}}),
        {"v": {"a": ""}},
        "/v/b",
    ),
    "additionalProperties of a map": (
        of({**OBJECT, "additionalProperties": True}),
        of({**OBJECT, "additionalProperties": WHOLE}),
        None,
        "",
    ),
    "propertyNames": (of(OBJECT), of({**OBJECT, "propertyNames": {"pattern": "^[a-z]+$"}}), None, ""),
    "patternProperties": (of(OBJECT), of({**OBJECT, "patternProperties": {"^x": WHOLE}}), None, ""),
    "not": (of(TEXT), of({**TEXT, "not": {"const": "no"}}), {"v": "no"}, "/v"),
    "if": (
        of({**OBJECT, "properties": {"a": TEXT}}),
        of({**OBJECT, "properties": {"a": TEXT}, "if": {"required": ["a"]}, "then": {"required": ["b"]}}),
        {"v": {"a": ""}},
        "/v/b",
    ),
    "oneOf": (
        of({"anyOf": [TEXT, {"enum": ["a"]}]}),
        of({"oneOf": [TEXT, {"enum": ["a"]}]}),
        {"v": "a"},
        "/v",
    ),
    "a branch": (of({"anyOf": [TEXT, OBJECT]}), of({"anyOf": [TEXT, of(WHOLE)]}), {"v": {}}, "/v/v"),
    "format": (of(TEXT), of({**TEXT, "format": "uuid"}), {"v": ""}, "/v"),
    "required in a list": (
        of({**LIST, "items": {**OBJECT, "properties": {"a": TEXT}}}),
        of({**LIST, "items": {**OBJECT, "properties": {"a": TEXT}, "required": ["a"]}}),
        {"v": [{}]},
        "/v/0/a",
    ),
    "a recursion": (
        tree({"properties": {"name": TEXT}}),
        tree({"properties": {"name": {**TEXT, "maxLength": 1}}}),
        {"v": {"name": "aa"}},
        "/v/name",
    ),
    "a closed recursion": (tree({}), tree({"additionalProperties": False}), None, ""),
    "declared in an open object": (of(TEXT), of(TEXT) | {"properties": {"v": TEXT, "w": TEXT}}, None, "/w"),
}
"""What the second one refuses of the first one's, the value that shows it, and its place."""

EQUAL: dict[str, tuple[Node, Node]] = {
    "a name of a recursion": (tree({}), tree({}, "Twig")),
    "lists of draft 7": (
        of({**LIST, "items": [TEXT], "additionalItems": WHOLE}),
        of({**LIST, "prefixItems": [TEXT], "items": WHOLE}),
    ),
    "the draft": (of(TEXT), of(TEXT, **{"$schema": DRAFT_7})),
    "$id": (of(TEXT), of(TEXT, **{"$id": "https://schemas.acme.example/v.json"})),
    "a format of ours": (of(TEXT), of({**TEXT, "format": "acme-key"})),
    "a format of numbers": (of(WHOLE), of({**WHOLE, "format": "int64"})),
    "unused definitions": (of(TEXT), of(TEXT, **{"$defs": {"A": OBJECT}})),
    "definitions under another table": (
        of({"$ref": "#/$defs/A"}, **{"$defs": {"A": TEXT}}),
        of({"$ref": "#/definitions/A"}, definitions={"A": TEXT}),
    ),
    "a reference in propertyNames": (
        of({**OBJECT, "propertyNames": {"maxLength": 3}}),
        of({**OBJECT, "propertyNames": {"$ref": "#/$defs/A"}}, **{"$defs": {"A": {"maxLength": 3}}}),
    ),
    "a reference in contains": (
        of({**LIST, "contains": TEXT}),
        of({**LIST, "contains": {"$ref": "#/$defs/A"}}, **{"$defs": {"A": TEXT}}),
    ),
    "allOf and one": (of(TEXT), of({"allOf": [{"anyOf": [TEXT]}]})),
    "integers among numbers": (of({"type": "number"}), of({"type": ["integer", "number"]})),
    "annotations": (
        of(TEXT),
        of(
            {
                **TEXT,
                "title": "V",
                "description": "A text.",
                "default": 1,
                "examples": [1],
                "deprecated": True,
            }
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "value", "at"), NARROWER.values(), ids=NARROWER)
def test_what_is_refused_now_is_shown(old: Node, new: Node, value: JSON, at: str) -> None:
    """Provenance: ours."""
    proof = input_proof(old, new)

    assert proof.result is Proved.BREAKING
    assert is_witness(proof.witness, old, new)
    assert value is None or (proof.witness, proof.at) == (value, at)


@pytest.mark.parametrize(("old", "new", "value", "at"), NARROWER.values(), ids=NARROWER)
def test_the_mirror_breaks_nobody(old: Node, new: Node, value: JSON, at: str) -> None:
    """Provenance: ours. Arguments may be taken more of, results may be given fewer of."""
    assert input_proof(new, old).result is Proved.WIDER
    assert output_proof(old, new).result is Proved.WIDER
    assert output_proof(new, old).result is Proved.BREAKING


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_the_same_in_other_words_is_equal(one: Node, other: Node) -> None:
    """Provenance: ours."""
    for proof in (input_proof, output_proof):
        assert proof(one, other).result is Proved.EQUAL
        assert proof(other, one).result is Proved.EQUAL


def test_what_an_open_object_does_not_declare_can_be_left_out() -> None:
    """Provenance: ours. Most tools leave objects open; one optional argument more breaks no caller."""
    old, new = of(TEXT), of(TEXT) | {"properties": {"v": TEXT, "w": TEXT}}

    assert input_proof(old, new).result is Proved.BREAKING
    assert input_proof(old, new, declared=True).result is Proved.WIDER
    assert output_proof(new, old).result is Proved.BREAKING
    assert output_proof(new, old, declared=True).result is Proved.WIDER


def test_an_argument_more_that_is_required_breaks_whoever_declares() -> None:
    """Provenance: ours. The near miss of the test above."""
    old, new = of(TEXT), of(TEXT) | {"properties": {"v": TEXT, "w": TEXT}, "required": ["v", "w"]}

    proof = input_proof(old, new, declared=True)

    assert (proof.result, proof.witness, proof.at) == (Proved.BREAKING, {"v": ""}, "/w")


def test_a_witness_keeps_to_what_is_declared_where_it_can() -> None:
    """Provenance: ours. `{"v": "aaaaaa"}` tells more than a name that nobody knew."""
    old = of(TEXT)
    new = of(TEXT) | {"properties": {"v": {**TEXT, "maxLength": 5}, "w": TEXT}}

    assert input_proof(old, new).witness == {"v": "aaaaaa"}


def test_free_maps_stay_open() -> None:
    """Provenance: ours. Names of a map are the caller's own."""
    old, new = of(OBJECT), of({**OBJECT, "properties": {"a": WHOLE}})

    proof = input_proof(old, new, declared=True)

    assert proof.result is Proved.BREAKING
    assert is_witness(proof.witness, old, new)


@pytest.mark.parametrize(
    ("old", "new", "witness"),
    [
        (WHOLE, {"type": "number"}, 0.5),
        ({**LIST, "items": TEXT}, {**LIST, "items": {"type": ["string", "null"]}}, [None]),
        (TEXT, {"type": ["string", "null"]}, None),
    ],
)
def test_results_need_not_be_objects(old: Node, new: Node, witness: JSON) -> None:
    """Provenance: ours. Response schemas are often lists."""
    proof = output_proof(old, new)

    assert proof.result is Proved.BREAKING
    assert proof.has_witness
    assert proof.witness == witness


def test_arguments_are_objects_whatever_the_schema_says() -> None:
    """Provenance: ours. Only objects can be sent."""
    assert (
        input_proof({"properties": {"v": TEXT}}, {**OBJECT, "properties": {"v": TEXT}}).result is Proved.EQUAL
    )
    assert output_proof({**OBJECT}, {}).result is Proved.BREAKING


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (of({"$ref": "https://schemas.acme.example/v.json"}), "$ref"),
        (of({**TEXT, "pattern": "("}), "pattern"),
        (of({"type": "text"}), "type"),
        ([], "no schema"),
        (None, "no schema"),
    ],
)
def test_what_has_no_normal_form_is_not_proved_and_says_why(schema: Any, reason: str) -> None:
    """Provenance: ours. The same words in another order are equal all the same."""
    proof = input_proof(of(TEXT), schema)

    assert proof.result is Proved.NOT_PROVED
    assert reason in proof.tried
    if isinstance(schema, dict):
        told = {"description": "Told.", **dict(reversed(schema.items()))}
        assert input_proof(schema, told).result is Proved.EQUAL


def test_what_is_the_same_text_needs_no_proof() -> None:
    """Provenance: ours."""
    assert input_proof({"type": "text"}, {"type": "text"}).result is Proved.EQUAL
