from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Relisted, Served, Surface


@server_check(
    code="MCP226",
    title="Two lists of the same tools come in another order",
    severity=Severity.WARNING,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2026-07-28/server/tools#capabilities",
    why="""
        No call goes wrong, but every request pays: the tools stand at the beginning of what a model is
        sent, so another order is another text, and nothing that the model's vendor or a client has cached
        is found again.
    """,
    fix="List the tools as they were registered, or sorted by name; never by walking through a set.",
    bad=(
        Served(Surface("weather", relisted=Relisted(is_reordered=True))),
        Served(Surface("weather", relisted=Relisted(changed=(("a", "/title"),), is_reordered=True))),
    ),
    good=(
        Served(Surface("weather", relisted=Relisted())),
        Served(Surface("weather")),
        # Other tools have another order: MCP225.
        Served(Surface("weather", relisted=Relisted(came=("get_forecast",)))),
    ),
)
def tools_list_reordered(served: Served) -> Iterator[Finding]:
    relisted = served.surface.relisted
    if relisted is not None and relisted.is_reordered:
        yield Finding(
            at=f"servers.{served.surface.server}",
            saw="lists the same tools in another order when it is asked again",
        )
