"""Rows of source code that is read and not run: what could not be read is no change, and no proof of none."""

from dataclasses import replace
from typing import Final

from pytest_mcp_contract.model import JSON, JSONObject, Locked

NOT_READ: Final = "not_read"
"""Where a row in a lock names the fields that it says nothing of, because they could not be read."""
_PARTLY: Final = frozenset({"tools_stakes", "server_info"})
"""Fields of which a part may be known."""


def unread_fields(side: Locked) -> frozenset[str]:
    """The fields of a row that could not be read."""
    names = side.entry.get(NOT_READ)
    return (
        frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
    )


def filled(side: Locked, other: Locked) -> Locked:
    """A side, with what the other one states where it could not be read itself."""
    names = unread_fields(side)
    if NOT_READ not in side.entry:
        return side
    entry = _bare(side.entry)
    for key in names:
        if key in other.entry:
            entry[key] = _joined(entry.get(key), other.entry[key]) if key in _PARTLY else other.entry[key]
    return replace(side, entry=entry, id=other.id if "id" in names and side.id is None else side.id)


def kept(now: Locked, before: Locked) -> Locked:
    """A row as it is to be locked: what could not be read stays as it was agreed on."""
    known = before.entry.keys() - unread_fields(before)
    left = [name for name in sorted(unread_fields(now)) if name not in known]
    found = filled(now, before)
    left = [name for name in left if name != "id" or found.id is None]
    return replace(found, entry={**found.entry, NOT_READ: [*left]}) if left else found


def otherwise(before: Locked, after: Locked) -> list[Locked]:
    """What `after` may be, where what could not be read of it is not as before; [] where all of it was read.

    A check that finds more in one of these than in `after` filled has nothing to judge by.
    """
    gone = unread_fields(after)
    has_no_tools = after.tools is None and before.tools is not None
    if not gone and not has_no_tools:
        return []
    entry = _bare(after.entry)
    # Of these a check says nothing where one side does not state them.
    if "availability" in gone and "availability" in before.entry and "availability" not in entry:
        entry["availability"] = "manual" if before.entry["availability"] != "manual" else "auto"
    if "is_restricted" in gone and "is_restricted" not in entry:
        entry["is_restricted"] = "not read"
    number = -1 if "id" in gone and after.id is None and before.id is not None else after.id
    found = replace(after, entry=entry, id=number)
    return [replace(found, tools=before.tools), replace(found, tools={})] if has_no_tools else [found]


def _bare(entry: JSONObject) -> dict[str, JSON]:
    return {key: value for key, value in entry.items() if key != NOT_READ}


def _joined(known: JSON, other: JSON) -> JSON:
    """What is known, and the rest as the other side has it."""
    if not isinstance(known, dict) or not isinstance(other, dict):
        return other if known is None else known
    return {**other, **{key: _joined(value, other.get(key)) for key, value in known.items()}}
