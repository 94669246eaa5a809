"""What it costs that the run answers for the API of a server outside this process: one exchange."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.api import Api
from pytest_mcp_contract.observe.upstream.cassette import read
from pytest_mcp_contract.observe.upstream.match import Deck
from tests.emulators.loopback import serve

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ROOT / "cassettes" / "github" / "get_issue"
BASE = "https://api.github.com"
MATCH_ON = ("method", "path", "query", "json")
EXCHANGES = 300


@dataclass(frozen=True)
class Answered:
    """Medians in milliseconds."""

    exchange: float
    floor: float

    @property
    def figures(self) -> dict[str, float]:
        """For the JSON file."""
        return {
            "exchange_ms": self.exchange,
            "floor_ms": self.floor,
            "added_ms": self.exchange - self.floor,
            "ratio": self.exchange / self.floor,
        }

    def __str__(self) -> str:
        return (
            f"{self.exchange:.2f} ms an exchange, {self.exchange - self.floor:.2f} ms over the same bytes "
            "from a plain Starlette server"
        )


def answering(folder: Path, _runs: int) -> Answered:
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
    with serve(app) as base, httpx.Client(timeout=10.0) as client:

        def bare(number: int) -> None:
            one = recorded[number % len(recorded)].request
            client.request(one.method, f"{base}/{number % len(recorded)}", content=one.body)

        floor = _median(bare)
    return Answered(exchange, floor)


def _median(work: Callable[[int], None]) -> float:
    """Milliseconds of one, after a few to warm up."""
    taken = []
    for number in range(EXCHANGES):
        began = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken[EXCHANGES // 10 :])
