"""What Notion's tools refuse before they write, how writes and reads end half way, and odd answers."""

from collections.abc import Callable

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import api_helper, writing
from pytest_mcp_contract.reference.servers.notion.arguments import PropertyInput
from pytest_mcp_contract.reference.servers.notion.block_tree import Node, read_tree
from pytest_mcp_contract.reference.servers.notion.content import portions
from pytest_mcp_contract.reference.servers.notion.markdown_blocks import inline_rich_text, markdown_blocks
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text
from pytest_mcp_contract.reference.servers.notion.property_inputs import notion_properties
from pytest_mcp_contract.reference.servers.notion.rendering import render_page, render_users
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_rows
from pytest_mcp_contract.reference.servers.notion.rich_text import address, code_span, markdown
from pytest_mcp_contract.reference.servers.notion.schemas import DataSource, Page, Rows, Users
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyItems
from pytest_mcp_contract.reference.servers.notion.schemas_text import RichText
from pytest_mcp_contract.reference.servers.notion.tools_reading import add_reading_tools
from pytest_mcp_contract.reference.servers.notion.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM
from tests.emulators.notion.store import BLANK, HANDBOOK, NOT_SHARED, ROW, TASKS
from tests.reference.sessions import TOKEN, call
from tests.reference.test_notion_api_helper import answering, emulated, run
from tests.reference.test_notion_blocks import block, rich
from tests.reference.test_notion_writing import outline

ID = "a" * 32
TOO_DEEP = "- a\n  - b\n    - c\n      - d"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> MCPServer:
    """The tools over a new emulator."""
    monkeypatch.setenv(PLATFORM.token_env, TOKEN)
    return serving(emulated())


def serving(api: HttpApi) -> MCPServer:
    """The tools that read and write over this API."""
    server = MCPServer(name="notion")
    add_reading_tools(server, api)
    add_writing_tools(server, api)
    return server


def never(request: httpx.Request) -> httpx.Response:
    """No answer, for nothing may be asked."""
    raise AssertionError(request)


def one_reply(server: MCPServer, tool: str, **arguments: JSON) -> str:
    """The text of a reply that is no error."""
    ((told, is_error),) = call(server, (tool, arguments))
    assert not is_error, told
    return told


def refused(server: MCPServer, tool: str, **arguments: JSON) -> str:
    """The text of a reply that is an error."""
    ((told, is_error),) = call(server, (tool, arguments))
    assert is_error, told
    return told


# -- refused before anything is sent


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        (
            "create_page",
            {"parent_type": "page", "parent_id": BLANK, "title": "T", "markdown": TOO_DEEP},
            "Nothing was written, because the content nests more than 3 levels deep",
        ),
        (
            "append_blocks",
            {"block_id": BLANK, "markdown": TOO_DEEP},
            "Nothing was written, because the content nests more than 3 levels deep",
        ),
        ("append_blocks", {"block_id": BLANK, "markdown": " \n"}, "No content was given, so nothing was"),
        (
            "append_blocks",
            {"block_id": BLANK, "markdown": "a\n\n" * 101, "after_block_id": HANDBOOK},
            "Nothing was added, because after_block_id takes at most 100 blocks at once;",
        ),
        ("update_page", {"page_id": ROW}, "No change was given, so nothing changed;"),
        (
            "create_page",
            {
                "parent_type": "page",
                "parent_id": BLANK,
                "title": "T",
                "properties": [{"name": "Due", "value": "2026-03-04"}],
            },
            "No page was created, because a page inside a page has no properties but its title;",
        ),
    ],
    ids=["page too deep", "blocks too deep", "no content", "too many after a block", "no change", "no row"],
)
def test_what_cannot_be_written_is_refused_before_anything_is_asked(
    tool: str, arguments: dict[str, JSON], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.setenv(PLATFORM.token_env, TOKEN)

    assert refused(serving(answering(never)), tool, **arguments).startswith(told)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        (
            "create_page",
            {"parent_type": "data_source", "parent_id": NOT_SHARED, "title": "T"},
            f"data source {NOT_SHARED}",
        ),
        (
            "create_page",
            {"parent_type": "data_source", "parent_id": TASKS, "title": "T"},
            'No property is named "Colour"; the properties are ',
        ),
        ("update_page", {"page_id": NOT_SHARED}, f"page {NOT_SHARED}"),
        ("update_page", {"page_id": ROW}, 'No property is named "Colour"; the properties are '),
    ],
    ids=["unknown source", "unknown property", "unknown page", "unknown property of a page"],
)
def test_a_property_is_written_only_where_its_type_is_known(
    tool: str, arguments: dict[str, JSON], told: str, server: MCPServer
) -> None:
    """Provenance: ours. Notion itself would leave out what it does not know."""
    assert told in refused(server, tool, **arguments, properties=[{"name": "Colour", "value": "red"}])


