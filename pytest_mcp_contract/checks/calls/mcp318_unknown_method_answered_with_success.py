from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import (
    Finding,
    Reply,
    RpcError,
    Served,
    StartFailure,
    Surface,
    Unchecked,
    brief,
)


def _served(reply: Reply | None) -> Served:
    return Served(Surface("weather", unknown_method=reply))


@server_check(
    code="MCP318",
    title="A request of a method that does not exist is answered with success",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://www.jsonrpc.org/specification#error_object",
    why="""
        Clients ask newer servers for more than older ones know, and go by the error "method not found" to
        find out. With a success they take an empty result for the answer: a list of resources without
        entries, a prompt without text.
    """,
    fix="""
        Answer methods that the server does not have with the JSON-RPC error -32601. Where one handler gets
        every request, let its last branch be that error.
    """,
    bad=(
        _served(Reply.from_raw({})),
        _served(Reply.from_raw({"content": [], "isError": False})),
        _served(Reply.from_raw({"ok": True})),
    ),
    good=(
        _served(Reply(error=RpcError(-32601, "Method not found"))),
        # Another code is an error all the same.
        _served(Reply(error=RpcError(-32602, "Invalid request parameters"))),
        # No answer came, or the question was not asked.
        _served(None),
        Served(Surface("weather", failure=StartFailure("does not start", ""))),
        # Meant as an error, though it is none of the protocol.
        _served(Reply.from_raw({"content": [], "isError": True})),
    ),
)
def unknown_method_answered_with_success(served: Served) -> Iterator[Finding | Unchecked]:
    surface, reply = served.surface, served.surface.unknown_method
    if reply is None and surface.failure is None:
        yield Unchecked(
            "the server gave no answer about a method that does not exist", lost=surface.died is not None
        )
    if reply is None or not reply.succeeded:
        return
    yield Finding(
        at=f"servers.{surface.server}",
        saw=f"answers a method that does not exist with success: {brief(reply.raw)}",
        want="JSON-RPC error -32601",
    )
