"""What every check of faults needs: the runs that can be judged, and a way to write examples."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_mcp_contract.checks.upstream._replays import ISSUE, example
from pytest_mcp_contract.model import (
    Breakage,
    Call,
    Ended,
    Experiment,
    Fault,
    FaultKind,
    FaultRun,
    Finding,
    Replay,
    Reply,
    Response,
    Unchecked,
)
from pytest_mcp_contract.model.rendering import rendering

NOT_FOUND = Fault(FaultKind.STATUS, 0, Response(404, "Not Found"), at="404")
NULL_USER = Fault(FaultKind.NULLED, 0, Response(200, "OK"), at="/user", tolerable=True)
NO_NUMBER = Fault(FaultKind.REMOVED, 0, Response(200, "OK"), at="/number")
SILENT = Fault(FaultKind.TIMEOUT, 0, Breakage.TIMEOUT)
TELLING = "GitHub found no issue #1; check the number and call again."


def judged(replay: Replay) -> list[FaultRun] | Unchecked:
    """The runs whose fault the tool met, and in which it asked for nothing that was not recorded."""
    why = replay.why_not(Experiment.FAULTS)
    if replay.faults is None or (not replay.faults and why):
        return Unchecked(why or "no fault was tried")
    return [run for run in replay.faults if run.asked and not run.misses]


def by_request(runs: Sequence[FaultRun]) -> Iterator[tuple[FaultRun, list[FaultRun]]]:
    """For each request whose answer was spoilt: the first of its runs, and the others."""
    for request in dict.fromkeys(run.request for run in runs):
        run, *others = [run for run in runs if run.request == request]
        yield run, others


def finding(
    replay: Replay, run: FaultRun, saw: str, *, others: Sequence[FaultRun] = (), want: str = ""
) -> Finding:
    """A finding about one run, and how many others show the same."""
    rest = f" (and {len(others)} more, {others[0].fault.of(others[0].request)})" if others else ""
    return Finding(
        at=f"{replay.header.case}: {run.fault.of(run.request)}",
        saw=saw + rest,
        want=want,
        tool=replay.header.tool,
        file=str(replay.path),
    )


def faulted(
    fault: Fault,
    text: str = TELLING,
    *,
    is_error: bool = True,
    asked: int = 1,
    ended: Ended = Ended.REPLIED,
    crash: str = "",
    waits_forever: bool = False,
    tokens: int | None = None,
) -> Replay:
    """A sound replay, and one with this fault whose reply is one text block."""
    reply = Reply(content=({"type": "text", "text": text},), is_error=is_error)
    call = Call(
        "get_issue",
        {"number": 1},
        "cassette normal",
        ended,
        reply if ended is Ended.REPLIED else None,
        within=10.0,
        crash=crash,
    )
    run = FaultRun(
        fault=fault,
        request=ISSUE.request,
        call=call,
        asked=asked,
        waits_forever=waits_forever,
        rendering=rendering(reply),
        tokens=tokens,
    )
    return replace(example(), faults=(run,))
