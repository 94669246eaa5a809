"""Tools for pull requests."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import BaseModel, ConfigDict, Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github import api_helper
from pytest_mcp_contract.reference.servers.github.arguments import (
    Body,
    Owner,
    PageNumber,
    PerPage,
    PullNumber,
    Repo,
    RequiredBody,
    TextFrom,
)
from pytest_mcp_contract.reference.servers.github.rendering_pulls import (
    render_diff,
    render_pull_list,
    render_pull_request,
    render_review,
)
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_destructive_tool, add_reading_tool, call_result


class LineComment(BaseModel):
    """A comment on one line of the diff."""

    model_config = ConfigDict(extra="forbid")

    path: Annotated[
        str, Field(min_length=1, max_length=1_000, description="Path of the changed file, e.g. `src/app.py`.")
    ]
    line: Annotated[int, Field(ge=1, le=1_000_000, description="Line number in that file.")]
    side: Annotated[
        Literal["LEFT", "RIGHT"],
        Field(description="LEFT for the file before the change, RIGHT for the file after it."),
    ] = "RIGHT"
    body: RequiredBody


def add_pull_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that read pull requests and review them."""

    async def get_pull_request(
        owner: Owner,
        repo: Repo,
        number: PullNumber,
        include_diff: Annotated[bool, Field(description="Whether to read the changed lines too.")] = False,
        diff_from_line: Annotated[
            int,
            Field(ge=1, le=1_000_000, description="First diff line to show; used with include_diff."),
        ] = 1,
        diff_from_character: Annotated[
            int,
            Field(
                ge=1,
                le=10_000_000,
                description="First character to show of a diff line that is too long for one reply.",
            ),
        ] = 1,
        body_from: TextFrom = 1,
    ) -> CallToolResult:
        """Read one pull request of a GitHub repository.

        Required: owner, repo, number. Optional: include_diff (default false), diff_from_line,
        diff_from_character, body_from.
        Returns Markdown: title, state, author, branches, whether it can be merged, dates, size, reviewers,
        labels, link and body, and on request as much of the unified diff as fits.
        Limits: long texts come in parts; reviews are not included; GitHub refuses diffs of more than
        20,000 lines. For the conversation use get_issue with include_comments and the same number.
        """
        repository = f"{owner}/{repo}"

        async def request(token: str) -> Result[str]:
            pull = await api_helper.get_pull_request(token, api, owner, repo, number)
            if isinstance(pull, Err):
                return pull
            if not include_diff:
                return Ok(render_pull_request(pull.value, repository, body_from=body_from))
            diff = await api_helper.get_diff(token, api, owner, repo, number)
            if isinstance(diff, Err):
                return diff
            shown = render_diff(diff.value, from_line=diff_from_line, from_character=diff_from_character)
            return Ok(render_pull_request(pull.value, repository, shown, body_from=body_from))

        return await with_auth(PLATFORM, request, str)

    async def list_pull_requests(
        owner: Owner,
        repo: Repo,
        state: Annotated[
            Literal["open", "closed", "all"], Field(description="Which pull requests to list.")
        ] = "open",
        page: PageNumber = 1,
        per_page: PerPage = 30,
    ) -> CallToolResult:
        """List the pull requests of a GitHub repository, newest first.

        Required: owner, repo. Optional: state (default open), page, per_page (default 30).
        Returns Markdown: one line for each pull request with number, state, author, last update, title and
        labels, and a sentence if there is another page.
        Limits: bodies are left out, use get_pull_request. To find text, use search_issues.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_pull_requests(
                token, api, owner, repo, state=state, page=page, per_page=per_page
            ),
            lambda found: render_pull_list(
                found, f"{owner}/{repo}", state=state, number=page, per_page=per_page
            ),
        )

    async def create_pull_request_review(
        owner: Owner,
        repo: Repo,
        number: PullNumber,
        event: Annotated[
            Literal["APPROVE", "REQUEST_CHANGES", "COMMENT"],
            Field(description="What the review says: approve, ask for changes, or only comment."),
        ],
        body: Body = "",
        comments: Annotated[
            tuple[LineComment, ...], Field(max_length=30, description="Comments on lines of the diff.")
        ] = (),
    ) -> CallToolResult:
        """Publish a review of a GitHub pull request: it can allow a merge or block it.

        Required: owner, repo, number, event; and body, except to approve. Optional: comments.
        Returns what the review says and its link. Calling it twice publishes two reviews.
        Limits: needs a token that may write pull requests; nobody can approve an own pull request, and a
        comment must be on a line that the diff shows.
        """
        if event != "APPROVE" and not body.strip():
            return call_result(
                Err("No review was published, because only an approval may have no text; pass a body.")
            )
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_review(
                token,
                api,
                owner,
                repo,
                number,
                event=event,
                body=body,
                comments=[comment.model_dump(mode="json") for comment in comments],
            ),
            lambda review: render_review(review, f"{owner}/{repo}", number),
        )

    add_reading_tool(server, get_pull_request, title="Get a pull request")
    add_reading_tool(server, list_pull_requests, title="List pull requests")
    add_destructive_tool(server, create_pull_request_review, title="Review a pull request")
