"""Which rows of a data source a query asks for. Of Notion's conditions, those that are tried out here."""

from collections.abc import Callable

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.notion.bodies import moment
from tests.emulators.notion.store import StoredPage, StoredSource

COMPARISONS: dict[str, Callable[[JSON, JSON], bool]] = {
    "equals": lambda value, wanted: value == wanted,
    "does_not_equal": lambda value, wanted: value != wanted,
    "contains": lambda value, wanted: str(wanted).lower() in str(value or "").lower(),
    "greater_than": lambda value, wanted: _is_number(value) and value > wanted,  # type: ignore[operator]
    "less_than": lambda value, wanted: _is_number(value) and value < wanted,  # type: ignore[operator]
    "on_or_after": lambda value, wanted: bool(value) and str(value) >= str(wanted),
    "before": lambda value, wanted: bool(value) and str(value) < str(wanted),
    "is_empty": lambda value, _: value in (None, "", []),
    "is_not_empty": lambda value, _: value not in (None, "", []),
    "past_week": lambda *_: False,
}


class InvalidQueryError(Exception):
    """The text of the answer."""


def asked_rows(source: StoredSource, asked: dict[str, JSON]) -> list[StoredPage]:
    """The rows in their order; raises InvalidQueryError for what Notion would refuse."""
    conditions, sorts = asked.get("filter"), asked.get("sorts")
    rows = [row for row in source.rows if not row.in_trash]
    if isinstance(conditions, dict):
        rows = [row for row in rows if _fits(row, conditions, source)]
    for sort in reversed(sorts if isinstance(sorts, list) else []):
        if not isinstance(sort, dict):
            raise InvalidQueryError("body failed validation: body.sorts[0] should be an object.")
        name, by_time = str(sort.get("property", "")), str(sort.get("timestamp", ""))
        if not by_time and name not in source.definitions:
            raise InvalidQueryError(f"Could not find sort property with name or id: {name}")

        def key(row: StoredPage, name: str = name, by_time: str = by_time) -> str:
            value = _moment(row, by_time) if by_time else _simple(row.properties.get(name))
            return f"{value:020.4f}" if isinstance(value, int | float) else str(value or "")

        rows.sort(key=key, reverse=sort.get("direction") == "descending")
    return rows


def _is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fits(row: StoredPage, one: dict[str, JSON], source: StoredSource) -> bool:
    for word, combine in (("and", all), ("or", any)):
        parts = one.get(word)
        if isinstance(parts, list):
            return combine([_fits(row, part, source) for part in parts if isinstance(part, dict)])
    stamp = one.get("timestamp")
    if isinstance(stamp, str):
        return _compared(_moment(row, stamp), one.get(stamp))
    name = str(one.get("property", ""))
    definition = source.definitions.get(name)
    if not isinstance(definition, dict):
        raise InvalidQueryError(f"Could not find property with name or id: {name}")
    kind = str(definition["type"])
    if kind not in one:
        raise InvalidQueryError(
            f"body failed validation: body.filter.{kind} should be defined, instead was `undefined`."
        )
    if row.is_partial:
        return False
    return _compared(_simple(row.properties.get(name)), one[kind])


def _compared(value: JSON, comparison: JSON) -> bool:
    if not isinstance(comparison, dict) or len(comparison) != 1:
        raise InvalidQueryError("body failed validation: a filter has one condition.")
    ((condition, wanted),) = comparison.items()
    if condition not in COMPARISONS:
        raise InvalidQueryError(f"body failed validation: the condition {condition} is not known.")
    return COMPARISONS[condition](value, wanted)


def _moment(row: StoredPage, name: str) -> str:
    return moment(row.created if name == "created_time" else row.edited)


def _simple(value: JSON) -> JSON:
    """The value of a property, as it can be compared."""
    if not isinstance(value, dict):
        return None
    inner = value.get(str(value.get("type")))
    if isinstance(inner, dict):
        return inner.get("name") or inner.get("start") or inner.get("number")
    if isinstance(inner, list):
        return ", ".join(
            str(one.get("plain_text") or one.get("name") or one.get("id") or "")
            for one in inner
            if isinstance(one, dict)
        )
    return inner
