"""Requests, and the sentences that failures are told in."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import TypeVar

import httpx
import pytest

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.zendesk import api_helper
from pytest_mcp_contract.reference.servers.zendesk.utils import PLATFORM, error_text
from tests.emulators.zendesk import create_app

TOKEN = "secret0123456789"
BASE = "https://example.zendesk.com"
T = TypeVar("T")


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    return HttpApi(PLATFORM, BASE, transport=httpx.ASGITransport(create_app()))


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HttpApi:
    """An API that gives this answer to everything."""
    return HttpApi(PLATFORM, BASE, transport=httpx.MockTransport(answer))


def run(api: HttpApi, request: Callable[[], Coroutine[None, None, T]]) -> T:
    """What one request returns, with `api` closed after it."""

    async def main() -> T:
        async with api:
            return await request()

    return asyncio.run(main())


def sentence(result: Result[object]) -> str:
    """The message of a failure, which keeps the rules that hold for all of them."""
    assert isinstance(result, Err)
    assert len(result.message) < 500
    assert "\n" not in result.message
    assert result.message.endswith(".")
    assert not any(mark in result.message for mark in (TOKEN, "<", "Traceback", "None"))
    return result.message


@pytest.mark.parametrize(
    ("ticket_id", "message"),
    [
        (
            9999,
            "Zendesk found no ticket #9999 (HTTP 404: RecordNotFound: Not found); check the names and "
            "numbers, and if they are right, use a token that may see it.",
        ),
        (
            9401,
            "Zendesk did not accept the access token for ticket #9401 (HTTP 401: invalid_token: The "
            "access token provided is expired, revoked, malformed or invalid); set ZENDESK_TOKEN to a "
            "valid token or connect Zendesk again.",
        ),
        (
            9403,
            "Zendesk does not allow this token to use ticket #9403 (HTTP 403: Forbidden: You do not have "
            "access to this page. Please contact the account owner of this help desk); use a token with that "
            "permission or ask the owner for access.",
        ),
        (
            9409,
            "Zendesk rejected what was sent for ticket #9409 (HTTP 409: UpdateConflict: Safe Update "
            "prevented the update due to outdated ticket data); correct it and call again.",
        ),
        (
            9429,
            "Zendesk is limiting requests (HTTP 429: APIRateLimitExceeded: Number of allowed API requests "
            "per minute exceeded); wait 36 seconds before you ask for ticket #9429 again.",
        ),
        (
            9500,
            "Zendesk failed for ticket #9500 (HTTP 500: InternalError: An unexpected error occurred); "
            "the cause is on its side, so try again in a few minutes.",
        ),
        (
            9502,
            "Zendesk failed for ticket #9502 (HTTP 502); the cause is on its side, so try again in a few "
            "minutes.",
        ),
        (
            9601,
            "Zendesk answered HTTP 200 without readable JSON for ticket #9601; try again in a few minutes, "
            "and check ZENDESK_API_URL if it happens again.",
        ),
        (
            9602,
            "Zendesk sent an answer of an unexpected shape for ticket #9602 (at ticket.id: Input should be a "
            "valid integer); do not rely on it, and try again in a few minutes.",
        ),
    ],
)
def test_a_failed_read_says_what_happened_and_the_next_step(ticket_id: int, message: str) -> None:
    """Provenance: ours."""
    api = emulated()

    assert sentence(run(api, lambda: api_helper.get_ticket(TOKEN, api, ticket_id))) == message


def test_a_write_that_may_have_happened_is_not_repeated_blindly() -> None:
    """Provenance: ours."""
    api = emulated()

    result = run(api, lambda: api_helper.add_comment(TOKEN, api, 9502, body="Hello", public=True))

    assert sentence(result).endswith("so check whether the change was made before you try again.")


def test_a_blank_comment_is_rejected_with_its_field() -> None:
    """Provenance: ours."""
    api = emulated()

    result = run(api, lambda: api_helper.add_comment(TOKEN, api, 1, body=" ", public=True))

    assert "Record validation errors: base: Comment body: cannot be blank); correct it" in sentence(result)


def test_a_search_beyond_the_limit_is_rejected_in_zendesks_words() -> None:
    """Provenance: public issue reports quote this description."""
    api = emulated()

    result = run(
        api,
        lambda: api_helper.search_tickets(
            TOKEN, api, "bounce", sort_by=None, sort_order="desc", page=11, per_page=100
        ),
    )

    assert "Requested response size was greater than Search Response Limits" in sentence(result)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": "RecordNotFound", "description": "Not found"}, "RecordNotFound: Not found"),
        ({"error": "Couldn't authenticate you"}, "Couldn't authenticate you"),
        ({"error": {"title": "Forbidden", "message": "No access"}}, "Forbidden: No access"),
        ({"error": {"error": {"error": "deep"}}}, ""),
        ({"error": "invalid_token", "error_description": "expired"}, "invalid_token: expired"),
        (
            {"error": "TooManyValues", "description": "At most 100", "max_count": 100},
            "TooManyValues: At most 100",
        ),
        (
            {"errors": [{"code": "X", "title": "Bad", "detail": "page[size]"}, "plain"]},
            "Bad: page[size], plain",
        ),
        (
            {"error": "RecordInvalid", "details": {"status": [{"description": "closed"}], "base": None}},
            "RecordInvalid: status: closed, base",
        ),
        ({"error": 5, "description": None, "details": [], "errors": {}}, ""),
        ({"message": "Too many"}, "Too many"),
        ([], ""),
        ("Not found", ""),
        (None, ""),
    ],
)
def test_zendesks_own_words_are_found_in_every_kind_of_error_body(body: JSON, said: str) -> None:
    """Provenance: recorded error bodies, and the vendor's documentation."""
    assert error_text(body) == said


