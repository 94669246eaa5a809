from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import (
    NO_NUMBER,
    NULL_USER,
    by_request,
    faulted,
    finding,
    judged,
)
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, FaultKind, Finding, Replay, Unchecked, brief


@replay_check(
    code="MCP424",
    title="A tool fails on an answer that its response schema takes",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The response schema says that the tool can live with this answer: an optional field is gone or null, a
        field is new, a list is empty or very long, a text is long or not ASCII. APIs send all of these, and
        a new value of an enumeration is only a matter of time.
    """,
    fix="""
        Handle what the schema allows where the answer is rendered; or make the schema demand what the tool
        cannot do without. Take unknown values of an enumeration as text.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NULL_USER, "GitHub sent an answer of an unexpected shape."),
        faulted(replace(NULL_USER, kind=FaultKind.UNKNOWN_ENUM, at="/state"), "The state is not known."),
    ),
    good=(
        example(),
        faulted(NULL_USER, "# #1 Broken", is_error=False),
        faulted(NO_NUMBER),
        # The call looks for what is gone: to fail is right.
        faulted(replace(NULL_USER, steers=True)),
        # What raises is another finding.
        faulted(
            NULL_USER, "Error executing tool get_issue", crash="TypeError: 'NoneType' object at github.py:9"
        ),
    ),
)
def tolerable_answer_refused(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    refused = [
        run
        for run in runs
        if run.fault.tolerable
        and not (run.fault.steers or run.fault.is_optional or run.call.crash)
        and run.call.reply is not None
        and not run.call.reply.succeeded
    ]
    for run, others in by_request(refused):
        assert run.call.reply is not None, "chosen for that"
        error = run.call.reply.error
        said = error.message if error else "\n".join(run.call.reply.texts())
        yield finding(replay, run, f"an error: {brief(said, width=60)}", others=others, want="a success")
