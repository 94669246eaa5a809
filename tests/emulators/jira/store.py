"""What the emulated Jira holds, and holds from the start."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.jira.answers import SITE
from tests.emulators.jira.documents import document, everything, paragraph, text

MIA, SAM, ROBOT = "5b10a2844c20165700ede21g", "5b10ac8d82e05b22cc7d4ef5", "557058:f58131cb-b67d-43c7"
PEOPLE = {MIA: "Mia Krystof", SAM: "Sam Rivera", ROBOT: "Automation for Jira"}
TYPES = {
    "10000": ("Epic", "A big piece of work that is split into others."),
    "10001": ("Story", "Something a user wants."),
    "10002": ("Task", "A small, distinct piece of work."),
    "10003": ("Sub-task", "A part of another issue."),
    "10004": ("Bug", "An error in the code."),
}
SUBTASK = "10003"
STATUSES = {
    "To Do": ("10000", 2, "new", "blue-gray"),
    "In Progress": ("3", 4, "indeterminate", "yellow"),
    "Done": ("10001", 3, "done", "green"),
}
"""Id of the status; id, key and colour of its category."""
TRANSITIONS = {"11": ("Stop work", "To Do"), "21": ("Start work", "In Progress"), "31": ("Finish", "Done")}
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
RESOLUTIONS = ("Done", "Won't Do", "Duplicate")
ROLES = ("Administrators", "Developers")
LINK_TYPES = {
    "Blocks": ("10000", "is blocked by", "blocks"),
    "Duplicate": ("10002", "is duplicated by", "duplicates"),
    "Relates": ("10003", "relates to", "relates to"),
}
"""Id, inward and outward words."""


@dataclass
class StoredComment:
    """A comment; a role that alone may see it, or None."""

    author: str
    body: JSON
    created: datetime
    role: str | None = None


@dataclass
class StoredIssue:
    """An issue."""

    project: str
    number: int
    summary: str
    created: datetime
    kind: str = "10002"
    status: str = "To Do"
    description: JSON = None
    priority: str | None = "Medium"
    assignee: str | None = None
    reporter: str | None = MIA
    resolution: str | None = None
    resolved: datetime | None = None
    due: str | None = None
    parent: str | None = None
    labels: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    attachments: list[tuple[str, int]] = field(default_factory=list)
    custom: dict[str, JSON] = field(default_factory=dict)
    comments: list[StoredComment] = field(default_factory=list)
    updated: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.project}-{self.number}"

    @property
    def id(self) -> str:
        return str(10_000 + 1_000 * (sum(self.project.encode()) % 97) + self.number)


@dataclass
class Store:
    """All that can change."""

    projects: dict[str, tuple[str, str]]
    """Name and kind by key."""
    issues: list[StoredIssue]
    links: list[tuple[str, str, str]]
    """Kind of link, the issue that has the outward words, the other one."""

    def issue(self, key: str) -> StoredIssue | None:
        """The issue with that key in any case, or with that id."""
        return next((issue for issue in self.issues if key.upper() == issue.key or key == issue.id), None)

    def subtasks(self, key: str) -> list[StoredIssue]:
        """The sub-tasks of an issue."""
        return [issue for issue in self.issues if issue.parent == key and issue.kind == SUBTASK]


def first_store() -> Store:
    """What is there from the start."""
    projects = {
        "EX": ("Example", "software"),
        "OPS": ("Operations | on call", "service_desk"),
        "BLANK": ("Project without issues", "business"),
        "MANY": ("Project of many issues", "software"),
        **{f"T{number:02}": (f"Team {number}", "software") for number in range(1, 57)},
    }
    links = [("Blocks", "EX-1", "EX-3"), ("Duplicate", "EX-2", "EX-1"), ("Relates", "EX-1", "OPS-1")]
    return Store(projects, [*_example(), *_operations(), *_many()], links)


def _day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number - 1)


def _example() -> list[StoredIssue]:
    return [
        StoredIssue(
            "EX",
            1,
            "Crash when saving an empty file",
            _day(1),
            kind="10004",
            status="In Progress",
            description=everything(),
            priority="High",
            assignee=SAM,
            due="2026-05-04",
            parent="EX-4",
            labels=["crash", "backend"],
            components=["Editor"],
            versions=["4.3"],
            attachments=[("screen.png", 23_123), ("debug log.txt", 2_460)],
            custom={
                "customfield_10016": 5,
                "customfield_10020": [{"id": 37, "name": "Sprint 2", "state": "active", "boardId": 1}],
                "customfield_10030": {
                    "self": f"{SITE}/rest/api/3/customFieldOption/1",
                    "value": "Major",
                    "id": "1",
                },
                "customfield_10032": document(
                    "Open the file.", paragraph("Press ", text("Save", "strong"), ".")
                ),
            },
            comments=_conversation(),
            updated=_day(9),
        ),
        StoredIssue(
            "EX", 2, 'Save fails `sometimes` | "really"', _day(2), kind="10004", priority=None, reporter=None
        ),
        StoredIssue(
            "EX",
            3,
            "Release 4.3",
            _day(3),
            status="Done",
            resolution="Done",
            resolved=_day(8),
            description=document(),
            assignee=MIA,
            updated=_day(8),
        ),
        StoredIssue("EX", 4, "Robust files", _day(1), kind="10000", description=document("All about files.")),
        StoredIssue("EX", 5, "Write a test", _day(5), kind=SUBTASK, parent="EX-1", assignee=SAM),
    ]


def _conversation() -> list[StoredComment]:
    special = [
        StoredComment(SAM, document("Happens on Linux too 🐧"), _day(2)),
        StoredComment(ROBOT, document("This issue was moved to *In Progress*."), _day(3)),
        StoredComment(
            MIA, document("The customer is ", paragraph("Umbrella.")), _day(4), role="Administrators"
        ),
    ]
    more = [
        StoredComment(SAM, document(f"Attempt {number}: still fails."), _day(5) + timedelta(hours=number))
        for number in range(1, 10)
    ]
    return special + more


def _operations() -> list[StoredIssue]:
    long = document(
        *(f"{number}. line of a very long report, which goes on and on." for number in range(1, 121))
    )
    return [
        StoredIssue("OPS", 1, "Disk full on db-2", _day(1), description=long, assignee=MIA, labels=["disk"])
    ]


def _many() -> list[StoredIssue]:
    return [
        StoredIssue(
            "MANY",
            number,
            f"Task {number}",
            FIRST_DAY + timedelta(hours=number),
            assignee=[None, MIA, SAM][number % 3],
            labels=["even"] if number % 2 == 0 else [],
        )
        for number in range(1, 66)
    ]
