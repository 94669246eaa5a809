"""What a replay adds to a call: one cassette through its tool, against the same call without any HTTP."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.survey import survey
from pytest_mcp_contract.observe.target import target_of
from pytest_mcp_contract.observe.upstream.cassette import read
from pytest_mcp_contract.observe.upstream.replay import replay
from pytest_mcp_contract.reference.constants import REGISTRY
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.results import Ok, Result

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ROOT / "cassettes" / "github" / "list_issues" / "normal.yaml"
CALLS = 300
WITHIN = 10.0


@dataclass(frozen=True)
class Replayed:
    """Median milliseconds of one replay and of its floor."""

    replay: float
    floor: float

    @property
    def figures(self) -> dict[str, float]:
        """For the JSON file."""
        return {"replay_ms": self.replay, "floor_ms": self.floor, "added_ms": self.replay - self.floor}

    def __str__(self) -> str:
        return f"{self.replay:.2f} ms, {self.replay - self.floor:.2f} ms over the call without HTTP"


def replaying(folder: Path, _: int) -> Replayed:
    """A replay of one exchange, and the same call whose one request is answered without HTTP."""
    registry = Registry.model_validate(REGISTRY)
    entry = registry.servers["github"]
    cassette = read(PLAYED)
    redactor = Redactor()
    shelter = Shelter(folder)
    session = Session(target_of(entry, ROOT, recording=False), mode="auto", shelter=shelter)
    os.environ["GITHUB_TOKEN"] = "not-a-real-token"
    session.start(WITHIN)
    try:
        shown = survey(session, "github", probe="bench", within=WITHIN)
        tool = next(tool for tool in shown.tools if tool.name == "list_issues")

        def played() -> None:
            done = replay(
                cassette,
                session,
                entry=entry,
                tool=tool,
                shelter=shelter,
                redact=redactor.request,
                within=WITHIN,
                folder=ROOT,
            )
            assert done.call is not None
            assert not done.misses

        def bare() -> None:
            session.call("list_issues", cassette.header.arguments, WITHIN)

        with_http = _median(played)
        recorded = cassette.exchanges[0].response
        original = HttpApi.response

        async def answered(self: HttpApi, ask: ApiRequest) -> Result[httpx.Response]:
            return Ok(httpx.Response(recorded.status, content=recorded.body))

        HttpApi.response = answered  # type: ignore[method-assign]
        try:
            floor = _median(bare)
        finally:
            HttpApi.response = original  # type: ignore[method-assign]
    finally:
        session.close()
    return Replayed(with_http, floor)


def _median(work: Callable[[], None]) -> float:
    """Milliseconds of one run, after some that warm up."""
    took = []
    for number in range(CALLS + 20):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000 if number >= 20 else 0.0)
    return statistics.median(took[20:])
