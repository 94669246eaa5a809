"""Tools that read tickets and ticket fields."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.zendesk import api_helper, rendering
from pytest_mcp_contract.reference.servers.zendesk.arguments import CURSOR, LONGEST_CURSOR, TicketId
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import Parts, read_view
from pytest_mcp_contract.reference.servers.zendesk.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool, call_result


def add_reading_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that change nothing."""

    async def get_ticket(
        ticket_id: TicketId,
        include_metrics: Annotated[
            bool, Field(description="Whether to read reply, resolution and waiting times too.")
        ] = False,
        include_conversation: Annotated[
            bool, Field(description="Whether to read the public replies and internal notes too.")
        ] = False,
        include_attachments: Annotated[
            bool, Field(description="Whether to list the files on the comments too.")
        ] = False,
        comments_after: Annotated[
            str | None,
            Field(
                max_length=LONGEST_CURSOR,
                pattern=CURSOR,
                description="Cursor that the comments before name; used with include_conversation or "
                "include_attachments.",
            ),
        ] = None,
        comments_per_page: Annotated[
            int,
            Field(
                ge=1,
                le=api_helper.COMMENTS_PER_PAGE,
                description="Comments on a page; the fewer, the more of each.",
            ),
        ] = api_helper.COMMENTS_PER_PAGE,
        comment_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the comment to show; used with comments_per_page=1.",
            ),
        ] = 1,
        description_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the description to show, as the part before names it.",
            ),
        ] = 1,
        custom_fields_from: Annotated[
            int, Field(ge=1, le=10_000, description="Number of the first custom field to show, from 1.")
        ] = 1,
        attachments_from: Annotated[
            int,
            Field(
                ge=1,
                le=10_000,
                description="First file of the comment to list, from 1; used with comments_per_page=1.",
            ),
        ] = 1,
        tags_from: Annotated[
            int, Field(ge=1, le=10_000, description="Number of the first tag to show, from 1.")
        ] = 1,
        comments_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000,
                description="First comment to show of those on the page, from 1; used where not all of a "
                "page fit, or Zendesk sends more than comments_per_page.",
            ),
        ] = 1,
        custom_field: Annotated[
            int | None,
            Field(ge=1, le=2**63 - 1, description="Id of the only custom field to show; null: all."),
        ] = None,
        custom_field_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the custom field to show; used with custom_field.",
            ),
        ] = 1,
        satisfaction_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the satisfaction comment, as the part before names it.",
            ),
        ] = 1,
    ) -> CallToolResult:
        """Read one Zendesk ticket.

        Required: ticket_id. Optional: include_metrics (default false), include_conversation (default false),
        include_attachments (default false), comments_after, comments_per_page (default 10), comment_from,
        description_from, custom_fields_from, attachments_from, tags_from, comments_from, custom_field,
        custom_field_from, satisfaction_from.
        Returns Markdown: subject, status, priority, type, people, tags, satisfaction, dates, link, the custom
        fields that have a value, and the description; on request metrics, and comments, oldest first,
        in place of the description, which is the first of them.
        Limits: needs a token of an agent. Long texts come in parts, and each says how to get the next; files
        are listed, not read; groups and organizations are shown by id.
        """
        return await with_auth(
            PLATFORM,
            lambda token: read_view(
                token,
                api,
                ticket_id,
                include_metrics=include_metrics,
                include_conversation=include_conversation,
                include_attachments=include_attachments,
                parts=Parts(
                    description_from,
                    custom_fields_from,
                    comments_after,
                    comments_per_page,
                    comment_from,
                    attachments_from,
                    tags_from,
                    comments_from,
                    custom_field,
                    custom_field_from,
                    satisfaction_from,
                ),
            ),
            rendering.render_ticket,
        )

    async def search_tickets(
        query: Annotated[
            str,
            Field(
                min_length=1,
                max_length=1_000,
                pattern=r"\S",
                description="Words and conditions of Zendesk's search, e.g. "
                "`status<solved priority:high printer`; type:ticket is put before it.",
            ),
        ],
        sort_by: Annotated[
            Literal["updated_at", "created_at", "priority", "status", "ticket_type"] | None,
            Field(description="What to sort by; null sorts by relevance."),
        ] = None,
        sort_order: Annotated[
            Literal["asc", "desc"], Field(description="Direction of sorting; used with sort_by.")
        ] = "desc",
        page: Annotated[int, Field(ge=1, le=1_000, description="Page of results, from 1.")] = 1,
        per_page: Annotated[int, Field(ge=1, le=50, description="Results on a page, at most 50.")] = 25,
    ) -> CallToolResult:
        """Search the tickets of a Zendesk account.

        Required: query. Optional: sort_by, sort_order (default desc), page, per_page (default 25).
        Returns Markdown: the number of matching tickets, one line for each with number, status, priority,
        type, last update and subject, and a sentence if there is another page.
        Limits: only the first 1,000 matches can be read (page times per_page); texts are left out, use
        get_ticket. New and changed tickets are found after a few minutes.
        """
        if page > rendering.last_page(per_page):
            return call_result(Err(_beyond(per_page)))
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.search_tickets(
                token, api, query, sort_by=sort_by, sort_order=sort_order, page=page, per_page=per_page
            ),
            lambda found: rendering.render_search(found, number=page, per_page=per_page),
        )

    async def list_ticket_fields(
        include_inactive: Annotated[
            bool, Field(description="Whether to list fields that are turned off too.")
        ] = False,
        per_page: Annotated[int, Field(ge=1, le=100, description="Fields on a page, at most 100.")] = 50,
        after: Annotated[
            str | None,
            Field(
                max_length=LONGEST_CURSOR, pattern=CURSOR, description="Cursor that the page before names."
            ),
        ] = None,
    ) -> CallToolResult:
        """List the system and custom ticket fields of a Zendesk account, by id.

        Required: nothing. Optional: include_inactive (default false), per_page (default 50), after.
        Returns Markdown: one line for each field with id, type and title, and a sentence if there is another
        page.
        Limits: needs a token of an agent. Inactive fields count for the page, so a page may show fewer; the
        choices of drop-down fields are left out.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_fields(token, api, per_page=per_page, after=after),
            lambda found: rendering.render_fields(
                found, include_inactive=include_inactive, per_page=per_page, is_first=after is None
            ),
        )

    add_reading_tool(server, get_ticket, title="Get a ticket")
    add_reading_tool(server, search_tickets, title="Search tickets")
    add_reading_tool(server, list_ticket_fields, title="List ticket fields")


def _beyond(per_page: int) -> str:
    return (
        "Zendesk was not asked, because it returns only the first "
        f"{rendering.SEARCH_LIMIT:,} matches of a search; use a page up to {rendering.last_page(per_page)} "
        f"with per_page={per_page}, or narrow the query."
    )
