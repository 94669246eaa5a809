from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import (
    NOT_FOUND,
    SILENT,
    by_request,
    faulted,
    finding,
    judged,
)
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked

MOST_ASKED = 5


@replay_check(
    code="MCP423",
    title="A tool asks a failing API again and again",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        Every repeated request makes the trouble of an overloaded API worse and eats the rate limit of all
        other users of the token. A model that gets an answer can decide better whether to try again.
    """,
    fix="""
        Repeat reads at most a few times, only for failures that pass (429, 502, 503, 504, a broken
        connection), with growing pauses and after what `Retry-After` says. Never repeat a write.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, asked=6),
        faulted(SILENT, asked=100),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        faulted(SILENT, asked=3),
        faulted(SILENT, asked=5),
    ),
)
def retry_storm(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    again = sorted((run for run in runs if run.asked > MOST_ASKED), key=lambda run: -run.asked)
    for run, others in by_request(again):
        yield finding(
            replay, run, f"asked {run.asked} times", others=others, want=f"at most {MOST_ASKED} times"
        )
