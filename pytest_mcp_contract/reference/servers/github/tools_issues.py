"""Tools for issues."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github import api_helper, rendering
from pytest_mcp_contract.reference.servers.github.arguments import (
    Body,
    IssueNumber,
    LabelName,
    Login,
    Owner,
    PageNumber,
    PerPage,
    Repo,
    RequiredBody,
    TextFrom,
)
from pytest_mcp_contract.reference.servers.github.rendering import COMMENTS_PER_PAGE
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM
from pytest_mcp_contract.reference.tools import (
    add_creating_tool,
    add_reading_tool,
    add_updating_tool,
    call_result,
)


def add_issue_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that read and write issues."""
    _add_reading_tools(server, api)
    _add_writing_tools(server, api)


def _add_reading_tools(server: MCPServer, api: HttpApi) -> None:
    async def get_issue(
        owner: Owner,
        repo: Repo,
        number: IssueNumber,
        include_comments: Annotated[bool, Field(description="Whether to read the comments too.")] = False,
        comments_page: Annotated[
            int, Field(ge=1, le=10_000, description="Page of comments, from 1; used with include_comments.")
        ] = 1,
        comments_per_page: Annotated[
            int,
            Field(ge=1, le=COMMENTS_PER_PAGE, description="Comments on a page; the fewer, the more of each."),
        ] = COMMENTS_PER_PAGE,
        comment_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the comment to show; used with comments_per_page=1.",
            ),
        ] = 1,
        body_from: TextFrom = 1,
    ) -> CallToolResult:
        """Read one GitHub issue of a repository.

        Required: owner, repo, number. Optional: include_comments (default false), comments_page,
        comments_per_page (default 20), comment_from, body_from.
        Returns Markdown: title, state, author, dates, labels, assignees, milestone, link and body, and on
        request comments, oldest first.
        Limits: needs a token that may see the repository. Long texts come in parts, and each says how to get
        the next. For a pull request's
        branches and merge state use get_pull_request.
        """
        repository = f"{owner}/{repo}"

        async def request(token: str) -> Result[str]:
            issue = await api_helper.get_issue(token, api, owner, repo, number)
            if isinstance(issue, Err):
                return issue
            if not include_comments:
                return Ok(rendering.render_issue(issue.value, repository, body_from=body_from))
            comments = await api_helper.get_issue_comments(
                token, api, owner, repo, number, page=comments_page, per_page=comments_per_page
            )
            if isinstance(comments, Err):
                return comments
            shown = rendering.render_comments(
                comments.value, comments_page, comments_per_page, comment_from=comment_from
            )
            return Ok(rendering.render_issue(issue.value, repository, shown, body_from=body_from))

        return await with_auth(PLATFORM, request, str)

    async def list_issues(
        owner: Owner,
        repo: Repo,
        state: Annotated[
            Literal["open", "closed", "all"], Field(description="Which issues to list.")
        ] = "open",
        labels: Annotated[
            tuple[LabelName, ...],
            Field(max_length=20, description="Only issues that have all of these labels, e.g. `bug`."),
        ] = (),
        page: PageNumber = 1,
        per_page: PerPage = 30,
    ) -> CallToolResult:
        """List the issues of a GitHub repository, newest first.

        Required: owner, repo. Optional: state (default open), labels, page, per_page (default 30).
        Returns Markdown: one line for each issue with number, state, author, last update, title and labels,
        and a sentence if there is another page.
        Limits: pull requests are listed too and marked; bodies are left out, use get_issue. To find text, use
        search_issues.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_issues(
                token, api, owner, repo, state=state, labels=labels, page=page, per_page=per_page
            ),
            lambda found: rendering.render_issue_list(
                found, f"{owner}/{repo}", state=state, number=page, per_page=per_page
            ),
        )

    async def search_issues(
        query: Annotated[
            str,
            Field(
                min_length=1,
                max_length=1_000,
                description="Words and qualifiers of GitHub's issue search, "
                "e.g. `repo:octocat/hello-world is:issue is:open crash`.",
            ),
        ],
        page: PageNumber = 1,
        per_page: PerPage = 30,
    ) -> CallToolResult:
        """Search issues and pull requests in all of GitHub.

        Required: query; put is:issue or is:pull-request into it. Optional: page, per_page (default 30).
        Returns Markdown: the number of matches, one line for each with repository, number, state, author,
        last update, title and labels, best match first, and a sentence if there is another page.
        Limits: only the first 1,000 matches can be read (page times per_page), and GitHub allows 30
        searches a minute.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.search_issues(token, api, query, page=page, per_page=per_page),
            lambda found: rendering.render_search(found, number=page, per_page=per_page),
        )

    add_reading_tool(server, get_issue, title="Get an issue")
    add_reading_tool(server, list_issues, title="List issues")
    add_reading_tool(server, search_issues, title="Search issues")