def test_requests_go_where_the_vendor_documents_them() -> None:
    """Provenance: the vendor's API description."""
    seen: list[tuple[str, str, JSON]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent = json.loads(request.content) if request.content else None
        seen.append((request.method, request.url.raw_path.decode(), sent))
        return httpx.Response(404)

    api = answering(answer)

    async def all_requests() -> None:
        await api_helper.get_ticket(TOKEN, api, 7)
        await api_helper.get_metrics(TOKEN, api, 7)
        await api_helper.get_comments(TOKEN, api, 7, after="abc=", per_page=10)
        await api_helper.list_fields(TOKEN, api, per_page=5, after=None)
        await api_helper.add_comment(TOKEN, api, 7, body="Hi", public=False)
        await api_helper.change_tags(TOKEN, api, 7, ["a"], replace=False)
        await api_helper.change_tags(TOKEN, api, 7, ["a"], replace=True)
        await api_helper.search_tickets(
            TOKEN, api, "tags:a&b", sort_by="status", sort_order="asc", page=2, per_page=3
        )

    run(api, all_requests)

    assert seen == [
        ("GET", "/api/v2/tickets/7", None),
        ("GET", "/api/v2/tickets/7/metrics", None),
        ("GET", "/api/v2/tickets/7/comments?page%5Bsize%5D=10&page%5Bafter%5D=abc%3D", None),
        ("GET", "/api/v2/ticket_fields?page%5Bsize%5D=5", None),
        ("PUT", "/api/v2/tickets/7", {"ticket": {"comment": {"body": "Hi", "public": False}}}),
        ("PUT", "/api/v2/tickets/7/tags", {"tags": ["a"]}),
        ("POST", "/api/v2/tickets/7/tags", {"tags": ["a"]}),
        (
            "GET",
            "/api/v2/search?query=type%3Aticket+tags%3Aa%26b&page=2&per_page=3&sort_by=status&sort_order=asc",
            None,
        ),
    ]


def test_users_are_asked_for_in_chunks_of_a_hundred() -> None:
    """Provenance: ours. `show_many` answers 400 TooManyValues to more."""
    asked: list[list[int]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        ids = [int(one) for one in request.url.params["ids"].split(",")]
        asked.append(ids)
        return httpx.Response(200, json={"users": [{"id": one, "name": f"User {one}"} for one in ids]})

    api = answering(answer)
    known, failure = run(api, lambda: api_helper.get_users(TOKEN, api, [*range(-1, 251), 7, 7]))

    assert failure is None
    assert [len(ids) for ids in asked] == [100, 100, 50]
    assert sorted(known) == list(range(1, 251))


def test_users_of_the_chunks_before_a_failure_are_kept() -> None:
    """Provenance: ours."""

    def answer(request: httpx.Request) -> httpx.Response:
        ids = [int(one) for one in request.url.params["ids"].split(",")]
        if 150 in ids:
            return httpx.Response(500)
        return httpx.Response(200, json={"users": [{"id": one} for one in ids]})

    api = answering(answer)
    known, failure = run(api, lambda: api_helper.get_users(TOKEN, api, range(1, 251)))

    assert sorted(known) == list(range(1, 101))
    assert failure is not None
    assert "Zendesk failed for users of the ticket (HTTP 500)" in failure.message


def test_nobody_is_asked_for_where_there_is_nobody() -> None:
    """Provenance: ours."""
    api = answering(lambda request: pytest.fail(f"asked {request.url}"))

    assert run(api, lambda: api_helper.get_users(TOKEN, api, [-1, 0])) == ({}, None)
    assert run(api, lambda: api_helper.get_fields(TOKEN, api, [])) == ({}, None)


def test_comments_have_pages() -> None:
    """Provenance: ours."""
    api = emulated()

    first = run(api, lambda: api_helper.get_comments(TOKEN, api, 3, after=None, per_page=10))

    assert isinstance(first, Ok)
    assert first.value.meta is not None
    assert (len(first.value.comments), first.value.meta.has_more) == (10, True)
