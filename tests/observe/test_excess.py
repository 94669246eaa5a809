"""Schemas that are meant to wear out validators, and sound ones that look alike."""

import pytest

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.excess import excess


def layers(count: int, width: int) -> JSON:
    """Each definition names the next one `width` times."""
    defs: dict[str, JSON] = {
        f"L{number}": {"allOf": [{"$ref": f"#/$defs/L{number + 1}"}] * width} for number in range(count)
    }
    return {"$ref": "#/$defs/L0", "$defs": {**defs, f"L{count}": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (layers(30, 10), "has more than 100,000 branches for one value: no validator ends"),
        ({"properties": {"a/b": layers(30, 2)}, **layers(17, 2)}, "has more than 100,000 branches"),  # type: ignore[dict-item]
        ({"properties": {"a": {"minLength": 10**18}}}, "asks for a value of more than 1,000,000 characters"),
        ({"items": {"minItems": 1e9}}, "asks for a value of more than 1,000,000 elements"),
        ({"minProperties": 10**7}, "asks for a value of more than 1,000,000 properties"),
    ],
)
def test_an_excess_is_named(schema: JSON, why: str) -> None:
    """Provenance: ours."""
    assert (excess(schema) or "").startswith(why)


@pytest.mark.parametrize(
    "schema",
    [
        layers(3, 10),
        layers(10_000, 1),
        # Circles do not multiply.
        {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}},
        {"$ref": "#"},
        # The value of a property is another value: what is below it is held against that one alone.
        {
            "$ref": "#/$defs/A",
            "$defs": {"A": {"properties": {str(n): {"$ref": "#/$defs/A"} for n in range(500)}}},
        },
        {"properties": {"minLength": {"type": "integer", "default": 5}}},
        {"minLength": 1_000, "$ref": "#/$defs/none", "anyOf": "no list", "not": 5},
        {"$ref": "https://example.com/schema.json"},
        None,
        [],
    ],
)
def test_a_sound_schema_has_none(schema: JSON) -> None:
    """Provenance: ours."""
    assert excess(schema) is None
