"""Tools that reply to tickets and tag them."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Result
from pytest_mcp_contract.reference.servers.zendesk import api_helper, rendering
from pytest_mcp_contract.reference.servers.zendesk.arguments import ReplyBody, Tag, TicketId
from pytest_mcp_contract.reference.servers.zendesk.schemas import UpdateAnswer
from pytest_mcp_contract.reference.servers.zendesk.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_creating_tool, add_destructive_tool, add_updating_tool


def add_writing_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that change tickets."""

    async def reply(ticket_id: int, body: str, *, public: bool) -> CallToolResult:
        async def request(token: str) -> Result[UpdateAnswer]:
            answer = await api_helper.add_comment(token, api, ticket_id, body=body, public=public)
            if isinstance(answer, Err):
                return answer
            wrong = rendering.wrong_visibility(answer.value, ticket_id, public=public)
            return Err(wrong) if wrong else answer

        return await with_auth(
            PLATFORM, request, lambda answer: rendering.render_reply(answer, ticket_id, public=public)
        )

    async def draft_reply(ticket_id: TicketId, body: ReplyBody) -> CallToolResult:
        """Add a draft of a reply to a Zendesk ticket, as an internal note that only agents see.

        Required: ticket_id, body. Calling it twice adds two notes.
        Returns that the note was added, and the ticket's link.
        Limits: needs a token of an agent; closed tickets take no comments. To send a reply to the requester
        use post_reply.
        """
        return await reply(ticket_id, body, public=False)

    async def post_reply(ticket_id: TicketId, body: ReplyBody) -> CallToolResult:
        """Post a public reply on a Zendesk ticket: the requester gets it, and it cannot be taken back.

        Required: ticket_id, body. Calling it twice posts two replies.
        Returns that the reply was posted, and the ticket's link.
        Limits: needs a token of an agent who may reply publicly; closed tickets take no comments. To let
        agents look at it first use draft_reply.
        """
        return await reply(ticket_id, body, public=True)

    async def update_ticket_tags(
        ticket_id: TicketId,
        tags: Annotated[
            tuple[Tag, ...],
            Field(
                min_length=1,
                max_length=100,
                description="Tags of small letters, digits, `_`, `-` and `/`, e.g. `printer_on_fire`.",
            ),
        ],
        mode: Annotated[
            Literal["add", "replace"],
            Field(description="Whether to keep the tags that are there, or to put these in their place."),
        ] = "add",
    ) -> CallToolResult:
        """Add tags to a Zendesk ticket, or replace all of its tags.

        Required: ticket_id, tags. Optional: mode (default add).
        Returns all tags that the ticket has then.
        Limits: needs a token of an agent; closed tickets cannot be changed, and a ticket cannot be left
        without tags by this tool. With mode replace, read the tags with get_ticket first.
        """
        replaces = mode == "replace"
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.change_tags(token, api, ticket_id, tags, replace=replaces),
            lambda answer: rendering.render_tags(answer, ticket_id, tags, replaced=replaces),
        )

    add_creating_tool(server, draft_reply, title="Draft a reply")
    add_destructive_tool(server, post_reply, title="Post a reply")
    add_updating_tool(server, update_ticket_tags, title="Update a ticket's tags")
