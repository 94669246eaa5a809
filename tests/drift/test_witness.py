"""Values that show a difference: how small they are, and which place in them is named."""

import json
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.drift import proof as proof_module
from pytest_mcp_contract.drift import witness as witness_module
from pytest_mcp_contract.drift.forms import Form, form
from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.drift.witness import Witness, place_of, sampled, witness
from pytest_mcp_contract.model import JSON, Proof, Proved

Node = dict[str, Any]
TEXT: Node = {"type": "string"}
WHOLE: Node = {"type": "integer"}
NULL: Node = {"type": "null"}
LIST: Node = {"type": "array"}
OBJECT: Node = {"type": "object"}
SHORT: Node = {"type": "string", "maxLength": 3}


def ready(schema: JSON, *, is_input: bool = False) -> Form:
    """The form of a schema, of results if nothing else is said."""
    return form(json.dumps(schema), is_input=is_input)


def of(**properties: Any) -> Node:
    """An object with these properties."""
    return {"type": "object", "properties": properties}


PLACES: dict[str, tuple[JSON, JSON, str]] = {
    "nowhere": ("a", TEXT, ""),
    "the whole": (1, TEXT, ""),
    "a property": ({"v": 1}, of(v=TEXT), "/v"),
    "the first of two": ({"v": 1, "a": {}}, of(v=TEXT, a={**OBJECT, "required": ["b"]}), "/v"),
    "an element": (["a", 1], {**LIST, "items": TEXT}, "/1"),
    "a property that is not there": ({"v": {}}, of(v={**OBJECT, "required": ["a/b", "c"]}), "/v/a~1b"),
    "a property that may not be there": ({"z": 1, "y": 1}, {**of(), "additionalProperties": False}, "/z"),
    "one that nothing has evaluated": (
        {"v": {"z": 1}},
        of(v={**of(a=TEXT), "unevaluatedProperties": False}),
        "/v/z",
    ),
    "a name of another kind": ({"ab": 1}, {**OBJECT, "propertyNames": {"maxLength": 1}}, ""),
    "what is denied": ({"v": 5}, of(v={"not": WHOLE}), "/v"),
    "the only alternative of its type": ({"v": {"a": 5}}, of(v={"anyOf": [TEXT, of(a=TEXT)]}), "/v/a"),
    "the only one that is no constant": (
        {"v": {"a": 5}},
        of(v={"anyOf": [{"const": 1}, {"enum": [2, 3]}, of(a=TEXT)]}),
        "/v/a",
    ),
    "the only one, of exactly one": ({"v": {"a": 5}}, of(v={"oneOf": [TEXT, of(a=TEXT)]}), "/v/a"),
    "an alternative in an alternative": (
        {"v": {"a": 5}},
        of(v={"anyOf": [TEXT, {"anyOf": [NULL, {**OBJECT, "required": ["b"]}]}]}),
        "/v/b",
    ),
    "one of two that may be meant": ({"v": {"a": 5}}, of(v={"anyOf": [of(a=TEXT), of(a=NULL)]}), "/v"),
    "no alternative that is meant": ({"v": 5}, of(v={"anyOf": [TEXT, NULL]}), "/v"),
    "a bound of the only alternative": (
        {"v": [5, 5]},
        of(v={"anyOf": [TEXT, {**LIST, "items": TEXT}]}),
        "/v/0",
    ),
    "two of exactly one": ({"v": "a"}, of(v={"oneOf": [TEXT, {"minLength": 1}]}), "/v"),
    "an alternative of the whole": ({"v": 5}, {"anyOf": [of(v=TEXT), NULL]}, "/v"),
}


@pytest.mark.parametrize(("value", "schema", "at"), PLACES.values(), ids=PLACES)
def test_the_place_is_where_the_first_thing_is_refused(value: JSON, schema: JSON, at: str) -> None:
    """Provenance: ours. Of alternatives, in the only one that the value can have been meant for."""
    assert place_of(value, ready(schema)) == at


