from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Problem, Registry


@registry_check(
    code="MCP102",
    title="A published server name has no entry",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Common Gotchas",
    why="""
        The list of names is what the rest of the product offers. A name without an entry is a
        server that people can choose and nothing can start.
    """,
    fix="Add the entry, or take the name out of `names`.",
    requires=("names",),
    bad=(Registry(names=["github", "jira"], servers={"github": Entry(name="github")}),),
    good=(
        Registry(names=["github"], servers={"github": Entry(name="github")}),
        # The entry is there, but could not be read: that is one finding, not two.
        Registry(
            names=["jira"],
            problems=(Problem(at="servers.jira", what="`servers.jira` is 5, not a table", fix=""),),
        ),
        Registry(names=["jira"], dropped=frozenset({"servers"})),
    ),
)
def name_without_entry(registry: Registry) -> Iterator[Finding]:
    if "servers" in registry.dropped:
        return
    names = registry.names or []
    unread = {problem.at for problem in registry.problems}
    unlisted = [name for name in registry.servers if name not in names]
    for name in dict.fromkeys(names):
        if name in registry.servers or f"servers.{name}" in unread:
            continue
        near = get_close_matches(name, unlisted, n=1)
        yield Finding(
            at="names",
            saw=f"`{name}`, and no entry has this name",
            want=f"`{near[0]}`, which has an entry and is not listed" if near else "",
        )
