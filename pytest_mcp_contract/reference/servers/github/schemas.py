"""What GitHub answers, as far as the renderer reads it: one root model per endpoint.

Fields are as lenient as recorded traffic demands, not as the vendor's description promises. Everything else
that GitHub sends is kept and not looked at.

Source: https://docs.github.com/en/rest/issues and .../rest/pulls; discussions are in `schemas_discussions`.
"""

from pydantic import BaseModel, ConfigDict, RootModel

from pytest_mcp_contract.reference.timestamp import Timestamp


class GitHubObject(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class User(GitHubObject):
    """An account. Where an account was deleted GitHub sends null, or the account `ghost`."""

    login: str


class Label(GitHubObject):
    """A label; some endpoints send the bare name instead."""

    name: str | None = None


class Milestone(GitHubObject):
    """A milestone."""

    title: str


class PullRequestLink(GitHubObject):
    """Present only where an issue is a pull request."""

    merged_at: Timestamp | None = None


class Issue(GitHubObject):
    """`GET /repos/{owner}/{repo}/issues/{number}`, and the answer to creating one."""

    number: int
    title: str
    state: str
    state_reason: str | None = None
    user: User | None = None
    body: str | None = None
    labels: list[Label | str] = []
    assignees: list[User] | None = None
    milestone: Milestone | None = None
    comments: int = 0
    created_at: Timestamp
    updated_at: Timestamp
    closed_at: Timestamp | None = None
    html_url: str
    repository_url: str | None = None
    pull_request: PullRequestLink | None = None


class IssueList(RootModel[list[Issue]]):
    """`GET /repos/{owner}/{repo}/issues`: pull requests are among them."""


class IssueSearch(GitHubObject):
    """`GET /search/issues`."""

    total_count: int
    incomplete_results: bool
    items: list[Issue]


class Comment(GitHubObject):
    """A comment on an issue or on the conversation of a pull request."""

    user: User | None = None
    body: str | None = None
    created_at: Timestamp
    html_url: str


class IssueComments(RootModel[list[Comment]]):
    """`GET /repos/{owner}/{repo}/issues/{number}/comments`."""


class CreatedComment(GitHubObject):
    """`POST /repos/{owner}/{repo}/issues/{number}/comments`."""

    html_url: str


class Team(GitHubObject):
    """A team that is asked for a review."""

    name: str


class Branch(GitHubObject):
    """One side of a pull request. The label has the owner in it: `octocat:main`."""

    ref: str
    label: str | None = None


class PullRequest(GitHubObject):
    """`GET /repos/{owner}/{repo}/pulls/{number}`. Answers to other methods lack the counts."""

    number: int
    title: str
    state: str
    draft: bool = False
    merged: bool | None = None
    merged_at: Timestamp | None = None
    merged_by: User | None = None
    mergeable: bool | None = None
    """Null while GitHub is still computing it."""
    mergeable_state: str | None = None
    user: User | None = None
    body: str | None = None
    head: Branch
    base: Branch
    labels: list[Label | str] = []
    assignees: list[User] | None = None
    requested_reviewers: list[User] | None = None
    requested_teams: list[Team] | None = None
    milestone: Milestone | None = None
    commits: int | None = None
    changed_files: int | None = None
    additions: int | None = None
    deletions: int | None = None
    comments: int | None = None
    review_comments: int | None = None
    created_at: Timestamp
    updated_at: Timestamp
    closed_at: Timestamp | None = None
    html_url: str


class PullRequestList(RootModel[list[PullRequest]]):
    """`GET /repos/{owner}/{repo}/pulls`: without the counts."""


class Review(GitHubObject):
    """`POST /repos/{owner}/{repo}/pulls/{number}/reviews`."""

    state: str
    html_url: str
