"""Query results and records as short Markdown for a model: one line that sums up, then only what matters.

Pure functions. Text of strangers stands last in its line, is escaped, or stands inside a fence, so it cannot
change what is around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.salesforce.layout import (
    BUDGET,
    api_name,
    fitting,
    length_within,
    some,
)
from pytest_mcp_contract.reference.servers.salesforce.schemas import QueryResult, Record
from pytest_mcp_contract.reference.servers.salesforce.soql import cursor_of
from pytest_mcp_contract.reference.servers.salesforce.values import (
    children_of,
    flat,
    shown,
    whole,
    without_repetitions,
)

TABLE_COLUMNS = 8
CELL_LIMIT = 120
TEXT_LIMIT = 300
LONG_TEXT_BUDGET = 4_000
CHILDREN_LIMIT = 10
CHILDREN_BUDGET = 2_000
CHILD_BUDGET = 400
NAMES_LIMIT = 20
AGGREGATE = "AggregateResult"
NAME_FIELDS = ("Name", "Subject", "Title", "CaseNumber", "DeveloperName")

_CUT = "Texts that end with … are cut; get_record shows more of them."


def render_query(result: QueryResult, *, cursor: str | None, start_at: int) -> str:
    """The records of a page from number `start_at`, as many as fit, and how to get the next ones."""
    records, total = result.records, max(result.total_size, len(result.records))
    if not records:
        return _nothing(result)
    here = records[start_at - 1 :]
    if not here:
        last = f"The last record of this page is number {len(records)}; there is no record {start_at}."
        return blocks(last, _next_page(result))
    rows = [list(flat(record.fields)) for record in here]
    columns = _columns(rows)
    count, body = _table(rows, columns) if columns else _list(here, start_at)
    shown_last = start_at - 1 + count
    head = f"{counted(total, 'record')}{f', {count} of them here' if count < total else ''}:"
    more = _same_page(cursor, shown_last + 1) if shown_last < len(records) else _next_page(result)
    return blocks(head, body, more)


def render_record(
    record: Record,
    object_name: str,
    record_id: str,
    link: str,
    *,
    fields: Sequence[str],
    start_at: int,
    text_from: int = 1,
) -> str:
    """The values of one record from field number `start_at`, as many as fit, and how to get the next ones.

    Fields without a value are named only where they were asked for by name. One that is asked for alone is
    shown from character `text_from`.
    """
    start = text_from if len(fields) == 1 else 1
    first: dict[str, JSON] = {"start_at": 1} if start_at > 1 else {}
    values = dict(flat(record.fields if fields else without_repetitions(record.fields)))
    filled = [(name, value) for name, value in values.items() if shown(value) and name != "Id"]
    empty = [name for name, value in values.items() if not shown(value)]
    title = next((shown(values[name]) for name in NAME_FIELDS if shown(values.get(name))), "")
    head = f"# {object_name} {record_id}" + (f": {one_line(title)}" if title else "")
    here = filled[start_at - 1 :]
    if filled and not here:
        return blocks(
            head, f"It has {counted(len(filled), 'field')} with a value; there is no number {start_at}."
        )
    entries = [(_is_long(value), _entry(name, value, start, first)) for name, value in here]
    kept = entries[: len(fitting(entry for _, entry in entries))]
    last = start_at - 1 + len(kept)
    return blocks(
        head,
        "\n".join([*(entry for is_long, entry in kept if not is_long), f"- Link: {one_line(link)}"]),
        *(entry for is_long, entry in kept if is_long),
        _empty_fields(empty, asked=bool(fields)),
        follow_up("fields", "get_record", start_at=last + 1) if last < len(filled) else "",
    )


def render_created(object_name: str, record_id: str, link: str) -> str:
    """Where the new record is."""
    return blocks(f"Created {object_name} {one_line(record_id)}.", f"- Link: {one_line(link)}")


def render_updated(object_name: str, record_id: str, link: str, values: Mapping[str, JSON]) -> str:
    """Which fields were changed, and where the record is."""
    changed = [name for name, value in values.items() if value is not None]
    cleared = [name for name, value in values.items() if value is None]
    parts = [
        *([f"set {some(changed, NAMES_LIMIT)}"] if changed else []),
        *([f"cleared {some(cleared, NAMES_LIMIT)}"] if cleared else []),
    ]
    return blocks(f"Updated {object_name} {record_id}: {'; '.join(parts)}.", f"- Link: {one_line(link)}")


def _nothing(result: QueryResult) -> str:
    """No rows: either nothing matches, or the query only counts."""
    if result.total_size > 0:
        verb = "matches" if result.total_size == 1 else "match"
        return blocks(f"{counted(result.total_size, 'record')} {verb} the query.", _next_page(result))
    return blocks("No records match the query.", _next_page(result))


def _same_page(cursor: str | None, start_at: int) -> str:
    continued: dict[str, JSON] = {"cursor": cursor} if cursor else {}
    return follow_up("records", "execute_read_query", **continued, start_at=start_at)


def _next_page(result: QueryResult) -> str:
    if result.done:
        return ""
    cursor = cursor_of(result.next_records_url)
    if cursor:
        return follow_up("records", "execute_read_query", cursor=cursor)
    return (
        "More records match, but Salesforce did not say how to get them; narrow the query by WHERE or LIMIT."
    )


def _columns(rows: Sequence[Sequence[tuple[str, JSON]]]) -> list[str]:
    """The columns of a table; none where a list reads better: one record, children, long texts, many fields.

    A parent that is null in one record and not in another has no column of its own, but gives its place.
    """
    if len(rows) < 2:
        return []
    names: dict[str, bool] = {}
    for row in rows:
        for name, value in row:
            if children_of(value) is not None or len(shown(value)) > CELL_LIMIT:
                return []
            names[name] = names.get(name, False) or value is not None
            if len(names) > TABLE_COLUMNS * 2:
                return []
    order = {name: place for place, name in enumerate(names)}
    parents = {name: _parents(name) for name in names}
    above = {parent for found in parents.values() for parent in found}
    columns = [name for name, filled in names.items() if filled or name not in above]
    columns.sort(key=lambda name: min(order[one] for one in (name, *parents[name]) if one in order))
    return columns if len(columns) <= TABLE_COLUMNS else []


def _parents(name: str) -> list[str]:
    """`Account` and `Account.Owner` for `Account.Owner.Name`."""
    return [name[: dot.start()] for dot in re.finditer(r"\.", name)]


def _table(rows: Sequence[Sequence[tuple[str, JSON]]], columns: Sequence[str]) -> tuple[int, str]:
    """How many rows fit, and the table. Names stay as they are, so that a query can use them."""

    def line(cells: Iterator[str]) -> str:
        return f"| {' | '.join(cells)} |"

    kept = fitting(line(inline(shown(dict(row).get(name)), CELL_LIMIT) for name in columns) for row in rows)
    head = [line(api_name(name) for name in columns), line("---" for _ in columns)]
    return len(kept), "\n".join([*head, *kept])


def _list(records: Sequence[Record], start_at: int) -> tuple[int, str]:
    """How many records fit, and a section for each."""
    kept = fitting(_section(record, number) for number, record in enumerate(records, start_at))
    cut = any(_is_cut(value) for record in records[: len(kept)] for _, value in flat(record.fields))
    return len(kept), blocks(*kept, _CUT if cut else "")


def _section(record: Record, number: int) -> str:
    values = list(flat(record.fields))
    record_id = shown(record.fields.get("Id")) or (record.attributes.url or "").rpartition("/")[2]
    kind = "" if record.attributes.type == AGGREGATE else api_name(record.attributes.type)
    lines = list(_facts(values))
    kept = fitting(lines, BUDGET - 500)
    if len(kept) < len(lines):
        kept.append(f"- {len(lines) - len(kept)} more fields or children: select less, or use get_record")
    empty = [api_name(name) for name, value in values if value is None]
    if empty:
        kept.append(f"- Empty: {some(empty, NAMES_LIMIT)}")
    head = " ".join(filter(None, (f"### {number}.", kind, api_name(record_id) if record_id else "")))
    return blocks(head, "\n".join(kept))


def _facts(values: Sequence[tuple[str, JSON]]) -> Iterator[str]:
    for name, value in values:
        children = children_of(value)
        if children is not None:
            yield _children(name, value, children)
        elif name != "Id" and (text := shown(value)):
            yield f"- {api_name(name)}: {one_line(text, TEXT_LIMIT)}"


def _children(name: str, value: JSON, children: Sequence[Mapping[str, JSON]]) -> str:
    """The first rows of a child query, one line each."""
    total = value.get("totalSize") if isinstance(value, dict) else None
    number = max(total, len(children)) if isinstance(total, int) else len(children)
    lines = [f"- {api_name(name)}: {counted(number, 'record')}"]
    for child in children[:CHILDREN_LIMIT]:
        lines.append(f"  - {_child(child)}")
    kept = fitting(lines, CHILDREN_BUDGET)
    left_out = number - (len(kept) - 1)
    if left_out:
        kept.append(f"  - {left_out} more: query these records by themselves with execute_read_query")
    return "\n".join(kept)


def _child(record: Mapping[str, JSON]) -> str:
    """One child on one line, with as many of its values as fit."""
    pairs = [(name, shown(value)) for name, value in flat(record) if children_of(value) is None]
    cells = [f"{api_name(name)}: {inline(text, CELL_LIMIT)}" for name, text in pairs if text]
    return some(cells, len(fitting(cells, CHILD_BUDGET)), mark="; ") if cells else "(no values)"


def _is_cut(value: JSON) -> bool:
    """Whether a section shows the value, or one of a child, only in part."""
    children = children_of(value)
    if children is None:
        return len(shown(value)) > TEXT_LIMIT
    return any(
        len(shown(item)) > CELL_LIMIT for child in children[:CHILDREN_LIMIT] for _, item in flat(child)
    )


def _entry(name: str, value: JSON, start: int, first: Mapping[str, JSON]) -> str:
    """A line of the list, or a block of its own for a long or broken text.

    `first` is what a call for that field alone changes besides.
    """
    children = children_of(value)
    if children is not None:
        return _children(name, value, children)
    if not _is_long(value):
        return f"- {api_name(name)}: {shown(value)}"
    part = excerpt(
        whole(value),
        start,
        fits=lambda text: length_within(text, LONG_TEXT_BUDGET),
        more=lambda following: follow_up(
            "characters", "get_record", fields=[name], text_from=following, **first
        ),
        language="text",
    )
    return blocks(f"## {api_name(name)}", part)


def _is_long(value: JSON) -> bool:
    """Whether the value is a text that needs a block of its own."""
    text = whole(value).strip()
    return children_of(value) is None and (len(text) > TEXT_LIMIT or len(text.splitlines()) > 1)


def _empty_fields(empty: Sequence[str], *, asked: bool) -> str:
    if not empty:
        return ""
    if asked:
        return f"Empty: {some([api_name(name) for name in empty], NAMES_LIMIT)}."
    return f"{counted(len(empty), 'more field')} without a value."
