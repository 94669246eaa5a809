"""The search: filters, words, sorting, pages, and no more than 10,000 matches."""

from collections.abc import Iterable
from datetime import datetime

from starlette.responses import JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import strings
from tests.emulators.hubspot.answers import bad_request
from tests.emulators.hubspot.definitions import DEFINITIONS
from tests.emulators.hubspot.store import StoredObject, object_json, value_of

WINDOW = 10_000
MOST_ON_A_PAGE = 200


def search(object_type: str, records: Iterable[StoredObject], asked: dict[str, JSON]) -> Response:
    """The answer to a search among `records`."""
    known = {definition.name for definition in DEFINITIONS[object_type]}
    filters = _filters(asked.get("filterGroups"))
    sorts = strings(asked.get("sorts"))
    names = [str(one.get("propertyName")) for one in filters] + [name.lstrip("-") for name in sorts]
    if unknown := [name for name in names if name not in known]:
        return bad_request("There was a problem with the request.", f"Property {unknown[0]} does not exist")
    limit, after = asked.get("limit", 10), asked.get("after", "0")
    if not isinstance(limit, int) or not 1 <= limit <= MOST_ON_A_PAGE:
        return bad_request(f"The limit must be between 1 and {MOST_ON_A_PAGE}.")
    if not isinstance(after, str) or not after.isdecimal():
        return bad_request("The after parameter must be a number.")
    start = int(after)
    if start + limit > WINDOW:
        return bad_request(f"Only the first {WINDOW:,} results of a search can be read.")
    query = str(asked.get("query") or "").casefold()
    found = [one for one in records if _has(one, query) and all(_holds(one, each) for each in filters)]
    for name in reversed(sorts):
        found.sort(key=lambda one: _rank(value_of(one, name.lstrip("-"))), reverse=name.startswith("-"))
    here = found[start : start + limit]
    results: list[JSON] = [object_json(one, strings(asked.get("properties"))) for one in here]
    body: dict[str, JSON] = {"total": min(len(found), WINDOW), "results": results}
    if start + limit < len(found):
        body["paging"] = {"next": {"after": str(start + limit)}}
    return JSONResponse(body)


def _filters(groups: JSON) -> list[dict[str, JSON]]:
    """The filters of the first group; the tools send no more than one."""
    group = groups[0] if isinstance(groups, list) and groups else {}
    listed = group.get("filters") if isinstance(group, dict) else []
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _has(record: StoredObject, query: str) -> bool:
    words = " ".join(record.properties.values()).casefold()
    return all(word in words for word in query.split())


def _holds(record: StoredObject, condition: dict[str, JSON]) -> bool:
    held = value_of(record, str(condition["propertyName"]))
    value, high = str(condition.get("value", "")), str(condition.get("highValue", ""))
    values = [one.casefold() for one in strings(condition.get("values"))]
    text = (held or "").casefold()
    match condition.get("operator"):
        case "HAS_PROPERTY":
            return bool(held)
        case "NOT_HAS_PROPERTY":
            return not held
        case "EQ":
            return text == value.casefold()
        case "NEQ":
            return text != value.casefold()
        case "IN":
            return text in values
        case "NOT_IN":
            return bool(held) and text not in values
        case "CONTAINS_TOKEN":
            return value.casefold().strip("*") in text
        case "NOT_CONTAINS_TOKEN":
            return value.casefold().strip("*") not in text
        case "LT":
            return bool(held) and _rank(held) < _rank(value)
        case "LTE":
            return bool(held) and _rank(held) <= _rank(value)
        case "GT":
            return bool(held) and _rank(held) > _rank(value)
        case "GTE":
            return bool(held) and _rank(held) >= _rank(value)
        case _:
            return bool(held) and _rank(value) <= _rank(held) <= _rank(high)


def _rank(value: str | None) -> tuple[float, str]:
    """What a value is compared by: a number, a moment in milliseconds, else the text."""
    text = value or ""
    try:
        return float(text), ""
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).timestamp() * 1_000, ""
    except ValueError:
        return 0.0, text.casefold()
