"""What the emulated GitHub holds, and holds from the start."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.emulators.common import FIRST_DAY


@dataclass
class StoredComment:
    """A comment; author None is a deleted account."""

    id: int
    author: str | None
    body: str
    created_at: datetime


@dataclass
class StoredPull:
    """What an issue has more if it is a pull request."""

    head: str
    base: str = "main"
    draft: bool = False
    mergeable: bool | None = True
    merged_at: datetime | None = None
    merged_by: str | None = None
    diff: str = ""


@dataclass
class StoredIssue:
    """An issue; author None is a deleted account."""

    number: int
    title: str
    author: str | None
    body: str | None
    created_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    milestone: str | None = None
    comments: list[StoredComment] = field(default_factory=list)
    pull: StoredPull | None = None


@dataclass
class StoredDiscussion:
    """A discussion; author None is a deleted account."""

    number: int
    title: str
    author: str | None
    body: str
    created_at: datetime
    category: str = "Q&A"
    closed: bool = False
    comments: list[StoredComment] = field(default_factory=list)
    answers: dict[int, list[StoredComment]] = field(default_factory=dict)
    """Answers to a comment, by its id."""
    answer: int | None = None
    """The id of the comment that is marked as the answer."""


@dataclass
class Repository:
    """A repository and its issues, oldest first."""

    owner: str
    name: str
    issues: list[StoredIssue]
    discussions: list[StoredDiscussion] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def issue(self, number: str) -> StoredIssue | None:
        """The issue with that number in a path."""
        return next((issue for issue in self.issues if str(issue.number) == number), None)


SHORT_DIFF = """\
diff --git a/requirements.txt b/requirements.txt
index 1111111..2222222 100644
--- a/requirements.txt
+++ b/requirements.txt
@@ -1,3 +1,3 @@
 httpx==0.28.1
-requests==2.31.0
+requests==2.32.0
 rich==14.0.0
"""


def long_diff() -> str:
    """A diff of several pages, with a line that nobody wants to read whole."""
    lines = [f"+def parse_{number}(text: str) -> str:  # rule {number}" for number in range(1, 301)]
    head = "diff --git a/parser.py b/parser.py\n--- a/parser.py\n+++ b/parser.py\n@@ -0,0 +1,301 @@\n"
    return head + "\n".join([*lines, "+" + "x" * 2_000]) + "\n"


def hello_world() -> Repository:
    """What real repositories have: deleted authors, empty texts, bots, pull requests among the issues."""

    def day(number: int) -> datetime:
        return FIRST_DAY + timedelta(days=number - 1)

    return Repository(
        "octocat",
        "hello-world",
        [
            StoredIssue(
                number=1,
                title="Crash when saving an empty file",
                author="octocat",
                body="Steps:\r\n\r\n1. Open an empty file\r\n2. Save it\r\n\r\n```\r\nTypeError: size\r\n```",
                created_at=day(1),
                labels=["bug", "good first issue"],
                assignees=["hubot"],
                comments=[
                    StoredComment(1000, "monalisa", "Happens on Linux too 🐧", day(2)),
                    StoredComment(1001, None, "I had this in an older version.", day(3)),
                    StoredComment(1002, "github-actions[bot]", "Marked as stale.", day(4)),
                ],
            ),
            StoredIssue(
                number=2,
                title="`parse()` fails | on pipes\nand line breaks",
                author=None,
                body=None,
                created_at=day(2),
            ),
            StoredIssue(
                number=3,
                title="Bump requests from 2.31.0 to 2.32.0",
                author="dependabot[bot]",
                body="Bumps requests.",
                created_at=day(3),
                labels=["dependencies"],
                pull=StoredPull(head="dependabot/pip/requests-2.32.0", diff=SHORT_DIFF),
            ),
            StoredIssue(
                number=4,
                title="Dark mode",
                author="monalisa",
                body="",
                created_at=day(4),
                state="closed",
                state_reason="not_planned",
                closed_at=day(6),
                milestone="Version 1.0",
            ),
            StoredIssue(
                number=5,
                title="Save empty files",
                author="hubot",
                body="Fixes #1",
                created_at=day(5),
                state="closed",
                closed_at=day(7),
                pull=StoredPull(head="save-empty", mergeable=None, merged_at=day(7), merged_by="octocat"),
            ),
            StoredIssue(
                number=6,
                title="Rewrite the parser",
                author=None,
                body="A long story. " * 500,
                created_at=day(6),
                pull=StoredPull(head="parser", draft=True, mergeable=None, diff=long_diff()),
            ),
        ],
        [
            StoredDiscussion(
                number=7,
                title="How do I save | an empty `file`?",
                author="monalisa",
                body="I tried *Save as*.\n\n```\nTypeError: size\n```",
                created_at=day(7),
                comments=[
                    StoredComment(7000, "octocat", "Update to 1.1.", day(8)),
                    StoredComment(7001, None, "Same here.", day(9)),
                ],
                answers={7000: [StoredComment(7002, "monalisa", "That works, thanks.", day(9))]},
                answer=7000,
            ),
            StoredDiscussion(
                number=8,
                title="Ideas for 2.0",
                author=None,
                body="",
                created_at=day(8),
                category="Ideas",
                comments=[StoredComment(8000 + n, "hubot", f"Idea {n}", day(9)) for n in range(25)],
                answers={8000: [StoredComment(8100 + n, "octocat", f"Yes, {n}", day(9)) for n in range(7)]},
            ),
        ],
    )


def many() -> Repository:
    """Three pages of issues at GitHub's default page size; the first issue has two pages of comments."""

    def hour(number: int) -> datetime:
        return FIRST_DAY + timedelta(hours=number)

    issues = [
        StoredIssue(number, f"Task {number}", "octocat", f"Do task {number}.", hour(number))
        for number in range(1, 66)
    ]
    issues[0].comments = [
        StoredComment(2000 + number, "hubot", f"Note {number}", hour(number)) for number in range(1, 36)
    ]
    return Repository("octocat", "many", issues)


def empty() -> Repository:
    """A repository without anything."""
    return Repository("octocat", "empty", [])
