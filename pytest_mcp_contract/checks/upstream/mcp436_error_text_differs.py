from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, faulted, finding, judged
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked, brief

_LEAD = 20  # characters before the first difference


def _twice(text: str, again: str | None) -> Replay:
    replay = faulted(NOT_FOUND, text)
    (run,) = replay.faults or ()
    return replace(
        replay, faults=(replace(run, again=again if again is None else f"<!-- error -->\n{again}"),)
    )


@replay_check(
    code="MCP436",
    title="The same failure has another text each time",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        A time, a random id or the address of an object in the text makes every failure look new: a model that
        compares them tries again, caches miss, and logs cannot be counted.
    """,
    fix="Leave out of the text what differs from one call to the next; write it to the log.",
    needs=(Experiment.FAULTS,),
    bad=(
        _twice("GitHub found no issue #1 (trace 5e0f4a).", "GitHub found no issue #1 (trace 71bc90)."),
        _twice("<httpx.Response object at 0x7f01>", "<httpx.Response object at 0x7f42>"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        _twice("GitHub found no issue #1; check it.", "GitHub found no issue #1; check it."),
        _twice("GitHub found no issue #1; check it.", None),
    ),
)
def error_text_differs(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    differing = [run for run in runs if run.again is not None and run.rendering not in (None, run.again)]
    if differing:
        run, *others = differing
        first, second = run.rendering or "", run.again or ""
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
        start = max(same - _LEAD, 0)
        one, other = (brief(text[start:], width=50) for text in (first, second))
        yield finding(
            replay, run, f"{one}, and then {other}", others=others, want="the same text for the same failure"
        )
