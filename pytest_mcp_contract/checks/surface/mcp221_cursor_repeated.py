from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface


@server_check(
    code="MCP221",
    title="The list of tools repeats a cursor, so it never ends",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/pagination",
    why="""
        A client follows `nextCursor` until there is none. A cursor that was given before leads in a
        circle, and clients without a guard ask for ever.
    """,
    fix="Leave `nextCursor` out on the last page. A server without pages never writes it.",
    bad=(Served(Surface("weather", pages=2, notes=("repeats the cursor 'a'; the list was cut there",))),),
    good=(
        Served(Surface("weather")),
        Served(Surface("weather", pages=100)),
        Served(Surface("weather", notes=("offers no tools",))),
    ),
)
def cursor_repeated(served: Served) -> Iterator[Finding]:
    for note in served.surface.notes:
        if note.startswith("repeats the cursor"):
            yield Finding(at=f"servers.{served.surface.server}", saw=note[:140])
