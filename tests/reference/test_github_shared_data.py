"""The declared response schemas and the renderers against recorded traffic of the real API."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Page
from pytest_mcp_contract.reference.servers.github import rendering, rendering_pulls
from pytest_mcp_contract.reference.servers.github.schemas import (
    CreatedComment,
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    PullRequest,
)
from tests.reference.real_traffic import Recording, Renderer, complaints, recordings

CURRENT_SINCE = 2022
REPOSITORY = "some/repository"


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
    found = rendering.render_search(model, number=1)
    return [found, *(rendering.render_issue(one, REPOSITORY) for one in model.items)]


def comments(body: JSON) -> list[str]:
    """The comments of an issue."""
    return [rendering.render_comments(Page(IssueComments.model_validate(body), has_next=False), 1)]


def comment(body: JSON) -> list[str]:
    """A comment that was just made."""
    return [rendering.render_created_comment(CreatedComment.model_validate(body), REPOSITORY, 1)]


def pull(body: JSON) -> list[str]:
    """A pull request."""
    return [rendering_pulls.render_pull_request(PullRequest.model_validate(body), REPOSITORY)]


def issue_of_event(body: JSON) -> list[str]:
    """The issue that an issue event carries."""
    assert isinstance(body, dict)
    return issue(body["issue"])


REPO = r"/(?:repos/[^/]+/[^/]+|repositories/\d+)"
SHAPES: dict[str, Renderer] = {
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


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("github", SHAPES)


@pytest.mark.shared_data
def test_every_current_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    current = [recording for recording in found if recording.year >= CURRENT_SINCE]
    print(f"{len(current)} recordings since {CURRENT_SINCE}")  # noqa: T201

    assert current
    assert complaints(current, internal="https://api.github.com") == {}


@pytest.mark.shared_data
def test_older_recordings_pass_too(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    older = [recording for recording in found if recording.year < CURRENT_SINCE]
    print(f"{len(older)} recordings before {CURRENT_SINCE}")  # noqa: T201

    assert older
    assert complaints(older, internal="https://api.github.com") == {}
