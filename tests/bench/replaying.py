"""What a replay adds to a call: the cassettes of a tool, against the same calls without any HTTP."""

import os
import statistics
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
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

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ROOT / "cassettes" / "github" / "list_issues"
LAPS = 200
WARM_UP = 20
WITHIN = 10.0


@dataclass(frozen=True)
class Replayed:
    """Median milliseconds of the replay of one cassette, and of its floor."""

    replay: float
    floor: float

    @property
    def figures(self) -> dict[str, float]:
        """For the JSON file."""
        return {"replay_ms": self.replay, "floor_ms": self.floor, "added_ms": self.replay - self.floor}

    def __str__(self) -> str:
        return f"{self.replay:.2f} ms, {self.replay - self.floor:.2f} ms over the call without HTTP"


def replaying(folder: Path, _runs: int) -> Replayed:
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
            for _ in range(WARM_UP + LAPS):
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
    return Replayed(with_http, floor)


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