def test_a_property_that_nothing_has_names_those_that_are_there() -> None:
    """Provenance: ours."""
    result = notion_properties([PropertyInput(name="Dew", value="x")], {"Due": "date", "Name": "title"})

    assert result == Err(
        'No property is named "Dew"; the properties are "Due", "Name". Correct the name and call again.'
    )


# -- half way


def created(failing: int) -> tuple[Result[Page], list[str]]:
    """What a page of 250 blocks ends in where the request with this number fails; and all requests."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path}")
        if len(asked) == failing:
            return httpx.Response(400, json={"code": "validation_error", "message": "Too long."})
        if request.method == "POST":
            return httpx.Response(200, json={"object": "page", "id": ID})
        return httpx.Response(200, json={"results": [{"id": f"b{number}"} for number in range(100)]})

    content = portions("a\n\n" * 250, ())
    assert isinstance(content, Ok)
    page = run(
        answering(answer),
        lambda api: writing.create_page(
            TOKEN, api, "page", BLANK, title="T", properties=(), portions=content.value, emoji=None
        ),
    )
    return page, asked


def test_a_page_with_more_blocks_than_fit_is_created_and_then_filled() -> None:
    """Provenance: the vendor's limit of 100 blocks."""
    page, asked = created(failing=0)

    assert isinstance(page, Ok)
    assert page.value.id == ID
    assert asked == ["POST /v1/pages", *[f"PATCH /v1/blocks/{ID}/children"] * 2]


def test_a_page_that_was_filled_half_way_is_not_created_twice() -> None:
    """Provenance: ours."""
    half, asked = created(failing=3)
    none, _ = created(failing=1)

    assert len(asked) == 3
    assert isinstance(half, Err)
    assert half.message.startswith(
        f"The page was created, do not create it again. Only the first 200 of 250 blocks are in {ID}: "
    )
    assert isinstance(none, Err)
    assert "was created" not in none.message


# -- Markdown that is written


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("> [!NOTE]", ["callout"]),
        ("> [!TIP]\n> *a*", ["callout: a"]),
        ("- # a\n  b", ["bulleted_list_item", "  heading_1: a", "  paragraph: b"]),
        ("1. ```\n   a\n   ```", ["numbered_list_item", "  code: a"]),
        ("-\n- b", ["bulleted_list_item", "bulleted_list_item: b"]),
        ("> - a", ["quote", "  bulleted_list_item: a"]),
        ("[a]()", ["paragraph: a"]),
    ],
)
def test_a_block_may_begin_with_another_one(text: str, lines: list[str]) -> None:
    """Provenance: CommonMark."""
    assert outline(markdown_blocks(text)) == lines


def test_a_cell_of_more_pieces_than_notion_takes_keeps_its_words_without_looks() -> None:
    """Provenance: the vendor's limit of 100 pieces; a cell cannot go on in another one."""
    words = " ".join(f"**{number}** x" for number in range(60))

    (table,) = markdown_blocks(f"| {words} | b |\n|---|---|\n| c | d |")

    content = table["table"]
    assert isinstance(content, dict)
    rows = content["children"]
    assert isinstance(rows, list)
    assert rows[0] == {
        "object": "block",
        "type": "table_row",
        "table_row": {"cells": [plain_rich_text(words.replace("*", "")), plain_rich_text("b")]},
    }


def test_no_text_has_no_pieces() -> None:
    """Provenance: ours. Notion refuses a piece without text."""
    assert plain_rich_text("") == []
    assert inline_rich_text("") == []


# -- reading


