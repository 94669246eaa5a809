"""Replays with one fault each: what a tool makes of an API that refuses, breaks, or answers otherwise."""

import math
import time
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.model import (
    Exchange,
    Experiment,
    Fault,
    FaultKind,
    FaultRun,
    Replay,
    Response,
    SchemaVerdict,
    Unchecked,
)
from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.fault_plan import Judged, Sketch, plan, steers
from pytest_mcp_contract.observe.upstream.keys import key_for
from pytest_mcp_contract.observe.upstream.match import Deck
from pytest_mcp_contract.observe.upstream.responses import load_schema

MOST_FAULTS = 300
"""Faulted replays of one tool, over all of its cassettes."""
MOST_SECONDS = 60.0
"""How long the faults of one tool may take outside this process, where waiting takes real time."""
_OUT_OF_TIME = f"the tool had been tried with faults for {MOST_SECONDS:g} s before this cassette's turn came"
_AGAIN = frozenset(
    {
        *((FaultKind.STATUS, status) for status in ("404", "429", "500")),
        *((kind, "") for kind in (FaultKind.TIMEOUT, FaultKind.TRUNCATED_JSON, FaultKind.OTHER_JSON)),
    }
)
"""Faults that are made twice, once for a tool: whether both replies say the same."""


def conduct(bench: Bench, replays: list[Replay]) -> Iterator[Replay]:
    """Each replay with its faults.

    The same fault of the same endpoint is made once for a tool, in the first cassette where it can be.
    """
    ends = math.inf if bench.entry.in_process else time.monotonic() + MOST_SECONDS
    made: set[tuple[str, FaultKind, str]] = set()
    twice: set[tuple[FaultKind, str]] = set()
    with bench.opened():
        for played in replays:
            why = _unfit(played)
            runs: list[FaultRun] = []
            for run in () if why else _runs(bench, played, made, ends):
                if isinstance(run, Unchecked):
                    why = run.reason
                    break
                runs.append(_light(_again(bench, played, run, twice)))
            if not runs and time.monotonic() > ends:
                why = why or _OUT_OF_TIME
            yield replace(played, faults=tuple(runs)).without(Experiment.FAULTS, why)


def _runs(
    bench: Bench, played: Replay, made: set[tuple[str, FaultKind, str]], ends: float
) -> Iterator[FaultRun | Unchecked]:
    for endpoint, sketch in _planned(bench, played):
        if time.monotonic() > ends:
            return
        said = (endpoint, sketch.kind, sketch.at)
        if said not in made and len(made) < MOST_FAULTS:
            made.add(said)
            yield _run(bench, played, sketch.make())


def _again(bench: Bench, played: Replay, run: FaultRun, twice: set[tuple[FaultKind, str]]) -> FaultRun:
    """The run, made a second time where it is the first of a few faults that fail the call."""
    key, reply = (run.fault.kind, run.fault.at), run.call.reply
    if key not in _AGAIN or key in twice or run.misses or reply is None or reply.succeeded:
        return run
    twice.add(key)
    deck = Deck(played.exchanges, bench.entry.match_on, fault=run.fault)
    done = bench.play(deck, played.header.arguments)
    return run if isinstance(done, Unchecked) else replace(run, again=done.rendering)


def _light(run: FaultRun) -> FaultRun:
    """The run without the body of its spoilt answer: all lists of 10,000 of a registry fill a gigabyte."""
    answer = run.fault.answer
    if not isinstance(answer, Response):
        return run
    return replace(run, fault=replace(run.fault, answer=replace(answer, body=b"")))


def _unfit(played: Replay) -> str:
    """Why a cassette cannot show what a fault does; "" where it can."""
    reply = played.call.reply if played.call else None
    if reply is None or not reply.succeeded:
        return "no call of a cassette succeeds, so a fault cannot be told from its absence"
    if played.misses:
        return "the cassette does not answer every request of the call"
    return "" if played.played else "the call asks its API for nothing"


def _planned(bench: Bench, played: Replay) -> Iterator[tuple[str, Sketch]]:
    """Endpoint and fault, for all answers of a cassette in turn, so that a bound cuts off none as a whole."""
    plans = []
    for index in sorted(played.played):
        exchange = played.exchanges[index]
        line = f"{exchange.request.method} {exchange.request.path}"
        key = key_for(exchange, bench.entry.responses_for(bench.tool.name)) or line
        judged = _judged(bench, played, exchange)
        sketches = plan(index, exchange, judged, empty_on=bench.entry.tool(bench.tool.name).empty_on)
        plans.append((key, sketches))
    while plans:
        for one in list(plans):
            key, sketches = one
            sketch = next(sketches, None)
            if sketch is None:
                plans.remove(one)
            else:
                yield key, sketch


def _judged(bench: Bench, played: Replay, exchange: Exchange) -> Judged | None:
    verdict = next((one for one in played.schemas if one.exchange is exchange), None)
    if verdict is None or not _is_usable(verdict):
        return None
    schema = load_schema(verdict.schema, bench.folder)

    def accepts(body: bytes) -> bool:
        try:
            return not schema.errors(body)
        except Exception:  # a validator of the user's that raises takes nothing
            return False

    return Judged(accepts, schema.json_schema())


def _is_usable(verdict: SchemaVerdict) -> bool:
    return not verdict.unusable and not verdict.errors


def _run(bench: Bench, played: Replay, fault: Fault) -> FaultRun | Unchecked:
    header = played.header
    recorded = played.exchanges[fault.exchange]
    optional = bench.entry.tool(bench.tool.name).optional_requests
    fault = replace(
        fault,
        is_optional=key_for(recorded, optional) is not None,
        steers=steers(fault, played.exchanges, header.arguments),
    )
    deck = Deck(played.exchanges, bench.entry.match_on, fault=fault)
    done = bench.play(deck, header.arguments)
    if isinstance(done, Unchecked):
        return done
    request = recorded.request
    text = done.rendering
    return FaultRun(
        fault=fault,
        request=request,
        call=done.call(
            bench.tool.name,
            header.arguments,
            f"cassette {header.case} with {fault.of(request)}",
            bench.within,
            "error" if fault.must_fail else "success",
        ),
        asked=deck.asked_for_fault,
        waits_forever=done.waits_forever,
        misses=done.misses,
        rendering=text,
        tokens=token_count(text) if fault.tolerable and text is not None else None,
    )
