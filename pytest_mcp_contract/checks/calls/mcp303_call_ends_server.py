from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.model import Call, Ended, Finding, Reply, Tool, ToolCalls, brief


def _calls(ended: Ended, *, reply: Reply | None = None, detail: str = "") -> ToolCalls:
    call = Call("export", {"format": "pdf"}, "example normal", ended, reply, detail=detail)
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
    bad=(_calls(Ended.DIED, detail="Connection closed (exit code -9)"),),
    good=(_calls(Ended.HANG), _calls(Ended.REPLIED, reply=Reply(is_error=True))),
)
def call_ends_server(calls: ToolCalls) -> Iterator[Finding]:
    for call in calls.calls:
        if call.ended is Ended.DIED:
            yield Finding(
                at=call.source, saw=f"server ended in reply to {brief(call.arguments)}: {call.detail}"
            )
