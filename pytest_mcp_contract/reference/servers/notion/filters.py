"""Simple filters and sorts in Notion's own form, which depends on the types of the properties.

Pure functions. Every `Err` is one sentence that says which names, conditions or values there are.

Source: https://developers.notion.com/reference/filter-data-source-entries
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from pytest_mcp_contract.reference.budget import rows_within
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion.arguments import LONGEST_PROPERTY_NAME, Filter, Sort
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyDefinition

TIMESTAMPS = ("created_time", "last_edited_time")
_EXISTENCE = ("is_empty", "is_not_empty")
_EQUALITY = ("equals", "does_not_equal")
_CONTAINING = ("contains", "does_not_contain")
_SPANS = ("this_week", "past_week", "past_month", "past_year", "next_week", "next_month", "next_year")
_TEXT = (*_EQUALITY, *_CONTAINING, "starts_with", "ends_with", *_EXISTENCE)
_NUMBER = (
    *_EQUALITY,
    "greater_than",
    "less_than",
    "greater_than_or_equal_to",
    "less_than_or_equal_to",
    *_EXISTENCE,
)
_DATE = ("equals", "before", "after", "on_or_before", "on_or_after", *_SPANS, *_EXISTENCE)
_PEOPLE = (*_CONTAINING, *_EXISTENCE)
_CHOICE = (*_EQUALITY, *_EXISTENCE)
_COMPUTED = tuple(dict.fromkeys((*_TEXT, *_NUMBER, *_DATE)))
_ALLOWED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("title", "rich_text", "url", "email", "phone_number"), _TEXT),
    **dict.fromkeys(("number", "unique_id"), _NUMBER),
    **dict.fromkeys(("date", *TIMESTAMPS), _DATE),
    **dict.fromkeys(("people", "created_by", "last_edited_by", "relation", "multi_select"), _PEOPLE),
    **dict.fromkeys(("select", "status"), _CHOICE),
    "checkbox": _EQUALITY,
    "files": _EXISTENCE,
    "verification": ("equals",),
    "formula": _COMPUTED,
    "rollup": _COMPUTED,
}
_NAMES_BUDGET = 1_500


def notion_filter(
    filters: Sequence[Filter], definitions: Mapping[str, PropertyDefinition], *, match_any: bool
) -> Result[Mapping[str, JSON] | None]:
    """All filters as one, None where there are none, or why one of them cannot be asked."""
    found: list[JSON] = []
    for one in filters:
        result = _one_filter(one, definitions)
        if isinstance(result, Err):
            return result
        found.append(dict(result.value))
    if not found:
        return Ok(None)
    return Ok({"or" if match_any else "and": found})


def notion_sorts(
    sorts: Iterable[Sort], definitions: Mapping[str, PropertyDefinition]
) -> Result[Sequence[JSON]]:
    """The sorts, or the names that there are where one names a property that is not there."""
    found: list[JSON] = []
    for one in sorts:
        if one.property in definitions:
            found.append({"property": one.property, "direction": one.direction})
        elif one.property in TIMESTAMPS:
            found.append({"timestamp": one.property, "direction": one.direction})
        else:
            return no_property(one.property, definitions)
    return Ok(found)


def no_property(name: str, names: Iterable[str]) -> Err:
    """There is no property of that name."""
    known = list(names)
    shown = rows_within((f'"{one_line(one, LONGEST_PROPERTY_NAME)}"' for one in known), _NAMES_BUDGET)
    more = f" and {len(known) - len(shown)} more" if len(known) > len(shown) else ""
    there = f"the properties are {', '.join(shown)}{more}" if known else "there are no properties"
    return Err(f'No property is named "{one_line(name, 60)}"; {there}. Correct the name and call again.')


def _one_filter(one: Filter, definitions: Mapping[str, PropertyDefinition]) -> Result[Mapping[str, JSON]]:
    definition = definitions.get(one.property)
    if definition is None and one.property not in TIMESTAMPS:
        return no_property(one.property, definitions)
    kind = (definition.type or "") if definition else one.property
    allowed = _ALLOWED.get(kind, ())
    if one.condition not in allowed:
        choices = ", ".join(allowed) if 0 < len(allowed) < len(_COMPUTED) else "no condition"
        return Err(
            f'The property "{one_line(one.property, 60)}" ({one_line(kind, 40)}) cannot be filtered by '
            f"{one.condition}; it takes {choices}. Correct the filter and call again."
        )
    result = _compared(one, kind)
    if isinstance(result, Err):
        return result
    where = {"property": one.property} if definition else {"timestamp": one.property}
    return Ok({**where, **result.value})


def _compared(one: Filter, kind: str) -> Result[Mapping[str, JSON]]:
    """`{type: {condition: value}}`."""
    if one.condition in _EXISTENCE:
        return Ok(_typed(kind, one.condition, value=True))
    if one.condition in _SPANS:
        return Ok(_typed(kind, one.condition, value={}))
    value = one.value
    wanted = ""
    if kind in ("number", "unique_id"):
        value, wanted = _number(value), "a number"
    elif kind == "checkbox":
        value, wanted = _truth(value), "true or false"
    elif kind in ("formula", "rollup"):
        wanted = "a value"
    else:
        value, wanted = (value if isinstance(value, str) and value else None), "a text"
    if value is None:
        return Err(
            f'The filter on "{one_line(one.property, 60)}" with {one.condition} needs {wanted} as its value. '
            "Correct the filter and call again."
        )
    if kind == "verification":
        return Ok({kind: {"status": value}})
    return Ok(_typed(kind, one.condition, value=value))


def _typed(kind: str, condition: str, *, value: JSON) -> Mapping[str, JSON]:
    """The comparison under its type; that of a formula or rollup shows only in what it is compared with."""
    compared: dict[str, JSON] = {condition: value}
    if kind not in ("formula", "rollup"):
        return {kind: compared}
    if condition in _DATE and condition not in (*_EQUALITY, *_EXISTENCE):
        inner = "date"
    elif isinstance(value, bool) and condition in _EQUALITY:
        inner = "checkbox"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        inner = "number"
    else:
        inner = "string"
    if kind == "formula" or inner in ("date", "number"):
        return {kind: {inner: compared}}
    return {kind: {"any": {"rich_text" if inner == "string" else inner: compared}}}


def _number(value: JSON) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _truth(value: JSON) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None
