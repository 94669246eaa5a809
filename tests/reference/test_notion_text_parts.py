"""Long texts of blocks, table rows and comments are read to their end by the calls that replies name."""

import asyncio
import re
from collections.abc import Callable

import httpx
import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers import create_server
from pytest_mcp_contract.reference.servers.notion.block_text import CUT, shape, whole_text
from pytest_mcp_contract.reference.servers.notion.block_tree import Node
from pytest_mcp_contract.reference.servers.notion.rendering import render_comment_text, render_comments
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children, render_text
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_definitions, render_rows
from pytest_mcp_contract.reference.servers.notion.schemas import Comments, DataSource, Rows
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block

ID, TABLE = "a" * 32, "b" * 32
LONG = " ".join(f"Sentence {number} says what happened on day {number}." for number in range(1_200))
TEXT_FROM = re.compile(r"text_from=(\d+)")
FENCE = re.compile(r"```\w*\n(.*)\n```", re.DOTALL)


def rich(text: str) -> list[JSON]:
    """Rich text as Notion sends it: pieces of 2,000 characters."""
    pieces = [text[start : start + 2_000] for start in range(0, len(text), 2_000)]
    return [{"type": "text", "plain_text": piece, "text": {"content": piece}} for piece in pieces]


def block(kind: str, payload: JSON) -> Block:
    return Block.model_validate({"object": "block", "id": ID, "type": kind, kind: payload})


KINDS: dict[str, JSON] = {
    "paragraph": {"rich_text": rich(LONG)},
    "heading_1": {"rich_text": rich(LONG)},
    "bulleted_list_item": {"rich_text": rich(LONG)},
    "quote": {"rich_text": rich(LONG)},
    "callout": {"rich_text": rich(LONG)},
    "code": {"rich_text": rich(LONG), "language": "sh"},
    "equation": {"expression": LONG},
}


def page(*nodes: Node) -> Node:
    return Node(Block(id=ID), list(nodes))


def read_on(root: Node, number: int, start: int = 1) -> str:
    """The text of a block, put together from the parts that the replies name."""
    text = ""
    for _ in range(100):
        reply = render_text(root, number=number, page_size=50, cursor=None, text_from=start)
        found = FENCE.search(reply)
        assert found, reply
        text += found[1] + " "
        following = TEXT_FROM.search(reply)
        if following is None:
            return text
        assert int(following[1]) > start
        start = int(following[1])
    raise AssertionError("no end")


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_that_is_cut_names_the_call_that_reads_it_to_its_end(kind: str) -> None:
    """Provenance: ours. A model cannot open anything in Notion."""
    root = page(Node(block("paragraph", {"rich_text": rich("Before")})), Node(block(kind, KINDS[kind])))

    shown = render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    call = re.search(r"call get_block_children again with (.*?)\.\)?$", shown, re.MULTILINE)
    assert call, shown[-300:]
    assert "first_block=2" in call[1]
    assert f'block_id="{ID}"' in call[1]
    assert "in Notion" not in shown
    assert not CUT.search(shown)
    assert "\0" not in shown
    assert read_on(root, 2).split() == LONG.split()


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_that_is_whole_names_no_call(kind: str) -> None:
    """Provenance: ours, the sound half."""
    payload: JSON = {"expression": "e=mc^2"} if kind == "equation" else {"rich_text": rich("Short")}
    root = page(Node(block(kind, payload)))

    shown = render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    assert "text_from" not in shown
    assert not CUT.search(shape(root.children[0].block, 1).text)


FILE: dict[str, JSON] = {"type": "external", "external": {"url": "https://example.com/plan.pdf"}}
ONE_LINE: dict[str, Callable[[str], JSON]] = {
    "image": lambda text: {**FILE, "caption": rich(text)},
    "file": lambda text: {**FILE, "name": text},
    "bookmark": lambda text: {"url": "https://example.com", "caption": rich(text)},
    "code": lambda text: {"rich_text": rich("x = 1"), "language": "python", "caption": rich(text)},
    "child_page": lambda text: {"title": text},
    "meeting_notes": lambda text: {"title": rich(text)},
    "table_row": lambda text: {"cells": [rich("First"), rich(text)]},
    "brand_new": lambda text: {"rich_text": rich(text)},
}
"""Types of block of which a name, a title or a caption is shown on one line -> one of them with a text."""


@pytest.mark.parametrize("kind", ONE_LINE)
@pytest.mark.parametrize("words", [130, 3_000])
def test_a_long_name_or_caption_is_read_to_its_end(kind: str, words: int) -> None:
    """Provenance: ours; what is cut with "…" names the call that shows the whole."""
    text = " ".join(f"word{number}" for number in range(words))[: 890 if kind == "file" else None]
    root = page(Node(block(kind, ONE_LINE[kind](text))))

    shown = render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    assert f'call get_block_children again with block_id="{ID}" and first_block=1 and text_from=' in shown
    assert "\0" not in shown
    begin = TEXT_FROM.search(shown)
    assert begin
    assert "".join(text.split()) in "".join(read_on(root, 1, int(begin[1])).split())


