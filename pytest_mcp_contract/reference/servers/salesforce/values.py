"""Values of a record as text on one line: dates in UTC, addresses as written on a letter, never JSON."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line, utc

MOST_PARENTS = 5
"""A query can follow no more."""

_NO_LIMIT = 10**9
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_ADDRESS = ("street", "city", "state", "postalCode", "country")
_ADDRESS_END = "Address"
_ADDRESS_FIELDS = (
    "Street", "City", "State", "StateCode", "PostalCode", "Country", "CountryCode", "Latitude", "Longitude",
    "GeocodeAccuracy",
)  # fmt: skip
_LOCATION = ("latitude", "longitude")


def is_record(value: JSON) -> bool:
    """Whether the value is a parent record."""
    return isinstance(value, dict) and isinstance(value.get("attributes"), dict)


def children_of(value: JSON) -> list[dict[str, JSON]] | None:
    """The records of a child query's result; None where the value is none."""
    if not isinstance(value, dict) or "attributes" in value:
        return None
    records = value.get("records")
    if not isinstance(records, list) or "totalSize" not in value:
        return None
    return [record for record in records if isinstance(record, dict)]


def without_repetitions(fields: Mapping[str, JSON]) -> dict[str, JSON]:
    """The fields without what says nothing more: parts of an address that is there, `IsDeleted: false`."""
    addresses = [
        name.removesuffix(_ADDRESS_END) for name, value in fields.items() if _is_address(name, value)
    ]
    parts = {f"{prefix}{part}" for prefix in addresses for part in _ADDRESS_FIELDS}
    return {
        name: value
        for name, value in fields.items()
        if name not in parts and not (name == "IsDeleted" and value is False)
    }


def _is_address(name: str, value: JSON) -> bool:
    return name.endswith(_ADDRESS_END) and isinstance(value, dict) and value.keys() >= {"street", "city"}


def flat(fields: Mapping[str, JSON], *, prefix: str = "", deep: int = 0) -> Iterator[tuple[str, JSON]]:
    """Names and values, those of a parent under the name a query gives them: `Account.Owner.Name`."""
    for name, value in fields.items():
        if name == "attributes":
            continue
        if is_record(value) and isinstance(value, dict) and deep < MOST_PARENTS:
            yield from flat(value, prefix=f"{prefix}{name}.", deep=deep + 1)
        else:
            yield f"{prefix}{name}", value


def shown(value: JSON, *, deep: int = 0) -> str:
    """The value on one line, with the line breaks of texts taken out; "" for null."""
    return one_line(whole(value, deep=deep), _NO_LIMIT)


def whole(value: JSON, *, deep: int = 0) -> str:
    """The value with its line breaks; "" for null."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _number(value)
        case str():
            return _moment(value)
    if deep >= MOST_PARENTS:
        return "(nested too deep to show)"
    if isinstance(value, list):
        return "; ".join(filter(None, (shown(item, deep=deep + 1) for item in value)))
    return _compound(value, deep)


def _number(number: float) -> str:
    if not math.isfinite(number):
        return "not a number"
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else f"{number:.15g}"


def _moment(text: str) -> str:
    """A moment in UTC; any other text as it is, also a date that no calendar has."""
    if _DATE.fullmatch(text) is None:
        return text
    try:
        return utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


def _compound(value: dict[str, JSON], deep: int) -> str:
    if value.keys() >= {"street", "city"}:
        return ", ".join(filter(None, (shown(value.get(part), deep=deep + 1) for part in _ADDRESS)))
    if value.keys() == set(_LOCATION):
        return ", ".join(filter(None, (shown(value[part], deep=deep + 1) for part in _LOCATION)))
    parts = ((name, shown(item, deep=deep + 1)) for name, item in value.items() if name != "attributes")
    return ", ".join(f"{one_line(name, 80)} {text}" for name, text in parts if text)
