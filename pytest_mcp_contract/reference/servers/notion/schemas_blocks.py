"""What Notion answers about blocks.

Source: https://developers.notion.com/reference/block
"""

from typing import Annotated

from pydantic import Field

from pytest_mcp_contract.reference.servers.notion.schemas_text import (
    Equation,
    File,
    Icon,
    NotionObject,
    RichText,
)


class Text(NotionObject):
    """What paragraphs, headings, list items and their like have. In 2021 `rich_text` was named `text`."""

    rich_text: list[RichText] | None = None
    text: list[RichText] | None = None
    checked: bool | None = None
    icon: Icon | None = None


class Code(Text):
    """Source code."""

    language: str | None = None
    caption: list[RichText] | None = None


class Media(File):
    """An image, video, sound, PDF or other file."""

    caption: list[RichText] | None = None


class Address(NotionObject):
    """A bookmark, embedded page or link preview."""

    url: str | None = None
    caption: list[RichText] | None = None


class Child(NotionObject):
    """A page or database inside a page. Its id is the block's."""

    title: str | None = None


class Table(NotionObject):
    """A table, whose rows are its children."""

    has_column_header: bool | None = None


class TableRow(NotionObject):
    """A row of a table."""

    cells: list[list[RichText]] | None = None


class LinkToPage(NotionObject):
    """A link to a page, database or comment of Notion."""

    type: str | None = None
    page_id: str | None = None
    database_id: str | None = None
    comment_id: str | None = None


class Origin(NotionObject):
    """The block that a synced block repeats."""

    block_id: str | None = None


class Synced(NotionObject):
    """A synced block: the original, where `synced_from` is null, or a copy."""

    synced_from: Origin | None = None


class Meeting(NotionObject):
    """Notes of a meeting."""

    title: list[RichText] | None = None


class Unsupported(NotionObject):
    """A block that Notion's API does not show; newer answers name its type."""

    block_type: str | None = None


class Block(NotionObject):
    """A block. `{object, id}` alone is a legal answer, for what the token may not see."""

    id: str
    type: str | None = None
    has_children: bool | None = None
    archived: bool | None = None
    in_trash: bool | None = None

    paragraph: Text | None = None
    heading_1: Text | None = None
    heading_2: Text | None = None
    heading_3: Text | None = None
    heading_4: Text | None = None
    bulleted_list_item: Text | None = None
    numbered_list_item: Text | None = None
    to_do: Text | None = None
    toggle: Text | None = None
    quote: Text | None = None
    callout: Text | None = None
    template: Text | None = None
    code: Code | None = None
    equation: Equation | None = None
    image: Media | None = None
    video: Media | None = None
    audio: Media | None = None
    pdf: Media | None = None
    file: Media | None = None
    bookmark: Address | None = None
    embed: Address | None = None
    link_preview: Address | None = None
    child_page: Child | None = None
    child_database: Child | None = None
    table: Table | None = None
    table_row: TableRow | None = None
    link_to_page: LinkToPage | None = None
    synced_block: Synced | None = None
    meeting_notes: Meeting | None = None
    transcription: Meeting | None = None
    unsupported: Unsupported | None = None


class BlockList(NotionObject):
    """`GET /v1/blocks/{block_id}/children`: a page of them, in their order."""

    results: list[Block]
    has_more: bool | None = None
    next_cursor: str | None = None


class AppendedBlocks(NotionObject):
    """`PATCH /v1/blocks/{block_id}/children`: the new blocks of the first level. None is no success."""

    results: Annotated[list[Block], Field(min_length=1)]
