"""Simple values in the form in which Notion sets properties, which depends on their types.

Pure functions. Every `Err` is one sentence that says what the property takes, and nothing is sent.

Source: https://developers.notion.com/reference/page-property-values
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion.arguments import PropertyInput
from pytest_mcp_contract.reference.servers.notion.filters import no_property
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text
from pytest_mcp_contract.reference.servers.notion.property_text import number_text

_WANTED = {
    "number": "a number",
    "checkbox": "true or false",
    "date": "a date as 2026-03-04 or a moment as 2026-03-04T09:00:00Z",
    "multi_select": "a text or a list of texts",
    "people": "ids of users",
    "relation": "ids of pages",
    "files": "addresses that begin with https://",
}
_TEXTS = ("url", "email", "phone_number")
_NAMED = ("select", "status")
SETTABLE = ("title", "rich_text", *_WANTED, *_TEXTS, *_NAMED)


def notion_properties(inputs: Sequence[PropertyInput], types: Mapping[str, str]) -> Result[dict[str, JSON]]:
    """What to send for `properties`, or why one cannot be set; `types` are those of all by name."""
    found: dict[str, JSON] = {}
    for one in inputs:
        kind = types.get(one.name)
        if kind is None:
            return no_property(one.name, types)
        result = _value(one, kind)
        if isinstance(result, Err):
            return result
        found[one.name] = {kind: result.value}
    return Ok(found)


def _value(one: PropertyInput, kind: str) -> Result[JSON]:
    name = f'"{one_line(one.name, 60)}" ({one_line(kind, 40)})'
    if kind not in SETTABLE:
        return Err(
            f"Nothing was changed, because Notion itself fills in {name}; leave it out and call again."
        )
    if one.value is None:
        return Ok(_emptied(kind))
    try:
        return Ok(_converted(one, kind))
    except ValueError:
        wanted = _WANTED.get(kind, "a text")
        return Err(
            f"Nothing was changed, because the property {name} takes {wanted}; correct it and call again."
        )


def _emptied(kind: str) -> JSON:
    if kind == "checkbox":
        return False
    return [] if kind in ("title", "rich_text", "multi_select", "people", "relation", "files") else None


def _converted(one: PropertyInput, kind: str) -> JSON:
    """Raises ValueError for what the type does not take."""
    value = one.value
    match kind:
        case "title" | "rich_text":
            return plain_rich_text(_string(value))
        case "number":
            return _number(value)
        case "checkbox":
            return _truth(value)
        case "date":
            return {"start": _day(_string(value)), **({"end": _day(one.end)} if one.end else {})}
        case "select" | "status":
            return {"name": _string(value)}
        case "multi_select":
            return [{"name": text} for text in _strings(value)]
        case "people":
            return [{"object": "user", "id": text} for text in _strings(value)]
        case "relation":
            return [{"id": text} for text in _strings(value)]
        case "files":
            return [_external(text) for text in _strings(value)]
        case _:
            return _string(value)


def _string(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("no text")
    return value if isinstance(value, str) else number_text(float(value))


def _strings(value: object) -> list[str]:
    return list(value) if isinstance(value, tuple) else [_string(value)]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("no number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("no number of JSON")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _truth(value: object) -> bool:
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _day(text: str) -> str:
    """`text`, if it is a day or a moment."""
    try:
        date.fromisoformat(text)
    except ValueError:
        datetime.fromisoformat(text)
    return text


def _external(url: str) -> JSON:
    if not url.startswith(("https://", "http://")):
        raise ValueError("no address")
    name = url.rstrip("/").rsplit("/", 1)[-1][:100]
    return {"name": name, "type": "external", "external": {"url": url}}
