"""Notion's days and moments, which it sends as texts."""

from datetime import datetime

from pytest_mcp_contract.reference.markdown import one_line, utc
from pytest_mcp_contract.reference.servers.notion.schemas_text import DateValue

_LONGEST = 40


def moment_text(text: str | None) -> str:
    """`2026-03-04` for a day, `2026-03-04 09:00 UTC` for a moment, and what is neither as it is."""
    written = one_line(text or "", _LONGEST)
    if "T" not in written:
        return written
    try:
        moment = datetime.fromisoformat(written)
        return utc(moment) if moment.tzinfo else f"{moment:%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return written


def date_text(date: DateValue | None) -> str:
    """`2026-03-04`, or `2026-03-04 to 2026-03-06` for a span; "" where there is none."""
    if date is None:
        return ""
    start, end = moment_text(date.start), moment_text(date.end)
    zone = one_line(date.time_zone or "", _LONGEST)
    span = " to ".join(filter(None, (start, end)))
    return f"{span} ({zone})" if span and zone and not span.endswith("UTC") else span
