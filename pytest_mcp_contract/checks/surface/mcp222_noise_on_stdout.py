from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface, brief


@server_check(
    code="MCP222",
    title="The server writes to stdout what is no message",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio",
    why="""
        On stdio nothing but messages may stand on stdout. Some clients skip the line, others close the
        connection, and a line without its end swallows the message behind it.
    """,
    fix="Write logs and banners to stderr: `print(..., file=sys.stderr)`, `console.error`.",
    bad=(
        Served(Surface("weather", noise=("Weather server is running",))),
        Served(Surface("weather", noise=("a", "b"))),
    ),
    good=(Served(Surface("weather")), Served(Surface("weather", notes=("offers no tools",)))),
)
def noise_on_stdout(served: Served) -> Iterator[Finding]:
    noise = served.surface.noise
    if noise:
        lines = "a line" if len(noise) == 1 else f"at least {len(noise)} lines"
        are = "is" if len(noise) == 1 else "are"
        yield Finding(
            at=f"servers.{served.surface.server}",
            saw=f"writes {lines} on stdout that {are} no JSON-RPC, first {brief(noise[0])}",
            want="nothing but JSON-RPC messages; everything else on stderr",
        )
