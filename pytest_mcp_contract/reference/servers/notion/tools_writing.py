"""Tools that write."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.notion import api_helper, rendering, writing
from pytest_mcp_contract.reference.servers.notion.arguments import (
    ID,
    BlockId,
    Blocks,
    Emoji,
    Markdown,
    PageId,
    Properties,
)
from pytest_mcp_contract.reference.servers.notion.content import portions
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM
from pytest_mcp_contract.reference.tools import (
    add_creating_tool,
    add_destructive_tool,
    add_updating_tool,
    call_result,
)


def add_writing_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that change something."""
    _add_content_tools(server, api)
    _add_page_tool(server, api)
    _add_comment_tool(server, api)
    _add_deleting_tool(server, api)


def _add_content_tools(server: MCPServer, api: HttpApi) -> None:
    async def create_page(
        parent_type: Annotated[
            Literal["page", "data_source"], Field(description="What the page is created in.")
        ],
        parent_id: Annotated[
            str, Field(max_length=36, pattern=ID, description="Id of that page or data source.")
        ],
        title: Annotated[str, Field(max_length=2_000, description="Title: plain text, may be empty.")],
        markdown: Markdown = "",
        blocks: Blocks = (),
        properties: Properties = (),
        icon: Emoji = None,
    ) -> CallToolResult:
        """Create a page in a Notion page, or a row in a data source. Calling it twice creates two.

        Required: parent_type, parent_id, title. Optional: markdown, blocks (after the Markdown), properties
        (in a data source only), icon.
        Returns the id, title and link of the new page.
        Limits: at most 1,000 blocks on three levels; needs a token that may insert content. Which properties
        a data source has tells query_data_source.
        """
        given = portions(markdown, blocks)
        if isinstance(given, Err):
            return call_result(given)
        return await with_auth(
            PLATFORM,
            lambda token: writing.create_page(
                token,
                api,
                parent_type,
                parent_id,
                title=title,
                properties=properties,
                portions=given.value,
                emoji=icon,
            ),
            lambda page: rendering.render_created_page(page, written=sum(map(len, given.value)), title=title),
        )

    async def append_blocks(
        block_id: BlockId,
        markdown: Markdown = "",
        blocks: Blocks = (),
        after_block_id: Annotated[
            str | None,
            Field(max_length=36, pattern=ID, description="Block to insert them after; null: at the end."),
        ] = None,
    ) -> CallToolResult:
        """Add content to a Notion page, or inside a block. Calling it twice adds it twice.

        Required: block_id, and markdown or blocks. Optional: after_block_id, which must be right inside
        block_id; blocks follow the Markdown.
        Returns how many blocks were added, and the ids of the first and the last of them.
        Limits: at most 1,000 blocks on three levels, and 100 with after_block_id; needs a token that may
        insert content. Blocks cannot be moved later.
        """
        given = portions(markdown, blocks)
        if isinstance(given, Err):
            return call_result(given)
        if not given.value:
            return call_result(Err("No content was given, so nothing was added; pass markdown or blocks."))
        if after_block_id and len(given.value) > 1:
            return call_result(
                Err(
                    "Nothing was added, because after_block_id takes at most 100 blocks at once; add the "
                    "last 100 first, then those before them after the same block."
                )
            )
        return await with_auth(
            PLATFORM,
            lambda token: writing.append(token, api, block_id, given.value, after=after_block_id),
            lambda added: rendering.render_appended(added, block_id),
        )

    add_creating_tool(server, create_page, title="Create a page")
    add_creating_tool(server, append_blocks, title="Append blocks")


def _add_page_tool(server: MCPServer, api: HttpApi) -> None:
    async def update_page(
        page_id: PageId,
        title: Annotated[
            str | None, Field(max_length=2_000, description="New title: plain text; null leaves it.")
        ] = None,
        properties: Properties = (),
        icon: Emoji = None,
    ) -> CallToolResult:
        """Change the title, properties or icon of a Notion page.

        Required: page_id, and at least one change. Optional: title, properties, icon; what is not given stays
        as it is, and a list replaces the one before.
        Returns the title, the changed properties as they are then, and the link.
        Limits: needs a token that may update content. The content is changed by append_blocks and
        delete_block; pages outside of data sources have a title only.
        """
        if title is None and not properties and icon is None:
            return call_result(
                Err("No change was given, so nothing changed; pass title, properties or icon.")
            )
        changed = [one.name for one in properties]
        return await with_auth(
            PLATFORM,
            lambda token: writing.update_page(
                token, api, page_id, title=title, properties=properties, emoji=icon
            ),
            lambda page: rendering.render_updated_page(page, changed, emoji=icon),
        )

    add_updating_tool(server, update_page, title="Update a page")


def _add_comment_tool(server: MCPServer, api: HttpApi) -> None:
    async def create_comment(
        target_type: Annotated[
            Literal["page", "block", "discussion"],
            Field(description="What to comment on; a discussion is answered."),
        ],
        target_id: Annotated[
            str, Field(max_length=36, pattern=ID, description="Id of that page, block or discussion.")
        ],
        text: Annotated[
            str,
            Field(min_length=1, max_length=20_000, pattern=r"\S", description="The comment: plain text."),
        ],
    ) -> CallToolResult:
        """Comment on a Notion page or block, or answer in a discussion. Calling it twice adds two comments.

        Required: target_type, target_id, text. Optional: nothing.
        Returns the ids of the comment and of its discussion.
        Limits: needs a token that may insert comments; comments stand under the name of the integration and
        may notify people. Discussions are listed by list_comments.
        """
        target: dict[str, JSON] = (
            {"discussion_id": target_id}
            if target_type == "discussion"
            else {"parent": {f"{target_type}_id": target_id}}
        )
        subject = f"{target_type} {target_id}"
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_comment(
                token, api, target, rich_text=plain_rich_text(text), subject=subject
            ),
            lambda comment: rendering.render_created_comment(comment, subject),
        )

    add_creating_tool(server, create_comment, title="Create a comment")


def _add_deleting_tool(server: MCPServer, api: HttpApi) -> None:
    async def delete_block(block_id: BlockId) -> CallToolResult:
        """Delete a block of Notion with all that is nested in it, or a whole page.

        Required: block_id. Optional: nothing.
        Returns what was deleted.
        Limits: needs a token that may update content. People can get it back from the trash in Notion for a
        while; no tool can. The ids of blocks are shown by get_block_children with show_ids.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.delete_block(token, api, block_id),
            rendering.render_deleted,
        )

    add_destructive_tool(server, delete_block, title="Delete a block")
