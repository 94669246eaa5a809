from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, SILENT, faulted, finding, judged
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Ended, Experiment, Finding, Replay, Unchecked


@replay_check(
    code="MCP422",
    title="A tool waits without end when its API does not answer",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        An API that takes a request and never answers happens to every vendor. A client without a timeout
        waits for it until somebody ends the process, and with it the whole conversation.
    """,
    fix="""
        Give the HTTP client a timeout below the limit of one call (`timeout_ms`), and let retries end within
        that limit, too.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(SILENT, waits_forever=True),
        faulted(SILENT, ended=Ended.HANG),
    ),
    good=(
        example(),
        faulted(SILENT),
        faulted(NOT_FOUND, asked=3),
    ),
)
def fault_hangs_tool(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    stuck = [run for run in runs if run.waits_forever or run.call.ended is Ended.HANG]
    for forever in (True, False):
        same = [run for run in stuck if run.waits_forever is forever]
        if same:
            limit = f"no reply within {same[0].call.within:g} s, its own waits counted"
            saw = "the HTTP client has no timeout and waits forever" if forever else limit
            yield finding(
                replay, same[0], saw, others=same[1:], want="an error reply within the limit of the call"
            )
