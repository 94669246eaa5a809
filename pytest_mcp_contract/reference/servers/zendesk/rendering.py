"""Zendesk's answers as short Markdown for a model: one line that sums up, then only what matters.

Pure functions. Text of strangers stands last in its line or inside a fence, so it cannot change what is
around it.
"""

from collections.abc import Sequence

from pytest_mcp_contract.reference.budget import REPLY, cost, fair_share, length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt, line_from
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, inline, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up, naming
from pytest_mcp_contract.reference.results import Ok
from pytest_mcp_contract.reference.servers.zendesk.rendering_conversation import (
    fitting_length,
    render_conversation,
)
from pytest_mcp_contract.reference.servers.zendesk.rendering_metrics import render_metrics
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CustomFieldValue,
    FieldsAnswer,
    FoundTicket,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketField,
    UpdateAnswer,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import (
    TicketView,
    filled_fields,
    shown_fields,
)
from pytest_mcp_contract.reference.servers.zendesk.wording import (
    agent_link,
    next_page,
    person,
    reason,
    short,
    states,
    titled,
)

SEARCH_LIMIT = 1_000
"""Zendesk returns no result beyond it, whatever `count` and `next_page` say."""
_SUBJECT, _TAGS, _SATISFACTION = 300, 150, 300
_ROW_SUBJECT = 80
_CUSTOM_FIELDS, _FIELD_NAMES, _ONE_FIELD = 600, 500, 1_200
"""The values of all custom fields, their names, and the value of one that is shown alone."""
_LONGEST_TAG = 150
"""Tokens; Zendesk allows 255 characters."""


def render_ticket(view: TicketView) -> str:
    """One ticket with all that was asked for; what could not be read is said where it would stand."""
    ticket = view.ticket
    about = states(ticket.status, ticket.priority, ticket.type)
    head = titled(f"# Ticket #{ticket.id}", about, _subject(ticket.subject, _SUBJECT))
    nameless = f"Some names of people could not be read. {reason(view.no_users)}" if view.no_users else ""
    metrics = "" if view.metrics is None else render_metrics(view.metrics)
    top = [head, "\n".join(_facts(view)), nameless, _custom_fields(view), metrics]
    budget = REPLY - sum(map(cost, top))
    conversation = render_conversation(view, budget=budget)
    has_comments = isinstance(view.comments, Ok) and bool(view.comments.value.comments)
    if view.shows_conversation and has_comments:
        return blocks(*top, conversation)  # the description is the first comment
    budget -= cost(conversation)
    most = max(200, budget)
    text = excerpt(
        ticket.description or "",
        view.parts.description_from,
        fits=lambda text: fitting_length(text, most),
        more=lambda following: follow_up("characters", "get_ticket", description_from=following),
    )
    return blocks(*top, "## Description" if text else "", text or "The description is empty.", conversation)


def render_search(search: SearchAnswer, *, number: int, per_page: int) -> str:
    """A page of search results and how to get the next one. `number` is the page's."""
    tickets = [one for one in search.results if one.result_type in (None, "ticket")]
    others = len(search.results) - len(tickets)
    left_out = f"{counted(others, 'result')} left out, because only tickets are shown." if others else ""
    reach = last_page(per_page) * per_page
    capped = ""
    if search.count > reach:
        capped = (
            f"Only the first {reach:,} of them can be read this way; to see others, narrow the query, "
            "e.g. with created<2026-01-31."
        )
    has_next = number < last_page(per_page) and (bool(search.next_page) or number * per_page < search.count)
    more = follow_up("matches", "search_tickets", page=number + 1) if has_next else ""
    if not tickets:
        found = f"No tickets on page {number}" if search.count > 0 and number > 1 else "No tickets match"
        return blocks(f"{found}.", left_out, more)
    here = f", {len(tickets)} of them here" if len(tickets) < search.count else ""
    head = f"{counted(max(search.count, len(tickets)), 'matching ticket')}{here}:"
    shown = tickets[:per_page]
    overfull = _overfull("tickets", len(tickets), per_page)
    rows, cut = _rows(shown)
    whole = f"Subjects that end with … are whole in the ticket: {naming('get_ticket', ticket_id=cut)}."
    return blocks(head, capped, "\n".join(rows), whole if cut else "", left_out, overfull, more)


