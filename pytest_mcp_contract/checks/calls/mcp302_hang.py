from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.model import Call, Ended, Finding, Reply, ToolCalls, Unchecked, brief


def _calls(*calls: Call) -> ToolCalls:
    return ToolCalls("jira", None, calls)


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
        higher `timeout_ms` in its entry.
    """,
    bad=(
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", Ended.HANG, within=60.0)),
        _calls(
            Call("get_issue", {}, "example empty", reply=Reply()),
            # A reply after the limit does not make it less of one.
            Call("get_issue", {"key": "A-1"}, "cassette normal", Ended.HANG, reply=Reply(), within=0.5),
        ),
    ),
    good=(
        _calls(),
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", reply=Reply(is_error=True), within=60.0)),
        # A server that ends is another finding.
        _calls(Call("get_issue", {"key": "A-1"}, "example normal", Ended.DIED, within=60.0)),
    ),
)
def hang(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    for call in calls.calls:
        if call.ended is Ended.HANG:
            yield Finding(
                at=call.source,
                saw=f"no reply within {call.within:g} s to {brief(call.arguments)}",
                tool=call.tool,
            )
        elif call.ended is Ended.DIED:
            yield Unchecked(f"the server died during the call of {call.source}", lost=True)
