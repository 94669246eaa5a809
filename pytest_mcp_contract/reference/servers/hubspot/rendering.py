"""Records as short Markdown for a model: one line that sums up, then the properties that were asked for.

Pure functions. Text of strangers stands last in its line, is escaped, or stands inside a fence, so it cannot
change what is around it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.budget import REPLY, cost, length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line
from pytest_mcp_contract.reference.paging import follow_up, naming
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
NAMES_BUDGET = 1_600
"""For names of properties that the caller itself passed: a hundred of the usual length."""
NAME_LIMIT = 200
"""HubSpot takes no longer names of properties."""
MOST_AT_ONCE = 50
"""Properties that one call can ask for."""


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
    empty = _without_value([record], asked) if chosen else ""
    kept = entries[: len(rows_within((text for _, (_, text) in entries), ROWS_BUDGET - cost(empty)))]
    left_out: list[JSON] = [name for name, _ in entries[len(kept) :]]
    facts = [text for _, (is_long, text) in kept if not is_long]
    return blocks(
        f"# {one(object_type).capitalize()} {_title(record, object_type)}",
        "This record is archived." if record.archived else "",
        "\n".join([*facts, *_link(record)]),
        *(text for _, (is_long, text) in kept if is_long),
        empty,
        follow_up("properties", tool, properties=left_out) if left_out else "",
    )


def render_search(
    answer: SearchAnswer,
    object_type: str,
    *,
    asked: Sequence[str],
    chosen: bool,
    after: int,
    text_from: int = 1,
) -> str:
    """The records of a page, as many as fit, and how to get the next ones. `after` is where the page began.

    Without `asked` all properties are shown that HubSpot sent. One property of one record is shown from
    character `text_from`.
    """
    if not answer.results:
        return _nothing_here(answer.total, object_type, after)
    if chosen and len(asked) == len(answer.results) == 1:
        sections = [_alone(answer.results[0], object_type, asked[0], text_from)]
    else:
        sections = [_section(record, object_type, asked, chosen=chosen) for record in answer.results]
    empty = _without_value(answer.results, asked) if chosen else ""
    rows = rows_within((section.text for section in sections), ROWS_BUDGET - cost(empty))
    total = max(answer.total, len(answer.results))
    here = f", {len(rows)} of them here" if len(rows) < total else ""
    return blocks(
        f"{_number(total, object_type)} {'matches' if total == 1 else 'match'}{here}:",
        *rows,
        empty,
        *_left_out(sections[: len(rows)], after, text_from),
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
    lines, rest = _written(record, object_type, sent)
    return blocks(head, "\n".join([*lines, *_link(record)]), rest)


def render_updated(record: CrmObject, object_type: str, sent: Mapping[str, str]) -> str:
    """What was changed, as HubSpot has it now."""
    cleared = [name for name, value in sent.items() if not value]
    changed = {name: value for name, value in sent.items() if value}
    head = f"Updated {one(object_type)} {_title(record, object_type)}"
    names = f"- Cleared: {_names(cleared)}" if cleared else ""
    lines, rest = _written(record, object_type, changed, ROWS_BUDGET - cost(names))
    return blocks(head, "\n".join(filter(None, [*lines, names, *_link(record)])), rest)


def render_note(record: CrmObject, targets: Sequence[tuple[str, str]]) -> str:
    """Where the new note is."""
    on = ", ".join(named(*target) for target in targets)
    return blocks(f"Created note {inline(record.id, 40)} on {on}.", "\n".join(_link(record)))


def _title(record: CrmObject, object_type: str, sent: Mapping[str, str] | None = None) -> str:
    """`51: Ada Lovelace`; only the id where the record has no name."""
    values = {**(sent or {}), **{name: value for name, value in record.properties.items() if value}}
    named = _name_of(object_type, values)
    shown_id = inline(record.id, 40)
    return f"{shown_id}: {one_line(named, TITLE_LIMIT)}" if named.strip() else shown_id


def _name_of(object_type: str, values: Mapping[str, str | None]) -> str:
    return " ".join(values[name] or "" for name in title_properties(object_type, values))


def _link(record: CrmObject) -> list[str]:
    url = one_line(record.url or "", 200)
    return [f"- Link: {url}"] if url else []


def _filled(record: CrmObject, object_type: str, asked: Sequence[str], *, chosen: bool) -> list[str]:
    """The properties that have a value; those that only repeat a whole title are left out unless `chosen`."""
    values = record.properties
    is_cut = one_line(name := _name_of(object_type, values), TITLE_LIMIT) != one_line(name, len(name))
    titles = () if is_cut else title_properties(object_type, values)
    repeated = () if chosen else (*titles, "hs_object_id")
    return [name for name in asked or values if name not in repeated and shown(name, values.get(name))]


def _entry(name: str, record: CrmObject, tool: str, start: int) -> tuple[bool, str]:
    """Whether it is a block of its own, for a long or broken text, and that block or a line of the list."""
    text = shown(name, record.properties.get(name))
    if start == 1 and len(text) <= VALUE_LIMIT and len(text.splitlines()) == 1:
        return False, f"- {inline(name, NAME_LIMIT)}: {one_line(text)}"
    part = excerpt(
        text,
        start,
        fits=lambda text: length_within(text, LONG_TEXT_BUDGET),
        more=lambda following: follow_up("characters", tool, properties=[name], text_from=following),
        language="text",
    )
    return True, blocks(f"## {inline(name, NAME_LIMIT)}", part)


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
    """Names that the caller passed: what is not listed of them, it still has."""
    kept = rows_within((inline(name, NAME_LIMIT) for name in names), NAMES_BUDGET)
    rest = len(names) - len(kept)
    return ", ".join(kept) + (f" and the {counted(rest, 'other')} that you passed" if rest else "")


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


@dataclass(frozen=True, slots=True)
class _Section:
    """One record of a page: its text, and the properties that are not in it, or not as a whole."""

    record: str
    text: str
    left_out: Sequence[str] = ()
    cut: Sequence[str] = ()


def _section(record: CrmObject, object_type: str, asked: Sequence[str], *, chosen: bool) -> _Section:
    """One record of a page: its name, then its properties."""
    names = _filled(record, object_type, asked, chosen=chosen)
    values = {name: shown(name, record.properties.get(name)) for name in names}
    lines = [_line(name, value) for name, value in values.items()]
    kept = rows_within(lines, SECTION_BUDGET)
    here, left_out = names[: len(kept)], names[len(kept) :]
    if left_out:
        kept.append(f"- {counted(len(left_out), 'property', 'properties')} left out")
    return _Section(
        record.id,
        blocks(f"### {_title(record, object_type)}", "\n".join([*kept, *_link(record)])),
        left_out,
        [name for name in here if _is_cut(values[name])],
    )


def _alone(record: CrmObject, object_type: str, name: str, text_from: int) -> _Section:
    """The only record of a page with the only property that was asked for, from a character on."""
    head = f"### {_title(record, object_type)}"
    if not shown(name, record.properties.get(name)):
        return _Section(record.id, blocks(head, "\n".join(_link(record))))
    is_long, text = _entry(name, record, "search_crm_objects", text_from)
    link = "\n".join(_link(record))
    return _Section(
        record.id, blocks(head, link, text) if is_long else blocks(head, f"{text}\n{link}".strip())
    )


def _left_out(sections: Sequence[_Section], after: int, text_from: int) -> list[str]:
    """How to get the properties that no record shows, and those that are cut."""
    anew: dict[str, JSON] = {"text_from": 1} if text_from > 1 else {}
    again: dict[str, JSON] = {"after": str(after)} if after else {}
    names: list[JSON] = [*dict.fromkeys(name for section in sections for name in section.left_out)]
    said = (
        [follow_up("properties", "search_crm_objects", properties=names[:MOST_AT_ONCE], **again)]
        if names
        else []
    )
    cut = [(section.record, name) for section in sections for name in section.cut]
    if cut:
        record, name = cut[0]
        only: dict[str, JSON] = {"property": "hs_object_id", "operator": "EQ", "values": [record]}
        anew |= {"query": "", "after": None} if after else {"query": ""}
        more = follow_up("characters", "search_crm_objects", filters=[only], properties=[name], **anew)
        said.append(f"{more} Any other value that ends with … is shown so too." if cut[1:] else more)
    return said


def _line(name: str, value: str) -> str:
    return f"- {inline(name, NAME_LIMIT)}: {one_line(value, VALUE_LIMIT)}"


def _is_cut(value: str) -> bool:
    return one_line(value, VALUE_LIMIT) != one_line(value, len(value))


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


def _written(
    record: CrmObject, object_type: str, sent: Mapping[str, str], budget: int = ROWS_BUDGET
) -> tuple[list[str], str]:
    """The values that were sent, as HubSpot answers them, else as they were sent; and how to get the rest."""
    values = {
        name: text
        for name, value in sent.items()
        if (text := shown(name, record.properties.get(name) or value))
    }
    kept = rows_within((_line(name, value) for name, value in values.items()), budget)
    here = [*values][: len(kept)]
    rest: list[JSON] = [name for name, value in values.items() if name not in here or _is_cut(value)]
    if not rest:
        return kept, ""
    tool = f"get_{one(object_type)}"
    which: dict[str, JSON] = {"contact" if object_type == "contacts" else f"{one(object_type)}_id": record.id}
    calls = [
        naming(tool, **which, properties=rest[start:][:MOST_AT_ONCE])
        for start in range(0, len(rest), MOST_AT_ONCE)
    ]
    whole = f"{counted(len(rest), 'value')} not shown whole here"
    return kept, f"{whole}: {' and '.join(calls)}."
