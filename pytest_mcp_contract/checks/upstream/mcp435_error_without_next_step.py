from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._error_words import helps, page_in, says_nothing, trace_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, SILENT, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked, brief


@replay_check(
    code="MCP435",
    title="An error text names neither the thing nor the next step",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        A model acts on what it reads. "Access denied" leaves open what was denied and whether another name,
        another token or a later call would help, so it tries all of them.
    """,
    fix="""
        Name what the call was about, as the arguments do, and what to do now: check the number, wait 30
        seconds, ask the owner for access, use another tool.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, "GitHub says that this does not exist."),
        faulted(SILENT, "The request timed out."),
        refused("Access denied"),
        refused("Rate limit exceeded"),
        refused("Failed to update the API's data"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        faulted(NOT_FOUND, "No such issue."),
        faulted(SILENT, "GitHub timed out; call again."),
        refused("Access denied for `#1`"),
        refused("Rate limit exceeded, resets in 30 seconds"),
        refused("GitHub refused it. Ask the owner for access."),
        # Who does not read a language does not judge it.
        refused("Zugriff verweigert"),
        refused("アクセスが拒否されました"),
    ),
)
def error_without_next_step(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="the thing that it failed for, or what to do next")


def _said(error: ErrorText) -> str:
    if error.hides_crash or trace_in(error) or page_in(error) or says_nothing(error) or helps(error):
        return ""
    return f"the text {brief(error.text.strip(), width=80)}"
