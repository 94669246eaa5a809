"""Whatever is left out of a reply can be got by the call that the reply names."""

import json
import re
from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion import rendering
from pytest_mcp_contract.reference.servers.notion.block_tree import Node
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_rows
from pytest_mcp_contract.reference.servers.notion.schemas import (
    Comments,
    DataSource,
    Page,
    Rows,
    Search,
    Users,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block
from tests.emulators.notion.store import BLANK, DEEP, HANDBOOK, LONG, LONG_BLOCKS, MANY, MANY_ROWS
from tests.reference.sessions import call, emulated

ID = "a" * 32
TOKEN_BUDGET = 4_000
_NAMED = re.compile(r"call (\w+) again with (.+?)[.,](?:\)|\n|$| and go on)")
FLOODS = {
    "words": "word " * 2_000,
    "accents": "é" * 9_000,
    "mixed": "漢字🎉" * 4_000,
    "run": "x" * 20_000,
    "base64": "A1b2/+" * 4_000,
    "fences": "`" * 9_000,
    "lists": "- \n" * 9_000,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator."""
    with emulated("notion", monkeypatch) as made:
        yield made


def named_calls(text: str) -> list[tuple[str, dict[str, JSON]]]:
    """The calls that a reply names, as a model would read them."""
    found: list[tuple[str, dict[str, JSON]]] = []
    for tool, told in _NAMED.findall(text):
        pairs = (one.split("=", 1) for one in told.split(" and "))
        found.append((tool, {name: json.loads(value) for name, value in pairs}))
    return found


def everything(server: MCPServer, tool: str, arguments: dict[str, JSON]) -> list[str]:
    """The reply and those of all calls that it names, and they name; each is made once."""
    texts: list[str] = []
    work = [(tool, arguments)]
    done: list[tuple[str, dict[str, JSON]]] = []
    while work:
        asked = work.pop(0)
        assert asked not in done, "a call leads to itself"
        assert len(done) < 100, "no end"
        done.append(asked)
        ((text, is_error),) = call(server, asked)
        assert not is_error, text
        texts.append(text)
        work += [(named, {**asked[1], **changed}) for named, changed in named_calls(text)]
    return texts


@pytest.mark.parametrize("page_size", [1, 5])
@pytest.mark.parametrize("depth", [1, 2, 5])
def test_nested_blocks_are_all_got_by_the_named_calls(server: MCPServer, depth: int, page_size: int) -> None:
    """Provenance: ours. Seven levels, of which one call reads five at most."""
    texts = everything(
        server, "get_block_children", {"block_id": DEEP, "depth": depth, "page_size": page_size}
    )

    shown = re.findall(r"^\s*- ((?:Level|Beside level) \d)$", "\n".join(texts), re.MULTILINE)
    assert sorted(shown) == sorted(
        f"{name} {level}" for name in ("Level", "Beside level") for level in range(1, 8)
    )


@pytest.mark.parametrize("page_size", [20, 100])
def test_long_pages_are_got_without_a_gap_or_a_repetition(server: MCPServer, page_size: int) -> None:
    """Provenance: ours. 100 blocks do not fit into one reply, so it goes on in the same page first."""
    texts = everything(server, "get_block_children", {"block_id": LONG, "page_size": page_size})

    shown = [int(number) for text in texts for number in re.findall(r"^- Change (\d+):", text, re.MULTILINE)]
    assert shown == list(range(1, LONG_BLOCKS + 1))
    assert all(token_count(text) < TOKEN_BUDGET for text in texts)


def test_a_long_table_is_got_row_by_row(server: MCPServer) -> None:
    """Provenance: ours. More rows than fit, and more than Notion answers at once."""
    row = "| row {0} | " + "some long text " * 12 + "|"
    rows = "\n".join([row.format("head"), "| --- | --- |", *map(row.format, range(99))])
    call(server, ("append_blocks", {"block_id": BLANK, "markdown": rows}))

    texts = everything(server, "get_block_children", {"block_id": BLANK})

    shown = [int(number) for number in re.findall(r"\brow (\d+)\b", "\n".join(texts))]
    assert len(texts) > 1
    assert sorted(set(shown)) == list(range(99))


@pytest.mark.parametrize("page_size", [7, 60])
def test_all_rows_are_got_by_the_named_calls(server: MCPServer, page_size: int) -> None:
    """Provenance: ours."""
    texts = everything(server, "query_data_source", {"data_source_id": MANY, "page_size": page_size})

    shown = [int(number) for text in texts for number in re.findall(r"\| Run (\d+) \|", text)]
    assert shown == list(range(1, MANY_ROWS + 1))


def test_a_reply_that_is_whole_names_no_call(server: MCPServer) -> None:
    """Provenance: ours, the other half."""
    calls: list[tuple[str, dict[str, JSON]]] = [
        ("get_block_children", {"block_id": DEEP, "depth": 1, "start_cursor": None}),
        ("get_block_children", {"block_id": HANDBOOK}),
        ("query_data_source", {"data_source_id": MANY, "page_size": 100}),
        ("list_users", {}),
        ("list_comments", {"block_id": HANDBOOK}),
    ]

    deep, *others = [text for text, _ in call(server, *calls)]

    assert len(named_calls(deep)) == 1
    assert [named_calls(text) for text in others] == [[], [], [], []]


@pytest.mark.parametrize("cursor", [None, "", "a b", 'a"b', "x" * 501, "`x`\n"])
def test_a_cursor_that_no_tool_takes_is_not_named(cursor: str | None) -> None:
    """Provenance: ours. `has_more` is true, and there is nothing to call."""
    more: dict[str, JSON] = {"has_more": True, "next_cursor": cursor}
    user: JSON = {"id": ID, "name": "Ada"}
    root = Node(Block(id=ID), [Node(Block(id=ID, type="divider"))], has_more=True, cursor=cursor)

    texts = [
        rendering.render_users(Users.model_validate({"results": [user], **more}), page_size=5, is_first=True),
        render_children(root, first=1, page_size=5, cursor=None, show_ids=False),
    ]

    for text in texts:
        assert "follow, but Notion named no cursor that " in text
        assert "again with" not in text


def test_an_empty_page_that_is_not_the_last_names_the_next_one() -> None:
    """Provenance: the vendor filters after it pages, so pages in between may be empty."""
    more: dict[str, JSON] = {"results": [], "has_more": True, "next_cursor": "abc"}

    search = rendering.render_search(Search.model_validate(more), "", kind="all", page_size=5, is_first=True)
    rows = render_rows(
        DataSource(id=ID), Rows.model_validate(more), columns=(), page_size=5, is_first=True, is_filtered=True
    )
    users = rendering.render_users(Users.model_validate(more), page_size=5, is_first=True)
    comments = rendering.render_comments(Comments.model_validate(more), ID, page_size=5, is_first=True)
    inside = render_children(
        Node(Block(id=ID), [], has_more=True, cursor="abc"), first=1, page_size=5, cursor=None, show_ids=False
    )

    for text in (search, rows, users, comments, inside):
        assert re.match(r"This page of \w+ is empty\.\n\nMore \w+ follow: call ", text)
        assert text.endswith('start_cursor="abc".')


def test_an_empty_list_is_not_told_as_a_page_of_it() -> None:
    """Provenance: ours, the other half."""
    users = rendering.render_users(Users(results=[]), page_size=5, is_first=True)
    inside = render_children(Node(Block(id=ID)), first=1, page_size=5, cursor=None, show_ids=False)

    assert users == "This workspace has no users that this token may see."
    assert inside == f"There are no blocks in {ID}."


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_no_flood_takes_more_than_the_budget(flood: str) -> None:
    """Provenance: ours. Whatever the schemas accept must be shown within 4,000 tokens."""
    rich: JSON = [{"plain_text": flood, "href": flood}] * 20
    user: JSON = {"id": flood, "name": flood, "type": flood, "person": {"email": flood}}
    values: dict[str, JSON] = {
        f"{number} {flood}": {"type": "rich_text", "rich_text": rich} for number in range(50)
    }
    many: dict[str, JSON] = {f"{number}": {"type": "people", "people": [user] * 99} for number in range(50)}
    page: dict[str, JSON] = {"id": flood, "url": flood, "properties": {**values, **many}}
    kinds = ("paragraph", "code", "quote", "toggle", "callout", "hologram", "child_page")
    texts = [
        Block.model_validate(
            {"id": flood, "type": kind, kind: {"rich_text": rich, "title": flood, "language": flood}}
        )
        for kind in kinds
    ]
    cells: JSON = {"cells": [rich] * 99}
    row = Node(Block.model_validate({"id": flood, "type": "table_row", "table_row": cells}))
    table = Node(Block.model_validate({"id": flood, "type": "table", "table": {}}), [row] * 99)
    nodes = [table, *([Node(one, [Node(one)], is_unread=True, has_more=True) for one in texts] * 9)]
    comment: JSON = {"id": flood, "discussion_id": flood, "rich_text": rich, "created_by": user}
    source = DataSource.model_validate(
        {"id": flood, "title": rich, "properties": {name: {"type": flood} for name in values}}
    )
    more: dict[str, JSON] = {"has_more": True, "next_cursor": flood}

    shown = [
        rendering.render_page(Page.model_validate(page)),
        rendering.render_updated_page(Page.model_validate(page), list(values), emoji="📌"),
        rendering.render_created_page(Page.model_validate(page), written=1, title=flood),
        rendering.render_search(
            Search.model_validate({"results": [{"id": flood, "object": flood, "title": rich}] * 999, **more}),
            flood[:500],
            kind="all",
            page_size=100,
            is_first=True,
        ),
        rendering.render_users(
            Users.model_validate({"results": [user] * 999, **more}), page_size=100, is_first=True
        ),
        rendering.render_comments(
            Comments.model_validate({"results": [comment] * 999, **more}), ID, page_size=100, is_first=True
        ),
        render_rows(
            source,
            Rows.model_validate({"results": [page] * 3, **more}),
            columns=(),
            page_size=100,
            is_first=True,
            is_filtered=False,
        ),
        *(
            render_children(
                Node(Block(id=flood), some, has_more=True, cursor=flood),
                first=1,
                page_size=100,
                cursor=None,
                show_ids=show_ids,
            )
            for some in (nodes, nodes[1:])
            for show_ids in (False, True)
        ),
    ]

    assert {n: token_count(text) for n, text in enumerate(shown) if token_count(text) > TOKEN_BUDGET} == {}
