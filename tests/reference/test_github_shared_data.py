"""The declared response schemas and the renderers against recorded traffic of the real API."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Page
from pytest_mcp_contract.reference.servers.github import rendering
from pytest_mcp_contract.reference.servers.github.schemas import (
    CreatedComment,
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    PullRequest,
)

CASSETTES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cassettes"
CURRENT_SINCE = 2022
REPOSITORY = "some/repository"
LEAKS = re.compile(r"\b(?:None|null|undefined|NaN)\b|\[object")

OLD_AND_DIFFERENT: dict[str, str] = {}
"""Recordings from before 2022 that need not pass: file -> reason. All pass today."""


def issue(body: JSON) -> list[str]:
    """An issue, shown in both ways."""
    model = Issue.model_validate(body)
    return [rendering.render_issue(model, REPOSITORY), rendering.render_created_issue(model, REPOSITORY)]


def issues(body: JSON) -> list[str]:
    """A list of issues, and each by itself."""
    page = Page(IssueList.model_validate(body), has_next=True)
    listed = rendering.render_issue_list(page, REPOSITORY, state="all", number=1)
    return [listed, *(rendering.render_issue(one, REPOSITORY) for one in page.content.root)]


def search(body: JSON) -> list[str]:
    """A search, and each result by itself."""
    model = IssueSearch.model_validate(body)
    found = rendering.render_search(model, number=1, per_page=30)
    return [found, *(rendering.render_issue(one, REPOSITORY) for one in model.items)]


def comments(body: JSON) -> list[str]:
    """The comments of an issue."""
    return [rendering.render_comments(Page(IssueComments.model_validate(body), has_next=False), 1)]


def comment(body: JSON) -> list[str]:
    """A comment that was just made."""
    return [rendering.render_created_comment(CreatedComment.model_validate(body), REPOSITORY, 1)]


def pull(body: JSON) -> list[str]:
    """A pull request."""
    return [rendering.render_pull_request(PullRequest.model_validate(body), REPOSITORY)]


def issue_of_event(body: JSON) -> list[str]:
    """The issue that an issue event carries."""
    assert isinstance(body, dict)
    return issue(body["issue"])


REPO = r"/(?:repos/[^/]+/[^/]+|repositories/\d+)"
SHAPES: dict[str, Callable[[JSON], list[str]]] = {
    rf"(?:GET|PATCH) {REPO}/issues/\d+": issue,
    rf"(?:POST|DELETE) {REPO}/issues/\d+/assignees": issue,
    rf"POST {REPO}/issues": issue,
    rf"GET {REPO}/issues/events/\d+": issue_of_event,
    rf"GET (?:{REPO}|/user|/orgs/[^/]+|)/issues": issues,
    rf"GET {REPO}/issues(?:/\d+)?/comments": comments,
    rf"POST {REPO}/(?:issues|pulls)/\d+/comments": comment,
    r"GET /search/issues": search,
    rf"(?:GET|PATCH) {REPO}/pulls/\d+": pull,
    rf"(?:POST|DELETE) {REPO}/pulls/\d+/requested_reviewers": pull,
    rf"POST {REPO}/pulls": pull,
}


@dataclass(frozen=True)
class Recording:
    """One recorded answer that one of our models speaks for."""

    file: str
    year: int
    body: JSON
    render: Callable[[JSON], list[str]]


@pytest.fixture(scope="module")
def recordings() -> list[Recording]:
    """All recordings that match; the test is skipped where the folder is absent."""
    if not CASSETTES.is_dir():
        pytest.skip(f"there are no recordings: {CASSETTES} is absent")
    return list(matching())


def matching() -> Iterator[Recording]:
    """GitHub's 2xx answers with a JSON body whose method and path have one of our shapes."""
    for line in (CASSETTES / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["platform"] != "github" or not 200 <= row["status"] < 300:
            continue
        request = f"{row['method']} {urlsplit(row['uri']).path}"
        render = next((one for pattern, one in SHAPES.items() if re.fullmatch(pattern, request)), None)
        if render is None:
            continue
        cassette = yaml.load((CASSETTES / row["file"]).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        text = cassette["interactions"][row["n"]]["response"]["body"]["string"]
        yield Recording(row["file"], year_of(row["recorded_at"]), json.loads(text), render)


def year_of(recorded_at: str) -> int:
    """The year of an ISO 8601 or an HTTP date; the index has both."""
    try:
        return datetime.fromisoformat(recorded_at).year
    except ValueError:
        return parsedate_to_datetime(recorded_at).year


def strings(value: JSON) -> Iterator[str]:
    """All text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def complaint(recording: Recording) -> str | None:
    """What is wrong with the way this answer is shown, if anything."""
    try:
        texts = recording.render(recording.body)
    except Exception as error:
        return f"{recording.file}: {type(error).__name__}: {error}"
    said = set(LEAKS.findall(" ".join(strings(recording.body))))
    leaked = {word for text in texts for word in LEAKS.findall(text)} - said
    if leaked:
        return f"{recording.file}: shows {sorted(leaked)}, which nobody wrote"
    if any("https://api.github.com" in text for text in texts) and "https://api.github.com" not in "".join(
        text for text in strings(recording.body) if not text.startswith("https://api.github.com")
    ):
        return f"{recording.file}: shows an address of the API"
    return None


@pytest.mark.shared_data
def test_every_current_recording_validates_and_renders(recordings: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    current = [recording for recording in recordings if recording.year >= CURRENT_SINCE]
    print(f"{len(current)} recordings since {CURRENT_SINCE}")  # noqa: T201

    complaints = [text for recording in current if (text := complaint(recording))]

    assert current
    assert complaints == []


@pytest.mark.shared_data
def test_older_recordings_pass_or_are_listed_with_a_reason(recordings: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    older = [recording for recording in recordings if recording.year < CURRENT_SINCE]
    print(f"{len(older)} recordings before {CURRENT_SINCE}")  # noqa: T201

    complaints = {recording.file: text for recording in older if (text := complaint(recording))}

    assert older
    assert complaints.keys() == OLD_AND_DIFFERENT.keys(), "\n".join(complaints.values())
