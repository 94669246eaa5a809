import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks._words import is_raw, stack_in
from pytest_mcp_contract.checks.calls._examples import broken, called, given, refusal, rpc_error, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.model import Call, Finding, ToolCalls, Unchecked

_HIDDEN = refusal("Error executing tool get_forecast")
_INTERNAL = -32603  # JSON-RPC 2.0, section 5.1
_PLACE = re.compile(r" at (\S+:\d+)$")
_BUGS = re.compile(
    r"AssertionError|AttributeError|\w*DecodeError|IndexError|KeyError|LookupError|NameError|NotImplementedError"
    r"|OverflowError|RecursionError|RuntimeWarning|StopIteration|TypeError|UnboundLocalError|UnicodeEncodeError"
    r"|ValidationError|ZeroDivisionError"
)
"""Exceptions that are no way to refuse, whatever they say."""
_GENERIC = re.compile(
    r"(?:MCP error -?\d+:\s*)?(?:an? )?(?:unexpected |internal |server |json-rpc )*(?:error|exception)?"
    r"(?: (?:has )?occurred| executing tool \S+| while .{0,60})?[.:!]*",
    re.IGNORECASE,
)
_SHOWN = 90


@calls_check(
    code="MCP306",
    title="The tool raises instead of answering",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling",
    why="""
        An exception that nobody caught says nothing to the model: the SDK replaces its text by "Error
        executing tool", or the protocol by "Internal error". What went wrong, and what to change in the
        call, is lost.
    """,
    fix="""
        Make the call again and read the exception. Handle the value, or refuse it with an error result
        that says what is wrong with it; what the tool can never take belongs into the input schema.
    """,
    bad=(
        called(valid(_HIDDEN, crash="KeyError: 'highs' at server.py:24")),
        called(broken(_HIDDEN, crash="TypeError: '<' not supported between 'str' and 'int' at server.py:31")),
        called(given(rpc_error(_INTERNAL, "Internal server error"))),
        called(valid(rpc_error(_INTERNAL, "Cannot read properties of undefined (reading 'highs')"))),
        # The text reaches the caller, and says no more than the code knows.
        called(
            valid(
                refusal("Error calling tool 'get_forecast': 'highs'"),
                crash="KeyError: 'highs' at server.py:24",
            )
        ),
    ),
    good=(
        called(valid(text("Sunny"))),
        called(valid(refusal("No forecast goes that far"))),
        # An exception as the way to refuse: its sentence reaches the caller.
        called(
            valid(
                refusal("Error calling tool 'get_forecast': No city is called Oslo"),
                crash="ValueError: No city is called Oslo at server.py:12",
            )
        ),
        # An internal error that speaks of the call, of the API, or of a call that should not have been made.
        called(valid(rpc_error(_INTERNAL, "Invalid arguments: city must not be empty"))),
        called(valid(rpc_error(_INTERNAL, "GitHub has no issue 16"))),
        called(broken(rpc_error(_INTERNAL, "Internal server error"))),
        called(valid(rpc_error(-32602, "Internal error"))),
        called(valid(refusal("Internal error"))),
    ),
)
def tool_crashes(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    yield from told(calls, calls.calls, _failure)


def _failure(call: Call) -> Failure | None:
    want = "an error result that says what is wrong, or a result"
    if call.crash:
        if _is_refusal(call):
            return None
        place = _PLACE.search(call.crash)
        what = call.crash[: place.start()] if place else call.crash
        where = f" at {place[1]}" if place else ""
        shown = what if len(what) <= _SHOWN else what[: _SHOWN - 1] + "…"
        return Failure(
            f"raises `{shown.replace('`', chr(39)).strip()}`{where}", want, place[1] if place else "reply"
        )
    error = call.reply.error if call.reply else None
    if error is None or error.code != _INTERNAL or not call.is_valid:
        return None
    if _GENERIC.fullmatch(error.message.strip()) or is_raw(error.message) or stack_in(error.message):
        words = " ".join(error.message.split())
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        return Failure(f"JSON-RPC error {_INTERNAL} to a valid call: {shown}".rstrip(": ."), want, "reply")
    return None


def _is_refusal(call: Call) -> bool:
    """Whether what was raised is a sentence for the caller, and the caller got it."""
    kind, _, said = _PLACE.sub("", call.crash).partition(": ")
    if _BUGS.fullmatch(kind) or len(said.split()) < 2 or is_raw(said) or call.reply is None:
        return False
    texts = [call.reply.error.message] if call.reply.error else call.reply.texts()
    return any(said in text for text in texts)
