"""Every type of block as Markdown, unknown ones, and what strangers write inside them."""

import pytest
from markdown_it import MarkdownIt

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion import block_text
from pytest_mcp_contract.reference.servers.notion.block_text import shape
from pytest_mcp_contract.reference.servers.notion.block_tree import Node
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block

ID, OTHER = "a" * 32, "b" * 32
URL = "https://example.com/x"
HOSTILE = "one\n# two | three\n```\nfour `five` <b>six</b> [seven](javascript:x)"


def rich(text: str) -> list[JSON]:
    """Rich text of one piece."""
    return [{"type": "text", "plain_text": text, "text": {"content": text}, "href": None}]


def block(kind: str, payload: JSON, **more: JSON) -> Block:
    """A block as Notion sends it."""
    return Block.model_validate({"object": "block", "id": ID, "type": kind, kind: payload, **more})


TEXT: JSON = {"rich_text": rich("Some text")}
FILE: JSON = {"type": "external", "external": {"url": f"{URL}/plan.pdf?sig=1"}, "caption": rich("The plan")}
LINK: JSON = {"url": URL, "caption": rich("A link")}
KINDS: dict[str, tuple[JSON, str]] = {
    "paragraph": (TEXT, "Some text"),
    "heading_1": (TEXT, "# Some text"),
    "heading_2": (TEXT, "## Some text"),
    "heading_3": (TEXT, "### Some text"),
    "heading_4": (TEXT, "#### Some text"),
    "bulleted_list_item": (TEXT, "- Some text"),
    "numbered_list_item": (TEXT, "1. Some text"),
    "to_do": ({"rich_text": rich("Some text"), "checked": True}, "- [x] Some text"),
    "toggle": (TEXT, "- ▸ Some text"),
    "template": (TEXT, "- (template) Some text"),
    "quote": (TEXT, "> Some text"),
    "callout": (
        {"rich_text": rich("Some text"), "icon": {"type": "emoji", "emoji": "💡"}},
        "> [!NOTE]\n> 💡 Some text",
    ),
    "code": (
        {"rich_text": rich("x = 1"), "language": "plain text", "caption": []},
        "```text\nx = 1\n```",
    ),
    "equation": ({"expression": "e=mc^2"}, "```latex\ne=mc^2\n```"),
    "divider": ({}, "---"),
    "breadcrumb": ({}, "*(breadcrumb)*"),
    "table_of_contents": ({}, "*(table of contents)*"),
    "image": (FILE, "*Image:* plan.pdf, The plan"),
    "video": (FILE, "*Video:* plan.pdf, The plan"),
    "audio": (FILE, "*Audio:* plan.pdf, The plan"),
    "pdf": (FILE, "*PDF:* plan.pdf, The plan"),
    "file": (FILE, "*File:* plan.pdf, The plan"),
    "bookmark": (LINK, f"*Bookmark:* <{URL}>, A link"),
    "embed": (LINK, f"*Embed:* <{URL}>, A link"),
    "link_preview": (LINK, f"*Link preview:* <{URL}>, A link"),
    "child_page": ({"title": "Child"}, f"*Child page* `{ID}`: Child"),
    "child_database": ({"title": "Child"}, f"*Child database* `{ID}`: Child"),
    "link_to_page": ({"type": "page_id", "page_id": OTHER}, f"*Link to page* `{OTHER}`"),
    "synced_block": (
        {"synced_from": {"type": "block_id", "block_id": OTHER}},
        f"*(copy of synced block `{OTHER}`)*",
    ),
    "table": ({"table_width": 2, "has_column_header": True}, "*(table)*"),
    "table_row": ({"cells": [rich("a|b"), rich("c")]}, "- a\\|b | c"),
    "column_list": ({}, ""),
    "column": ({}, "*Column 1:*"),
    "tab": ({}, "*(tabs)*"),
    "meeting_notes": ({"title": rich("Weekly")}, "*Meeting notes:* Weekly"),
    "transcription": ({"title": rich("Weekly")}, "*Meeting notes:* Weekly"),
    "unsupported": (
        {"block_type": "form"},
        "*(a block of the type `form` that Notion's API does not show)*",
    ),
}


