from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._error_words import page_in, trace_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked

MOST_CHARACTERS = 500


@replay_check(
    code="MCP433",
    title="An error text is longer than an error needs",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        What failed and what to do next fit into two sentences. The rest is read again on every later turn,
        and the model has to find the one line that it can act on.
    """,
    fix="""
        Say what failed, the thing it failed for, and the next step. Of a long message of the API keep the
        first lines.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, "GitHub found no issue. " * 40),
        refused("GitHub refused `" + "x" * 500 + "`; check it."),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        refused("x" * 500),
        # A long result is no error.
        example("# Broken\n\n" + "It is broken. " * 60),
    ),
)
def error_too_long(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="at most 500 characters")


def _said(error: ErrorText) -> str:
    length = len(error.text)
    # A stack or a page is told as such.
    is_long = length > MOST_CHARACTERS and not (trace_in(error) or page_in(error))
    return f"{length:,} characters" if is_long else ""