RESULTS: dict[str, tuple[JSON, JSON, JSON, str]] = {
    "a text": (TEXT, SHORT, "aaaa", ""),
    "a whole number": (WHOLE, {**WHOLE, "multipleOf": 7}, 1, ""),
    "one of three": ({"enum": [1, 2, "x"]}, {"enum": [1, "x"]}, 2, ""),
    "an element": ({**LIST, "items": TEXT}, {**LIST, "items": SHORT}, ["aaaa"], "/0"),
    "a list of anything": (LIST, {**LIST, "contains": TEXT}, [], ""),
    "a format": (TEXT, {**TEXT, "format": "date"}, "", ""),
    "a property": (of(a=TEXT, b=TEXT), of(a=TEXT, b=SHORT), {"b": "aaaa"}, "/b"),
    "a property that has to be there": (of(a=TEXT), {**of(a=TEXT), "required": ["a"]}, {}, "/a"),
    "deep inside": (
        of(a=of(b={**LIST, "items": of(c=WHOLE)})),
        of(a=of(b={**LIST, "items": of(c={**WHOLE, "maximum": 9})})),
        {"a": {"b": [{"c": 10}]}},
        "/a/b/0/c",
    ),
}


@pytest.mark.parametrize(("old", "new", "value", "at"), RESULTS.values(), ids=RESULTS)
def test_a_smallest_value_shows_the_difference(old: JSON, new: JSON, value: JSON, at: str) -> None:
    """Provenance: ours. A few edges of both schemas are enough here; the other way round nothing is shown."""
    admitting, refusing = ready(old), ready(new)

    assert witness(admitting, refusing) == Witness(value, at)
    assert sampled(admitting, refusing, most=12) == Witness(value, at)
    assert sampled(refusing, admitting, most=12) is None
    assert sampled(admitting, admitting, most=12) is None


def test_arguments_are_shown_as_they_are_and_other_values_without_a_name() -> None:
    """Provenance: ours. A value of results need not be an object, and then has no name around it."""
    old: Node = {"anyOf": [TEXT, of(value=TEXT)]}
    new: Node = {"anyOf": [SHORT, of(value=TEXT)]}
    arguments = ready(of(value=TEXT), is_input=True), ready(of(value=SHORT), is_input=True)

    assert witness(ready(old), ready(new)) == Witness("aaaa", "")
    assert witness(*arguments) == Witness({"value": "aaaa"}, "/value")
    assert sampled(*arguments, most=12) == Witness({"value": "aaaa"}, "/value")


def test_what_only_a_negation_says_is_found() -> None:
    """Provenance: ours. The edges of the old schema do not hold it."""
    denied = {**OBJECT, "not": {"required": ["a"]}}

    assert witness(ready(OBJECT, is_input=True), ready(denied, is_input=True)) == Witness({"a": ""}, "")
    assert witness(ready(denied, is_input=True), ready(OBJECT, is_input=True)) is None


EITHER: Node = {"enum": ["q", "zebra"]}
ONE: Node = {"enum": ["q"]}


@pytest.mark.parametrize(
    ("old", "new", "is_input", "want"),
    [
        (EITHER, ONE, False, Witness("zebra", "")),
        (of(a=EITHER), of(a=ONE), True, Witness({"a": "zebra"}, "/a")),
        ({"properties": {"a": EITHER}}, {"properties": {"a": ONE}}, True, Witness({"a": "zebra"}, "/a")),
        ({"anyOf": [of(a=EITHER), TEXT]}, {"anyOf": [of(a=ONE), TEXT]}, False, Witness({"a": "zebra"}, "/a")),
        (True, False, False, Witness("", "")),
        (WHOLE, {**WHOLE, "maximum": 12345}, False, Witness(12346, "")),
        (WHOLE, {"not": {"const": 12345}}, False, Witness(12345, "")),
    ],
    ids=range(7),
)
def test_what_only_one_of_the_schemas_names_is_shown(
    old: JSON, new: JSON, is_input: bool, want: Witness
) -> None:
    """Provenance: ours. Nobody guesses such a value."""
    admitting, refusing = ready(old, is_input=is_input), ready(new, is_input=is_input)

    assert witness(admitting, refusing) == want
    assert sampled(admitting, refusing, most=12) == want


@pytest.mark.parametrize("is_known", [True, False])
def test_where_no_edge_shows_it_values_are_drawn(monkeypatch: pytest.MonkeyPatch, is_known: bool) -> None:
    """Provenance: ours. Of the difference, and of both sides where it is not known."""
    monkeypatch.setattr(witness_module, "AT_FIRST", 0)
    monkeypatch.setattr(witness_module, "EDGES", 0)
    if not is_known:
        monkeypatch.setattr(witness_module, "_difference", lambda *_: None)

    assert witness(ready(of(a=TEXT)), ready(of(a=WHOLE))) == Witness({"a": ""}, "/a")
    assert witness(ready(TEXT), ready({**TEXT, "maxLength": 0})) == Witness("a", "")


