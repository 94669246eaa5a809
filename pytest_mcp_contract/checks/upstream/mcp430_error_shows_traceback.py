from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._error_words import trace_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked, brief


@replay_check(
    code="MCP430",
    title="An error text shows a stack or the server's own files",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        A stack tells the model nothing that it can act on, fills its context, and shows whoever asks where
        the server runs and what it is made of.
    """,
    fix="""
        Catch what can go wrong with the API, and answer with a sentence that names the thing and the next
        step. Write the stack to the log.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(
            NOT_FOUND,
            'Traceback (most recent call last):\n  File "/srv/github.py", line 31, in get_issue\nKeyError: 1',
        ),
        refused("TypeError: x is undefined\\n    at getIssue (file:///srv/build/github.js:12:7)"),
        refused("ENOENT: no such file, open '/home/deploy/github/config.json'"),
        refused("No module named `github` in /usr/lib/python3.12/site-packages/github/__init__.py"),
        faulted(NOT_FOUND, "GitHub failed at com.acme.github.Client.get(Client.java:88)"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        refused("GitHub found no file `src/app.py` at line 31; check the path and the branch."),
        refused("GitHub is limiting requests until 10:30:00; call again at 10:31."),
        # A path of the API, and one that the caller gave.
        refused("GitHub has no `https://api.example.com/home/octocat/repos`; check the name."),
        refused("There is no `/home/octo/a/b.md` in the branch; check it.", path="/home/octo/a/b.md"),
    ),
)
def error_shows_traceback(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="a sentence that says what happened and what to do")


def _said(error: ErrorText) -> str:
    trace = trace_in(error)
    return f"the text shows {brief(trace, width=70)}" if trace else ""
