"""All that one ticket is shown with: the ticket, and what the side requests brought or why they failed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.zendesk import api_helper
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    CustomFieldValue,
    Ticket,
    TicketField,
    TicketMetric,
    User,
)

MOST_CUSTOM_FIELDS = 30


@dataclass(frozen=True, slots=True)
class Parts:
    """Which part is shown of what does not fit as a whole; all are counted from 1."""

    description_from: int = 1
    custom_fields_from: int = 1
    comments_after: str | None = None
    comments_per_page: int = api_helper.COMMENTS_PER_PAGE
    comment_from: int = 1
    """Of a comment that has the page for itself."""
    attachments_from: int = 1
    """Of a comment that has the page for itself."""
    tags_from: int = 1
    comments_from: int = 1
    """Of the comments that Zendesk sends for one page, which can be more than it was asked for."""
    custom_field: int | None = None
    """Id of the only custom field that is shown."""
    custom_field_from: int = 1
    """Of the only custom field that is shown."""
    satisfaction_from: int = 1
    """Of the comment on how the requester was served."""


WHOLE = Parts()


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket and what is known about it; a failed side request stands where its outcome would."""

    ticket: Ticket
    users: dict[int, User] = field(default_factory=dict)
    no_users: Err | None = None
    """Why some people are shown by their ids only."""
    fields: dict[int, TicketField] = field(default_factory=dict)
    no_fields: Err | None = None
    """Why some custom fields are shown by their ids only."""
    metrics: Result[TicketMetric] | None = None
    """None where they were not asked for."""
    comments: Result[CommentsAnswer] | None = None
    """None where neither the conversation nor the attachments were asked for."""
    shows_conversation: bool = False
    shows_attachments: bool = False
    parts: Parts = WHOLE


def filled_fields(ticket: Ticket) -> list[CustomFieldValue]:
    """The custom fields that have a value; Zendesk sends all fields of the account with each ticket."""
    return [one for one in ticket.custom_fields or [] if one.value not in (None, "", [])]


def shown_fields(ticket: Ticket, parts: Parts) -> list[CustomFieldValue]:
    """The custom fields that have a value, from the one that is asked for, or that one alone."""
    if parts.custom_field is not None:
        return [one for one in filled_fields(ticket) if one.id == parts.custom_field]
    first = parts.custom_fields_from - 1
    return filled_fields(ticket)[first : first + MOST_CUSTOM_FIELDS]


def shown_comments(answer: CommentsAnswer, parts: Parts) -> CommentsAnswer:
    """The answer with as many comments as were asked for, from the one that is asked for."""
    first = parts.comments_from - 1
    return answer.model_copy(update={"comments": answer.comments[first : first + parts.comments_per_page]})


async def read_view(
    access_token: str,
    api: HttpApi,
    ticket_id: int,
    *,
    include_metrics: bool,
    include_conversation: bool,
    include_attachments: bool,
    parts: Parts = WHOLE,
) -> Result[TicketView]:
    """The ticket with what was asked for; only where the ticket itself cannot be read it is an `Err`."""
    ticket = await api_helper.get_ticket(access_token, api, ticket_id)
    if isinstance(ticket, Err):
        return ticket
    metrics = await api_helper.get_metrics(access_token, api, ticket_id) if include_metrics else None
    comments = None
    if include_conversation or include_attachments:
        comments = await api_helper.get_comments(
            access_token, api, ticket_id, after=parts.comments_after, per_page=parts.comments_per_page
        )
    users, no_users = await api_helper.get_users(
        access_token, api, _people(ticket.value, comments if include_conversation else None, parts)
    )
    shown = shown_fields(ticket.value, parts)
    fields, no_fields = await api_helper.get_fields(access_token, api, [one.id for one in shown])
    return Ok(
        TicketView(
            ticket.value,
            users,
            no_users,
            fields,
            no_fields,
            metrics,
            comments,
            include_conversation,
            include_attachments,
            parts,
        )
    )


def _people(ticket: Ticket, comments: Result[CommentsAnswer] | None, parts: Parts) -> Iterable[int]:
    """The ids of all who are shown by name."""
    authors = shown_comments(comments.value, parts).comments if isinstance(comments, Ok) else []
    ids = (ticket.requester_id, ticket.assignee_id, *(comment.author_id for comment in authors))
    return (one for one in ids if one is not None)