def children_of(**answers: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    """The blocks inside a block, by its id."""
    return lambda request: answers[request.url.path.split("/")[3]]


def inside(*blocks: dict[str, JSON]) -> httpx.Response:
    """An answer with these blocks."""
    return httpx.Response(200, json={"results": list(blocks), "has_more": False, "next_cursor": None})


def tree(answer: Callable[[httpx.Request], httpx.Response]) -> Result[Node]:
    """What is read below `top`."""
    return run(
        answering(answer),
        lambda api: read_tree(TOKEN, api, "top", depth=4, page_size=50, cursor=None, first=1),
    )


def nested(id: str, kind: str = "toggle", payload: JSON = None) -> dict[str, JSON]:
    """A block with others inside."""
    own: JSON = payload if payload is not None else {"rich_text": rich(f"Text of {id}")}
    return {"object": "block", "id": id, "type": kind, "has_children": True, kind: own}


def gone() -> httpx.Response:
    """A block that the token may not see."""
    return httpx.Response(404, json={"code": "object_not_found", "message": "Could not find block."})


def test_a_copy_whose_original_may_not_be_seen_leaves_the_rest_readable() -> None:
    """Provenance: ours. A copy of a synced block repeats one of a page that may not be shared."""
    copy = nested("copy", "synced_block", {"synced_from": {"type": "block_id", "block_id": "other"}})
    after = nested("after")
    leaf: dict[str, JSON] = {"id": "leaf", "type": "paragraph", "paragraph": {"rich_text": rich("Leaf")}}

    read = tree(children_of(top=inside(copy, after), copy=gone(), after=inside(leaf)))

    assert isinstance(read, Ok)
    shown = render_children(read.value, first=1, page_size=50, cursor=None, show_ids=False)
    _, name, problem, *rest = shown.split("\n\n")
    assert name == "*(copy of synced block `other`)*"
    assert problem.startswith("(Its content could not be read. Notion found no ")
    assert rest == ["- ▸ Text of after", "  Leaf"]


@pytest.mark.parametrize(
    "answer",
    [
        children_of(top=inside(nested("a")), a=gone()),
        children_of(top=inside(nested("a", "synced_block", {"synced_from": None})), a=gone()),
        children_of(top=inside(nested("a")), a=inside(nested("b")), b=gone()),
    ],
    ids=["a block", "the original of a synced block", "a block deeper inside"],
)
def test_any_other_block_that_cannot_be_read_fails_the_whole(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    """Provenance: ours. A text with a hole looks whole."""
    result = tree(answer)

    assert isinstance(result, Err)
    assert "Could not find block" in result.message


def page(*nodes: Node) -> Node:
    """A page with these blocks."""
    return Node(Block(id=ID), list(nodes))


def lines(count: int, words: int = 1) -> list[Node]:
    """So many paragraphs."""
    return [Node(block("paragraph", {"rich_text": rich(f"word{n} " * words)})) for n in range(count)]


def test_a_number_behind_the_last_block_is_told() -> None:
    """Provenance: ours."""
    shown = render_children(page(*lines(2)), first=3, page_size=50, cursor=None, show_ids=False)

    assert shown == f"This page has 2 blocks of {ID}; there is none with number 3."


def test_blocks_beyond_those_that_were_asked_for_are_counted_only() -> None:
    """Provenance: ours."""
    shown = render_children(page(*lines(3)), first=1, page_size=2, cursor=None, show_ids=False)

    assert shown == (
        f"2 blocks in {ID}:\n\nword0\n\nword1\n\n"
        "Notion sent 3 blocks though 2 were asked for; only the first are shown."
    )


def table_of(*rows: str, has_head: bool) -> Node:
    """A table with one column."""
    cells = [Node(block("table_row", {"cells": [rich(row)]})) for row in rows]
    return Node(block("table", {"table_width": 1, "has_column_header": has_head}), cells)


@pytest.mark.parametrize(
    "table",
    [table_of("Head", "Body " * 30, has_head=True), table_of("漢" * 200, has_head=True)],
    ids=["its first row", "its head"],
)
def test_a_table_that_has_no_room_is_left_to_the_next_call(table: Node) -> None:
    """Provenance: ours. A head without a row is no help."""
    filling = 1
    while "Blocks 1 to" not in render_children(
        page(*lines(filling, 50)), first=1, page_size=100, cursor=None, show_ids=False
    ):
        filling += 1
    root = page(*lines(filling - 1, 50), table, *lines(1))

    shown = render_children(root, first=1, page_size=100, cursor=None, show_ids=False)

    assert shown.startswith(f"Blocks 1 to {filling - 1} of the {filling + 1} on this page of {ID}:")
    assert "|" not in shown
    assert f"first_block={filling}" in shown


def test_a_property_of_one_value_is_read_with_its_page(server: MCPServer) -> None:
    """Provenance: ours. One that is short costs no second request."""
    shown = one_reply(server, "get_page", page_id=ROW, property_name="Due")

    assert "Due" in shown
    assert "2026" in shown


def test_a_property_that_cannot_be_read_on_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The 25 that came with the page would look like all."""
    related: JSON = {"id": "r%40", "type": "relation", "relation": [{"id": ID}], "has_more": True}

    def answer(request: httpx.Request) -> httpx.Response:
        if "/properties/" in request.url.path:
            return gone()
        return httpx.Response(200, json={"object": "page", "id": ID, "properties": {"Ships": related}})

    monkeypatch.setenv(PLATFORM.token_env, TOKEN)

    told = refused(serving(answering(answer)), "get_page", page_id=ID, property_name="Ships")

    assert "Could not find block" in told


def test_a_property_that_nothing_can_be_sorted_by_is_told(server: MCPServer) -> None:
    """Provenance: ours."""
    told = refused(server, "query_data_source", data_source_id=TASKS, sorts=[{"property": "Colour"}])

    assert told.startswith('No property is named "Colour"; the properties are ')


def test_rows_that_cannot_be_read_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The properties alone would look like an empty table."""

    def answer(request: httpx.Request) -> httpx.Response:
        return gone() if request.method == "POST" else httpx.Response(200, json={"id": ID, "properties": {}})

    monkeypatch.setenv(PLATFORM.token_env, TOKEN)

    assert "Could not find block" in refused(
        serving(answering(answer)), "query_data_source", data_source_id=ID
    )


# -- odd answers


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ({"plain_text": " ", "annotations": {"code": True}}, ""),
        ({"plain_text": "\n", "annotations": {"code": True}}, ""),
        ({"plain_text": "a`b", "annotations": {"code": True}}, "``a`b``"),
        ({"plain_text": "https://x.example", "href": "https://x.example"}, "<https://x.example>"),
        ({"plain_text": "there", "href": f"/{ID}"}, f"[there](https://www.notion.so/{ID})"),
        ({"plain_text": "there", "href": "/x"}, "there"),
        ({"plain_text": "there", "href": "https://x.example/?sig=1"}, "there"),
    ],
)
def test_a_piece_of_text_keeps_its_looks_and_its_link(piece: JSON, shown: str) -> None:
    """Provenance: the vendor's reference of rich text. An address that is signed is not shown."""
    assert markdown([RichText.model_validate(piece)], 1_000).text == shown


