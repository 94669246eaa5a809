from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface, brief


@server_check(
    code="MCP229",
    title="A JSON object of a message has the same key twice",
    severity=Severity.WARNING,
    since="0.1.0",
    on_wire=True,
    source="https://www.rfc-editor.org/rfc/rfc8259#section-4",
    why="""
        Most parsers keep the last value, some the first, some refuse the message. So what a person has
        approved, a description for instance, may be another text than the one that a model reads.
    """,
    fix="Build messages with a JSON library, from maps, never by joining texts.",
    bad=(Served(Surface("weather", repeated_keys=("description",))),),
    good=(Served(Surface("weather")),),
)
def key_repeated(served: Served) -> Iterator[Finding]:
    for key in served.surface.repeated_keys:
        yield Finding(
            at=f"servers.{served.surface.server}",
            saw=f"writes a JSON object with the key {brief(key)} twice",
            want="each key once",
        )