def test_every_known_type_is_tried() -> None:
    """Provenance: ours. A type that is added without a row here fails."""
    assert set(KINDS) == set(block_text._SHAPES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_is_shown_as(kind: str) -> None:
    """Provenance: https://developers.notion.com/reference/block."""
    payload, text = KINDS[kind]

    assert shape(block(kind, payload), 1).text == text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", [None, {}])
def test_a_block_without_content_is_no_reason_to_fail(kind: str, payload: JSON) -> None:
    """Provenance: Part B. Partial blocks are legal answers."""
    text = shape(block(kind, payload), 1).text

    assert "None" not in text
    assert "null" not in text


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"rich_text": rich("Seen")}, "*(a block of the unknown type `hologram`)* Seen"),
        ({"depth": 3}, "*(a block of the unknown type `hologram`)*"),
        (None, "*(a block of the unknown type `hologram`)*"),
        ([1, 2], "*(a block of the unknown type `hologram`)*"),
    ],
)
def test_an_unknown_type_is_named_with_its_text(payload: JSON, text: str) -> None:
    """Provenance: Part B. New types come without notice: `tab` and `place` did."""
    assert shape(block("hologram", payload), 1).text == text


def test_a_partial_block_is_told() -> None:
    """Provenance: Part B. `{object, id}` alone is a legal block."""
    partial = Block.model_validate({"object": "block", "id": ID})

    assert shape(partial, 1).text == "*(a block that this token may not see)*"


@pytest.mark.parametrize(
    "kind", ["paragraph", "heading_1", "bulleted_list_item", "to_do", "toggle", "quote", "callout"]
)
def test_what_strangers_write_begins_no_block_of_its_own(kind: str) -> None:
    """Provenance: ours, after user text that faked headings and fences."""
    text = shape(block(kind, {"rich_text": rich(HOSTILE)}), 1).text

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    opened = [token.type for token in tokens]
    inside = [child.type for token in tokens for child in token.children or ()]
    assert not {"fence", "html_block", "table_open"} & set(opened)
    assert opened.count("heading_open") == (1 if kind == "heading_1" else 0)
    assert not {"link_open", "html_inline", "code_inline"} & set(inside)


def test_a_fence_cannot_be_closed_from_inside() -> None:
    """Provenance: ours."""
    text = shape(block("code", {"rich_text": rich("a\n```\n# b\n````\nc"), "language": "sh"}), 1).text

    (fence,) = MarkdownIt("commonmark").parse(text)
    assert fence.content == "a\n```\n# b\n````\nc\n"


def test_nested_lists_and_numbers_keep_their_places() -> None:
    """Provenance: ours. Numbers begin anew behind another block."""

    def item(kind: str, text: str, *inside: Node) -> Node:
        return Node(block(kind, {"rich_text": rich(text)}), list(inside))

    root = Node(
        Block(id=ID),
        [
            item("numbered_list_item", "one", item("bulleted_list_item", "in one")),
            item("numbered_list_item", "two"),
            item("paragraph", "between"),
            item("numbered_list_item", "again one"),
        ],
    )

    text = render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    assert "1. one\n   - in one\n2. two\n\nbetween\n\n1. again one" in text


def test_a_table_is_one() -> None:
    """Provenance: ours. Pipes and line breaks in cells add no cells and no rows."""
    rows: list[list[JSON]] = [[rich("Name"), rich("Note")], [rich("a|b"), rich("c\nd")]]
    nodes = [Node(block("table_row", {"cells": cells})) for cells in rows]
    table = Node(block("table", {"table_width": 2, "has_column_header": True}), nodes)

    text = render_children(Node(Block(id=ID), [table]), first=1, page_size=50, cursor=None, show_ids=False)

    opened = [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]
    assert (opened.count("th_open"), opened.count("td_open"), opened.count("tr_open")) == (2, 2, 2)
