"""What it costs that the run answers for the API of a server outside this process: one exchange."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.api import Api
from pytest_mcp_contract.observe.upstream.cassette import read
from pytest_mcp_contract.observe.upstream.match import Deck
from tests.bench.figures import Asked, Figure

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ROOT / "cassettes" / "github" / "get_issue"
BASE = "https://api.github.com"
MATCH_ON = ("method", "path", "query", "json")
EXCHANGES = 300


def answering(folder: Path, _laps: int) -> list[Figure]:
    """The first exchange of each cassette of one tool; and the same bytes from a server that only sends."""
    decks = [read(path).exchanges[:1] for path in sorted(PLAYED.glob("*.yaml"))]
    recorded = [exchanges[0] for exchanges in decks if exchanges]
    redactor = Redactor()
    api = Api({"GITHUB_API_URL": BASE}, folder=folder)
    here = api.environment["GITHUB_API_URL"]
    try:
        with api.playing(redactor.live), httpx.Client(timeout=10.0) as client:

            def played(number: int) -> None:
                exchange = recorded[number % len(recorded)]
                api.deal(Deck([exchange], MATCH_ON))
                uri = exchange.request.uri.replace(BASE, here)
                asked = client.request(exchange.request.method, uri, content=exchange.request.body)
                assert asked.status_code == exchange.response.status
                assert not api.misses()

            exchange = _median(played)
    finally:
        api.close()

    async def plain(request: HttpRequest) -> HttpResponse:
        answer = recorded[int(request.path_params["number"])].response
        return HttpResponse(answer.body, status_code=answer.status)

    app = Starlette(routes=[Route("/{number:int}", plain, methods=["GET", "POST"])])
    with _plain(app) as base, httpx.Client(timeout=10.0) as client:

        def bare(number: int) -> None:
            one = recorded[number % len(recorded)].request
            client.request(one.method, f"{base}/{number % len(recorded)}", content=one.body)

        floor = _median(bare)
    served = "the same bytes from a plain Starlette server"
    return [Figure("API on loopback", "an exchange", exchange, floor, "ms", served, Asked(2, "added"))]


@contextmanager
def _plain(app: Starlette) -> Iterator[str]:
    """Its base URL; a body does not wait until its headers are acknowledged, as in ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10.0)


def _median(work: Callable[[int], None]) -> float:
    """Milliseconds of one, after a few to warm up."""
    taken = []
    for number in range(EXCHANGES):
        began = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken[EXCHANGES // 10 :])
