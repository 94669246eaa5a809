from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._faults import (
    NO_NUMBER,
    NOT_FOUND,
    NULL_USER,
    by_request,
    faulted,
    finding,
    judged,
)
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, FaultKind, Finding, Replay, Unchecked, brief

_OF_A_FIELD = frozenset({FaultKind.REMOVED, FaultKind.NULLED, FaultKind.OTHER_TYPE, FaultKind.EXTRA})
_NEW_FIELD = replace(NO_NUMBER, kind=FaultKind.EXTRA, at="")


@replay_check(
    code="MCP420",
    title="A tool reports success although its API failed",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The API refused, broke off, or answered with something that the declared response schema does not
        take, and the model is told that all went well. It goes on with an empty or half result as if it were
        the truth: "no open issues" while the token had expired.
    """,
    fix="""
        Answer with `isError: true` and a sentence that says what happened. Where an empty result is the
        honest answer to a status, list it under `empty_on`; a request the call can do without belongs to
        `optional_requests`, and the text then says what is missing.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, "No issues.", is_error=False),
        faulted(NO_NUMBER, "# #None Broken", is_error=False),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        faulted(replace(NOT_FOUND, may_be_empty=True), "No issue has this number.", is_error=False),
        faulted(
            replace(NOT_FOUND, is_optional=True), "# #1 Broken\n\nComments could not be read.", is_error=False
        ),
        faulted(NULL_USER, "# #1 Broken", is_error=False),
        # The reply is that of the sound answer: the tool has no use for the field.
        faulted(NO_NUMBER, "# Broken", is_error=False),
        # The schema takes no new field, which MCP413 speaks of; the tool rightly does.
        faulted(_NEW_FIELD, "# Broken", is_error=False),
        # It never got so far as to see the fault.
        faulted(NOT_FOUND, "# #1 Broken", is_error=False, asked=0),
    ),
)
def fault_reported_as_success(replay: Replay) -> Iterator[Finding | Unchecked]:
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        yield runs
        return
    told = [
        run
        for run in runs
        if run.fault.must_fail
        and run.call.reply is not None
        and run.call.reply.succeeded
        and not (run.fault.kind in _OF_A_FIELD and run.rendering == replay.rendering)
    ]
    for run, others in by_request(told):
        assert run.call.reply is not None, "chosen for that"
        text = brief("\n".join(run.call.reply.texts()), width=60)
        yield finding(
            replay, run, f"success: {text}", others=others, want="an error reply that says what happened"
        )
