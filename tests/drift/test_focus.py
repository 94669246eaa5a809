"""Which properties are left out where a witness is looked for: those that cannot make the difference."""

from typing import Any

import pytest

from pytest_mcp_contract.drift.focus import focused

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
REF = {"$ref": "#/$defs/A"}
DEFINED: dict[str, Any] = {"$defs": {"A": TEXT}}


def of(*required: str, more: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """An object with these properties."""
    return {"type": "object", "properties": properties, "required": [*required], **(more or {})}


@pytest.mark.parametrize(
    ("one", "other", "focused_one", "focused_other"),
    [
        (of(a=TEXT, b=TEXT), of(a=TEXT, b=WHOLE), of(b=TEXT), of(b=WHOLE)),
        (of(a=TEXT), of(b=TEXT), of(a=TEXT), of(b=TEXT)),
        (of("a", a=TEXT, b=TEXT), of(a=TEXT, b=TEXT), of("a", a=TEXT), of(a=TEXT)),
        (of(a=TEXT, b=TEXT), of("a", a=TEXT, b=TEXT), of(a=TEXT), of("a", a=TEXT)),
        (of(v=of(a=TEXT, b=TEXT)), of(v=of(a=TEXT, b=WHOLE)), of(v=of(b=TEXT)), of(v=of(b=WHOLE))),
        (of(v=of(a=TEXT)), of(v=TEXT), of(v=of(a=TEXT)), of(v=TEXT)),
        ({"type": "object"}, of(a=TEXT), {"type": "object"}, of(a=TEXT)),
        (of(a=TEXT), {"type": "object"}, of(a=TEXT), {"type": "object"}),
        (of(a=REF, more=DEFINED), of(a=REF, more=DEFINED), of(more=DEFINED), of(more=DEFINED)),
    ],
    ids=[
        "alike",
        "of another name",
        "required by the one",
        "required by the other",
        "inside",
        "an object on one side",
        "no properties",
        "none on the other side",
        "a reference to the same",
    ],
)
def test_what_both_declare_alike_is_left_out(
    one: Any, other: Any, focused_one: Any, focused_other: Any
) -> None:
    """Provenance: ours."""
    assert focused(one, other) == (focused_one, focused_other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            (of(a=TEXT, b=TEXT, more={keyword: value}), of(a=TEXT, b=WHOLE))
            for keyword, value in {
                "allOf": [of("a")],
                "anyOf": [of("a")],
                "oneOf": [of("a")],
                "not": of("a"),
                "if": of("a"),
                "$ref": "#/$defs/A",
                "dependentSchemas": {"b": of("a")},
                "dependentRequired": {"b": ["a"]},
            }.items()
        ),
        (of(a=REF, more=DEFINED), of(a=REF, more={"$defs": {"A": WHOLE}})),
        (of(a=REF, more={"definitions": {}}), of(a=REF)),
        (of(a=TEXT), True),
        (False, of(a=TEXT)),
    ],
)
def test_nothing_is_left_out_where_it_may_matter(one: Any, other: Any) -> None:
    """Provenance: ours. What is said of one property may depend on another, and a name on what it means."""
    assert focused(one, other) == (one, other)
    assert focused(other, one) == (other, one)
