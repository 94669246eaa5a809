"""What Notion answers, as far as the renderer reads it: pages, data sources, searches, users, comments.

Fields are as lenient as recorded traffic of all API versions since 2021 demands; everything else that Notion
sends is kept and not looked at. Blocks are in `schemas_blocks`, properties in `schemas_properties`.

Source: https://developers.notion.com/reference/intro
"""

from typing import Annotated

from pydantic import Discriminator, Tag

from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyDefinition, PropertyValue
from pytest_mcp_contract.reference.servers.notion.schemas_text import (
    Icon,
    NotionObject,
    Parent,
    RichText,
    User,
)
from pytest_mcp_contract.reference.timestamp import Timestamp


class Item(NotionObject):
    """What pages, databases and data sources have. `{object, id}` alone is a legal answer.

    Until 2025 `archived` meant "in the trash"; since 2026 there are `in_trash` and `is_archived`.
    """

    object: str | None = None
    id: str
    url: str | None = None
    parent: Parent | None = None
    icon: Icon | None = None
    created_time: Timestamp | None = None
    last_edited_time: Timestamp | None = None
    archived: bool | None = None
    in_trash: bool | None = None
    is_archived: bool | None = None
    is_locked: bool | None = None


class Page(Item):
    """`GET`, `PATCH /v1/pages/{page_id}` and `POST /v1/pages`."""

    created_by: User | None = None
    last_edited_by: User | None = None
    public_url: str | None = None
    properties: dict[str, PropertyValue] | None = None


class DataSource(Item):
    """`GET /v1/data_sources/{data_source_id}`. Until 2025 a database was one, and had all this itself."""

    title: list[RichText] | None = None
    description: list[RichText] | None = None
    properties: dict[str, PropertyDefinition] | None = None


def _kind(value: object) -> str:
    """Wikis have data sources among their rows."""
    name = value.get("object") if isinstance(value, dict) else getattr(value, "object", None)
    return name if name == "data_source" else "page"


Row = Annotated[
    Annotated[Page, Tag("page")] | Annotated[DataSource, Tag("data_source")],
    Discriminator(_kind),
]


class Rows(NotionObject):
    """`POST /v1/data_sources/{data_source_id}/query`."""

    results: list[Row]
    has_more: bool | None = None
    next_cursor: str | None = None


class TitleProperty(NotionObject):
    """A property of which only a title is of interest: a list in pages, an object in data sources."""

    type: str | None = None
    title: list[RichText] | dict[str, object] | None = None


class FoundItem(Item):
    """A result of a search: a page, data source or database."""

    title: list[RichText] | None = None
    properties: dict[str, TitleProperty] | None = None


class Search(NotionObject):
    """`POST /v1/search`."""

    results: list[FoundItem]
    has_more: bool | None = None
    next_cursor: str | None = None


class Users(NotionObject):
    """`GET /v1/users`."""

    results: list[User]
    has_more: bool | None = None
    next_cursor: str | None = None


class DisplayName(NotionObject):
    """Under which name a comment stands; older answers have none."""

    resolved_name: str | None = None


class Attachment(NotionObject):
    """A file on a comment."""

    category: str | None = None


class Comment(NotionObject):
    """A comment. `POST /v1/comments` may answer with `{object, id}` alone."""

    id: str
    discussion_id: str | None = None
    parent: Parent | None = None
    created_time: Timestamp | None = None
    created_by: User | None = None
    display_name: DisplayName | None = None
    rich_text: list[RichText] | None = None
    attachments: list[Attachment] | None = None


class Comments(NotionObject):
    """`GET /v1/comments`: those of open discussions, oldest first."""

    results: list[Comment]
    has_more: bool | None = None
    next_cursor: str | None = None
