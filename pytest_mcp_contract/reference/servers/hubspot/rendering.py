"""Records as short Markdown for a model: one line that sums up, then the properties that were asked for.

Pure functions. Text of strangers stands last in its line, is escaped, or stands inside a fence, so it cannot
change what is around it.
"""

from collections.abc import Mapping, Sequence

from pytest_mcp_contract.reference.budget import REPLY, length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.hubspot.cursors import more, next_cursor
from pytest_mcp_contract.reference.servers.hubspot.object_types import named, one, several, title_properties
from pytest_mcp_contract.reference.servers.hubspot.schemas import CrmObject, SearchAnswer
from pytest_mcp_contract.reference.servers.hubspot.values import shown

SEARCH_WINDOW = 10_000
"""HubSpot's search counts and reads no further."""
ROWS_BUDGET = REPLY - 600
"""For the rows of a reply, without what stands around them."""
VALUE_LIMIT = 300
TITLE_LIMIT = 120
SECTION_BUDGET = 1_200
LONG_TEXT_BUDGET = 1_500
NAMES_LIMIT = 20


def render_object(
    record: CrmObject, object_type: str, *, asked: Sequence[str], chosen: bool, text_from: int = 1
) -> str:
    """One record with the properties in `asked`, as many as fit, and how to get the others.

    Empty ones are named only where they were `chosen` by name; one alone is shown from `text_from`.
    """
    tool = f"get_{one(object_type)}"
    start = text_from if chosen and len(asked) == 1 else 1
    entries = [
        (name, _entry(name, record, tool, start))
        for name in _filled(record, object_type, asked, chosen=chosen)
    ]
    kept = entries[: len(rows_within((text for _, (_, text) in entries), ROWS_BUDGET))]
    left_out: list[JSON] = [name for name, _ in entries[len(kept) :]]
    facts = [text for _, (is_long, text) in kept if not is_long]
    return blocks(
        f"# {one(object_type).capitalize()} {_title(record, object_type)}",
        "This record is archived." if record.archived else "",
        "\n".join([*facts, *_link(record)]),
        *(text for _, (is_long, text) in kept if is_long),
        _without_value([record], asked) if chosen else "",
        follow_up("properties", tool, properties=left_out) if left_out else "",
    )


def render_search(
    answer: SearchAnswer, object_type: str, *, asked: Sequence[str], chosen: bool, after: int
) -> str:
    """The records of a page, as many as fit, and how to get the next ones. `after` is where the page began.

    Without `asked` all properties are shown that HubSpot sent.
    """
    if not answer.results:
        return _nothing_here(answer.total, object_type, after)
    sections = (_section(record, object_type, asked, chosen=chosen) for record in answer.results)
    rows = rows_within(sections, ROWS_BUDGET)
    total = max(answer.total, len(answer.results))
    here = f", {len(rows)} of them here" if len(rows) < total else ""
    return blocks(
        f"{_number(total, object_type)} {'matches' if total == 1 else 'match'}{here}:",
        *rows,
        _without_value(answer.results, asked) if chosen else "",
        _more(answer, object_type, len(rows), after),
    )


def render_count(answer: SearchAnswer, object_type: str) -> str:
    """How many records match; none is an answer like any other."""
    if answer.total <= 0:
        return f"No {several(object_type)} match."
    verb = "matches" if answer.total == 1 else "match"
    head = f"{_number(answer.total, object_type)} {verb}."
    if answer.total < SEARCH_WINDOW:
        return head
    return (
        f"{head} HubSpot's search counts no further than {SEARCH_WINDOW:,}: for the exact number, count "
        "smaller parts, such as one month at a time, and add them up."
    )


def render_created(record: CrmObject, object_type: str, sent: Mapping[str, str]) -> str:
    """What was created, and where it is."""
    head = f"Created {one(object_type)} {_title(record, object_type, sent)}"
    return blocks(head, "\n".join([*_written(record, sent), *_link(record)]))


def render_updated(record: CrmObject, object_type: str, sent: Mapping[str, str]) -> str:
    """What was changed, as HubSpot has it now."""
    cleared = [name for name, value in sent.items() if not value]
    changed = {name: value for name, value in sent.items() if value}
    head = f"Updated {one(object_type)} {_title(record, object_type)}"
    names = f"- Cleared: {_names(cleared)}" if cleared else ""
    return blocks(head, "\n".join(filter(None, [*_written(record, changed), names, *_link(record)])))


def render_note(record: CrmObject, targets: Sequence[tuple[str, str]]) -> str:
    """Where the new note is."""
    on = ", ".join(named(*target) for target in targets)
    return blocks(f"Created note {inline(record.id, 40)} on {on}.", "\n".join(_link(record)))


