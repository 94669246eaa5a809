"""Pairs of schemas, each told by a person: what is taken that was taken, and what is not."""

from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.model import JSON, Proved


def of(schema: Any, *, required: bool = True, **more: Any) -> JSON:
    """An object with one argument `v`."""
    return {"type": "object", "properties": {"v": schema}, "required": ["v"] if required else [], **more}


TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
WHOLE: dict[str, Any] = {"type": "integer"}
DEFINED: dict[str, Any] = {"$defs": {"T": {"type": "string"}}}
NARROWER: list[tuple[JSON, JSON]] = [
    (of(TEXT, required=False), of(TEXT)),
    (of(TEXT), of({**TEXT, "maxLength": 5})),
    (of(TEXT), of({**TEXT, "minLength": 1})),
    (of(TEXT), of({**TEXT, "pattern": "^[a-z]+$"})),
    (of(TEXT), of({**TEXT, "format": "uuid"})),
    (of({"enum": ["a", "b", "c"]}), of({"enum": ["a", "c"]})),
    (of(TEXT), of({"enum": ["a"]})),
    (of(NUMBER), of(WHOLE)),
    (of({**WHOLE, "minimum": 0}), of({**WHOLE, "minimum": 1})),
    (of(WHOLE), of({**WHOLE, "multipleOf": 2})),
    (of({"type": ["string", "null"]}), of(TEXT)),
    (of(TEXT), of(TEXT, additionalProperties=False)),
    (of({"type": "array", "items": NUMBER}), of({"type": "array", "items": WHOLE})),
    (of({"type": "array", "items": TEXT}), of({"type": "array", "items": TEXT, "maxItems": 3})),
    (of(of(TEXT, required=False)), of(of(TEXT))),
    (of({"anyOf": [TEXT, WHOLE]}), of(WHOLE)),
    (of({}), of(TEXT)),
]
"""What the second one refuses of the first one's."""
EQUAL: list[tuple[JSON, JSON]] = [
    (of({"enum": ["a", "b"]}), of({"enum": ["b", "a"]})),
    (of({**WHOLE, "exclusiveMinimum": 0}), of({**WHOLE, "minimum": 1})),
    (of({"type": ["string", "null"]}), of({"anyOf": [TEXT, {"type": "null"}]})),
    (of({"const": "a"}), of({"enum": ["a"]})),
    (of({"$ref": "#/$defs/T"}, **DEFINED), of(TEXT)),
    (of({"allOf": [TEXT, {"maxLength": 5}]}), of({**TEXT, "maxLength": 5})),
    (of({**TEXT, "title": "V", "description": "A text.", "default": "a"}), of(TEXT)),
    (of(TEXT, required=False), {"type": "object", "properties": {"v": TEXT}}),
]
"""The same values in another spelling."""


@pytest.mark.parametrize(("old", "new"), NARROWER)
def test_what_is_refused_is_shown(old: JSON, new: JSON) -> None:
    """Provenance: ours. The witness is asked of both schemas, formats included."""
    proof = input_proof(old, new)

    assert proof.result is Proved.BREAKING
    taking, refusing = (
        jsonschema_rs.Draft202012Validator(each, validate_formats=True)  # type: ignore[arg-type]
        for each in (old, new)
    )
    assert taking.is_valid(proof.witness)
    assert not refusing.is_valid(proof.witness)


@pytest.mark.parametrize(("new", "old"), NARROWER)
def test_what_takes_more_breaks_nobody(old: JSON, new: JSON) -> None:
    """Provenance: ours. The mirror of the above."""
    assert input_proof(old, new).result is Proved.WIDER


@pytest.mark.parametrize(("old", "new"), NARROWER)
def test_answers_are_judged_the_other_way_round(old: JSON, new: JSON) -> None:
    """Provenance: ours. Who answers less than was promised breaks nobody."""
    assert output_proof(old, new).result is Proved.WIDER
    assert output_proof(new, old).result is Proved.BREAKING


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_another_spelling_is_no_change(one: JSON, other: JSON) -> None:
    """Provenance: ours."""
    assert input_proof(one, other).result is Proved.EQUAL
    assert input_proof(other, one).result is Proved.EQUAL


def test_what_cannot_be_read_is_not_proved_and_says_why() -> None:
    """Provenance: ours. No request leaves for a reference outwards."""
    proof = input_proof(of(TEXT), of({"$ref": "https://schemas.acme.example/v.json"}))

    assert proof.result is Proved.NOT_PROVED
    assert proof.tried
