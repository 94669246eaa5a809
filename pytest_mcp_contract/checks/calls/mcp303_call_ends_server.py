from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._failing import Failure, failing, not_reached
from pytest_mcp_contract.model import (
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

_GENERATED = Trial(Stage.BOUNDARY, "1,000 characters", "/format")


def _calls(
    ended: Ended, *, reply: Reply | None = None, detail: str = "", trial: Trial | None = None
) -> ToolCalls:
    call = Call("export", {"format": "pdf"}, "example normal", ended, reply, detail=detail, trial=trial)
    return ToolCalls(server="files", tool=Tool(name="export"), calls=(call,))


@calls_check(
    code="MCP303",
    title="The server ended while a tool was called",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling",
    why="""
        One call took the whole server with it, and with the server every other tool and conversation that
        was using it. A tool that fails must answer with an error and leave the server alive.
    """,
    fix="""
        Run the call again alone and read the server's last words. Catch what the tool raises and answer with
        `isError`; never leave the process from a tool.
    """,
    bad=(
        _calls(Ended.DIED, detail="Connection closed (exit code -9)"),
        _calls(Ended.DIED, detail="Connection closed (exit code 1)", trial=_GENERATED),
        _calls(Ended.DIED),
    ),
    good=(
        _calls(Ended.HANG),
        _calls(Ended.REPLIED, reply=Reply(is_error=True)),
        _calls(Ended.REPLIED, reply=Reply(), trial=_GENERATED),
    ),
)
def call_ends_server(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    yield from failing(calls, calls.calls, _failure)
    if calls.fuzzed is not None:
        yield from not_reached(calls)


def _failure(call: Call) -> Failure | None:
    if call.ended is not Ended.DIED:
        return None
    detail = f": {call.detail}" if call.detail else ""
    return Failure(f"server ended in reply to {brief(call.arguments)}{detail}", want="an error result")
