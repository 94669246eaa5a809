"""The rows of a data source as a table, within the budget of a reply."""

import re
from collections.abc import Mapping, Sequence

from pytest_mcp_contract.reference.budget import REPLY, cost, length_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line, table
from pytest_mcp_contract.reference.paging import follow_up, naming
from pytest_mcp_contract.reference.servers.notion.arguments import LONGEST_PROPERTY_NAME
from pytest_mcp_contract.reference.servers.notion.property_text import title_of, value_text
from pytest_mcp_contract.reference.servers.notion.rendering import short_title
from pytest_mcp_contract.reference.servers.notion.rich_text import plain
from pytest_mcp_contract.reference.servers.notion.schemas import DataSource, Page, Rows
from pytest_mcp_contract.reference.servers.notion.schemas_properties import Option, PropertyDefinition
from pytest_mcp_contract.reference.servers.notion.wording import (
    count_line,
    cut_page,
    is_usable_id,
    next_page,
    nothing_here,
    shown_id,
    states,
)

_MOST_COLUMNS = 10
_CELL_TOKENS = 30
_FOR_THE_END = 700
_DEFINITIONS = 700
"""Tokens that the properties and their choices may take."""
_MOST_CHOICES = 15


def render_rows(
    source: DataSource,
    rows: Rows,
    *,
    columns: Sequence[str],
    page_size: int,
    is_first: bool,
    is_filtered: bool,
) -> str:
    """A page of rows, and how to get the next one; the first page says which properties there are."""
    title = short_title(source.title)
    here = rows.results[:page_size]
    about = _definitions(source.properties or {}) if is_first else ""
    follow = next_page("rows", "query_data_source", rows)
    if not here:
        match = " that match" if is_filtered else ""
        head = f"No {'' if is_first else 'more '}rows{match} in data source {shown_id(source.id)}: {title}"
        return nothing_here("rows", blocks(head, about), blocks(about, follow) if follow else "")
    names = _columns(here, source, columns)
    shown_names = names[:_MOST_COLUMNS]
    head_row = ["Page", "Title", *(short(name) for name in shown_names)]
    room = REPLY - _FOR_THE_END - cost(about) - cost(table(head_row, []))
    body: list[list[str]] = []
    for row in here:
        cells = _cells(row, shown_names)
        room -= sum(cost(inline(cell)) + 1 for cell in cells)
        if room < 0 and body:
            break
        body.append(cells)
    head = (
        f"{count_line(len(body), 'row', has_more=rows.has_more or len(body) < len(here))} of data source "
        f"{shown_id(source.id)}: {title}"
    )
    more = cut_page("rows", "query_data_source", shown=len(body), here=len(rows.results), asked=page_size)
    return blocks(
        head,
        about,
        table(head_row, body),
        _left_out(names[_MOST_COLUMNS:], shown_names),
        _long_cells(here[: len(body)], body, shown_names),
        more,
        "" if more.startswith("Only the first") else follow,
    )


def render_definitions(source: DataSource, *, text_from: int) -> str:
    """All properties of a data source with all their choices, and how to get what follows."""
    lines = [
        f"- {_definition(name, definition, most=len(options_of(definition)), is_whole=True)}"
        for name, definition in (source.properties or {}).items()
    ]
    text = excerpt(
        "\n".join(lines),
        text_from,
        fits=lambda rest: length_within(rest, REPLY - _FOR_THE_END),
        more=_all_definitions,
    )
    head = f"{counted(len(lines), 'property', 'properties')} of data source {shown_id(source.id)}:"
    return blocks(head, text or "It has none.")


def _all_definitions(text_from: int) -> str:
    return follow_up("properties and choices", "query_data_source", definitions_from=text_from)


def short(text: str) -> str:
    """`text` on one line, cut with "…" where it would cost more than a cell may."""
    line = one_line(text)
    return one_line(line, max(1, length_within(line, _CELL_TOKENS)))


