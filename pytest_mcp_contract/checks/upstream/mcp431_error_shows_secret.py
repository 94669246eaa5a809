from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks._words import secret_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import FIXED_TOKEN, Experiment, Finding, Replay, Unchecked


@replay_check(
    code="MCP431",
    title="An error text shows a secret",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        What the model reads goes into transcripts, logs and other tools. APIs quote the token in the errors
        that they send, and HTTP clients quote the address and headers of the request: handed on as they are,
        they give the credential away.
    """,
    fix="""
        Build the text of what you know, and do not hand on headers, addresses with a query or messages of the
        API without taking the token out.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, f"GitHub refused the token {FIXED_TOKEN}; set another one."),
        refused(f"Request failed: GET https://api.example.com/issues?access_token={FIXED_TOKEN}"),
        refused("Headers: {'authorization': 'Basic b2N0b2NhdDptY3AtY29udHJhY3QtdG9rZW4='}"),
        refused("GitHub refused `ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa`; set GITHUB_TOKEN."),
        refused("Sent Authorization: Bearer kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        refused("GitHub refused the token REDACTED; set GITHUB_TOKEN to a valid one."),
        refused("GitHub wants `Authorization: Bearer <token>`; set GITHUB_TOKEN."),
        # Cursors, commits and ids are no secrets.
        refused("The page token CAUQAA1234567890abcd has expired; ask for the first page again."),
        refused("No commit 9fceb02d0ae598e95dc970b74767f19372d61af8; check the hash."),
    ),
)
def error_shows_secret(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="a text without it")


def _said(error: ErrorText) -> str:
    secret = secret_in(error.text)
    return f"the text shows {secret}" if secret else ""
