"""What a generated call costs beside the bare call, and beside hypothesis drawing the same for nothing."""

import asyncio
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import mcp_types as types
from hypothesis import given, seed
from mcp import Client
from mcp.server import MCPServer
from mcp.types import ToolAnnotations
from pydantic import Field

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.fuzz import prepare
from pytest_mcp_contract.fuzz.filling import Filled, varied
from pytest_mcp_contract.fuzz.known import known
from pytest_mcp_contract.fuzz.modes import Mode, profile
from pytest_mcp_contract.fuzz.run import Run, Subject
from pytest_mcp_contract.fuzzer import Fuzzing
from pytest_mcp_contract.model import Call, Entry, JSONObject, Stage, ToolCalls, Trial, Unchecked
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.runner import Run as ContractRun
from tests.bench.figures import Asked, Figure

ROOT = Path(__file__).resolve().parents[2]
TARGET = f"{__name__}:server"
RANDOM = 1_000

server = MCPServer("bench", log_level="ERROR")


@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
async def search(
    query: Annotated[str, Field(min_length=1, max_length=200)],
    limit: Annotated[int, Field(ge=1, le=100)] = 10,
    state: Literal["open", "closed", "all"] = "all",
    label: Annotated[str, Field(max_length=50)] = "",
    exact: bool = False,
) -> str:
    """Search, and find what was asked for."""
    return f"{limit} {state} things labelled {label} like {query}{' exactly' if exact else ''}."


def fuzzing(_folder: Path, laps: int) -> list[Figure]:
    """One tool in memory, as often as is asked for; then the tools of the embedded registry, once."""
    taken = [_one_tool() for _ in range(laps + 1)][1:]
    bare, boundary, drawn, called, random = (statistics.median(each) for each in zip(*taken, strict=True))
    seconds, calls = _embedded()
    name, once = "made-up call", "the bare call"
    everything = f"all {calls:,} calls of the embedded registry"
    return [
        Figure(name, "boundary", boundary, bare, "ms", once, Asked(0.3, "added")),
        Figure(name, "random", random, called, "ms", "hypothesis drawing and calling", Asked(1.3, "ratio")),
        Figure(name, "random, apart", random, drawn + bare, "ms", "hypothesis drawing, and the bare call"),
        Figure(name, everything, seconds, calls * bare / 1000, "s", "as many bare calls", Asked(60)),
    ]


def _one_tool() -> tuple[float, float, float, float, float]:
    """Milliseconds of a bare call, a boundary call, a draw, a draw with a bare call, and a random call."""
    registry = choose(option=None, ini=None, named=None, target=TARGET, rootdir=ROOT, invocation_dir=ROOT)
    observer = Observer(registry, rootdir=ROOT)
    checks = all_checks()
    oracles = [check for check in checks if check.scope is Scope.CALLS]
    contract = ContractRun(registry, checks, observer, ROOT, fuzzing=Fuzzing("ci"), oracles=oracles)
    try:
        rig = observer.rig(next(iter(registry.servers)), "search")
        assert not isinstance(rig, Unchecked)
        prepared = prepare(rig.tool.input_schema)
        subject = Subject(
            given=ToolCalls(rig.entry.name, rig.tool, ()),
            prepared=prepared,
            known=known(prepared, rig.tool, Entry(name=rig.entry.name)),
            mode=Mode.DEEP,
            seed=0,
            is_stateless=True,
            is_promised=False,
        )
        with rig.opened() as call:
            call({"query": "a"}, Trial(Stage.GIVEN))  # starts the server
            began: dict[Stage, float] = {}
            made: dict[Stage, list[JSONObject]] = {}

            def timed(arguments: JSONObject, trial: Trial) -> Call | Unchecked:
                began.setdefault(trial.stage, time.perf_counter())
                made.setdefault(trial.stage, []).append(arguments)
                return call(arguments, trial)

            judge = contract.fuzzer.judge_of(rig.entry.name, rig.tool)
            Run(subject, timed, judge, time.perf_counter).all()
            ended = time.perf_counter()
        boundary = _each(began[Stage.BOUNDARY], began[Stage.INVALID], len(made[Stage.BOUNDARY]))
        random = _each(began[Stage.RANDOM], ended, len(made[Stage.RANDOM]))
        bare, called = _bare(made[Stage.BOUNDARY], subject)
        return bare, boundary, _drawn(subject, lambda _: None), called, random
    finally:
        observer.close()


def _each(began: float, ended: float, number: int) -> float:
    return (ended - began) * 1_000 / number


def _bare(calls: list[JSONObject], subject: Subject) -> tuple[float, float]:
    """The same calls through the SDK's client alone; and drawn by hypothesis."""
    loop = asyncio.new_event_loop()
    client = Client(server)

    async def one(arguments: JSONObject) -> None:
        params = types.CallToolRequestParams(name="search", arguments=dict(arguments))
        await client.session.send_request(types.CallToolRequest(params=params), types.CallToolResult)

    async def owned() -> float:
        async with client:
            began = time.perf_counter()
            for arguments in calls:
                await one(arguments)
            bare = _each(began, time.perf_counter(), len(calls))
            ready.set_result(bare)
            await ended.wait()
            return bare

    ready, ended = loop.create_future(), asyncio.Event()
    owner = loop.create_task(owned())
    try:
        bare = loop.run_until_complete(ready)
        return bare, _drawn(subject, lambda drawn: loop.run_until_complete(one(drawn[0])))
    finally:
        ended.set()
        loop.run_until_complete(owner)
        loop.close()


def _drawn(subject: Subject, then: Callable[[Filled], None]) -> float:
    """The same values for a test that does no more than is told."""
    number = 0

    @seed(0)
    @profile(Mode.DEEP, most=RANDOM)
    @given(varied(subject.prepared, subject.known))
    def drawing(drawn: Filled) -> None:
        nonlocal number
        number += 1
        then(drawn)

    began = time.perf_counter()
    drawing()
    return _each(began, time.perf_counter(), number)


def _embedded() -> tuple[float, int]:
    registry = choose(
        option="reference", ini=None, named=None, target=None, rootdir=ROOT, invocation_dir=ROOT
    )
    observer = Observer(registry, rootdir=ROOT)
    checks = all_checks()
    oracles = [check for check in checks if check.scope is Scope.CALLS]
    run = ContractRun(registry, checks, observer, ROOT, fuzzing=Fuzzing("ci"), oracles=oracles)
    calls, seconds = 0, 0.0
    try:
        for name, entry in registry.servers.items():
            for tool in sorted(entry.tools_stakes or ()):
                observer.calls(name, tool)
                began = time.perf_counter()
                found = run.fuzzer.calls(name, tool)
                seconds += time.perf_counter() - began
                assert isinstance(found, ToolCalls), found
                calls += sum(not call.is_given for call in found.calls)
    finally:
        observer.close()
    return seconds, calls
