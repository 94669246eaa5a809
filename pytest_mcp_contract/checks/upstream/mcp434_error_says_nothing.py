from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._error_words import page_in, says_nothing, trace_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, SILENT, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked, brief


@replay_check(
    code="MCP434",
    title="An error text says nothing",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The model knows that the call failed and not why: whether the thing does not exist, the token has
        expired or the API is down. It repeats the call, guesses other arguments, or gives up.
    """,
    fix="""
        Say what failed, for which thing, and what to do next, for each kind of failure that the API has: no
        such thing, no access, a limit, an outage.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, ""),
        faulted(NOT_FOUND, "404"),
        faulted(NOT_FOUND, "GitHub API error: HTTP 404 Not Found"),
        faulted(NOT_FOUND, "Request failed with status code 404"),
        faulted(
            NOT_FOUND,
            "Client error '404 Not Found' for url 'https://api.example.com/repos/o/r/issues/1'\n"
            "For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404",
        ),
        faulted(SILENT, "Something went wrong"),
        faulted(SILENT, "ReadTimeout: "),
        refused("Error executing tool get_issue"),
        refused("Error executing tool get_issue: 'number'"),
        refused("Internal error"),
        refused('{"message": "Not Found", "status": "404"}'),
        refused("Expecting value: line 1 column 1 (char 0)"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        faulted(NOT_FOUND, "No issue #1."),
        faulted(SILENT, "The request timed out."),
        refused("Error executing tool get_issue: the token has expired"),
        refused("Kein Ticket mit dieser Nummer"),
        refused("404: `octocat/hello` has no such branch"),
    ),
)
def error_says_nothing(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="what failed, for which thing, and what to do next")


def _said(error: ErrorText) -> str:
    if error.hides_crash or trace_in(error) or page_in(error):
        return ""
    how = says_nothing(error)
    return f"{how}: {brief(error.text.strip(), width=60)}" if how else ""
