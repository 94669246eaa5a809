"""What the emulated Zendesk holds, and holds from the start."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY

ANNA, LEO, DELETED, GONE, HIDDEN = 101, 102, 103, 104, 199
BEN, CHIARA = 201, 202
SYSTEM = -1
MANY = 1_230


@dataclass
class StoredUser:
    """A user; one who was deleted is not active."""

    id: int
    name: str
    email: str | None
    role: str = "end-user"
    active: bool = True


@dataclass
class StoredField:
    """A ticket field; system fields cannot be removed."""

    id: int
    title: str
    type: str = "text"
    active: bool = True
    removable: bool = True


@dataclass
class StoredFile:
    """A file on a comment."""

    id: int
    name: str
    content_type: str
    size: int
    deleted: bool = False


@dataclass
class StoredComment:
    """A comment, public or internal."""

    id: int
    author_id: int
    body: str
    created_at: datetime
    public: bool = True
    files: list[StoredFile] = field(default_factory=list)


@dataclass
class StoredTicket:
    """A ticket; its first comment is its description."""

    id: int
    subject: str
    comments: list[StoredComment]
    created_at: datetime
    updated_at: datetime
    status: str = "open"
    priority: str | None = None
    type: str | None = None
    requester_id: int = ANNA
    assignee_id: int | None = None
    group_id: int | None = None
    organization_id: int | None = None
    channel: str = "web"
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[int, JSON] = field(default_factory=dict)
    satisfaction: dict[str, JSON] | None = None
    due_at: datetime | None = None
    has_nulls: bool = False
    """Whether fields without a value are sent as null, as real ones are."""
    sides_fail: bool = False
    """Whether its metrics and comments cannot be read."""
    ignores_page_size: bool = False
    """Whether all its comments are sent, however few are asked for."""
    takes_notes_only: bool = False
    """Whether the token's user may not reply publicly."""


USERS = (
    StoredUser(ANNA, "Anna Okafor", "anna@customer.example"),
    StoredUser(LEO, "Leo | *Tester*", "leo@customer.example"),
    StoredUser(DELETED, "Dana Vogt", None, active=False),
    StoredUser(BEN, "Ben Ito", "ben@help.example", role="agent"),
    StoredUser(CHIARA, "Chiara Rossi", "chiara@help.example", role="admin"),
)
FIELDS = (
    StoredField(31, "Subject", "subject", removable=False),
    StoredField(32, "Description", "description", removable=False),
    StoredField(33, "Status", "status", removable=False),
    StoredField(34, "Type", "tickettype", removable=False),
    StoredField(35, "Priority", "priority", removable=False),
    StoredField(3601, "Printer model"),
    StoredField(3602, "Plan", "tagger"),
    StoredField(3603, "Escalated", "checkbox"),
    StoredField(3604, "Affected sites", "multiselect"),
    StoredField(3605, "Cost in EUR", "decimal"),
    StoredField(3606, "Fax number", active=False),
    StoredField(3607, "Notes | `internal`", "textarea"),
)
HIDDEN_FIELD = 3699


def day(number: int, minutes: int = 0) -> datetime:
    """A day of the first weeks, from 1."""
    return FIRST_DAY + timedelta(days=number - 1, minutes=minutes)


def ticket(ticket_id: int, subject: str, *texts: str, on: int = 1) -> StoredTicket:
    """A ticket whose requester says `texts`, one a day."""
    comments = [
        StoredComment(ticket_id * 1_000 + number, ANNA, text, day(on + number))
        for number, text in enumerate(texts)
    ]
    return StoredTicket(ticket_id, subject, comments, day(on), day(on + max(0, len(texts) - 1)))


def _busy() -> StoredTicket:
    one = ticket(1, "Help, my printer is on fire!", "The fire is very *colorful*.\n\n```\nE42: too hot\n```")
    one.comments[0].files = [
        StoredFile(501, "crash.log", "text/plain", 2532),
        StoredFile(502, "photo [1].png", "image/png", 1_204_000),
    ]
    one.comments += [
        StoredComment(1001, BEN, "Did you try to switch it off?", day(1, 16)),
        StoredComment(
            1002, CHIARA, "Known issue with this model.\r\nSee the wiki.", day(1, 40), public=False
        ),
        StoredComment(1003, DELETED, "Same here.", day(2), files=[StoredFile(503, "x.exe", "", 10, True)]),
        StoredComment(1004, GONE, "And here.", day(2, 5)),
        StoredComment(1005, SYSTEM, "This ticket was merged.", day(2, 6), public=False),
    ]
    one.priority, one.type, one.channel = "high", "incident", "email"
    one.assignee_id, one.group_id, one.organization_id = BEN, 98738, 509974
    one.tags = ["enterprise", "printer"]
    one.custom_fields = {3601: "LaserWriter 9", 3602: "plan_enterprise"}
    one.satisfaction = {"id": 1234, "score": "good", "comment": "Great support, | thank you!"}
    one.due_at, one.updated_at = day(10), day(2, 6)
    return one


def tickets() -> list[StoredTicket]:
    """All tickets, oldest first."""
    sparse = ticket(2, "`Printer` | fails\n## on line breaks", "")
    sparse.has_nulls, sparse.status = True, "new"
    sparse.custom_fields = dict.fromkeys((3601, 3602, 3603))
    long = ticket(3, "Invoice for March", *(f"Reminder {number}: where is it?" for number in range(1, 26)))
    long.tags, long.priority = ["billing"], "normal"
    closed = ticket(4, "Printer out of paper", "Solved, thanks.", on=2)
    closed.status, closed.assignee_id = "closed", CHIARA
    every_type = ticket(5, "Move 12 printers", "By Friday, see the list.", on=3)
    every_type.requester_id, every_type.has_nulls = LEO, True
    every_type.custom_fields = {
        3601: None,
        3602: "",
        3603: False,
        3604: ["berlin", "osaka"],
        3605: 1234.5,
        3607: "Line one\nline two",
        3698: "of a field that is gone",
    }
    hidden = ticket(6, "Secret project", "Only for your eyes.", on=4)
    hidden.requester_id, hidden.sides_fail = HIDDEN, True
    hidden.custom_fields = {HIDDEN_FIELD: "tell nobody"}
    notes_only = ticket(7, "Cannot sign in", "My password does not work.", on=5)
    notes_only.takes_notes_only, notes_only.status = True, "pending"
    crowded = ticket(8, "Sign for the door", *(f"Wish {number}" for number in range(1, 13)), on=5)
    crowded.ignores_page_size = True
    crowded.custom_fields = {
        3601: "LaserWriter 9",
        3607: "\n".join(f"Line {number} of what the sign should say" for number in range(1, 151)),
    }
    bounces = [
        ticket(1_000 + number, f"Newsletter bounce {number}", "Mailbox full.", on=6)
        for number in range(1, MANY + 1)
    ]
    for one in bounces:
        one.status, one.channel = "solved", "api"
    return [_busy(), sparse, long, closed, every_type, hidden, notes_only, crowded, *bounces]