# -- proofs


def test_a_proof_holds_the_value_and_its_place() -> None:
    """Provenance: ours. Of results the sides are the other way round."""
    shown = Proof(Proved.BREAKING, {"a": "aaaa"}, has_witness=True, at="/a")

    assert input_proof(of(a=TEXT), of(a=SHORT)) == shown
    assert output_proof(of(a=SHORT), of(a=TEXT)) == shown
    assert input_proof(of(a=SHORT), of(a=TEXT)) == Proof(Proved.WIDER)
    assert output_proof(of(a=TEXT), of(a=SHORT)) == Proof(Proved.WIDER)
    assert input_proof(of(a=TEXT), {**of(a=TEXT), "title": "A"}) == Proof(Proved.EQUAL)
    assert output_proof(TEXT, {**TEXT, "format": "colour"}) == Proof(Proved.EQUAL)


def test_what_is_not_declared_counts_only_where_that_is_asked() -> None:
    """Provenance: ours. An open object took `unit` before, whatever it was."""
    old, new = of(city=TEXT), of(city=TEXT, unit=SHORT)

    assert input_proof(old, new).result is Proved.BREAKING
    assert input_proof(old, new, declared=True) == Proof(Proved.WIDER)
    assert output_proof(new, old).result is Proved.BREAKING
    assert output_proof(new, old, declared=True) == Proof(Proved.WIDER)
    assert input_proof(old, of(city=SHORT), declared=True) == Proof(
        Proved.BREAKING, {"city": "aaaa"}, has_witness=True, at="/city"
    )
    assert input_proof(new, old, declared=True) == Proof(Proved.WIDER)


def test_schemas_without_a_normal_form_are_compared_as_texts() -> None:
    """Provenance: ours. What only tells is left out of them."""
    odd: Node = {"$ref": "#/nowhere", "title": "A"}

    assert input_proof(odd, {"$ref": "#/nowhere", "description": "B"}) == Proof(Proved.EQUAL)
    assert input_proof(OBJECT, odd) == Proof(
        Proved.NOT_PROVED, tried="their texts, since `$ref`: Pointer '/nowhere' does not exist"
    )
    assert output_proof(odd, TEXT, declared=True) == input_proof(TEXT, odd, declared=True)


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        (TEXT, {**TEXT, "maxLength": 4}, Proof(Proved.BREAKING, "aaaaa", has_witness=True)),
        ({**TEXT, "maxLength": 4}, TEXT, Proof(Proved.WIDER)),
        ({**TEXT, "maxLength": 4}, {**TEXT, "maxLength": 4, "title": "x"}, Proof(Proved.EQUAL)),
    ],
    ids=["narrower", "wider", "equal"],
)
def test_what_is_proved_is_checked_by_a_few_values(
    monkeypatch: pytest.MonkeyPatch, old: JSON, new: JSON, want: Proof
) -> None:
    """Provenance: ours. A wrong proof of a library is not passed on where an edge shows that it is wrong."""
    monkeypatch.setattr(proof_module, "_admits_all", lambda *_: True)
    proof_module._proof.cache_clear()

    try:
        assert output_proof(new, old) == want
    finally:
        proof_module._proof.cache_clear()


def test_where_nothing_is_shown_it_is_said_what_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Neither proved nor shown."""
    monkeypatch.setattr(proof_module, "witness", lambda *_: None)
    proof_module._proof.cache_clear()

    try:
        found = input_proof(of(q=TEXT), of(q={**TEXT, "maxLength": 4}))
    finally:
        proof_module._proof.cache_clear()
        proof_module._proof_of_declared.cache_clear()

    assert found == Proof(
        Proved.NOT_PROVED,
        tried="200 values of the difference and of each side, and up to 400 edges of both",
    )


def test_drafts_of_two_schemas_are_compared_by_what_they_say() -> None:
    """Provenance: ours. The bound of draft 4 is a boolean."""
    older: Node = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        **of(a={**WHOLE, "minimum": 3, "exclusiveMinimum": True}),
    }
    newer = of(a={**WHOLE, "exclusiveMinimum": 3})

    assert ready(older).draft == jsonschema_rs.Draft4
    assert input_proof(older, newer) == Proof(Proved.EQUAL)
    assert input_proof(of(a={**WHOLE, "minimum": 3}), older) == Proof(
        Proved.BREAKING, {"a": 3}, has_witness=True, at="/a"
    )