def _columns(rows: Sequence[Page | DataSource], source: DataSource, asked: Sequence[str]) -> list[str]:
    """The asked-for properties; else those with a value in a row, in the data source's order."""
    if asked:
        return list(dict.fromkeys(asked))
    known = list(source.properties or {})
    pages = [row for row in rows if isinstance(row, Page)]
    there: dict[str, None] = {}
    for page in pages:
        for name, value in (page.properties or {}).items():
            if name not in there and value.type != "title" and value_text(value, limit=1):
                there[name] = None
    return [*(name for name in known if name in there), *(name for name in there if name not in known)]


def _cells(row: Page | DataSource, names: Sequence[str]) -> list[str]:
    marks = "".join(f", {state}" for state in states(row))
    if isinstance(row, DataSource):
        return [f"{shown_id(row.id)} (data source{marks})", short_title(row.title), *("" for _ in names)]
    if row.properties is None:
        return [shown_id(row.id), "(this token may not see it)", *("" for _ in names)]
    values = [row.properties.get(name) for name in names]
    title = plain(title_of(row.properties)) or "(no title)"
    return [
        f"{shown_id(row.id)}{marks}",
        short(title),
        *(short(value_text(value)) if value else "" for value in values),
    ]


def _definitions(properties: Mapping[str, PropertyDefinition]) -> str:
    """`Properties: Name (title), Status (status: Open, Done)`."""
    shown: list[str] = []
    room = _DEFINITIONS
    for name, definition in properties.items():
        text = _definition(name, definition)
        room -= cost(text) + 1
        if room < 0 and shown:
            break
        shown.append(text)
    left = len(properties) - len(shown)
    more = f" and {counted(left, 'more property', 'more properties')}" if left else ""
    is_cut = (
        left
        or any("…" in text for text in shown)
        or any(len(options_of(one)) > _MOST_CHOICES for one in properties.values())
    )
    way = f". {_all_definitions(1)}" if is_cut else ""
    return f"Properties: {', '.join(shown)}{more}{way}" if shown else ""


def options_of(definition: PropertyDefinition) -> Sequence[Option]:
    """The choices of a property; none where it has no such thing."""
    config = definition.select or definition.multi_select or definition.status
    return (config.options or []) if config else []


def _definition(
    name: str, definition: PropertyDefinition, *, most: int = _MOST_CHOICES, is_whole: bool = False
) -> str:
    kind = one_line(definition.type or "unknown type", 40)
    options = options_of(definition)
    word = one_line if is_whole else short
    choices = [word(option.name or "") for option in options[:most]]
    if len(options) > most:
        choices.append(f"{len(options) - most} more")
    told = f": {', '.join(inline(choice) for choice in choices)}" if choices else ""
    return f"{inline(word(name))} ({kind}{told})"


def _left_out(names: Sequence[str], columns: Sequence[str]) -> str:
    """The properties without a column, and the call that shows all names where some are cut."""
    listed = ", ".join(short(name) for name in names[:10])
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    left_out = f"Not shown, name them in columns to see them: {listed}{more}." if names else ""
    is_cut = any(short(name) != one_line(name, len(name)) for name in (*columns, *names[:10]))
    return " ".join(filter(None, (left_out, _all_definitions(1) if more or is_cut else "")))


def _long_cells(
    rows: Sequence[Page | DataSource], body: Sequence[Sequence[str]], names: Sequence[str]
) -> str:
    """How to read the first cell whole that is cut or ends with a number of more, and the others."""
    cut = [
        (row.id, name)
        for row, cells in zip(rows, body, strict=True)
        if isinstance(row, Page) and is_usable_id(row.id)
        for name, cell in zip((_title_name(row), *names), cells[1:], strict=True)
        if 0 < len(name) <= LONGEST_PROPERTY_NAME and re.search(r"…$|\d more$", cell)
    ]
    if not cut:
        return ""
    call = naming("get_page", page_id=cut[0][0], property_name=cut[0][1])
    others = " Any other is read so too." if cut[1:] else ""
    return f"Values that end with … or a number of more are not whole: {call}.{others}"


def _title_name(row: Page) -> str:
    return next((name for name, value in (row.properties or {}).items() if value.type == "title"), "")
