from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import NO_NUMBER, NOT_FOUND, SILENT, faulted, finding, judged
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Ended, Experiment, FaultRun, Finding, Replay, Unchecked

_INTERNAL = -32603  # JSON-RPC 2.0, section 5.1


@replay_check(
    code="MCP421",
    title="A tool raises when its API fails",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The exception says nothing to the model: the SDK replaces its text by "Error executing tool", or the
        protocol by "Internal error". What the API said, and what to do next, is lost, and the log fills with
        tracebacks of failures that are part of every day.
    """,
    fix="""
        Catch what the HTTP client raises, look at the status before reading the body, validate the body with
        the response schema, and turn each failure into an error reply with one sentence.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(
            NOT_FOUND,
            "Error executing tool get_issue",
            crash="HTTPStatusError: 404 Not Found at github.py:24",
        ),
        faulted(NO_NUMBER, "Error executing tool get_issue", crash="KeyError: 'number' at github.py:31"),
        faulted(NOT_FOUND, ended=Ended.DIED),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        # A hang is another finding.
        faulted(SILENT, ended=Ended.HANG),
    ),
)
def fault_crashes_tool(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    crashed = [run for run in runs if _cause(run)]
    for kind in dict.fromkeys(map(_kind, crashed)):
        run, *others = [run for run in crashed if _kind(run) == kind]
        yield finding(replay, run, _cause(run), others=others, want="an error reply that says what happened")


def _kind(run: FaultRun) -> str:
    """What makes one finding of many runs: the cause, of which the protocol's error has its code only."""
    return run.call.crash or _cause(run).partition(":")[0]


def _cause(run: FaultRun) -> str:
    """What the tool raised; "" where it raised nothing."""
    if run.call.ended is Ended.DIED:
        return "the call ended the server"
    error = run.call.reply.error if run.call.reply else None
    hidden = f"JSON-RPC error {error.code}: {error.message}" if error and error.code == _INTERNAL else ""
    return run.call.crash or hidden
