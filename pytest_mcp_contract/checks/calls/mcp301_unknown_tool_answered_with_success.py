from collections.abc import Iterator, Mapping

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import (
    JSON,
    Finding,
    Reply,
    RpcError,
    Served,
    StartFailure,
    Surface,
    Unchecked,
    brief,
)

_UNKNOWN: JSON = {"type": "text", "text": "Unknown tool: nope"}


def _served(reply: Reply | None) -> Served:
    return Served(Surface("weather", unknown_tool=reply))


@server_check(
    code="MCP301",
    title="A call of a tool that does not exist is answered with success",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling",
    why="""
        The protocol asks for an error when a tool is not known. With a success, a client that calls a
        renamed or removed tool takes the words of the refusal for the tool's result, and no monitoring
        counts the failure.
    """,
    fix="""
        Answer unknown names with a JSON-RPC error, code -32602. Where a handler gets every name, let
        its last branch raise instead of returning text; a result with `isError: true` is accepted too.
    """,
    bad=(
        _served(Reply.from_raw({"content": [_UNKNOWN], "isError": False})),
        _served(Reply.from_raw({"content": [_UNKNOWN]})),
        _served(Reply.from_raw({"content": []})),
    ),
    good=(
        _served(Reply.from_raw({"content": [_UNKNOWN], "isError": True})),
        _served(Reply(error=RpcError(-32602, "Unknown tool: nope"))),
        _served(Reply(error=RpcError(-32603, "Internal error"))),
        # The question was not asked.
        _served(None),
        Served(Surface("weather", failure=StartFailure("does not start", ""))),
        # Meant as an error, though of the wrong JSON type: another defect.
        _served(Reply.from_raw({"content": [_UNKNOWN], "isError": "true"})),
    ),
)
def unknown_tool_answered_with_success(served: Served) -> Iterator[Finding | Unchecked]:
    surface, reply = served.surface, served.surface.unknown_tool
    if reply is None and surface.failure is None:
        yield Unchecked(
            "the server gave no answer about a tool that does not exist", lost=surface.died is not None
        )
    if reply is None or not reply.succeeded:
        return
    stated = reply.raw.get("isError") if isinstance(reply.raw, Mapping) else reply.is_error
    if stated not in (None, False):
        return
    text = next(iter(reply.texts()), None)
    yield Finding(
        at=f"servers.{surface.server}",
        saw=f"answers a tool that does not exist with success{'' if text is None else f': {brief(text)}'}",
        want=f"a JSON-RPC error, or `isError: true`; `isError` is {'absent' if stated is None else 'false'}",
    )
