"""Requests, and the sentences that failures are told in."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import pytest

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import api_helper
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM, error_text
from tests.emulators.notion import create_app
from tests.emulators.notion.answers import number_id

TOKEN = "secret0123456789"
BASE = "https://api.notion.com"
PAGE = "a" * 32
T = TypeVar("T")
Ask = Callable[[HttpApi], Awaitable[T]]


async def no_pause(_: float) -> None:
    """Instead of a wait between two tries."""


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    transport = httpx.ASGITransport(create_app())
    return HttpApi(PLATFORM, BASE, headers=api_helper.HEADERS, transport=transport, sleep=no_pause)


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HttpApi:
    """An API that gives this answer to everything."""
    transport = httpx.MockTransport(answer)
    return HttpApi(PLATFORM, BASE, headers=api_helper.HEADERS, transport=transport, sleep=no_pause)


def run(api: HttpApi, ask: Ask[T]) -> T:
    """What one request returns, with `api` closed after it."""

    async def main() -> T:
        async with api:
            return await ask(api)

    return asyncio.run(main())


def sentence(result: Result[object]) -> str:
    """The message of a failure, which keeps the rules that hold for all of them."""
    assert isinstance(result, Err)
    assert len(result.message) < 500
    assert "\n" not in result.message
    assert result.message.endswith(".")
    assert not any(mark in result.message for mark in (TOKEN, "<", "Traceback", "None"))
    return result.message


def read(page_id: str) -> Ask[Result[object]]:
    """A read."""
    return lambda api: api_helper.get_page(TOKEN, api, page_id)


def write(page_id: str) -> Ask[Result[object]]:
    """A write."""
    return lambda api: api_helper.append_children(TOKEN, api, page_id, [{"type": "divider", "divider": {}}])


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (
            9999,
            "Notion found no page {id} (HTTP 404: object_not_found: Could not find page with ID: {id}. Make "
            'sure the relevant pages and databases are shared with your integration "Emulator"); check the '
            "names and numbers, and if they are right, use a token that may see it.",
        ),
        (
            401,
            "Notion did not accept the access token for page {id} (HTTP 401: unauthorized: API token is "
            "invalid); set NOTION_TOKEN to a valid token or connect Notion again.",
        ),
        (
            403,
            "Notion does not allow this token to use page {id} (HTTP 403: restricted_resource: Insufficient "
            "permissions for this endpoint); use a token with that permission or ask the owner for access.",
        ),
        (
            409,
            "Notion rejected what was sent for page {id} (HTTP 409: conflict_error: Conflict occurred while "
            "saving. Please try again); correct it and call again.",
        ),
        (
            429,
            "Notion is limiting requests (HTTP 429: rate_limited: You have been rate limited. Please try "
            "again in a few minutes); wait 12 seconds before you ask for page {id} again.",
        ),
        (
            500,
            "Notion failed for page {id} (HTTP 500: internal_server_error: Unexpected error occurred); the "
            "cause is on its side, so try again in a few minutes.",
        ),
        (
            502,
            "Notion failed for page {id} (HTTP 502); the cause is on its side, so try again in a few "
            "minutes.",
        ),
        (
            529,
            "Notion failed for page {id} (HTTP 529: service_overload: Notion is overloaded. Please try again "
            "later); the cause is on its side, so try again in a few minutes.",
        ),
        (
            601,
            "Notion answered HTTP 200 without readable JSON for page {id}; try again in a few minutes, and "
            "check NOTION_API_URL if it happens again.",
        ),
        (
            602,
            "Notion sent an answer of an unexpected shape for page {id} (at id: Input should be a valid "
            "string); do not rely on it, and try again in a few minutes.",
        ),
    ],
)
def test_a_failed_read_says_what_happened_and_the_next_step(number: int, message: str) -> None:
    """Provenance: the error codes that the vendor documents, HTML of a proxy, and a broken answer."""
    id = number_id(number)

    assert sentence(run(emulated(), read(id))) == message.format(id=id)


def test_the_same_read_of_a_page_that_is_there_is_no_failure() -> None:
    """Provenance: ours, the other half."""
    result = run(emulated(), read(number_id(1)))

    assert isinstance(result, Ok)


@pytest.mark.parametrize("number", [500, 502, 529, 601])
def test_a_write_that_may_have_happened_is_not_repeated_blindly(number: int) -> None:
    """Provenance: ours. Blocks that are appended twice stand there twice."""
    message = sentence(run(emulated(), write(number_id(number))))

    assert "check whether the change was made before you try again" in message


@pytest.mark.parametrize(
    ("status", "headers", "reads", "writes"),
    [
        (429, {"retry-after": "1"}, 3, 1),
        (429, {"retry-after": "12"}, 1, 1),
        (503, {}, 3, 1),
        (504, {}, 3, 1),
        (500, {}, 1, 1),
        (409, {}, 1, 1),
        (400, {}, 1, 1),
    ],
)
def test_only_reads_are_repeated_and_only_where_it_may_help(
    status: int, headers: dict[str, str], reads: int, writes: int
) -> None:
    """Provenance: ours."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(status, headers=headers, json={"object": "error", "code": "x", "message": "y"})

    sentence(run(answering(answer), read(PAGE)))
    sentence(run(answering(answer), write(PAGE)))

    assert (asked.count("GET"), asked.count("PATCH")) == (reads, writes)


