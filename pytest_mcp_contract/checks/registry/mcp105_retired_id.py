from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._ids import free_ids
from pytest_mcp_contract.model import Entry, Finding, Registry


@registry_check(
    code="MCP105",
    title="A server has the id of a removed one",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Common Gotchas",
    why="""
        Configurations stored for the removed server still carry its id. Under a reused id they wake
        up and point to a server that nobody chose.
    """,
    fix="Take the next free id; a retired id is never used again.",
    bad=(Registry(retired_ids={4: "slideshow"}, servers={"jira": Entry(name="jira", id=4)}),),
    good=(
        Registry(retired_ids={4: "slideshow"}, servers={"jira": Entry(name="jira", id=5)}),
        # The name of a removed server may be used again, its id may not.
        Registry(retired_ids={4: "slideshow"}, servers={"slideshow": Entry(name="slideshow", id=6)}),
    ),
)
def retired_id(registry: Registry) -> Iterator[Finding]:
    free = free_ids(registry)
    for name, entry in registry.servers.items():
        if entry.id is not None and entry.id in registry.retired_ids:
            yield Finding(
                at=f"servers.{name}.id",
                saw=f"id {entry.id}, retired with `{registry.retired_ids[entry.id]}`",
                want=f"id {next(free)}, the next free one",
            )
