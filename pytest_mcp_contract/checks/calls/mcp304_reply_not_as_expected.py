from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.model import Call, Ended, Finding, Reply, RpcError, Tool, ToolCalls, Unchecked, brief

_FOUND = Reply(content=({"type": "text", "text": "# Issue 1"},))
_NOT_FOUND = Reply(content=({"type": "text", "text": "No issue has the number 1"},), is_error=True)


def _called(reply: Reply | None, *, expect: str = "success", ended: Ended = Ended.REPLIED) -> ToolCalls:
    call = Call("get_issue", {"number": 1}, "example normal", ended, reply, expect=expect)
    return ToolCalls(server="github", tool=Tool(name="get_issue"), calls=(call,))


@calls_check(
    code="MCP304",
    title="A call succeeds or fails against what its example expects",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The example states how its call ends. A call that should work and comes back as an error is
        broken for users too; one that should fail and reports success hides the failure from the model.
    """,
    fix="""
        Read the reply. If the code is right, correct `expect` in the example; a cassette is then recorded
        again with `pytest --mcp-contract --mcp-record=all`.
    """,
    bad=(
        _called(_NOT_FOUND),
        _called(Reply(error=RpcError(-32603, "Internal error"))),
        _called(_FOUND, expect="error"),
    ),
    good=(
        _called(_FOUND),
        _called(_NOT_FOUND, expect="error"),
        _called(Reply(error=RpcError(-32602, "Unknown issue")), expect="error"),
        # Talking about an error is not one.
        _called(Reply(content=({"type": "text", "text": "Error: 3 builds failed"},))),
        # Nobody said how a call ends that has no example.
        _called(_NOT_FOUND, expect="either"),
        _called(None, ended=Ended.HANG),
    ),
)
def reply_not_as_expected(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    promised = [call for call in calls.calls if call.is_given and call.expect != "either"]
    answered = [call for call in promised if call.reply is not None]
    for call in answered:
        assert call.reply is not None
        expects_success = call.expect == "success"
        if call.reply.succeeded != expects_success:
            yield Finding(
                at=call.source,
                saw=f"{'an error' if expects_success else 'success'}: {_said(call.reply)}",
                want=f"{'success' if expects_success else 'an error'} for {brief(call.arguments)}",
            )
    if not promised:
        yield Unchecked(calls.not_made or "no example says how a call ends")
    elif not answered:
        yield Unchecked("no call of an example got a reply", lost=True)


def _said(reply: Reply) -> str:
    if reply.error is not None:
        return f"JSON-RPC error {reply.error.code}, {brief(reply.error.message, width=80)}"
    return brief("\n".join(reply.texts()), width=80)
