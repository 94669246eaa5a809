from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._ids import free_ids
from pytest_mcp_contract.model import Entry, Finding, Registry


@registry_check(
    code="MCP104",
    title="Two servers have the same id",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Common Gotchas",
    why="""
        Stored configurations find their server by id. With two servers under one id, whatever a
        team has set up for the first may start the second, with other tools and other rights.
        It happens when two branches take the same next number.
    """,
    fix="Give the server that was added later the next free id. Never change the id of a deployed one.",
    bad=(
        Registry(servers={"github": Entry(name="github", id=1), "jira": Entry(name="jira", id=1)}),
        Registry(
            servers={
                "a": Entry(name="a", id=1),
                "b": Entry(name="b", id=1),
                "c": Entry(name="c", id=1),
            }
        ),
    ),
    good=(
        Registry(servers={"github": Entry(name="github", id=1), "jira": Entry(name="jira", id=2)}),
        # Two rows without an id have no id in common.
        Registry(servers={"github": Entry(name="github"), "jira": Entry(name="jira")}),
    ),
)
def duplicate_id(registry: Registry) -> Iterator[Finding]:
    first: dict[int, str] = {}
    free = free_ids(registry)
    for name, entry in registry.servers.items():
        if entry.id is None:
            continue
        owner = first.setdefault(entry.id, name)
        if owner != name:
            yield Finding(
                at=f"servers.{name}.id",
                saw=f"id {entry.id}, also the id of `{owner}`",
                want=f"id {next(free)}, the next free one",
            )
