"""A connection that brings no answer, as each HTTP client library tells it."""

import asyncio
import urllib.request
from collections.abc import Callable

import aiohttp
import httpx
import httpx2
import pytest
import requests

from pytest_mcp_contract.model import Breakage, Exchange, Fault, FaultKind, Request, Response
from pytest_mcp_contract.observe.upstream.intercept import playing
from pytest_mcp_contract.observe.upstream.match import Deck

URL = "https://api.acme.example/items/1"
MATCH_ON = ("method", "path")


def httpx_get(timeout: float | None) -> None:
    httpx.get(URL, timeout=timeout)


def httpx2_get(timeout: float | None) -> None:
    httpx2.get(URL, timeout=timeout)


def requests_get(timeout: float | None) -> None:
    requests.get(URL, timeout=timeout)


def urllib_get(timeout: float | None) -> None:
    if timeout is None:
        urllib.request.urlopen(URL)
    else:
        urllib.request.urlopen(URL, timeout=timeout)


def aiohttp_get(timeout: float | None) -> None:
    async def get() -> None:
        async with aiohttp.ClientSession() as session, session.get(URL):
            pass

    asyncio.run(get())


def deck(breakage: Breakage) -> Deck:
    kind = FaultKind.TIMEOUT if breakage is Breakage.TIMEOUT else FaultKind.RESET
    exchange = Exchange(Request("GET", URL), Response(200, "OK", body=b"{}"))
    return Deck([exchange], MATCH_ON, fault=Fault(kind, 0, breakage))


@pytest.mark.parametrize(
    ("get", "breakage", "error"),
    [
        (httpx_get, Breakage.TIMEOUT, httpx.ReadTimeout),
        (httpx_get, Breakage.RESET, httpx.ReadError),
        (httpx2_get, Breakage.TIMEOUT, httpx2.ReadTimeout),
        (httpx2_get, Breakage.RESET, httpx2.ReadError),
        (requests_get, Breakage.TIMEOUT, requests.exceptions.ReadTimeout),
        (requests_get, Breakage.RESET, requests.exceptions.ConnectionError),
        (urllib_get, Breakage.TIMEOUT, TimeoutError),
        (urllib_get, Breakage.RESET, ConnectionResetError),
        (aiohttp_get, Breakage.TIMEOUT, aiohttp.ServerTimeoutError),
        (aiohttp_get, Breakage.RESET, aiohttp.ClientOSError),
    ],
)
def test_each_library_raises_what_its_users_catch(
    get: Callable[[float | None], None], breakage: Breakage, error: type[Exception]
) -> None:
    """Provenance: vcrpy's stubs, whose frames tell which library asks."""
    with playing(deck(breakage), lambda request: request), pytest.raises(error):
        get(5.0)


@pytest.mark.parametrize("get", [httpx_get, httpx2_get, requests_get, urllib_get])
@pytest.mark.parametrize(("timeout", "forever"), [(None, True), (5.0, False)])
def test_a_client_without_a_timeout_waits_forever(
    get: Callable[[float | None], None], timeout: float | None, forever: bool
) -> None:
    """Provenance: ours. `requests` has no timeout unless it is given one."""
    with playing(deck(Breakage.TIMEOUT), lambda request: request) as at_play:
        with pytest.raises(OSError if get in (requests_get, urllib_get) else Exception, match="time"):
            get(timeout)
        waits = at_play.waits_forever

    assert waits is forever


def test_a_broken_answer_is_given_each_time() -> None:
    """Provenance: ours. A retry must not find the API well again."""
    cards = deck(Breakage.RESET)
    with playing(cards, lambda request: request):
        for _ in range(3):
            with pytest.raises(httpx.ReadError):
                httpx_get(5.0)

    assert cards.asked_for_fault == 3
