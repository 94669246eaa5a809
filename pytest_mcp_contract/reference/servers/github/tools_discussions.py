"""Tools for discussions."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.github import discussions_helper
from pytest_mcp_contract.reference.servers.github.arguments import Owner, Repo, TextFrom
from pytest_mcp_contract.reference.servers.github.discussions_helper import (
    COMMENTS_SHOWN,
    REPLIES_OF_ONE,
    CommentsPage,
)
from pytest_mcp_contract.reference.servers.github.rendering_discussions import (
    render_discussion,
    render_discussions,
)
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool

_CURSOR = r"^[A-Za-z0-9+/=_:-]+$"


def add_discussion_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that read discussions."""

    async def list_discussions(
        owner: Owner,
        repo: Repo,
        per_page: Annotated[int, Field(ge=1, le=50, description="Discussions on a page, at most 50.")] = 30,
        after: Annotated[
            str | None,
            Field(max_length=500, pattern=_CURSOR, description="Cursor that the page before names."),
        ] = None,
    ) -> CallToolResult:
        """List the discussions of a GitHub repository, last changed first.

        Required: owner, repo. Optional: per_page (default 30), after.
        Returns Markdown: the number of discussions, one line for each with number, state, author, number of
        comments, last update and title, and a sentence if there is another page.
        Limits: texts are left out, use get_discussion. The repository must have discussions turned on.
        """
        return await with_auth(
            PLATFORM,
            lambda token: discussions_helper.list_discussions(
                token, api, owner, repo, first=per_page, after=after
            ),
            lambda found: render_discussions(found, f"{owner}/{repo}"),
        )

    async def get_discussion(
        owner: Owner,
        repo: Repo,
        number: Annotated[
            int,
            Field(ge=1, le=2**31 - 1, description="Number of the discussion, as list_discussions shows it."),
        ],
        comments_after: Annotated[
            str | None,
            Field(max_length=500, pattern=_CURSOR, description="Cursor that the comments before name."),
        ] = None,
        comments_per_page: Annotated[
            int,
            Field(ge=1, le=COMMENTS_SHOWN, description="Comments on a page; the fewer, the more of each."),
        ] = COMMENTS_SHOWN,
        comment_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the comment to show; used with comments_per_page=1.",
            ),
        ] = 1,
        replies_after: Annotated[
            str | None,
            Field(
                max_length=500,
                pattern=_CURSOR,
                description="Cursor that the replies before name; used with comments_per_page=1.",
            ),
        ] = None,
        replies_per_page: Annotated[
            int,
            Field(
                ge=1,
                le=REPLIES_OF_ONE,
                description="Replies on a page, the fewer, the more of each; used with comments_per_page=1.",
            ),
        ] = REPLIES_OF_ONE,
        reply_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the reply to show; used with replies_per_page=1.",
            ),
        ] = 1,
        body_from: TextFrom = 1,
    ) -> CallToolResult:
        """Read one discussion of a GitHub repository with its comments.

        Required: owner, repo, number. Optional: comments_after, comments_per_page (default 10), comment_from,
        replies_after, replies_per_page (default 15), reply_from, body_from.
        Returns Markdown: title, state, author, category, dates, text, and comments, oldest first, with the
        first answers to each.
        Limits: long texts come in parts, and each says how to get the next; of answers to comments the start
        is shown, and more where comments_per_page and replies_per_page are small.
        """
        page = CommentsPage(
            comments_per_page, comments_after, comment_from, replies_after, replies_per_page, reply_from
        )
        return await with_auth(
            PLATFORM,
            lambda token: discussions_helper.get_discussion(token, api, owner, repo, number, page=page),
            lambda found: render_discussion(found, f"{owner}/{repo}", body_from=body_from, page=page),
        )

    add_reading_tool(server, list_discussions, title="List discussions")
    add_reading_tool(server, get_discussion, title="Get a discussion")
