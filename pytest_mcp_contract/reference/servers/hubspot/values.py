"""Property values: HubSpot has texts only, whatever a property is."""

import html
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

from pytest_mcp_contract.reference.markdown import utc

_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


def shown(name: str, value: str | None) -> str:
    """A value as a person reads it: moments in UTC, and the bodies of notes without HTML."""
    text = (value or "").strip()
    if name.endswith("_body"):
        return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()
    moment = _moment(text)
    return utc(moment) if moment else text


def sent(value: str | bool | int | float | date | None) -> str:
    """A value as HubSpot takes it; null is an empty text, which clears the property."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def all_sent(values: Mapping[str, str | bool | int | float | date | None]) -> dict[str, str]:
    """`sent` of each."""
    return {name: sent(value) for name, value in values.items()}


def epoch_milliseconds(text: str) -> str:
    """A date or moment as HubSpot's search compares it; any other text as it is."""
    day = f"{text}T00:00:00Z" if _DAY.fullmatch(text) else text
    moment = _moment(day)
    return str(round(moment.timestamp() * 1_000)) if moment else text


def hubspot_moment(moment: datetime) -> str:
    """`2026-03-02T09:00:00.000Z`; a moment outside of the calendar in UTC keeps its own zone."""
    with suppress(OverflowError):
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def note_html(text: str) -> str:
    """Plain text as the HTML of a note, which looks the same: nothing in it becomes a tag."""
    return html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
