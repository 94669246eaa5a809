from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import NULL_USER, by_request, faulted, finding, judged
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, FaultKind, Finding, Replay, Terms, Unchecked

_LONG = replace(NULL_USER, kind=FaultKind.LONG_LIST, at="/labels")


@replay_check(
    code="MCP425",
    title="A large answer of the API floods the model's context",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        APIs hold long texts and long lists. A reply that grows with them drives everything else out of the
        model's context, costs money on every later turn, and may not fit at all.
    """,
    fix="""
        Bound each part of the reply, say how much was left out, and name the call that gets the rest. A tool
        that rightly needs more states `max_tokens`.
    """,
    needs=(Experiment.FAULTS, Experiment.TOKENS),
    bad=(faulted(_LONG, "- Broken\n- Broken", is_error=False, tokens=90_000),),
    good=(
        example(),
        # The answer as it was recorded floods, too: MCP453.
        replace(faulted(_LONG, "- Broken", is_error=False, tokens=5_000), tokens=4_999),
        faulted(_LONG, "- Broken\n\n9,999 more: ask for page 2.", is_error=False, tokens=300),
        replace(faulted(_LONG, "- Broken", is_error=False, tokens=5_000), terms=Terms(max_tokens=6_000)),
    ),
)
def tolerable_answer_over_budget(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    most = replay.terms.max_tokens
    if replay.tokens is not None and replay.tokens > most:
        return  # MCP453 speaks of the answer as it was recorded
    long = [run for run in runs if run.fault.tolerable and run.tokens is not None and run.tokens > most]
    for run, others in by_request(long):
        yield finding(replay, run, f"{run.tokens:,} tokens", others=others, want=f"at most {most:,} tokens")
