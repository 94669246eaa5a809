"""HTTP of tools inside this process: answered from a deck, kept while recording, and let be afterwards."""

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.model import Exchange, Request, Response
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.upstream.intercept import playing, recording
from pytest_mcp_contract.observe.upstream.match import Deck
from tests.emulators.loopback import serve
from tests.observe.helpers import CALL, in_process, started

BASE = "https://api.acme.example"
MATCH_ON = ("method", "path", "query", "json")


def redact(request: Request) -> Request:
    return Redactor().request(request)


def item(number: int, name: str = "spanner", **fields: Any) -> Exchange:
    """One item, as it was asked for once."""
    body = json.dumps({"name": name, "owner": "octocat", **fields}).encode()
    return Exchange(
        Request("GET", f"{BASE}/items/{number}"),
        Response(200, "OK", (("Content-Type", "application/json"),), body),
    )


@pytest.fixture(autouse=True)
def _base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_API_URL", BASE)


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """A real API on loopback."""

    async def get(request: HttpRequest) -> HttpResponse:
        answer = JSONResponse({"name": f"item {request.path_params['number']}", "owner": "octocat"})
        answer.set_cookie("session", "1")
        answer.set_cookie("user", "2")
        return answer

    async def zipped(request: HttpRequest) -> HttpResponse:
        body = gzip.compress(b'{"name": "zipped", "owner": "octocat"}')
        return HttpResponse(body, media_type="application/json", headers={"Content-Encoding": "gzip"})

    routes = [Route("/items/999", zipped), Route("/items/{number}", get)]
    with serve(Starlette(routes=routes)) as url:
        yield url


# -- playing


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("tool", "text"),
    [
        ("get_item", "spanner (octocat)"),
        ("get_item_sync", "spanner"),
        ("get_item_from_worker", "spanner"),
        ("swallow", "spanner (octocat)"),
    ],
)
def test_a_tool_is_answered_from_the_deck(tool: str, text: str, mode: str, shelter: Shelter) -> None:
    """Provenance: ours. With the asynchronous client and the synchronous one, and no network."""
    deck = Deck([item(1)], MATCH_ON)

    with (
        started(in_process("vendor:server"), mode, shelter=shelter) as session,
        playing(deck, redact) as at_play,
    ):
        _, reply, _ = session.call(tool, {"number": 1}, CALL, rewind=at_play.rewind)
        missed = at_play.misses()

    assert reply is not None
    assert (reply.is_error, reply.texts()) == (False, (text,))
    assert (deck.played, missed, shelter.refusals) == ({0}, (), [])


@pytest.mark.parametrize(
    ("tool", "is_error"), [("get_item", True), ("get_item_sync", True), ("swallow", False)]
)
def test_a_request_that_nothing_answers_is_kept_also_where_it_is_swallowed(
    tool: str, is_error: bool, shelter: Shelter
) -> None:
    """Provenance: ours. vcrpy's error is an `Exception`: the server says `no results`."""
    deck = Deck([item(1)], MATCH_ON)

    with started(in_process("vendor:server"), shelter=shelter) as session, playing(deck, redact) as at_play:
        _, reply, _ = session.call(tool, {"number": 2}, CALL)
        missed = at_play.misses()

    assert reply is not None
    assert reply.is_error is is_error
    assert [(miss.request.uri, miss.why) for miss in missed] == [
        (f"{BASE}/items/2", f"not recorded (nearest: GET {BASE}/items/1)")
    ]
    assert deck.played == set()


def test_each_request_that_nothing_answers_is_kept_once() -> None:
    """Provenance: ours. Some of vcrpy's stubs ask twice about one request."""
    with playing(Deck([item(1)], MATCH_ON), redact) as at_play, httpx.Client() as client:
        for number in (1, 1, 2, 2):
            with suppress(Exception):
                client.get(f"{BASE}/items/{number}")

        assert [re.split(r":| \(", miss.why)[0] for miss in at_play.misses()] == [
            "played out",
            "not recorded",
            "not recorded",
        ]


def test_a_request_is_redacted_before_it_is_matched() -> None:
    """Provenance: ours. The cassette holds the word `REDACTED`; so must what is compared with it."""
    recorded = Exchange(
        Request("GET", f"{BASE}/login?access_token=REDACTED"), Response(200, "OK", (), b"hello")
    )

    with playing(Deck([recorded], MATCH_ON), redact) as at_play:
        answer = httpx.get(f"{BASE}/login?access_token=live-token")
        missed = at_play.misses()

    assert (answer.text, missed) == ("hello", ())


