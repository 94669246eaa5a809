"""What Zendesk answers, as far as the renderer reads it: one root model per endpoint.

Fields are as lenient as recorded traffic demands, not as the vendor's description promises: it declares
`priority`, `assignee_id` and others as never null, and most real tickets have null there. Everything else
that Zendesk sends is kept and not looked at.

Source: https://developer.zendesk.com/api-reference/ticketing/introduction/
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pytest_mcp_contract.reference.timestamp import Timestamp

Integer = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Minutes = Annotated[float, Field(allow_inf_nan=False)]


class ZendeskObject(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class CursorMeta(ZendeskObject):
    """Where a page of a list with cursors ends."""

    has_more: bool = False
    after_cursor: str | None = None


class Via(ZendeskObject):
    """How something came into Zendesk."""

    channel: str | Integer | None = None


class SatisfactionRating(ZendeskObject):
    """What the requester thinks of the help."""

    score: str | None = None
    comment: str | None = None


class CustomFieldValue(ZendeskObject):
    """The value of a custom field: text, number, boolean, list of texts or null."""

    id: Integer
    value: object = None


class Ticket(ZendeskObject):
    """A ticket. Type and priority are null in most real tickets."""

    id: Integer
    url: str | None = None
    subject: str | None = None
    description: str | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    requester_id: Integer | None = None
    assignee_id: Integer | None = None
    group_id: Integer | None = None
    organization_id: Integer | None = None
    problem_id: Integer | None = None
    has_incidents: bool | None = None
    tags: list[str] | None = None
    custom_fields: list[CustomFieldValue] | None = None
    satisfaction_rating: SatisfactionRating | None = None
    via: Via | None = None
    due_at: Timestamp | None = None
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None


class TicketAnswer(ZendeskObject):
    """`GET /api/v2/tickets/{id}`."""

    ticket: Ticket


class FoundTicket(ZendeskObject):
    """A row of a search, which may also be of another kind than ticket."""

    id: Integer
    result_type: str | None = None
    subject: str | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    updated_at: Timestamp | None = None


class SearchAnswer(ZendeskObject):
    """`GET /api/v2/search`. `next_page` is set even beyond the last result that can be read."""

    results: list[FoundTicket]
    count: Integer
    next_page: str | None = None


class Spans(ZendeskObject):
    """A duration by the clock and in business hours."""

    calendar: Minutes | None = None
    business: Minutes | None = None


class TicketMetric(ZendeskObject):
    """The metrics of one ticket; durations that have not begun are null."""

    reopens: Integer | None = None
    replies: Integer | None = None
    group_stations: Integer | None = None
    assignee_stations: Integer | None = None
    reply_time_in_minutes: Spans | None = None
    first_resolution_time_in_minutes: Spans | None = None
    full_resolution_time_in_minutes: Spans | None = None
    agent_wait_time_in_minutes: Spans | None = None
    requester_wait_time_in_minutes: Spans | None = None
    on_hold_time_in_minutes: Spans | None = None
    initially_assigned_at: Timestamp | None = None
    assigned_at: Timestamp | None = None
    solved_at: Timestamp | None = None


class MetricAnswer(ZendeskObject):
    """`GET /api/v2/tickets/{id}/metrics`: one object; the vendor's example shows it in a list."""

    ticket_metric: TicketMetric | list[TicketMetric]


class Attachment(ZendeskObject):
    """A file on a comment. A deleted one keeps its entry."""

    file_name: str | None = None
    content_type: str | None = None
    content_url: str | None = None
    size: Integer | None = None
    deleted: bool | None = None
    malware_scan_result: str | None = None


class Comment(ZendeskObject):
    """A comment, public or internal. Author -1 is Zendesk itself."""

    author_id: Integer | None = None
    body: str | None = None
    plain_body: str | None = None
    public: bool | None = None
    created_at: Timestamp | None = None
    attachments: list[Attachment] | None = None


class CommentsAnswer(ZendeskObject):
    """`GET /api/v2/tickets/{id}/comments`."""

    comments: list[Comment]
    meta: CursorMeta | None = None


class User(ZendeskObject):
    """A user; one who was deleted is answered with `active` false."""

    id: Integer
    name: str | None = None
    email: str | None = None
    active: bool | None = None


class UsersAnswer(ZendeskObject):
    """`GET /api/v2/users/show_many`: those of the asked-for users that exist."""

    users: list[User]


class TicketField(ZendeskObject):
    """The definition of a ticket field."""

    id: Integer
    title: str | None = None
    type: str | None = None
    active: bool | None = None


class FieldsAnswer(ZendeskObject):
    """`GET /api/v2/ticket_fields` and `GET /api/v2/ticket_fields/show_many`."""

    ticket_fields: list[TicketField]
    meta: CursorMeta | None = None


class AuditEvent(ZendeskObject):
    """One thing that an update did."""

    type: str | None = None
    public: bool | None = None


class Audit(ZendeskObject):
    """All that an update did."""

    events: list[AuditEvent] | None = None


class UpdateAnswer(ZendeskObject):
    """`PUT /api/v2/tickets/{id}`: the audit tells whether a comment came to be, and who can see it."""

    ticket: Ticket
    audit: Audit | None = None


class TagsAnswer(ZendeskObject):
    """`PUT` and `POST /api/v2/tickets/{id}/tags`: all tags that the ticket has then."""

    tags: list[str]
