import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import broken, called, given, refusal, rpc_error, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, failing, not_reached
from pytest_mcp_contract.checks.calls._places import argument_names, parts_of, texts_in, value_at
from pytest_mcp_contract.checks.calls._refusals import words_of
from pytest_mcp_contract.checks.calls._validation import error_text, name_at
from pytest_mcp_contract.model import Call, Finding, Tool, ToolCalls, Unchecked, brief

_INTERNAL = -32603  # JSON-RPC 2.0, section 5.1
_SHORTEST = 3
_PIECE = 12
"""Characters of a value that are no coincidence in a text."""
_MOST_VALUE = 200
_OK = valid(text("Sunny"))


@calls_check(
    code="MCP310",
    title="The refusal of an argument does not say which one",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling",
    why="""
        An error of a tool is there for the model to correct itself and try again. A refusal that names
        neither the argument nor the value leaves it to guess, and it often changes the wrong one. Where there
        is but one argument, nothing needs to be said.
    """,
    fix="""
        Name the argument and say what is allowed: "`days` must be at most 16". Validators know both; hand
        on the place that they tell and not the message alone.
    """,
    bad=(
        called(broken(refusal("Validation failed")), _OK),
        called(broken(refusal("Input validation error: 17 is greater than the maximum of 16")), _OK),
        called(broken(rpc_error(-32602, "Bad request"), "required", "/city", arguments={"days": 1}), _OK),
        called(
            broken(
                refusal("Unexpected argument"),
                "additionalProperties",
                "/colour",
                arguments={"city": "Oslo", "colour": 1},
            ),
            _OK,
        ),
    ),
    good=(
        called(broken(refusal("`days` must be at most 16")), _OK),
        called(broken(refusal("A day is out of range: the number of Days is too high")), _OK),
        called(
            broken(
                refusal("Not a date: the dates are written YYYY-MM-DD"),
                "format",
                "/dates/0",
                arguments={"city": "Oslo", "dates": ["a"]},
            ),
            _OK,
        ),
        # It quotes the value, by which the argument is found.
        called(
            broken(
                refusal("Input validation error: 'not-a-member' is not one of ['metric', 'imperial']"),
                "enum",
                "/units",
                arguments={"city": "Oslo", "units": "not-a-member"},
            ),
            _OK,
        ),
        called(
            broken(
                refusal("Cannot read https://example.com/a!: no such host"),
                "format",
                "/dates/0",
                arguments={"city": "Oslo", "dates": ["https://example.com/a\n!"]},
            ),
            _OK,
        ),
        called(
            broken(
                refusal("Cannot read ttps://example.com/robots.txt"),
                "format",
                "/dates/0",
                arguments={"city": "Oslo", "dates": [" ttps://example.com/a?b=c#d"]},
            ),
            _OK,
        ),
        # A tool with one argument leaves nothing to guess.
        called(
            broken(refusal("None is not of type 'string'"), "null", "/city", arguments={"city": None}),
            valid(text("Sunny"), city="Oslo"),
            tool=Tool("get_forecast", {"properties": {"city": {"type": "string"}}, "required": ["city"]}),
        ),
        # The rule is not one of a single argument.
        called(broken(refusal("Too few arguments"), "minProperties", "", arguments={}), _OK),
        # Another defect: it crashes, or does not refuse.
        called(broken(refusal("Error executing tool get_forecast"), crash="KeyError: 1 at server.py:9"), _OK),
        called(broken(rpc_error(_INTERNAL, "Internal error")), _OK),
        called(broken(text("Sunny")), _OK),
        # Nothing gets through, whatever is sent: it is not the argument that is refused.
        called(broken(refusal("Not signed in")), valid(refusal("Not signed in"))),
        called(broken(refusal("Not signed in")), valid(refusal("Not signed in")), _OK),
        called(broken(refusal("")), given(text("Sunny"))),
    ),
)
def error_names_no_argument(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    refused = [call for call in calls.calls if _is_refused(call)]
    if not refused:
        yield Unchecked("no call that breaks a rule was refused")
        return
    if len(calls.calls) > 1:  # one alone is judged by what it says
        gaps = list(not_reached(calls))
        if gaps:
            yield from gaps
            return
    elsewhere = {error_text(call.reply) for call in calls.calls if call.is_valid}

    def failure(call: Call) -> Failure | None:
        said = error_text(call.reply)
        if call.trial is None or said in elsewhere or _is_alone(calls.tool, call) or _names(said, call):
            return None
        return Failure(
            f"{brief(said)} does not name `{name_at(call.trial.at)}`",
            want="the argument, and what is allowed",
            at="reply",
        )

    yield from failing(calls, refused, failure)


def _is_refused(call: Call) -> bool:
    """Whether a call that breaks a rule at an argument got an error that was written for it."""
    if call.is_valid or call.trial is None or not call.trial.at or call.crash or call.requests:
        return False
    reply = call.reply
    if reply is None or reply.succeeded or (reply.error is not None and reply.error.code == _INTERNAL):
        return False
    return bool(error_text(reply).strip())


def _names(said: str, call: Call) -> bool:
    """Whether a text names an argument on the way to the fault, any longer word of it, or the value."""
    assert call.trial is not None, "it breaks a rule"
    text = said.casefold()
    for part in parts_of(call.trial.at):
        if part.isdecimal():
            continue
        if part.casefold() in text if len(part) >= _SHORTEST else _has_word(text, part):
            return True
        if any(len(word) >= _SHORTEST and word.removesuffix("s") in text for word in words_of(part)):
            return True
    value = value_at(call.arguments, call.trial.at)
    return any(_quotes(text, each.casefold()) for each in texts_in(value))


def _is_alone(tool: Tool | None, call: Call) -> bool:
    """Whether the argument at fault is the only one that there is."""
    assert call.trial is not None, "it breaks a rule"
    parts = parts_of(call.trial.at)
    return len(parts) == 1 and {*argument_names(tool), *call.arguments} == {parts[0]}


def _quotes(text: str, value: str) -> bool:
    """Whether a text shows a value, or enough of it: readers often leave out white space, or the end."""
    if len(value) < _SHORTEST:
        return False
    if value in text:
        return True
    text, value = "".join(text.split()), "".join(value[:_MOST_VALUE].split())
    return any(value[begin : begin + _PIECE] in text for begin in range(len(value) - _PIECE + 1))


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word.casefold())}(?![^\W_])", text) is not None
