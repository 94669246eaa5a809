"""The GitHub server: its tools, what they take, and what they say about themselves."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github import api_helper, rendering
from pytest_mcp_contract.reference.servers.github.utils import BASE_URL_ENV, DEFAULT_BASE_URL, PLATFORM
from pytest_mcp_contract.reference.tools import add_creating_tool, add_reading_tool

_NAME = r"^[A-Za-z0-9_.-]+$"

Owner = Annotated[
    str,
    Field(max_length=100, pattern=_NAME, description="Account that owns the repository, e.g. `octocat`."),
]
Repo = Annotated[
    str,
    Field(
        max_length=100, pattern=_NAME, description="Repository name without the owner, e.g. `hello-world`."
    ),
]
IssueNumber = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="Number of the issue, as in the title line `#7`.")
]
PullNumber = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="Number of the pull request, as in the title line `#7`.")
]
PageNumber = Annotated[int, Field(ge=1, le=10_000, description="Page of results, from 1.")]
PerPage = Annotated[int, Field(ge=1, le=100, description="Results on a page, at most 100.")]
LabelName = Annotated[str, Field(min_length=1, max_length=50, pattern="^[^,]+$")]
Login = Annotated[str, Field(min_length=1, max_length=100, pattern=_NAME)]
Body = Annotated[
    str, Field(max_length=65_536, description="Text in GitHub Markdown, at most 65,536 characters.")
]
RequiredBody = Annotated[
    str,
    Field(min_length=1, max_length=65_536, description="Text in GitHub Markdown, at most 65,536 characters."),
]


def create_server() -> MCPServer:
    """A new server for the API at GITHUB_API_URL, which is read now; the token is read at each call."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV) or DEFAULT_BASE_URL, headers=api_helper.HEADERS)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="github", version="1.0.0", lifespan=lifespan)
    _add_reading_tools(server, api)
    _add_creating_tools(server, api)
    return server


def _add_reading_tools(server: MCPServer, api: HttpApi) -> None:
    async def get_issue(
        owner: Owner,
        repo: Repo,
        number: IssueNumber,
        include_comments: Annotated[bool, Field(description="Whether to read the comments too.")] = False,
        comments_page: Annotated[
            int, Field(ge=1, le=10_000, description="Page of comments, from 1; used with include_comments.")
        ] = 1,
    ) -> CallToolResult:
        """Read one GitHub issue of a repository.

        Required: owner, repo, number. Optional: include_comments (default false), comments_page.
        Returns Markdown: title, state, author, dates, labels, assignees, milestone, link and body, and on
        request 30 comments a page, oldest first.
        Limits: needs a token that may see the repository. Long texts are cut and say so. For a pull request's
        branches and merge state use get_pull_request.
        """
        repository = f"{owner}/{repo}"

        async def request(token: str) -> Result[str]:
            issue = await api_helper.get_issue(token, api, owner, repo, number)
            if isinstance(issue, Err):
                return issue
            if not include_comments:
                return Ok(rendering.render_issue(issue.value, repository))
            comments = await api_helper.get_issue_comments(
                token, api, owner, repo, number, page=comments_page
            )
            if isinstance(comments, Err):
                return comments
            shown = rendering.render_comments(comments.value, comments_page)
            return Ok(rendering.render_issue(issue.value, repository, shown))

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
            lambda found: rendering.render_issue_list(found, f"{owner}/{repo}", state=state, number=page),
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

    async def get_pull_request(owner: Owner, repo: Repo, number: PullNumber) -> CallToolResult:
        """Read one pull request of a GitHub repository.

        Required: owner, repo, number.
        Returns Markdown: title, state, author, branches, whether it can be merged, dates, size, reviewers,
        labels, link and body.
        Limits: a long body is cut and says so; neither the changed lines nor reviews are included; for the
        conversation use get_issue with include_comments and the same number.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.get_pull_request(token, api, owner, repo, number),
            lambda pull: rendering.render_pull_request(pull, f"{owner}/{repo}"),
        )

    add_reading_tool(server, get_issue, title="Get an issue")
    add_reading_tool(server, list_issues, title="List issues")
    add_reading_tool(server, search_issues, title="Search issues")
    add_reading_tool(server, get_pull_request, title="Get a pull request")


def _add_creating_tools(server: MCPServer, api: HttpApi) -> None:
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

    add_creating_tool(server, create_issue, title="Create an issue")
    add_creating_tool(server, comment_on_issue, title="Comment on an issue")