@pytest.mark.parametrize("kind", ONE_LINE)
def test_a_short_name_or_caption_names_no_call(kind: str) -> None:
    """Provenance: ours, the sound half."""
    root = page(Node(block(kind, ONE_LINE[kind]("Short words"))))

    shown = render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    assert "Short words" in shown
    assert "text_from" not in shown


def test_rows_of_a_table_are_read_whole() -> None:
    """Provenance: ours. Cells are cut, and columns beyond the twentieth left out."""
    cells: list[list[JSON]] = [rich(f"Cell {number}") for number in range(30)]
    cells[0] = rich(LONG[:3_000])
    row = Node(Block.model_validate({"id": ID, "type": "table_row", "table_row": {"cells": cells}}))
    head = Node(Block.model_validate({"id": ID, "type": "table_row", "table_row": {"cells": cells[1:3]}}))
    table = Block.model_validate({"id": TABLE, "type": "table", "table": {"has_column_header": True}})

    shown = render_children(
        page(Node(table, [head, row])), first=1, page_size=50, cursor=None, show_ids=False
    )

    assert f'block_id="{TABLE}" and first_block=2 and text_from=1' in shown
    assert f'block_id="{TABLE}" and first_block=1 and text_from=1' in shown
    assert whole_text(row.block) == "\n\n".join([LONG[:3_000], *(f"Cell {n}" for n in range(1, 30))])


def test_a_long_comment_is_read_to_its_end() -> None:
    """Provenance: ours."""
    comments = Comments.model_validate(
        {
            "results": [
                {"object": "comment", "id": "c1", "rich_text": rich("Short")},
                {"object": "comment", "id": "c2", "rich_text": rich(LONG)},
            ],
            "has_more": False,
        }
    )

    shown = render_comments(comments, ID, page_size=25, is_first=True)
    text, start = "", 1
    for _ in range(100):
        reply = render_comment_text(comments, ID, number=2, text_from=start)
        text += FENCE.findall(reply)[0] + " "
        following = TEXT_FROM.search(reply)
        if following is None:
            break
        start = int(following[1])

    assert f'call list_comments again with block_id="{ID}" and comment_number=2 and text_from=1' in shown
    assert text.split() == LONG.split()
    assert "there is no number 3" in render_comment_text(comments, ID, number=3, text_from=1)


@pytest.mark.parametrize(
    ("number", "text_from", "says"),
    [(3, 1, "there is none with number 3"), (1, 999, "there is no number 999"), (2, 1, "no text of its own")],
)
def test_what_is_not_there_is_said(number: int, text_from: int, says: str) -> None:
    """Provenance: ours."""
    root = page(Node(block("paragraph", {"rich_text": rich("Short")})), Node(block("divider", {})))

    assert says in render_text(root, number=number, page_size=50, cursor=None, text_from=text_from)


def test_the_text_of_a_block_is_read_with_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. What is nested is not needed for it."""
    from mcp import Client

    asked: list[str] = []

    async def answer(self: httpx.AsyncClient, request: httpx.Request, **_: object) -> httpx.Response:
        asked.append(str(request.url))
        results: list[JSON] = [
            {
                "object": "block",
                "id": ID,
                "type": "toggle",
                "has_children": True,
                "toggle": {"rich_text": rich(LONG)},
            }
        ]
        return httpx.Response(200, json={"results": results, "has_more": False}, request=request)

    monkeypatch.setattr(httpx.AsyncClient, "send", answer)
    monkeypatch.setenv("NOTION_TOKEN", "secret0123456789")

    async def main() -> str:
        async with Client(create_server("notion")) as client:
            result = await client.call_tool("get_block_children", {"block_id": ID, "text_from": 9})
            return str(result.content[0].text)  # type: ignore[union-attr]

    text = asyncio.run(main())

    assert len(asked) == 1
    assert "These are the characters 9 to" in text


def source(properties: int, choices: int) -> DataSource:
    options: list[JSON] = [{"name": f"Choice number {number}"} for number in range(choices)]
    return DataSource.model_validate(
        {
            "object": "data_source",
            "id": ID,
            "properties": {
                f"Property {number}": {"type": "select", "select": {"options": options}}
                for number in range(properties)
            },
        }
    )


def rows_of(found: DataSource) -> str:
    empty = Rows.model_validate({"results": [], "has_more": False})
    return render_rows(found, empty, columns=(), page_size=25, is_first=True, is_filtered=False)


def test_all_properties_and_choices_can_be_read() -> None:
    """Provenance: ours. A filter needs the exact name of a choice, whichever it is."""
    many = source(properties=40, choices=60)
    shown = rows_of(many)
    text, start = "", 1
    for _ in range(100):
        reply = render_definitions(many, text_from=start)
        text += FENCE.findall(reply)[0]
        following = re.search(r"definitions_from=(\d+)", reply)
        if following is None:
            break
        start = int(following[1])

    assert "call query_data_source again with definitions_from=1." in shown
    assert text.count("Choice number 59") == 40
    assert all(f"Property {number} (select" in text for number in range(40))


def test_a_few_properties_name_no_call() -> None:
    """Provenance: ours, the sound half."""
    assert "definitions_from" not in rows_of(source(properties=3, choices=5))
    assert "It has none." in render_definitions(source(properties=0, choices=0), text_from=1)