def _title(record: CrmObject, object_type: str, sent: Mapping[str, str] | None = None) -> str:
    """`51: Ada Lovelace`; only the id where the record has no name."""
    values = {**(sent or {}), **{name: value for name, value in record.properties.items() if value}}
    named = " ".join(values[name] or "" for name in title_properties(object_type, values))
    shown_id = inline(record.id, 40)
    return f"{shown_id}: {one_line(named, TITLE_LIMIT)}" if named.strip() else shown_id


def _link(record: CrmObject) -> list[str]:
    url = one_line(record.url or "", 200)
    return [f"- Link: {url}"] if url else []


def _filled(record: CrmObject, object_type: str, asked: Sequence[str], *, chosen: bool) -> list[str]:
    """The properties that have a value; those that only repeat the title are left out unless `chosen`."""
    values = record.properties
    repeated = () if chosen else (*title_properties(object_type, values), "hs_object_id")
    return [name for name in asked or values if name not in repeated and shown(name, values.get(name))]


def _entry(name: str, record: CrmObject, tool: str, start: int) -> tuple[bool, str]:
    """Whether it is a block of its own, for a long or broken text, and that block or a line of the list."""
    text = shown(name, record.properties.get(name))
    if start == 1 and len(text) <= VALUE_LIMIT and len(text.splitlines()) == 1:
        return False, f"- {inline(name, 200)}: {one_line(text)}"
    part = excerpt(
        text,
        start,
        fits=lambda text: length_within(text, LONG_TEXT_BUDGET),
        more=lambda following: follow_up("characters", tool, properties=[name], text_from=following),
        language="text",
    )
    return True, blocks(f"## {inline(name, 200)}", part)


def _without_value(records: Sequence[CrmObject], chosen: Sequence[str]) -> str:
    """Which of the chosen properties are empty in all records, and which HubSpot did not send at all."""
    sent = {name for record in records for name in record.properties}
    filled = {name for record in records for name, value in record.properties.items() if shown(name, value)}
    empty = [name for name in chosen if name in sent - filled]
    absent = [name for name in chosen if name not in sent]
    return blocks(
        f"Without a value: {_names(empty)}." if empty else "",
        f"HubSpot did not send {_names(absent)}; check the names with list_properties." if absent else "",
    )


def _names(names: Sequence[str]) -> str:
    rest = len(names) - NAMES_LIMIT
    listed = ", ".join(inline(name, 80) for name in names[:NAMES_LIMIT])
    return listed + (f" and {rest} more" if rest > 0 else "")


def _number(total: int, object_type: str) -> str:
    """`1 contact`, `12 deals`, `At least 10,000 contacts`."""
    if total >= SEARCH_WINDOW:
        return f"At least {SEARCH_WINDOW:,} {several(object_type)}"
    return counted(total, one(object_type), several(object_type))


def _nothing_here(total: int, object_type: str, after: int) -> str:
    if after:
        return f"No {several(object_type)} match after the first {after:,}."
    if total > 0:
        number = counted(total, "match", "matches")
        return f"HubSpot counts {number}, but sent no {several(object_type)}; try again."
    return f"No {several(object_type)} match."


def _section(record: CrmObject, object_type: str, asked: Sequence[str], *, chosen: bool) -> str:
    """One record of a page: its name, then its properties."""
    lines = [
        f"- {inline(name, 80)}: {one_line(shown(name, record.properties.get(name)), VALUE_LIMIT)}"
        for name in _filled(record, object_type, asked, chosen=chosen)
    ]
    kept = rows_within(lines, SECTION_BUDGET)
    if len(kept) < len(lines):
        kept.append(f"- {len(lines) - len(kept)} more: call search_crm_objects again with fewer properties")
    return blocks(f"### {_title(record, object_type)}", "\n".join([*kept, *_link(record)]))


def _more(answer: SearchAnswer, object_type: str, rows: int, after: int) -> str:
    """How to get the next records; the cursor of a search is the number of records before it."""
    following = str(after + rows) if rows < len(answer.results) else next_cursor(answer.paging)
    if not following:
        return ""
    if following.isdecimal() and int(following[:9]) >= SEARCH_WINDOW:
        return (
            f"HubSpot's search shows only the first {SEARCH_WINDOW:,} matches; narrow the filters for others."
        )
    return more(several(object_type), "search_crm_objects", following)


def _written(record: CrmObject, sent: Mapping[str, str]) -> list[str]:
    """The values that were sent, as HubSpot answers them, and else as they were sent."""
    values = {name: record.properties.get(name) or value for name, value in sent.items()}
    lines = [
        f"- {inline(name, 80)}: {one_line(text, VALUE_LIMIT)}"
        for name, value in values.items()
        if (text := shown(name, value))
    ]
    kept = rows_within(lines, ROWS_BUDGET)
    rest = len(lines) - len(kept)
    return [*kept, f"- {counted(rest, 'more value')}"] if rest else kept
