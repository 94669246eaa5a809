"""GitHub's REST API: one function per endpoint, each returning a validated model or why there is none.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Mapping, Sequence

from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Page, Result
from pytest_mcp_contract.reference.servers.github.schemas import (
    CreatedComment,
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    PullRequest,
    PullRequestList,
    Review,
)

HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


async def get_issue(access_token: str, api: HttpApi, owner: str, repo: str, number: int) -> Result[Issue]:
    """One issue, or the pull request with that number seen as an issue.

    Source: https://docs.github.com/en/rest/issues/issues#get-an-issue
    """
    path = ("repos", owner, repo, "issues", str(number))
    subject = f"issue #{number} in {owner}/{repo}"
    return await api.model(Issue, ApiRequest("GET", path, access_token, subject))


async def get_issue_comments(
    access_token: str, api: HttpApi, owner: str, repo: str, number: int, *, page: int, per_page: int
) -> Result[Page[IssueComments]]:
    """A page of an issue's comments, oldest first.

    Source: https://docs.github.com/en/rest/issues/comments#list-issue-comments
    """
    path = ("repos", owner, repo, "issues", str(number), "comments")
    subject = f"issue #{number} in {owner}/{repo}"
    query = {"page": page, "per_page": per_page}
    return await api.page(IssueComments, ApiRequest("GET", path, access_token, subject, query))


async def list_issues(
    access_token: str,
    api: HttpApi,
    owner: str,
    repo: str,
    *,
    state: str,
    labels: Sequence[str],
    page: int,
    per_page: int,
) -> Result[Page[IssueList]]:
    """A page of a repository's issues and pull requests, newest first; only those that have all `labels`.

    Source: https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    query: dict[str, str | int] = {"state": state, "page": page, "per_page": per_page}
    if labels:
        query["labels"] = ",".join(labels)
    path, subject = ("repos", owner, repo, "issues"), f"repository {owner}/{repo}"
    return await api.page(IssueList, ApiRequest("GET", path, access_token, subject, query))


async def search_issues(
    access_token: str, api: HttpApi, query: str, *, page: int, per_page: int
) -> Result[IssueSearch]:
    """A page of the issues and pull requests that match a search, best match first, of at most 1,000.

    Source: https://docs.github.com/en/rest/search/search#search-issues-and-pull-requests
    """
    asked: dict[str, str | int] = {"q": query, "page": page, "per_page": per_page}
    return await api.model(
        IssueSearch, ApiRequest("GET", ("search", "issues"), access_token, "the issue search", asked)
    )


async def create_issue(
    access_token: str,
    api: HttpApi,
    owner: str,
    repo: str,
    *,
    title: str,
    body: str,
    labels: Sequence[str],
    assignees: Sequence[str],
) -> Result[Issue]:
    """The issue that was created. GitHub drops labels and assignees that the token may not set.

    Source: https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    path, subject = ("repos", owner, repo, "issues"), f"repository {owner}/{repo}"
    sent: JSON = {"title": title, "body": body, "labels": list(labels), "assignees": list(assignees)}
    return await api.model(Issue, ApiRequest("POST", path, access_token, subject, json=sent))


async def comment_on_issue(
    access_token: str, api: HttpApi, owner: str, repo: str, number: int, *, body: str
) -> Result[CreatedComment]:
    """The comment that was added to an issue or pull request.

    Source: https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
    """
    path = ("repos", owner, repo, "issues", str(number), "comments")
    subject = f"issue #{number} in {owner}/{repo}"
    return await api.model(
        CreatedComment, ApiRequest("POST", path, access_token, subject, json={"body": body})
    )


async def get_pull_request(
    access_token: str, api: HttpApi, owner: str, repo: str, number: int
) -> Result[PullRequest]:
    """One pull request.

    Source: https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
    """
    path = ("repos", owner, repo, "pulls", str(number))
    subject = f"pull request #{number} in {owner}/{repo}"
    return await api.model(PullRequest, ApiRequest("GET", path, access_token, subject))


async def list_pull_requests(
    access_token: str, api: HttpApi, owner: str, repo: str, *, state: str, page: int, per_page: int
) -> Result[Page[PullRequestList]]:
    """A page of a repository's pull requests, newest first.

    Source: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    """
    query: dict[str, str | int] = {"state": state, "page": page, "per_page": per_page}
    path, subject = ("repos", owner, repo, "pulls"), f"repository {owner}/{repo}"
    return await api.page(PullRequestList, ApiRequest("GET", path, access_token, subject, query))


async def get_diff(access_token: str, api: HttpApi, owner: str, repo: str, number: int) -> Result[str]:
    """The whole unified diff of a pull request; GitHub refuses one of more than 20,000 lines.

    Source: https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request (media type `diff`)
    """
    path = ("repos", owner, repo, "pulls", str(number))
    subject = f"the diff of pull request #{number} in {owner}/{repo}"
    accept = {"Accept": "application/vnd.github.diff"}
    result = await api.response(ApiRequest("GET", path, access_token, subject, headers=accept))
    return result if isinstance(result, Err) else Ok(result.value.text)


async def update_issue(
    access_token: str, api: HttpApi, owner: str, repo: str, number: int, changes: Mapping[str, JSON]
) -> Result[Issue]:
    """The issue after `changes`, which are GitHub's own fields.

    Source: https://docs.github.com/en/rest/issues/issues#update-an-issue
    """
    path = ("repos", owner, repo, "issues", str(number))
    subject = f"issue #{number} in {owner}/{repo}"
    return await api.model(Issue, ApiRequest("PATCH", path, access_token, subject, json=dict(changes)))


async def create_review(
    access_token: str,
    api: HttpApi,
    owner: str,
    repo: str,
    number: int,
    *,
    event: str,
    body: str,
    comments: Sequence[Mapping[str, JSON]],
) -> Result[Review]:
    """The review that was published, with its comments on lines.

    Source: https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
    """
    path = ("repos", owner, repo, "pulls", str(number), "reviews")
    subject = f"pull request #{number} in {owner}/{repo}"
    sent: dict[str, JSON] = {"event": event}
    if body:
        sent["body"] = body
    if comments:
        sent["comments"] = [dict(comment) for comment in comments]
    return await api.model(Review, ApiRequest("POST", path, access_token, subject, json=sent))
