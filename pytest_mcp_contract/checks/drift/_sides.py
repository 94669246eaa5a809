"""Both sides of a change, where there are two: of a tool, and of a row."""

from collections.abc import Iterator, Mapping, Sequence

from pytest_mcp_contract.model import JSON, Change, JSONObject, Locked, Tool


def both_tools(change: Change) -> tuple[Tool, Tool] | None:
    """A tool before and now; None where a side has none."""
    before, after = change.tool_before, change.tool_after
    return None if before is None or after is None else (before, after)


def both_rows(change: Change) -> tuple[JSONObject, JSONObject] | None:
    """The row before and now, of a server as a whole; None where a side states none."""
    return None if change.tool is not None else _rows(change)


def rows_of_tools(change: Change) -> Iterator[tuple[str, JSONObject, JSONObject]]:
    """Each tool that both sides have, by name, with both rows.

    A change of a server as a whole speaks of tools only where the server was not asked: nothing else does.
    """
    rows = _rows(change)
    if rows is None:
        return
    if change.tool is not None:
        yield from ((change.tool, *rows) for _ in range(both_tools(change) is not None))
    elif not (was_asked(change.before) and was_asked(change.after)):
        names = sorted({name for row in rows for key in _TABLES for name in table(row, key)})
        yield from (
            (name, *rows) for name in names if may_have(change.before, name) and may_have(change.after, name)
        )


def was_asked(side: Locked | None) -> bool:
    """Whether it is known what tools a server has."""
    return side is not None and side.tools is not None


def may_have(side: Locked | None, tool: str) -> bool:
    """Whether a server has a tool, as far as is known."""
    return side is not None and (side.tools is None or tool in side.tools)


def table(row: JSONObject, key: str) -> Mapping[str, JSON]:
    """A table of a row; an empty one where the row has none."""
    found = row.get(key)
    return found if isinstance(found, Mapping) else {}


def info(row: JSONObject, key: str) -> JSON:
    """A field of `server_info`; None where the row has none."""
    return table(row, "server_info").get(key)


def scopes(change: Change) -> Iterator[tuple[str, list[str], list[str]]]:
    """The provider of a server, where it asks for other scopes, with those that it dropped and added.

    Nothing is said where a side does not know them, or of two providers: theirs have nothing in common.
    """
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (table(table(row, "server_info"), "authorization") for row in rows)
    old, new = (one.get("scopes") for one in (before, after))
    provider = after.get("provider")
    if isinstance(old, list) and isinstance(new, list) and before.get("provider") == provider:
        asked, asks = set(map(str, old)), set(map(str, new))
        if asked != asks:
            yield str(provider), sorted(asked - asks), sorted(asks - asked)


def at_row(change: Change, *parts: str) -> str:
    """A dotted path into the row."""
    return ".".join(("servers", change.server, *parts))


def stated(value: JSON) -> str:
    """A value of a row, as a phrase."""
    return "none" if value is None else f"`{value}`"


def listed(words: Sequence[str]) -> str:
    """Names in backticks, the first three of many."""
    more = f" and {len(words) - 3} more" if len(words) > 3 else ""
    return ", ".join(f"`{word}`" for word in words[:3]) + more


def _rows(change: Change) -> tuple[JSONObject, JSONObject] | None:
    before, after = change.before, change.after
    if before is None or after is None or not before.entry or not after.entry:
        return None
    return None if before.retired is not None or after.retired is not None else (before.entry, after.entry)


_TABLES = ("tools_stakes", "arguments_requiring_approval")
