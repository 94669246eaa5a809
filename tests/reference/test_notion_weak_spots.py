"""The weak spots of other integrations with Notion, each done right here."""

import asyncio
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.notion import api_helper, rendering
from pytest_mcp_contract.reference.servers.notion.block_tree import Node, read_tree
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children
from pytest_mcp_contract.reference.servers.notion.schemas import Page, Users
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM
from tests.reference.sessions import ENTRIES, TOKEN, call, emulated, tools_of

LEAKS = re.compile(r"\b(None|null|undefined|NaN)\b")
TOOLS = ENTRIES["notion"].tools


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator."""
    with emulated("notion", monkeypatch) as made:
        yield made


def example(tool: str, name: str = "normal") -> tuple[str, dict[str, JSON]]:
    """The call of an example of the registry."""
    found = next(one for one in TOOLS[tool].examples if one.name == name)
    return tool, dict(found.arguments)


def answering(status: int, body: JSON | bytes) -> HttpApi:
    """An API that answers every request so."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=content))
    return HttpApi(PLATFORM, "https://api.notion.com", transport=transport, sleep=_no_sleep)


async def _no_sleep(_: float) -> None:
    return None


READS = ["search", "get_page", "get_block_children", "query_data_source", "list_users", "list_comments"]


@pytest.mark.parametrize("tool", READS)
def test_weak_spot_the_raw_answer_is_dumped(server: MCPServer, tool: str) -> None:
    """Provenance: the reference product answers ["Success", JSON.stringify(raw, null, 2)] to every read."""
    ((text, is_error),) = call(server, example(tool))

    assert not is_error
    assert "{" not in text.splitlines()[0]
    assert '"object"' not in text
    assert "request_id" not in text
    assert not LEAKS.search(text)


def test_weak_spot_a_page_is_not_pruned(server: MCPServer) -> None:
    """Provenance: the reference product has no renderer. Empty properties and plumbing are left out here."""
    ((text, _),) = call(server, example("get_page"))

    for noise in ("annotations", "plain_text", "last_edited_by", "cover", "color", "archived"):
        assert noise not in text
    assert len(text) < 1_500


