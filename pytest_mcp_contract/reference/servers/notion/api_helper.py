"""Notion's REST API: one function per endpoint, each returning a validated model or why there is none.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Result
from pytest_mcp_contract.reference.servers.notion.schemas import (
    Comment,
    Comments,
    DataSource,
    Page,
    Rows,
    Search,
    Users,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import AppendedBlocks, Block, BlockList
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyItems

API_VERSION = "2025-09-03"
"""The first version in which a database is a folder of data sources."""
HEADERS = {"Accept": "application/json", "Notion-Version": API_VERSION}


async def search(
    access_token: str,
    api: HttpApi,
    query: str,
    *,
    kind: str | None,
    direction: str,
    page_size: int,
    cursor: str | None,
) -> Result[Search]:
    """A page of the pages and data sources whose titles match, by the time of their last change.

    Source: https://developers.notion.com/reference/post-search
    """
    sent: dict[str, JSON] = {
        "query": query,
        "sort": {"timestamp": "last_edited_time", "direction": direction},
        **_paged(page_size, cursor),
    }
    if kind is not None:
        sent["filter"] = {"property": "object", "value": kind}
    ask = ApiRequest("POST", ("v1", "search"), access_token, "the search", json=sent, is_read=True)
    return await api.model(Search, ask)


async def get_page(access_token: str, api: HttpApi, page_id: str) -> Result[Page]:
    """One page with its properties, of which Notion sends at most 25 people or relations each.

    Source: https://developers.notion.com/reference/retrieve-a-page
    """
    return await api.model(Page, ApiRequest("GET", ("v1", "pages", page_id), access_token, f"page {page_id}"))


async def get_property_items(
    access_token: str, api: HttpApi, page_id: str, property_id: str, *, page_size: int, cursor: str | None
) -> Result[PropertyItems]:
    """A page of the values of one property, all of which can be had this way.

    Notion names properties by ids that are escaped for an address already.

    Source: https://developers.notion.com/reference/retrieve-a-page-property
    """
    path = ("v1", "pages", page_id, "properties", unquote(property_id))
    query = _query(page_size, cursor)
    return await api.model(
        PropertyItems,
        ApiRequest("GET", path, access_token, f"the property {property_id} of page {page_id}", query),
    )


async def get_children(
    access_token: str, api: HttpApi, block_id: str, *, page_size: int, cursor: str | None
) -> Result[BlockList]:
    """A page of the blocks right inside a block or page, in their order.

    Source: https://developers.notion.com/reference/get-block-children
    """
    path = ("v1", "blocks", block_id, "children")
    query = _query(page_size, cursor)
    return await api.model(
        BlockList, ApiRequest("GET", path, access_token, f"content of block {block_id}", query)
    )


async def get_data_source(access_token: str, api: HttpApi, data_source_id: str) -> Result[DataSource]:
    """One data source with the definitions of its properties.

    Source: https://developers.notion.com/reference/retrieve-a-data-source
    """
    path, subject = ("v1", "data_sources", data_source_id), f"data source {data_source_id}"
    return await api.model(DataSource, ApiRequest("GET", path, access_token, subject))


async def query_data_source(
    access_token: str,
    api: HttpApi,
    data_source_id: str,
    *,
    conditions: Mapping[str, JSON] | None,
    sorts: Sequence[JSON],
    page_size: int,
    cursor: str | None,
) -> Result[Rows]:
    """A page of the rows of a data source that fulfil `conditions`, which are in Notion's own form.

    Source: https://developers.notion.com/reference/query-a-data-source
    """
    sent: dict[str, JSON] = dict(_paged(page_size, cursor))
    if conditions is not None:
        sent["filter"] = dict(conditions)
    if sorts:
        sent["sorts"] = list(sorts)
    path, subject = ("v1", "data_sources", data_source_id, "query"), f"data source {data_source_id}"
    return await api.model(Rows, ApiRequest("POST", path, access_token, subject, json=sent, is_read=True))


async def list_users(access_token: str, api: HttpApi, *, page_size: int, cursor: str | None) -> Result[Users]:
    """A page of the members and bots of the workspace; guests are not among them.

    Source: https://developers.notion.com/reference/get-users
    """
    query = _query(page_size, cursor)
    return await api.model(Users, ApiRequest("GET", ("v1", "users"), access_token, "users", query))


async def list_comments(
    access_token: str, api: HttpApi, block_id: str, *, page_size: int, cursor: str | None
) -> Result[Comments]:
    """A page of the comments in open discussions on a page or block, oldest first.

    Source: https://developers.notion.com/reference/list-comments
    """
    query = {"block_id": block_id, **_query(page_size, cursor)}
    subject = f"comments on block {block_id}"
    return await api.model(Comments, ApiRequest("GET", ("v1", "comments"), access_token, subject, query))


async def create_page(
    access_token: str,
    api: HttpApi,
    parent_type: str,
    parent_id: str,
    *,
    properties: Mapping[str, JSON],
    children: Sequence[JSON],
    emoji: str | None,
) -> Result[Page]:
    """The page that was created in a `page` or `data_source` with its first blocks, at most 100.

    Source: https://developers.notion.com/reference/post-page
    """
    name = f"{parent_type}_id"
    sent: dict[str, JSON] = {"parent": {"type": name, name: parent_id}, "properties": dict(properties)}
    if children:
        sent["children"] = list(children)
    if emoji is not None:
        sent["icon"] = {"type": "emoji", "emoji": emoji}
    subject = f"{parent_type.replace('_', ' ')} {parent_id}"
    return await api.model(Page, ApiRequest("POST", ("v1", "pages"), access_token, subject, json=sent))


async def update_page(
    access_token: str, api: HttpApi, page_id: str, *, properties: Mapping[str, JSON], emoji: str | None
) -> Result[Page]:
    """The page after its properties, and its icon if one is given, were set.

    Source: https://developers.notion.com/reference/patch-page
    """
    sent: dict[str, JSON] = {"properties": dict(properties)} if properties else {}
    if emoji is not None:
        sent["icon"] = {"type": "emoji", "emoji": emoji}
    path = ("v1", "pages", page_id)
    return await api.model(Page, ApiRequest("PATCH", path, access_token, f"page {page_id}", json=sent))


async def append_children(
    access_token: str, api: HttpApi, block_id: str, children: Sequence[JSON], *, after: str | None = None
) -> Result[AppendedBlocks]:
    """The new blocks of the first level, at most 100: at the end of a page or block, or after one in it.

    Source: https://developers.notion.com/reference/patch-block-children
    """
    sent: dict[str, JSON] = {"children": list(children)}
    if after is not None:
        sent["after"] = after
    path = ("v1", "blocks", block_id, "children")
    subject = f"content of block {block_id}"
    return await api.model(AppendedBlocks, ApiRequest("PATCH", path, access_token, subject, json=sent))


async def create_comment(
    access_token: str, api: HttpApi, target: Mapping[str, JSON], *, rich_text: Sequence[JSON], subject: str
) -> Result[Comment]:
    """The comment that was added; `target` is `{parent: ...}` or `{discussion_id: ...}`.

    Source: https://developers.notion.com/reference/create-a-comment
    """
    sent: dict[str, JSON] = {**target, "rich_text": list(rich_text)}
    return await api.model(Comment, ApiRequest("POST", ("v1", "comments"), access_token, subject, json=sent))


async def delete_block(access_token: str, api: HttpApi, block_id: str) -> Result[Block]:
    """The block, which is in the trash now; a page is a block too.

    Source: https://developers.notion.com/reference/delete-a-block
    """
    ask = ApiRequest("DELETE", ("v1", "blocks", block_id), access_token, f"block {block_id}")
    result = await api.model(Block, ask)
    if isinstance(result, Err):
        return result
    if not is_in_trash(result.value):
        return api.refusal(ask, "the block is not in the trash")
    return result


def is_in_trash(block: Block) -> bool:
    """Whether Notion's answer to a deletion says so; one that has neither field does not deny it."""
    told = [flag for flag in (block.in_trash, block.archived) if flag is not None]
    return any(told) or not told


def _paged(page_size: int, cursor: str | None) -> Mapping[str, JSON]:
    return {"page_size": page_size, **({"start_cursor": cursor} if cursor else {})}


def _query(page_size: int, cursor: str | None) -> dict[str, str | int]:
    return {"page_size": page_size, **({"start_cursor": cursor} if cursor else {})}
