from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import broken, called, data, given, refusal, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._refusals import error_told
from pytest_mcp_contract.model import Call, Finding, Tool, ToolCalls, Unchecked, brief


def _words(words: str, city: str = "Oslo") -> ToolCalls:
    return called(valid(text(words, structured=None), city=city))


@calls_check(
    code="MCP311",
    title="An error is answered as success",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling",
    why="""
        Errors of a tool belong into a result with `isError: true`. With a success, clients show the
        failure as a result, monitoring does not count it, and nothing tells the model to try again
        otherwise.
    """,
    fix="""
        Raise, or return the text in a result with `isError: true`; do not catch what goes wrong only to
        return its text.
    """,
    bad=(
        _words('Database error: near "x": syntax error'),
        _words("Error: Only SELECT queries are allowed for read_query"),
        called(given(text("Error executing tool get_forecast: timed out", structured=None))),
        _words("\u274c Failed to fetch the forecast: 503"),
        _words("KeyError: 'highs'"),
        _words("Traceback (most recent call last):\n  File \"server.py\", line 3, in f\nKeyError: 'highs'"),
        _words('{"error": "No city is called Oslo", "city": "Oslo"}', city="Oslo"),
        _words('{"success": false, "message": "No API key"}'),
        called(valid(data({"status": "error", "message": "timed out"}))),
        called(valid(text("Error: timed out", structured={"result": "Error: timed out"}))),
        called(broken(text("Unsupported days: 17", structured=None))),
    ),
    good=(
        called(valid(text("Sunny"))),
        called(valid(refusal("Error: timed out"))),
        # Reports about errors, and what only looks like one.
        _words("Error: none"),
        _words("Errors: 3"),
        _words("Error rate: 0.3 %"),
        _words("Standard error: 0.12"),
        _words("Last error: timed out, yesterday at 10:30"),
        _words("Errors in the forecast are explained below."),
        _words("No results"),
        _words("Error handling in Python\n\nCatch what you can handle."),
        _words("Error: what it is\n" + "\nA chapter about what an error is." * 10),
        called(valid(data({"error": None, "highs": [21.5]}))),
        called(valid(data({"error": "One station is silent", "highs": [21.5]}))),
        called(valid(data({"error": 0.02}))),
        called(valid(data({"status": "error", "job": 16}))),
        # The tool hands on what it was given, or is asked for errors.
        _words("Error: timed out", city="Error: timed out"),
        _words("Error: Operation failed", city="error"),
        called(
            valid(text("Error: city is required", structured=None), tool="validate_forecast"),
            tool=Tool("validate_forecast"),
        ),
        called(valid(text("Error: timed out", structured=None), tool="getLogs"), tool=Tool("getLogs")),
        # There is a result beside it.
        called(valid(text("Error: one station is silent"))),
        called(broken(text("Sunny"))),
    ),
)
def error_text_as_success(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    def failure(call: Call) -> Failure | None:
        error = error_told(calls.tool, call)
        if not error:
            return None
        return Failure(f"success: {brief(error, width=70)}", "the same with `isError: true`", at="reply")

    yield from told(calls, calls.calls, failure)
