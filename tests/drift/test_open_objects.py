"""What counts of an object that takes any name: most tools leave their arguments open."""

import pytest

from pytest_mcp_contract.drift.compare import Pair, changes
from pytest_mcp_contract.drift.declared import closes
from pytest_mcp_contract.model import JSON, Locked, Proved

CITY: dict[str, JSON] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
UNIT: JSON = {"type": "string", "enum": ["C", "F"]}
WITH_UNIT: dict[str, JSON] = {**CITY, "properties": {"city": {"type": "string"}, "unit": UNIT}}
SHORT: JSON = {"type": "string", "maxLength": 5}
WHOLE: JSON = {"type": "integer"}


def proved(old: JSON, new: JSON) -> Proved | None:
    """How the arguments of a tool compare."""
    before, after = (
        Locked("weather", 1, tools={"get": {"name": "get", "inputSchema": schema}}) for schema in (old, new)
    )
    found = [change.input for change in changes(Pair(before, after)) if change.tool == "get"]
    return found[0].result if found and found[0] else None


def test_a_new_optional_argument_breaks_no_caller() -> None:
    """Provenance: ours. `{"unit": 5}` was taken before, under a name that nobody knew."""
    assert proved(CITY, WITH_UNIT) is Proved.WIDER


@pytest.mark.parametrize(
    "new",
    [
        {**WITH_UNIT, "required": ["city", "unit"]},
        {**CITY, "properties": {"city": SHORT, "unit": UNIT}},
        {**WITH_UNIT, "properties": {"city": WHOLE, "unit": UNIT}},
    ],
    ids=["required", "bound", "type"],
)
def test_what_declared_arguments_lose_breaks(new: JSON) -> None:
    """Provenance: ours, the other half."""
    assert proved(CITY, new) is Proved.BREAKING


@pytest.mark.parametrize(
    "new",
    [
        {**CITY, "additionalProperties": False},
        {**WITH_UNIT, "additionalProperties": False},
        {**CITY, "additionalProperties": {"type": "string"}},
        {**CITY, "propertyNames": {"maxLength": 4}},
    ],
    ids=["closed", "closed with one more", "of one type", "short names"],
)
def test_to_close_an_open_object_breaks(new: JSON) -> None:
    """Provenance: ours. Models send arguments that were never declared, and were passed over so far."""
    assert proved(CITY, new) in (Proved.BREAKING, Proved.NOT_PROVED)


def test_an_object_inside_is_held_to_the_same() -> None:
    """Provenance: ours."""

    def within(schema: JSON) -> JSON:
        return {"type": "object", "properties": {"place": schema}, "additionalProperties": False}

    assert proved(within(CITY), within(WITH_UNIT)) is Proved.WIDER
    assert proved(within(CITY), within({**WITH_UNIT, "additionalProperties": False})) is Proved.BREAKING


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"additionalProperties": False}, True),
        ({"additionalProperties": {}}, {"unevaluatedProperties": False}, True),
        ({"items": {}}, {"items": {"additionalProperties": False}}, True),
        ({"additionalProperties": False}, {"additionalProperties": False}, False),
        ({"additionalProperties": False}, {}, False),
        ({}, {"properties": {"a": {"additionalProperties": False}}}, False),
        (True, False, False),
    ],
)
def test_closing_is_seen_where_both_spell_the_object_out(old: JSON, new: JSON, expected: bool) -> None:
    """Provenance: ours."""
    assert closes(old, new) is expected
