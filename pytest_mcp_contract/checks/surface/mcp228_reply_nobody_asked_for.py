from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface


@server_check(
    code="MCP228",
    title="The server sends a reply that no request is waiting for",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic#responses",
    why="""
        A client pairs replies with requests by their `id`, type and all. One with another `id`, or a second
        one, is dropped by some clients, closes the connection of others, and may be taken for the answer to
        a later request.
    """,
    fix="Reply to each request exactly once, with the `id` as it came: a number stays a number.",
    bad=(
        Served(Surface("weather", strays=("replies to a request 3, to which it has replied",))),
        Served(Surface("weather", strays=('replies to a request "3", which nobody has sent',))),
    ),
    good=(Served(Surface("weather")), Served(Surface("weather", notes=("offers no tools",)))),
)
def reply_nobody_asked_for(served: Served) -> Iterator[Finding]:
    strays = served.surface.strays
    if strays:
        yield Finding(
            at=f"servers.{served.surface.server}",
            saw=strays[0][:140],
            want="one reply to each request, with its `id`",
        )