@pytest.mark.parametrize("status", [200, 404, 500])
def test_an_answer_is_what_was_recorded(status: int) -> None:
    """Provenance: ours. Status, reason, headers that come twice, body to the byte."""
    headers = (("Content-Type", "application/octet-stream"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    recorded = Exchange(
        Request("GET", f"{BASE}/file"), Response(status, "As It Was", headers, bytes(range(256)))
    )

    with playing(Deck([recorded], MATCH_ON), redact):
        answer = httpx.get(f"{BASE}/file")

    assert (answer.status_code, answer.content) == (status, bytes(range(256)))
    assert answer.headers.get_list("Set-Cookie") == ["a=1", "b=2"]


def test_requests_of_a_worker_thread_are_answered_too() -> None:
    """Provenance: ours. Real worker threads are rare (`anyio.from_thread`), but they are there."""
    answers: list[str] = []

    with playing(Deck([item(1)], MATCH_ON), redact):
        thread = threading.Thread(target=lambda: answers.append(httpx.get(f"{BASE}/items/1").json()["name"]))
        thread.start()
        thread.join(CALL)

    assert answers == ["spanner"]


def test_after_playing_requests_reach_the_network_again(api: str) -> None:
    """Provenance: ours."""
    with playing(Deck([item(1)], MATCH_ON), redact):
        played = httpx.get(f"{BASE}/items/1").json()["name"]

    assert (played, httpx.get(f"{api}/items/7").json()["name"]) == ("spanner", "item 7")


def test_after_playing_that_failed_requests_reach_the_network_again(api: str) -> None:
    """Provenance: ours."""
    with pytest.raises(LookupError), playing(Deck([item(1)], MATCH_ON), redact):
        raise LookupError

    assert httpx.get(f"{api}/items/7").json()["name"] == "item 7"


def test_while_playing_loopback_is_no_exception(api: str) -> None:
    """Provenance: ours."""
    with playing(Deck((), ()), redact) as at_play:
        with pytest.raises(Exception, match="vcr"):
            httpx.get(f"{api}/items/7")

        assert [miss.why for miss in at_play.misses()] == ["not recorded: the cassette is empty"]


# -- recording


@pytest.mark.parametrize("tool", ["get_item", "get_item_sync"])
def test_recording_keeps_what_was_exchanged(tool: str, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("ACME_API_URL", api)
    monkeypatch.setenv("ACME_TOKEN", "the-real-token")

    with started(in_process("vendor:server")) as session, recording() as recorded:
        _, reply, _ = session.call(tool, {"number": 7}, CALL)
        (kept,) = recorded.exchanges()

    assert reply is not None
    assert reply.texts()[0].startswith("item 7")
    assert (kept.request.method, kept.request.uri) == ("GET", f"{api}/items/7")
    assert kept.request.header("authorization") == "Bearer the-real-token"
    assert (kept.response.status, kept.response.json()) == (200, {"name": "item 7", "owner": "octocat"})
    assert [
        value.partition("=")[0] for name, value in kept.response.headers if name.lower() == "set-cookie"
    ] == [
        "session",
        "user",
    ]


def test_a_recording_plays(api: str) -> None:
    """Provenance: ours. The same bytes, without the network."""
    with recording() as recorded:
        live = httpx.get(f"{api}/items/7")
        kept = recorded.exchanges()

    with playing(Deck(kept, MATCH_ON), redact) as at_play:
        played = httpx.get(f"{api}/items/7")
        missed = at_play.misses()

    assert (played.status_code, played.content, missed) == (live.status_code, live.content, ())


def test_a_compressed_answer_is_kept_readable_and_plays(api: str) -> None:
    """Provenance: ours. Nothing in a cassette escapes the redactor, or the reader of the diff."""
    with recording() as recorded:
        live = httpx.get(f"{api}/items/999")
        kept = recorded.exchanges()

    with playing(Deck(kept, MATCH_ON), redact):
        played = httpx.get(f"{api}/items/999")

    assert kept[0].response.json() == {"name": "zipped", "owner": "octocat"}
    assert kept[0].response.header("content-encoding") is None
    assert played.json() == live.json()


def test_two_same_requests_are_kept_as_two(api: str) -> None:
    """Provenance: ours. The second may be answered differently."""
    with recording() as recorded:
        httpx.get(f"{api}/items/7")
        httpx.get(f"{api}/items/7")

        assert len(recorded.exchanges()) == 2


def test_after_recording_nothing_is_kept_any_more(api: str) -> None:
    """Provenance: ours."""
    with recording() as recorded:
        httpx.get(f"{api}/items/7")
    httpx.get(f"{api}/items/8")

    assert [kept.request.path for kept in recorded.exchanges()] == ["/items/7"]