def last_page(per_page: int) -> int:
    """The last page of a search that Zendesk answers."""
    return SEARCH_LIMIT // per_page


def render_fields(answer: FieldsAnswer, *, include_inactive: bool, per_page: int, is_first: bool) -> str:
    """A page of ticket fields and how to get the next one."""
    sent = answer.ticket_fields[:per_page]
    fields = [field for field in sent if include_inactive or field.active is not False]
    hidden = len(sent) - len(fields)
    more = next_page("ticket fields", "list_ticket_fields", answer.meta, "after")
    kind = "ticket field" if include_inactive else "active ticket field"
    where = "" if is_first and not more else " on this page"
    inactive = (
        f"{counted(hidden, 'inactive field')} left out: call list_ticket_fields again with "
        "include_inactive=true to see them."
        if hidden
        else ""
    )
    inactive = blocks(inactive, _overfull("ticket fields", len(answer.ticket_fields), per_page))
    if not fields:
        return blocks(f"No {kind}s{where}.", inactive, more)
    starts = [_field_start(field) for field in fields]
    titles = [field.title or "" for field in fields]
    share = fair_share(list(map(cost, titles)), REPLY - sum(map(cost, starts)) - cost(more))
    rows = [
        f"{start}: {short(title, max(1, share)) or '(no title)'}"
        for start, title in zip(starts, titles, strict=True)
    ]
    is_cut = any(cost(title) > max(1, share) for title in titles)
    fewer = follow_up("words of the titles", "list_ticket_fields", per_page=max(1, len(sent) // 2))
    return blocks(
        f"{counted(len(fields), kind)}{where}:", "\n".join(rows), fewer if is_cut else "", inactive, more
    )


def render_reply(answer: UpdateAnswer, ticket_id: int, *, public: bool) -> str:
    """What became of a reply; Zendesk's audit of the update says it."""
    link = "\n".join(fact("Link", agent_link(answer.ticket)))
    if public not in _comments_made(answer):
        head = (
            f"Zendesk accepted the change of ticket #{ticket_id}, but its answer does not show the comment."
        )
        check = "Check with get_ticket and include_conversation=true before you send it again."
        return blocks(head, check, link)
    if public:
        return blocks(f"Posted a public reply on ticket #{ticket_id}; its requester can read it.", link)
    head = f"Added a draft reply to ticket #{ticket_id} as an internal note; its requester cannot see it."
    return blocks(head, link)


def wrong_visibility(answer: UpdateAnswer, ticket_id: int, *, public: bool) -> str:
    """The sentence for a comment that became public or private against the order; "" where none did.

    Agents who may not reply publicly get an internal note and HTTP 200.
    """
    made = _comments_made(answer)
    if public in made or (not public) not in made:
        return ""
    if public:
        return (
            f"Zendesk kept the reply on ticket #{ticket_id} as an internal note, so its requester has not "
            "got it; do not send it again with this token, use that of an agent who may reply publicly."
        )
    return (
        f"Zendesk published the draft on ticket #{ticket_id}, so its requester may have read it; "
        "do not send it again, and tell the user."
    )


def _comments_made(answer: UpdateAnswer) -> set[bool | None]:
    """Whether the comments that an update made are public; None where Zendesk does not tell."""
    events = answer.audit.events if answer.audit else None
    return {event.public for event in events or [] if event.type == "Comment"}


def render_tags(answer: TagsAnswer, ticket_id: int, asked: Sequence[str], *, replaced: bool) -> str:
    """The tags of a ticket after a change."""
    missing = [tag for tag in asked if tag not in answer.tags]
    done = "Replaced the tags of" if replaced else "Added tags to"
    head = f"{done} ticket #{ticket_id}."
    if missing:
        told = ", ".join(kept := rows_within(missing, _TAGS))
        if len(kept) < len(missing):
            told += f" and {counted(len(missing) - len(kept), 'other')} that you passed"
        head = f"Zendesk changed ticket #{ticket_id}, but its answer lacks these tags: {told}"
    shown, following = _tags(answer.tags)
    more = follow_up("tags", "get_ticket", ticket_id=ticket_id, tags_from=following) if following else ""
    return blocks(head, f"- Tags now: {shown or '(no tags)'}", more)


def _overfull(things: str, sent: int, asked: int) -> str:
    """A sentence where a page holds more than was asked for."""
    if sent <= asked:
        return ""
    return f"Zendesk sent {sent:,} {things} though {asked} were asked for; only the first {asked} are shown."


def _subject(subject: str | None, most: int) -> str:
    return short(subject, most) or "(no subject)"


def _tags(tags: Sequence[str], start: int = 1) -> tuple[str, int]:
    """The tags from number `start` (from 1), as many as fit, and the number of the next one; 0 for none."""
    here = tags[start - 1 :]
    shown = rows_within((short(tag, _LONGEST_TAG) for tag in here), _TAGS)
    left = len(here) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else ""), start + len(shown) if left else 0


def _tags_fact(tags: Sequence[str], start: int) -> list[str]:
    if not tags:
        return []
    shown, following = _tags(tags, start)
    if not shown:
        return [f"- Tags: the last one is number {len(tags)}; there is no number {start}."]
    part = f" from number {start}" if start > 1 else ""
    more = [f"  {follow_up('tags', 'get_ticket', tags_from=following)}"] if following else []
    return [f"- Tags{part}: {shown}", *more]


def _facts(view: TicketView) -> list[str]:
    ticket, is_complete = view.ticket, view.no_users is None

    def who(user_id: int | None) -> str:
        return person(user_id, view.users, is_complete=is_complete)

    return [
        f"- Requester: {who(ticket.requester_id)}",
        f"- Assignee: {'nobody' if ticket.assignee_id is None else who(ticket.assignee_id)}",
        *fact("Group ID", _number(ticket.group_id)),
        *fact("Organization ID", _number(ticket.organization_id)),
        *fact("Channel", _channel(ticket)),
        *_tags_fact(ticket.tags or [], view.parts.tags_from),
        *_satisfaction_fact(ticket, view.parts.satisfaction_from),
        *fact("Incident of problem", f"ticket #{ticket.problem_id}" if ticket.problem_id else None),
        *fact("Has incidents", "yes" if ticket.has_incidents else None),
        *fact("Due", utc(ticket.due_at) if ticket.due_at else None),
        *fact("Opened", utc(ticket.created_at) if ticket.created_at else None),
        *fact("Updated", utc(ticket.updated_at) if ticket.updated_at else None),
        *fact("Link", agent_link(ticket)),
    ]


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _channel(ticket: Ticket) -> str:
    channel = ticket.via.channel if ticket.via else None
    return "" if channel is None else short(str(channel), 20).replace("_", " ")


def _satisfaction_fact(ticket: Ticket, start: int) -> list[str]:
    """`- Satisfaction: good: Great support!`; nothing where the requester was not asked."""
    rating = ticket.satisfaction_rating
    if rating is None or rating.score in (None, "", "unoffered"):
        return []
    score = short(rating.score, 8).replace("_", " ")
    shown, rest = line_from(
        rating.comment or "",
        start,
        most=_SATISFACTION,
        more=lambda following: follow_up(
            "characters of the comment", "get_ticket", satisfaction_from=following
        ),
    )
    part = f" from character {start}" if start > 1 else ""
    return [
        f"- Satisfaction{part}: {score}" + (f": {shown}" if shown else ""),
        *([f"  {rest}"] if rest else []),
    ]


def _custom_fields(view: TicketView) -> str:
    """The custom fields that have a value, by name; by id where the name could not be read, and then why."""
    filled = filled_fields(view.ticket)
    if not filled:
        return ""
    shown, first = shown_fields(view.ticket, view.parts), view.parts.custom_fields_from
    nameless = (
        f"Some names of custom fields could not be read. {reason(view.no_fields)}" if view.no_fields else ""
    )
    if view.parts.custom_field is not None:
        return blocks(_one_field(view, shown, view.parts.custom_field), nameless)
    if not shown:
        number = counted(len(filled), "custom field has", "custom fields have")
        return blocks("## Custom fields", f"{number} a value; there is no number {first}.")
    values = [_line(_value_text(one.value)) for one in shown]
    share = fair_share(list(map(cost, values)), _CUSTOM_FIELDS)
    rows: list[str] = []
    cut: list[int] = []
    for one, value in zip(shown, values, strict=True):
        text = one_line(value, length_within(value, share))
        is_cut = text != value
        cut += [one.id] if is_cut else []
        name = _field_name(view.fields.get(one.id), one.id)
        rows.append(f"- {name}{f' (id {one.id})' if is_cut else ''}: {text}")
    rows = rows_within(rows, _CUSTOM_FIELDS + _FIELD_NAMES)
    cut = [one.id for one in shown[: len(rows)] if one.id in cut]
    following = first + len(rows)
    more = follow_up("custom fields", "get_ticket", custom_fields_from=following)
    return blocks(
        "## Custom fields",
        "\n".join(rows),
        nameless,
        _whole_fields(cut),
        more if following <= len(filled) else "",
    )


def _whole_fields(cut: Sequence[int]) -> str:
    """How to get the rest of the values that are cut."""
    if not cut:
        return ""
    more = follow_up("characters", "get_ticket", custom_field=cut[0])
    return f"{more} The id of any other as custom_field shows that one." if cut[1:] else more


def _one_field(view: TicketView, shown: Sequence[CustomFieldValue], field_id: int) -> str:
    """The value of one custom field, from the character that is asked for."""
    head = f"## Custom field {_field_name(view.fields.get(field_id), field_id)}"
    text = excerpt(
        _value_text(shown[0].value) if shown else "",
        view.parts.custom_field_from,
        fits=lambda text: fitting_length(text, _ONE_FIELD),
        more=lambda following: follow_up("characters", "get_ticket", custom_field_from=following),
        language="text",
    )
    return blocks(head, text or "It has no value.")


def _field_name(field: TicketField | None, field_id: int) -> str:
    return (inline(field.title or "") if field else "") or f"field {field_id}"


def _line(text: str) -> str:
    return one_line(text, len(text)) or "(blank)"


def _value_text(value: object) -> str:
    """The value of a custom field, whatever its type."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(_value_text(one) for one in value if not isinstance(one, list))
    return "(a value that cannot be shown as text)"


def _row_start(ticket: FoundTicket) -> str:
    updated = [f"updated {utc(ticket.updated_at)}"] if ticket.updated_at else []
    about = [*states(ticket.status, ticket.priority, ticket.type), *updated]
    return f"- #{ticket.id}" + (f" ({', '.join(about)})" if about else "")


def _rows(tickets: Sequence[FoundTicket]) -> tuple[list[str], int | None]:
    """One line for each ticket, and the number of the first whose subject is cut."""
    starts = [_row_start(ticket) for ticket in tickets]
    subjects = [_subject(ticket.subject, _ROW_SUBJECT) for ticket in tickets]
    share = fair_share(list(map(cost, subjects)), REPLY - 180 - sum(map(cost, starts)))
    shown = [short(subject, max(1, share)) for subject in subjects]
    cut = [
        ticket.id
        for ticket, text in zip(tickets, shown, strict=True)
        if text != _subject(ticket.subject, _SUBJECT)
    ]
    rows = [f"{start}: {text}" for start, text in zip(starts, shown, strict=True)]
    return rows, cut[0] if cut else None


def _field_start(field: TicketField) -> str:
    notes = [short(field.type, 10), "inactive" if field.active is False else ""]
    about = ", ".join(filter(None, notes))
    return f"- {field.id}" + (f" ({about})" if about else "")