def test_nothing_is_no_code_and_no_address() -> None:
    """Provenance: ours."""
    assert code_span(" \n ") == ""
    assert address(None) == ""
    assert address(f" /{ID}#block ") == f"https://www.notion.so/{ID}#block"


def test_a_page_of_which_only_the_id_is_told_says_why() -> None:
    """Provenance: the vendor's reference: a partial page has an id only."""
    shown = render_page(Page.model_validate({"object": "page", "id": ID}))

    assert shown.endswith("Notion tells only the id of this page: this token may not see it.")
    assert "get_block_children" not in shown


def test_a_row_may_be_a_data_source_or_not_to_be_seen() -> None:
    """Provenance: the vendor's reference: a wiki has data sources among its rows."""
    rows = Rows.model_validate(
        {
            "results": [
                {"object": "data_source", "id": "d" * 32, "title": rich("Ships"), "in_trash": True},
                {"object": "page", "id": "b" * 32},
            ]
        }
    )

    shown = render_rows(
        DataSource(id=ID), rows, columns=("Due",), page_size=25, is_first=False, is_filtered=False
    )

    assert f"| {'d' * 32} (data source, in trash) | Ships |  |" in shown
    assert f"| {'b' * 32} | (this token may not see it) |  |" in shown


def test_more_users_than_were_asked_for_are_counted_only() -> None:
    """Provenance: ours."""
    users = Users.model_validate(
        {"results": [{"id": f"{number}", "name": f"N{number}"} for number in range(3)]}
    )

    shown = render_users(users, page_size=2, is_first=True)

    assert "N1" in shown
    assert "N2" not in shown
    assert shown.endswith("Notion sent 3 users though 2 were asked for; only the first 2 are shown.")


def test_a_value_of_a_property_that_is_no_object_is_told_as_unexpected() -> None:
    """Provenance: ours. It reads on as if nothing had been sent otherwise."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"results": ["no object"]})

    result: Result[PropertyItems] = run(
        answering(answer),
        lambda api: api_helper.get_property_items(TOKEN, api, ID, "p", page_size=25, cursor=None),
    )

    assert isinstance(result, Err)
    assert result.message.startswith("Notion ")