def test_searches_and_queries_are_reads_though_they_are_posted() -> None:
    """Provenance: ours."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        is_second = asked.count(request.url.path) > 1
        return httpx.Response(200, json={"results": []}) if is_second else httpx.Response(503)

    results = [run(answering(answer), ask) for ask in (_search, _query)]

    assert all(isinstance(result, Ok) for result in results)
    assert asked == ["/v1/search"] * 2 + [f"/v1/data_sources/{PAGE}/query"] * 2


async def _search(api: HttpApi) -> Result[object]:
    return await api_helper.search(
        TOKEN, api, "words", kind="page", direction="ascending", page_size=5, cursor="abc"
    )


async def _query(api: HttpApi) -> Result[object]:
    return await api_helper.query_data_source(
        TOKEN, api, PAGE, conditions=None, sorts=[], page_size=5, cursor=None
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (httpx.ReadTimeout("slow"), f"Notion did not answer within 30 seconds for page {PAGE}; try again"),
        (httpx.ConnectTimeout("slow"), f"Notion did not answer within 30 seconds for page {PAGE}; try again"),
        (
            httpx.ConnectError("refused"),
            f"The connection to Notion failed for page {PAGE}; check the network and NOTION_API_URL",
        ),
        (httpx.RemoteProtocolError("broken"), f"The connection to Notion failed for page {PAGE}; check the"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_an_exception_of_the_network_is_a_sentence(error: httpx.RequestError, said: str) -> None:
    """Provenance: ours."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert sentence(run(answering(fail), read(PAGE))).startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Log in</body></html>",
        b'{"id": "x"',
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"page"',
        b'{"id": null}',
        b'{"id": "x", "properties": []}',
        b'{"id": "x", "created_time": "soon"}',
        b'{"id": "x", "created_time": "0001-01-01T00:00:00+14:00"}',
        b'{"id": "x", "properties": {"N": {"type": "number", "number": NaN}}}',
        b'{"id": "x", "a": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    ],
)
def test_an_answer_that_cannot_be_read_is_a_sentence(content: bytes) -> None:
    """Provenance: ours. Notion says 200 to all of them."""
    api = answering(lambda _: httpx.Response(200, content=content))

    message = sentence(run(api, read(PAGE)))

    assert message.startswith(
        ("Notion answered HTTP 200 without readable", "Notion sent an answer of an unex")
    )


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 502, 503])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><h1>Bad</h1></html>",
        b"[]",
        b"null",
        b'{"code": 5, "message": {"a": "b"}}',
        json.dumps({"code": "x", "message": f"<b>{TOKEN}</b>\nand\x1b[0m " + "more " * 500}).encode(),
    ],
    ids=["empty", "html", "list", "null", "objects", "hostile"],
)
def test_no_error_body_reaches_the_reply_as_it_is(status: int, content: bytes) -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(status, content=content))

    message = sentence(run(api, read(PAGE)))

    assert f"HTTP {status}" in message
    assert PAGE in message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            {"object": "error", "status": 404, "code": "object_not_found", "message": "Not there."},
            "object_not_found: Not there.",
        ),
        (
            {"object": "error", "status": 400, "code": "validation_error", "message": "No.", "request_id": 1},
            "validation_error: No.",
        ),
        ({"error": "invalid_client", "error_description": "Unknown"}, "invalid_client: Unknown"),
        ({"code": "same", "message": "same"}, "same"),
        ({"message": "Only this"}, "Only this"),
        ({"code": None, "message": ""}, ""),
        ({"code": 5, "message": ["a"]}, ""),
        ([], ""),
        ("Not found", ""),
        (None, ""),
    ],
)
def test_notions_own_words_are_found_in_every_kind_of_error_body(body: JSON, said: str) -> None:
    """Provenance: the shapes of recorded error bodies, and the vendor's documentation."""
    assert error_text(body) == said