def _add_writing_tools(server: MCPServer, api: HttpApi) -> None:
    async def create_issue(
        owner: Owner,
        repo: Repo,
        title: Annotated[str, Field(min_length=1, max_length=256, description="Title; must not be blank.")],
        body: Body = "",
        labels: Annotated[
            tuple[LabelName, ...],
            Field(max_length=100, description="Names of labels to put on it, e.g. `bug`."),
        ] = (),
        assignees: Annotated[
            tuple[Login, ...],
            Field(max_length=10, description="Logins of people to assign it to, at most 10."),
        ] = (),
    ) -> CallToolResult:
        """Create an issue in a GitHub repository. Calling it twice creates two.

        Required: owner, repo, title. Optional: body, labels, assignees.
        Returns the number, title and link of the new issue.
        Limits: needs a token that may write issues; GitHub drops labels and assignees without push access,
        and fails where issues are turned off.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_issue(
                token, api, owner, repo, title=title, body=body, labels=labels, assignees=assignees
            ),
            lambda issue: rendering.render_created_issue(issue, f"{owner}/{repo}"),
        )

    async def comment_on_issue(
        owner: Owner, repo: Repo, number: IssueNumber, body: RequiredBody
    ) -> CallToolResult:
        """Add a comment to a GitHub issue or to the conversation of a pull request.

        Required: owner, repo, number, body. Calling it twice adds two comments.
        Returns the link of the new comment.
        Limits: needs a token that may write issues; it cannot comment on lines of code, and a locked
        conversation takes no comments.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.comment_on_issue(token, api, owner, repo, number, body=body),
            lambda comment: rendering.render_created_comment(comment, f"{owner}/{repo}", number),
        )

    async def update_issue(
        owner: Owner,
        repo: Repo,
        number: IssueNumber,
        title: Annotated[
            str | None, Field(min_length=1, max_length=256, description="New title; null leaves it.")
        ] = None,
        body: Annotated[
            str | None,
            Field(
                max_length=65_536,
                description="New text in GitHub Markdown; null leaves the old one.",
            ),
        ] = None,
        state: Annotated[
            Literal["open", "closed"] | None, Field(description="New state; null leaves it.")
        ] = None,
        state_reason: Annotated[
            Literal["completed", "not_planned", "reopened"] | None,
            Field(description="Why the state changes; used with state."),
        ] = None,
        labels: Annotated[
            tuple[LabelName, ...] | None,
            Field(max_length=100, description="All labels it has then, e.g. `bug`; null leaves them."),
        ] = None,
        assignees: Annotated[
            tuple[Login, ...] | None,
            Field(max_length=10, description="Logins of all assignees it has then; null leaves them."),
        ] = None,
    ) -> CallToolResult:
        """Change the title, text, state, labels or assignees of a GitHub issue.

        Required: owner, repo, number, and at least one change. Optional: title, body, state, state_reason,
        labels, assignees; what is null stays as it is, and lists replace what was there.
        Returns the number, state, title, assignees, labels and link after the change.
        Limits: needs a token that may write issues; GitHub drops labels and assignees without push access.
        """
        asked: dict[str, JSON] = {
            "title": title,
            "body": body,
            "state": state,
            "state_reason": state_reason if state else None,
            "labels": None if labels is None else list(labels),
            "assignees": None if assignees is None else list(assignees),
        }
        changes = {name: value for name, value in asked.items() if value is not None}
        if not changes:
            return call_result(
                Err("No change was given, so nothing changed; pass title, body, state, labels or assignees.")
            )
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.update_issue(token, api, owner, repo, number, changes),
            lambda issue: rendering.render_updated_issue(issue, f"{owner}/{repo}"),
        )

    add_creating_tool(server, create_issue, title="Create an issue")
    add_creating_tool(server, comment_on_issue, title="Comment on an issue")
    add_updating_tool(server, update_issue, title="Update an issue")
