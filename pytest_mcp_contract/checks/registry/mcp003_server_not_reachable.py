from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Entry, Finding, Reply, RpcError, Served, StartFailure, Surface, Tool

_NO_MODULE = StartFailure(
    saw='does not start: "No module named `acme`"', fix="install the package that holds `acme`"
)


@server_check(
    code="MCP003",
    title="A server cannot be asked what it offers",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle",
    why="""
        The server did not start, did not answer the handshake or tools/list, or ended while it was
        being asked. Nothing else about it can be judged, so its other checks count as lost, not as
        passed.
    """,
    fix="""
        Start the server by hand with the command or object of its entry and read what it prints;
        then run only this server again.
    """,
    bad=(
        Served(Surface("github", failure=_NO_MODULE), Entry(name="github")),
        Served(
            Surface("github", tools=(Tool("get_issue"),), died=StartFailure("exit code 1", "read its log"))
        ),
    ),
    good=(
        Served(Surface("github", tools=(Tool("get_issue"),))),
        # Offering nothing, and refusing an unknown tool, are answers.
        Served(Surface("empty", unknown_tool=Reply(error=RpcError(-32602, "Unknown tool")))),
    ),
)
def server_not_reachable(served: Served) -> Iterator[Finding]:
    surface = served.surface
    at = f"servers.{surface.server}"
    if surface.failure is not None:
        yield Finding(at=at, saw=surface.failure.saw, want=surface.failure.fix)
    if surface.died is not None:
        yield Finding(at=at, saw=f"died while it was being asked: {surface.died.saw}", want=surface.died.fix)
