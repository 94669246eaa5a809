from collections.abc import Iterator
from functools import lru_cache

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks._words import code_paths_in, stack_in
from pytest_mcp_contract.checks.calls._examples import called, given, refusal, rpc_error, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._places import given_in
from pytest_mcp_contract.checks.calls._refusals import error_told, words_of
from pytest_mcp_contract.checks.calls._validation import error_text
from pytest_mcp_contract.model import Call, Finding, Tool, ToolCalls, Unchecked, brief

_TRACEBACK = (
    'Traceback (most recent call last):\n  File "/srv/weather/server.py", line 31, in get_forecast\n'
    "    highs = days['highs']\nKeyError: 'highs'"
)
_RUNS_CODE = frozenset(
    {
        *("bash", "cell", "code", "command", "compile", "console", "debug", "eval", "evaluate", "exec"),
        *("javascript", "notebook", "python", "repl", "run", "script", "shell", "stack", "stacktrace"),
        *("terminal", "test", "tests", "trace", "traceback"),
    }
)
"""Words of tools whose replies show the stacks of code that is not the server's own."""


@calls_check(
    code="MCP314",
    title="An error shows a stack or the files of the server's code",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#security-considerations",
    why="""
        Servers MUST sanitize tool outputs. A stack tells the model nothing that it can act on, fills its
        context, and shows whoever asks where the server runs and what it is made of.
    """,
    fix="Catch what goes wrong, and answer with a sentence that says what it was. Log the stack.",
    bad=(
        called(valid(refusal(_TRACEBACK))),
        called(
            given(rpc_error(-32000, "TypeError: x is undefined\n    at get (file:///srv/build/api.js:12:7)"))
        ),
        called(valid(refusal("Cannot load /usr/lib/python3.12/site-packages/weather/cities.json"))),
        called(valid(refusal("Cannot find module /home/deploy/weather/build/cities.js"))),
        called(valid(text(_TRACEBACK, structured=None))),
        # The name of an argument is none of what the caller gave.
        called(valid(refusal("Cannot load /srv/city/main.py"), city="Oslo")),
        called(valid(refusal(f"Cannot read city\n{_TRACEBACK}"), city="Oslo")),
    ),
    good=(
        called(valid(text("Sunny"))),
        called(valid(refusal("No city is called Oslo")), given(text("Sunny"))),
        # Files that the tool works with are no code of the server's.
        called(valid(refusal("Access denied: /home/octo/notes is outside /home/octo/shared"))),
        called(valid(refusal("No such file: /home/octo/src/app.py"), city="src/app.py")),
        called(valid(refusal("Cannot parse /srv/app/main.py:31"), city="/srv/app/main.py")),
        called(valid(refusal(_TRACEBACK), city=_TRACEBACK)),
        # A result may be about a stack, and some tools show those of others.
        called(valid(text(f"The issue has this stack:\n{_TRACEBACK}"))),
        called(valid(refusal(_TRACEBACK), tool="run_python"), tool=Tool("run_python")),
        called(valid(refusal("at line 31 of the city's list: `at` is no city"))),
    ),
)
def reply_shows_traceback(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    if calls.tool is not None and _runs_code(f"{calls.tool.name} {calls.tool.title or ''}"):
        yield Unchecked("the tool runs code or tells of it, so that a stack may be what was asked for")
        return
    errors = [call for call in calls.calls if _said(calls.tool, call)]
    if not errors:
        yield Unchecked("no call was answered with an error")
        return

    def failure(call: Call) -> Failure | None:
        said = _said(calls.tool, call)
        shown = stack_in(said) or next(iter(code_paths_in(said)), "")
        if not shown or any(_holds(given, said, shown) for given in given_in(call.arguments)):
            return None
        return Failure(
            f"the error shows {brief(shown, width=70)}", "a sentence that says what happened", at="reply"
        )

    yield from told(calls, errors, failure)


def _said(tool: Tool | None, call: Call) -> str:
    """The text of what is an error, or is told as one."""
    return error_text(call.reply) or error_told(tool, call)


def _holds(given: str, said: str, shown: str) -> bool:
    """Whether what is shown is, or leads to, what the caller gave."""
    return shown in given or (len(given) > 2 and (given in shown or given in said.partition("\n")[0]))


@lru_cache(maxsize=512)
def _runs_code(name: str) -> bool:
    return not _RUNS_CODE.isdisjoint(words_of(name))
