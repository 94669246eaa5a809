from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Registry


@registry_check(
    code="MCP103",
    title="A registry entry is missing from the published names",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Common Gotchas",
    why="""
        A server that the list of names does not hold is never offered to anybody, however complete
        its entry is, and nothing else tells the person who added it.
    """,
    fix="Add the name to `names`.",
    requires=("names",),
    bad=(Registry(names=["github"], servers={"github": Entry(name="github"), "jira": Entry(name="jira")}),),
    good=(
        Registry(names=["github"], servers={"github": Entry(name="github")}),
        # No list, or one that could not be read, leaves nobody out.
        Registry(servers={"jira": Entry(name="jira")}),
        Registry(servers={"jira": Entry(name="jira")}, dropped=frozenset({"names"})),
    ),
)
def entry_not_in_names(registry: Registry) -> Iterator[Finding]:
    if registry.names is None:
        return
    for name in registry.servers:
        if name not in registry.names:
            yield Finding(at=f"servers.{name}", saw=f"`{name}` is not in `names`")