def test_weak_spot_a_missing_token_is_told_as_success(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: the reference product answers Ok with a prompt, so `isError` is false."""
    with emulated("notion", monkeypatch) as server:
        monkeypatch.delenv("NOTION_TOKEN")
        ((text, is_error),) = call(server, example("search"))

    assert is_error
    assert "NOTION_TOKEN" in text


@pytest.mark.parametrize(
    ("status", "code", "step"),
    [
        (403, "restricted_resource", "permission"),
        (404, "object_not_found", "check"),
        (400, "invalid_request", "correct"),
        (400, "validation_error", "correct"),
        (409, "conflict_error", "correct"),
        (401, "unauthorized", "NOTION_TOKEN"),
        (429, "rate_limited", "wait"),
        (503, "service_unavailable", "later"),
    ],
)
def test_weak_spot_errors_without_a_way_out(status: int, code: str, step: str) -> None:
    """Provenance: the reference product hands on the SDK's message, and tracks users' mistakes as its own."""
    body: JSON = {"object": "error", "status": status, "code": code, "message": f"About {TOKEN}."}

    async def main() -> object:
        async with answering(status, body) as api:
            return await api_helper.get_page(TOKEN, api, "a" * 32)

    result = asyncio.run(main())

    assert isinstance(result, Err)
    assert code in result.message
    assert step in result.message or (step == "later" and "again" in result.message)
    assert TOKEN not in result.message
    assert len(result.message) < 500


def test_weak_spot_search_has_no_handler_for_what_it_raises() -> None:
    """Provenance: the reference product's search has no try/catch; a broken answer ends the call."""

    async def main(body: bytes) -> object:
        async with answering(200, body) as api:
            return await api_helper.search(
                TOKEN, api, "a", kind=None, direction="descending", page_size=5, cursor=None
            )

    for body in (b"", b"<html>", b"[]", b'{"results": [{"object": "page"', b'{"results": {}}'):
        result = asyncio.run(main(body))

        assert isinstance(result, Err), body
        assert "Notion" in result.message


def test_weak_spot_only_the_first_page_of_users(server: MCPServer) -> None:
    """Provenance: the reference product lists the first page and says nothing of others."""
    seen: list[str] = []
    arguments: dict[str, JSON] = {"page_size": 2}
    for _ in range(20):
        ((text, is_error),) = call(server, ("list_users", arguments))
        assert not is_error
        seen += re.findall(r"^- .*$", text, re.MULTILINE)
        cursor = re.search(r'start_cursor[="`: ]+([0-9a-f-]{32,36})', text)
        if cursor is None:
            break
        arguments = {"page_size": 2, "start_cursor": cursor[1]}
    ((whole, _),) = call(server, ("list_users", {"page_size": 100}))

    assert len(seen) > 2
    assert seen == re.findall(r"^- .*$", whole, re.MULTILINE)


def test_weak_spot_a_comment_needs_a_target_that_the_schema_does_not_ask_for(server: MCPServer) -> None:
    """Provenance: the reference product takes neither of two optional ids, and refuses when it runs."""
    (tool,) = (tool for tool in tools_of(server) if tool.name == "create_comment")

    assert set(tool.input_schema["required"]) == {"target_type", "target_id", "text"}


def test_weak_spot_the_same_tool_twice(server: MCPServer) -> None:
    """Provenance: the reference product has pairs of identical tools, for rows and for pages."""
    names = [tool.name for tool in tools_of(server)]

    assert sorted(names) == sorted(TOOLS)
    assert not [name for name in names if "database" in name or "row" in name]


def test_weak_spot_deleting_is_asked_about() -> None:
    """Provenance: in the reference product delete_block and delete_page have the stake `low`."""
    assert (ENTRIES["notion"].tools_stakes or {})["delete_block"] == "high"


def _calls_of(work: Callable[[], object]) -> int:
    """How many Python functions are called, which grows as the time does, and is the same each time."""
    count = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def _nested(depth: int, kind: str) -> dict[str, JSON]:
    block: dict[str, JSON] = {"id": "b", "type": kind, "has_children": False, kind: {"rich_text": []}}
    for _ in range(depth):
        block = {"id": "b", "type": kind, kind: {"rich_text": [], "children": [block]}, "children": [block]}
    return block


@pytest.mark.parametrize("kind", ["toggle", "something_new"])
def test_weak_spot_nested_unknown_blocks_take_exponential_time(kind: str) -> None:
    """Provenance: unions with a catch-all tried every type at each level; 11 levels took 18 seconds."""
    shallow, deep = (_calls_of(partial(Block.model_validate, _nested(depth, kind))) for depth in (20, 40))

    assert deep < 4 * shallow + 100


def test_weak_spot_deep_trees_are_read_and_shown_in_linear_time() -> None:
    """Provenance: ours, the other half: blocks that were read one level after the other."""

    def tree(depth: int) -> Node:
        node = Node(Block(id="a" * 32, type="paragraph"))
        for _ in range(depth):
            node = Node(Block(id="a" * 32, type="toggle", has_children=True), [node])
        return node

    def shown(depth: int) -> Callable[[], object]:
        root = Node(Block(id="a" * 32), [tree(depth)])
        return lambda: render_children(root, first=1, page_size=50, cursor=None, show_ids=False)

    assert _calls_of(shown(40)) < 2.5 * _calls_of(shown(20))


def test_weak_spot_reading_a_tree_is_bounded() -> None:
    """Provenance: ours. Every block says that it has children, and so do those; Notion limits requests."""
    asked = 0

    def endless(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        blocks = [
            {"object": "block", "id": f"{asked:016x}{index:016x}", "type": "toggle", "has_children": True}
            for index in range(3)
        ]
        return httpx.Response(200, json={"results": blocks, "has_more": False})

    async def main() -> object:
        transport = httpx.MockTransport(endless)
        async with HttpApi(PLATFORM, "https://api.notion.com", transport=transport) as api:
            return await read_tree(TOKEN, api, "a" * 32, depth=5, page_size=50, cursor=None, first=1)

    result = asyncio.run(main())

    assert not isinstance(result, Err)
    assert asked <= 20


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"Name": {"id": "title", "type": "title", "title": []}},
        {"Anything": {"type": "title", "title": [{"plain_text": "Handbook", "href": None}]}},
        {"Who": {"type": "people", "people": [{"object": "user", "id": "u1"}]}},
        {"New": {"type": "hologram", "hologram": {"depth": 3}}},
        {"F": {"type": "formula", "formula": {"type": "boolean", "boolean": None}}},
        {"R": {"type": "rollup", "rollup": {"type": "incomplete"}}},
        {"Id": {"type": "unique_id", "unique_id": {"prefix": None, "number": 7}}},
    ],
)
def test_weak_spot_partial_and_unknown_shapes(properties: JSON) -> None:
    """Provenance: Part B. Partial pages, users and new types are legal answers, and never shown as `null`."""
    text = rendering.render_page(
        Page.model_validate({"object": "page", "id": "a" * 32, "properties": properties})
    )

    assert text.startswith("# ")
    assert not LEAKS.search(text)


def test_weak_spot_partial_users_and_bots() -> None:
    """Provenance: Part B. `{object, id}` alone is a legal user."""
    users = Users.model_validate(
        {
            "results": [{"object": "user", "id": "u1"}, {"id": "u2", "type": "bot", "bot": {}}],
            "has_more": False,
        }
    )

    text = rendering.render_users(users, page_size=50, is_first=True)

    assert "u1" in text
    assert not LEAKS.search(text)
