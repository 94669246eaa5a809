"""What a replay adds to a call: the cassettes of a tool, against the same calls without any HTTP."""

import os
import statistics
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import httpx

from pytest_mcp_contract.model import Registry, Response
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.survey import survey
from pytest_mcp_contract.observe.target import target_of
from pytest_mcp_contract.observe.upstream.cassette import read
from pytest_mcp_contract.observe.upstream.replay import play_all, replay
from pytest_mcp_contract.reference.constants import REGISTRY
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.results import Ok, Result
from tests.bench.figures import Asked, Figure

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ROOT / "cassettes" / "github" / "list_issues"
LAPS = 60
"""For each lap that is asked for: one takes a few milliseconds."""
WARM_UP = 20
WITHIN = 10.0


def replaying(folder: Path, laps: int) -> list[Figure]:
    """All cassettes of one tool, as a run plays them, and the same calls answered without HTTP."""
    registry = Registry.model_validate(REGISTRY)
    entry = registry.servers["github"]
    cassettes = [read(path) for path in sorted(PLAYED.glob("*.yaml"))]
    redactor = Redactor()
    shelter = Shelter(folder)
    sessions = Sessions(registry, Limits(), shelter, redactor.line)
    session = Session(target_of(entry, ROOT, recording=False), mode="auto", shelter=shelter)
    os.environ["GITHUB_TOKEN"] = "not-a-real-token"
    session.start(WITHIN)
    try:
        shown = survey(session, "github", probe="bench", within=WITHIN)
        tool = next(tool for tool in shown.tools if tool.name == PLAYED.name)

        def played() -> None:
            calls = play_all(
                cassettes,
                session,
                sessions,
                entry=entry,
                tool=tool.name,
                shelter=shelter,
                refuses_effects=True,
                redact=redactor.live,
                within=WITHIN,
            )
            for cassette, call in zip(cassettes, calls, strict=True):
                done = replay(cassette, call, entry=entry, tool=tool, within=WITHIN, folder=ROOT)
                assert not done.misses

        answers: deque[Response] = deque()
        recorded = [exchange.response for cassette in cassettes for exchange in cassette.exchanges]

        def bare() -> None:
            answers.extend(recorded)
            for cassette in cassettes:
                session.call(tool.name, cassette.header.arguments, WITHIN)
            assert not answers

        async def answered(self: HttpApi, ask: ApiRequest) -> Result[httpx.Response]:
            answer = answers.popleft()
            return Ok(httpx.Response(answer.status, headers=list(answer.headers), content=answer.body))

        original = HttpApi.response
        took: list[tuple[float, float]] = []
        try:
            for _ in range(WARM_UP + LAPS * laps):
                # In turn, so that whatever else the machine does falls on both.
                HttpApi.response = original  # type: ignore[method-assign]
                with_http = _milliseconds(played)
                HttpApi.response = answered  # type: ignore[method-assign]
                took.append((with_http, _milliseconds(bare)))
        finally:
            HttpApi.response = original  # type: ignore[method-assign]
    finally:
        session.close()
    with_http, floor = (
        statistics.median(each) / len(cassettes) for each in zip(*took[WARM_UP:], strict=True)
    )
    without = "the same call without HTTP"
    return [Figure("replay", "one cassette", with_http, floor, "ms", without, Asked(1.5, "added"))]


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
