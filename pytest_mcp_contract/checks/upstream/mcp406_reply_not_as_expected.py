from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, replayed, reply_of
from pytest_mcp_contract.model import Ended, Finding, Replay, Reply, RpcError, Unchecked, brief

_NOT_FOUND = Reply(content=({"type": "text", "text": "No issue has the number 1"},), is_error=True)


@replay_check(
    code="MCP406",
    title="A replayed call succeeds or fails against what its cassette expects",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        The cassette states how its call ends. A call that should work and comes back as an error is
        broken for users too; one that should fail and reports success hides the failure from the model.
    """,
    fix="""
        Read the reply. If the code is right and the cassette was recorded for the other case, correct
        `expect` in the example and record it again with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(
        replayed(_NOT_FOUND),
        replayed(Reply(error=RpcError(-32603, "Internal error"))),
        example("Not found", expect="error"),
    ),
    good=(
        example(),
        replayed(_NOT_FOUND, expect="error"),
        replayed(Reply(error=RpcError(-32602, "Unknown issue")), expect="error"),
        # Talking about an error is not one.
        example("Error: 3 builds failed"),
        example(ended=Ended.HANG),
    ),
)
def reply_not_as_expected(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    expects_success = replay.header.expect == "success"
    if reply.succeeded == expects_success:
        return
    yield Finding(
        at=replay.header.case,
        saw=f"{'an error' if expects_success else 'success'}: {_said(reply)}",
        want="success" if expects_success else "an error",
        tool=replay.header.tool,
        file=str(replay.path),
    )


def _said(reply: Reply) -> str:
    if reply.error is not None:
        return f"JSON-RPC error {reply.error.code}, {brief(reply.error.message, width=80)}"
    return brief("\n".join(reply.texts()), width=80)
