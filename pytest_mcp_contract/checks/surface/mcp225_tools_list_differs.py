from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Relisted, Served, Surface


def _served(relisted: Relisted | None) -> Served:
    return Served(Surface("weather", relisted=relisted))


@server_check(
    code="MCP225",
    title="Two lists of tools, asked for one after the other, differ",
    severity=Severity.WARNING,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#list-changed-notification",
    why="""
        Nothing happened between the two requests. A client asks once and keeps the answer: it calls tools
        that are gone and never learns of those that came. A description that changes by itself is another
        text than the one that a person has approved.
    """,
    fix="""
        Build the list once, before the first answer, from what does not change: no time, no counter, no
        random text, nothing that is loaded while clients already ask. A list that is meant to change
        announces it by `notifications/tools/list_changed`; this run does not hear announcements, so a
        server that does so deserves a waiver that says it.
    """,
    bad=(
        _served(Relisted(came=("get_forecast",))),
        _served(Relisted(went=("get_forecast",))),
        _served(Relisted(changed=(("get_forecast", "/description"),))),
        _served(Relisted(changed=(("get_forecast", ""),))),
    ),
    good=(
        _served(Relisted()),
        # Not asked: the first list was cut, or there are no tools.
        _served(None),
        # The order alone is MCP226, no second list at all MCP227.
        _served(Relisted(is_reordered=True)),
        _served(Relisted(refusal="an error: busy")),
    ),
)
def tools_list_differs(served: Served) -> Iterator[Finding]:
    relisted = served.surface.relisted or Relisted()
    at = f"servers.{served.surface.server}"
    for name in relisted.came:
        yield Finding(at=at, saw=f"`{name}` is in the second list only", tool=name)
    for name in relisted.went:
        yield Finding(at=at, saw=f"`{name}` is in the first list only", tool=name)
    for name, place in relisted.changed:
        where = f", first at `{place}`" if place else ""
        yield Finding(at=place or at, saw=f"`{name}` is another in the second list{where}", tool=name)