def test_requests_go_where_the_vendor_documents_them() -> None:
    """Provenance: the vendor's API description."""
    seen: list[tuple[str, str, JSON]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent = json.loads(request.content) if request.content else None
        seen.append((request.method, request.url.raw_path.decode(), sent))
        assert request.headers["notion-version"] == "2025-09-03"
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        return httpx.Response(404)

    async def all_requests(api: HttpApi) -> None:
        await _search(api)
        await api_helper.get_page(TOKEN, api, "p")
        await api_helper.get_children(TOKEN, api, "b", page_size=7, cursor="c=")
        await api_helper.get_data_source(TOKEN, api, "d")
        await api_helper.query_data_source(
            TOKEN, api, "d", conditions={"and": []}, sorts=[{"a": 1}], page_size=7, cursor="c"
        )
        await api_helper.list_users(TOKEN, api, page_size=7, cursor=None)
        await api_helper.list_comments(TOKEN, api, "b", page_size=7, cursor=None)
        await api_helper.create_page(
            TOKEN, api, "data_source", "d", properties={"N": 1}, children=[{"c": 1}], emoji="📌"
        )
        await api_helper.update_page(TOKEN, api, "p", properties={}, emoji="📌")
        await api_helper.append_children(TOKEN, api, "b", [{"c": 1}], after="a")
        await api_helper.create_comment(TOKEN, api, {"discussion_id": "d"}, rich_text=[1], subject="x")
        await api_helper.delete_block(TOKEN, api, "b")

    run(answering(answer), all_requests)

    icon: JSON = {"type": "emoji", "emoji": "📌"}
    expected: list[tuple[str, str, JSON]] = [
        (
            "POST",
            "/v1/search",
            {
                "query": "words",
                "sort": {"timestamp": "last_edited_time", "direction": "ascending"},
                "page_size": 5,
                "start_cursor": "abc",
                "filter": {"property": "object", "value": "page"},
            },
        ),
        ("GET", "/v1/pages/p", None),
        ("GET", "/v1/blocks/b/children?page_size=7&start_cursor=c%3D", None),
        ("GET", "/v1/data_sources/d", None),
        (
            "POST",
            "/v1/data_sources/d/query",
            {"page_size": 7, "start_cursor": "c", "filter": {"and": []}, "sorts": [{"a": 1}]},
        ),
        ("GET", "/v1/users?page_size=7", None),
        ("GET", "/v1/comments?block_id=b&page_size=7", None),
        (
            "POST",
            "/v1/pages",
            {
                "parent": {"type": "data_source_id", "data_source_id": "d"},
                "properties": {"N": 1},
                "children": [{"c": 1}],
                "icon": icon,
            },
        ),
        ("PATCH", "/v1/pages/p", {"icon": icon}),
        ("PATCH", "/v1/blocks/b/children", {"children": [{"c": 1}], "after": "a"}),
        ("POST", "/v1/comments", {"discussion_id": "d", "rich_text": [1]}),
        ("DELETE", "/v1/blocks/b", None),
    ]
    assert seen == expected


def test_no_argument_reaches_another_endpoint() -> None:
    """Provenance: ours."""
    paths: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.raw_path.decode())
        return httpx.Response(404)

    sentence(run(answering(answer), read("../users?x=1#y")))
    refused = sentence(run(answering(answer), read("..")))

    assert paths == ["/v1/pages/..%2Fusers%3Fx%3D1%23y"]
    assert refused.startswith("Notion was not asked, because an argument")


@pytest.mark.parametrize(
    ("flags", "is_gone"),
    [
        ({"in_trash": True}, True),
        ({"archived": True}, True),
        ({"archived": True, "in_trash": False}, True),
        ({}, True),
        ({"in_trash": False}, False),
        ({"archived": False, "in_trash": False}, False),
    ],
)
def test_a_deletion_is_believed_only_if_the_answer_says_so(flags: dict[str, JSON], is_gone: bool) -> None:
    """Provenance: `archived` until 2025, both since, `in_trash` alone since 2026."""
    api = answering(lambda _: httpx.Response(200, json={"object": "block", "id": PAGE, **flags}))

    result = run(api, lambda api: api_helper.delete_block(TOKEN, api, PAGE))

    if is_gone:
        assert isinstance(result, Ok)
        assert isinstance(result.value, Block)
    else:
        assert "did not do what was asked for block" in sentence(result)


def test_blocks_that_were_not_added_are_no_success() -> None:
    """Provenance: ours. An empty list of new blocks, with HTTP 200."""
    api = answering(lambda _: httpx.Response(200, json={"object": "list", "results": []}))

    assert "an answer of an unexpected shape for content of block" in sentence(run(api, write(PAGE)))
