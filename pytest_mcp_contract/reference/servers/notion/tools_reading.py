"""Tools that read."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import api_helper, rendering
from pytest_mcp_contract.reference.servers.notion.arguments import (
    CURSOR,
    LONGEST_CURSOR,
    LONGEST_PROPERTY_NAME,
    BlockId,
    Cursor,
    DataSourceId,
    Filter,
    PageId,
    PageSize,
    PropertyName,
    Sort,
)
from pytest_mcp_contract.reference.servers.notion.block_tree import read_tree
from pytest_mcp_contract.reference.servers.notion.filters import no_property, notion_filter, notion_sorts
from pytest_mcp_contract.reference.servers.notion.property_text import is_longer
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children, render_text
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_definitions, render_rows
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool

VALUES_AT_ONCE = 50
"""Of one property; that many ids fit into a reply."""


def add_reading_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that change nothing."""
    _add_page_tools(server, api)
    _add_query_tool(server, api)
    _add_list_tools(server, api)


def _add_page_tools(server: MCPServer, api: HttpApi) -> None:
    async def search(
        query: Annotated[
            str, Field(max_length=500, description="Words of the title; empty finds everything.")
        ] = "",
        kind: Annotated[
            Literal["all", "page", "data_source"], Field(description="What to look for.")
        ] = "all",
        order: Annotated[
            Literal["newest_first", "oldest_first"], Field(description="Order, by the last change.")
        ] = "newest_first",
        page_size: PageSize = 25,
        start_cursor: Cursor = None,
    ) -> CallToolResult:
        """Search the pages and data sources of Notion by title.

        Required: nothing. Optional: query (default: everything), kind (default all), order (default
        newest_first), page_size (default 25), start_cursor.
        Returns Markdown: one line for each result with its kind, id, where it is, last change and title, and
        a sentence if there is another page.
        Limits: only titles are searched, not contents; only what was shared with the token is found, and new
        pages a little later. For the rows of a data source use query_data_source.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.search(
                token,
                api,
                query,
                kind=None if kind == "all" else kind,
                direction="descending" if order == "newest_first" else "ascending",
                page_size=page_size,
                cursor=start_cursor,
            ),
            lambda found: rendering.render_search(
                found, query, kind=kind, page_size=page_size, is_first=start_cursor is None
            ),
        )

    async def get_page(
        page_id: PageId,
        property_name: Annotated[
            str | None,
            Field(
                min_length=1,
                max_length=LONGEST_PROPERTY_NAME,
                description="Only this property, all of it, by its exact name.",
            ),
        ] = None,
        text_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the property to show; used with property_name.",
            ),
        ] = 1,
        properties_from: Annotated[
            int, Field(ge=1, le=10_000, description="Number of the first property to show, from 1.")
        ] = 1,
        start_cursor: Annotated[
            str | None,
            Field(
                max_length=LONGEST_CURSOR,
                pattern=CURSOR,
                description="Cursor that the values before name; used with property_name.",
            ),
        ] = None,
    ) -> CallToolResult:
        """Read the title and the properties of a Notion page.

        Required: page_id. Optional: property_name, text_from, properties_from, start_cursor.
        Returns Markdown: title, where the page is, dates, people, link, and all properties with a value, the
        start of long ones; with property_name that property alone, in parts where it is long.
        Limits: the content is left out, use get_block_children; of many people and relations the first are
        shown, and all with property_name; files are named without their addresses.
        """

        async def request(token: str) -> Result[str]:
            page = await api_helper.get_page(token, api, page_id)
            if isinstance(page, Err):
                return page
            if property_name is None:
                return Ok(
                    rendering.render_page(page.value, properties_from=properties_from, text_from=text_from)
                )
            known = page.value.properties or {}
            if property_name not in known:
                return no_property(property_name, known)
            value, items = known[property_name], None
            if value.id and (start_cursor or is_longer(value)):
                found = await api_helper.get_property_items(
                    token, api, page_id, value.id, page_size=VALUES_AT_ONCE, cursor=start_cursor
                )
                if isinstance(found, Err):
                    return found
                items = found.value
            return Ok(
                rendering.render_property(page.value, property_name, value, text_from=text_from, items=items)
            )

        return await with_auth(PLATFORM, request, str)

    async def get_block_children(
        block_id: BlockId,
        depth: Annotated[
            int, Field(ge=1, le=5, description="Levels of nested blocks to read, at most 5.")
        ] = 3,
        page_size: Annotated[
            int, Field(ge=1, le=100, description="Blocks of the first level on a page, at most 100.")
        ] = 50,
        start_cursor: Cursor = None,
        first_block: Annotated[
            int, Field(ge=1, le=100, description="Number of the first block of the page to show, from 1.")
        ] = 1,
        show_ids: Annotated[
            bool, Field(description="Whether to show the id of each block, to change it or add to it.")
        ] = False,
        text_from: Annotated[
            int | None,
            Field(
                ge=1,
                le=1_000_000,
                description="Show only the text of the block first_block, from this character on.",
            ),
        ] = None,
    ) -> CallToolResult:
        """Read the content of a Notion page or block, with the blocks nested in it.

        Required: block_id. Optional: depth (default 3), page_size (default 50), start_cursor, first_block
        (default 1), show_ids (default false), text_from.
        Returns the content as Markdown, and where something is left out, the call that gets it; with
        text_from the text of one block as it was written.
        Limits: reads at most 300 blocks with 20 requests; child pages and databases are named with their ids
        and not opened; files are named without their addresses. For the properties of a page use get_page.
        """
        return await with_auth(
            PLATFORM,
            lambda token: read_tree(
                token,
                api,
                block_id,
                depth=depth if text_from is None else 0,
                page_size=page_size,
                cursor=start_cursor,
                first=first_block,
            ),
            lambda root: (
                render_children(
                    root, first=first_block, page_size=page_size, cursor=start_cursor, show_ids=show_ids
                )
                if text_from is None
                else render_text(
                    root, number=first_block, page_size=page_size, cursor=start_cursor, text_from=text_from
                )
            ),
        )

    add_reading_tool(server, search, title="Search pages and data sources")
    add_reading_tool(server, get_page, title="Get a page")
    add_reading_tool(server, get_block_children, title="Get the content of a page or block")


def _add_query_tool(server: MCPServer, api: HttpApi) -> None:
    async def query_data_source(
        data_source_id: DataSourceId,
        filters: Annotated[
            tuple[Filter, ...], Field(max_length=20, description="Only rows that fulfil these conditions.")
        ] = (),
        match: Annotated[
            Literal["all", "any"], Field(description="Whether rows must fulfil all filters or any.")
        ] = "all",
        sorts: Annotated[
            tuple[Sort, ...], Field(max_length=5, description="What to sort by, the most important first.")
        ] = (),
        columns: Annotated[
            tuple[PropertyName, ...],
            Field(max_length=10, description="Properties to show, at most 10; empty: those with values."),
        ] = (),
        page_size: PageSize = 25,
        start_cursor: Cursor = None,
        definitions_from: Annotated[
            int | None,
            Field(
                ge=1,
                le=1_000_000,
                description="Show instead of rows all properties and choices, from this character on.",
            ),
        ] = None,
    ) -> CallToolResult:
        """List the rows of a Notion data source, which is what people see as a table or database.

        Required: data_source_id. Optional: filters, match (default all), sorts, columns, page_size (default
        25), start_cursor, definitions_from.
        Returns Markdown: on the first page the properties with their types and choices, then a table with id,
        title and properties of each row, and a sentence if there is another page.
        Limits: at most 10 properties are shown, and long values are cut, use get_page; rows in the trash are
        left out. Conditions cannot be nested. To find a data source use search with kind data_source.
        """

        async def request(token: str) -> Result[str]:
            source = await api_helper.get_data_source(token, api, data_source_id)
            if isinstance(source, Err):
                return source
            if definitions_from is not None:
                return Ok(render_definitions(source.value, text_from=definitions_from))
            known = source.value.properties or {}
            conditions = notion_filter(filters, known, match_any=match == "any")
            if isinstance(conditions, Err):
                return conditions
            order = notion_sorts(sorts, known)
            if isinstance(order, Err):
                return order
            if unknown := next((name for name in columns if name not in known), None):
                return no_property(unknown, known)
            rows = await api_helper.query_data_source(
                token,
                api,
                data_source_id,
                conditions=conditions.value,
                sorts=order.value,
                page_size=page_size,
                cursor=start_cursor,
            )
            if isinstance(rows, Err):
                return rows
            return Ok(
                render_rows(
                    source.value,
                    rows.value,
                    columns=columns,
                    page_size=page_size,
                    is_first=start_cursor is None,
                    is_filtered=bool(filters),
                )
            )

        return await with_auth(PLATFORM, request, str)

    add_reading_tool(server, query_data_source, title="Query a data source")


def _add_list_tools(server: MCPServer, api: HttpApi) -> None:
    async def list_users(page_size: PageSize = 50, start_cursor: Cursor = None) -> CallToolResult:
        """List the members and bots of a Notion workspace.

        Required: nothing. Optional: page_size (default 50), start_cursor.
        Returns Markdown: one line for each user with id, name, kind and e-mail address, and a sentence if
        there is another page.
        Limits: guests are not listed; needs a token that may read users, and addresses are a permission of
        their own. Users cannot be searched.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_users(token, api, page_size=page_size, cursor=start_cursor),
            lambda users: rendering.render_users(users, page_size=page_size, is_first=start_cursor is None),
        )

    async def list_comments(
        block_id: BlockId,
        page_size: PageSize = 25,
        start_cursor: Cursor = None,
        comment_number: Annotated[
            int, Field(ge=1, le=100, description="Number of a comment on the page; used with text_from.")
        ] = 1,
        text_from: Annotated[
            int | None,
            Field(
                ge=1,
                le=1_000_000,
                description="Show only the text of the comment comment_number, from this character on.",
            ),
        ] = None,
    ) -> CallToolResult:
        """List the open comments on a Notion page or block, oldest first.

        Required: block_id. Optional: page_size (default 25), start_cursor, comment_number (default 1),
        text_from.
        Returns Markdown: for each comment its author, date, discussion and text, and a sentence if there is
        another page; with text_from the text of one comment as it was written.
        Limits: needs a token that may read comments; resolved discussions are not shown, and comments on a
        block inside a page are listed for that block only. To answer, use create_comment.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_comments(
                token, api, block_id, page_size=page_size, cursor=start_cursor
            ),
            lambda comments: (
                rendering.render_comments(
                    comments, block_id, page_size=page_size, is_first=start_cursor is None
                )
                if text_from is None
                else rendering.render_comment_text(
                    comments, block_id, number=comment_number, text_from=text_from
                )
            ),
        )

    add_reading_tool(server, list_users, title="List users")
    add_reading_tool(server, list_comments, title="List comments")
