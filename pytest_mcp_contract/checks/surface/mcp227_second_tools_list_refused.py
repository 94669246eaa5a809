from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Relisted, Served, Surface


@server_check(
    code="MCP227",
    title="A server lists its tools once, and then no more",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2026-07-28/server/tools#capabilities",
    why="""
        A client asks again when a user opens another conversation, when its cache has expired, and before
        it checks a result. A server that declares tools must answer each time; where it does not, its
        tools vanish in the middle of the work.
    """,
    fix="Answer `tools/list` as often as it is asked: read what it needs once, and keep it.",
    bad=(Served(Surface("weather", relisted=Relisted(refusal="an error: Internal error"))),),
    good=(
        Served(Surface("weather", relisted=Relisted())),
        Served(Surface("weather", relisted=Relisted(went=("get_forecast",)))),
        Served(Surface("weather")),
    ),
)
def second_tools_list_refused(served: Served) -> Iterator[Finding]:
    relisted = served.surface.relisted
    if relisted is not None and relisted.refusal:
        yield Finding(
            at=f"servers.{served.surface.server}",
            saw=f"answers a second request for its tools with {relisted.refusal}"[:140],
            want="the list of tools",
        )
