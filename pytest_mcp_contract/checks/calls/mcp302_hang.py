from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._failing import Failure, failing, not_reached
from pytest_mcp_contract.checks.calls._waiting import asks_to_wait
from pytest_mcp_contract.model import (
    JSON,
    Call,
    Ended,
    Finding,
    Reply,
    Stage,
    Tool,
    ToolCalls,
    Trial,
    Unchecked,
    brief,
)

_EXPORT = Tool(
    "export",
    input_schema={
        "properties": {
            "duration": {"type": "number", "default": 10},
            "delay_ms": {"type": "integer", "default": 0},
            "page": {"type": "integer"},
        }
    },
)


def _calls(*calls: Call, tool: Tool | None = None) -> ToolCalls:
    return ToolCalls("jira", tool, calls)


def _export(within: float, **arguments: JSON) -> ToolCalls:
    trial = Trial(Stage.BOUNDARY, "at the maximum", "/page")
    call = Call("export", arguments, "generated", Ended.HANG, within=within, trial=trial)
    return _calls(call, tool=_EXPORT)


@calls_check(
    code="MCP302",
    title="A call gets no reply within the limit",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#timeouts",
    why="""
        A call without a reply holds up the whole conversation until the client gives up, and then
        nobody knows whether the tool has done its work. Typical causes are a loop that does not end,
        an upstream request without a timeout, and code that blocks the server's event loop.
    """,
    fix="""
        Run the call again alone and look where it waits. Give every upstream request a timeout below
        the limit, and answer with an error when it passes. A tool that honestly takes longer needs a
        higher `timeout_ms` in its entry. A call that itself asks to wait so long, by an argument such as
        `duration` or `delay_ms`, is not counted.
    """,
    bad=(
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", Ended.HANG, within=60.0)),
        _calls(
            Call("get_issue", {}, "example empty", reply=Reply()),
            # A reply after the limit does not make it less of one.
            Call("get_issue", {"key": "A-1"}, "cassette normal", Ended.HANG, reply=Reply(), within=0.5),
        ),
        _export(30.0, page=1),
        # It asks to wait less than the limit.
        _export(30.0, duration=1, delay_ms=2000),
    ),
    good=(
        _calls(),
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", reply=Reply(is_error=True), within=60.0)),
        # A server that ends is another finding.
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", Ended.DIED, within=60.0)),
        # It was asked to wait, or waits by default.
        _export(30.0, duration=30, page=1),
        _export(5.0, duration=0, delay_ms=2_000_000),
        _export(5.0, page=1),
    ),
)
def hang(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    def failure(call: Call) -> Failure | None:
        if call.ended is not Ended.HANG or asks_to_wait(calls.tool, call):
            return None
        return Failure(
            f"no reply within {call.within:g} s to {brief(call.arguments)}", want="a reply, or an error"
        )

    yield from failing(calls, calls.calls, failure)
    died = [call for call in calls.calls if call.ended is Ended.DIED]
    if died and (died[0].is_given or len(died) == len(calls.calls)):
        yield Unchecked(f"the server died during the call of {died[0].source}", lost=True)
    elif calls.fuzzed is not None:
        yield from not_reached(calls)
