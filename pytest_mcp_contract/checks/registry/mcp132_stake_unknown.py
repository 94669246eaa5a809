from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Registry, brief


def _servers(stake: str) -> dict[str, Entry]:
    return {"github": Entry(name="github", tools_stakes={"get_issue": stake})}


@registry_check(
    code="MCP132",
    title="A tool has a stake that is no level of the registry",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        A level that nobody knows protects like none at all: what happens before the tool runs depends
        on what the platform assumes.
    """,
    fix="Write one of the levels in `stakes`, or add the new level there, in its place between the others.",
    bad=(
        Registry(servers=_servers("never")),
        Registry(servers=_servers("medium")),
        Registry(stakes=["free", "asked"], servers=_servers("low")),
    ),
    good=(
        Registry(servers=_servers("never_ask")),
        Registry(stakes=["never_ask", "low", "medium", "high"], servers=_servers("low")),
        Registry(servers={"clock": Entry(name="clock")}),
        # A list of levels that could not be read knows none.
        Registry(servers=_servers("medium"), dropped=frozenset({"stakes"})),
    ),
)
def stake_unknown(registry: Registry) -> Iterator[Finding]:
    if "stakes" in registry.dropped:
        return
    for name, entry in registry.servers.items():
        for tool, stake in (entry.tools_stakes or {}).items():
            if stake in registry.stakes:
                continue
            near = get_close_matches(stake, registry.stakes, n=1)
            levels = "one of " + ", ".join(f"`{level}`" for level in registry.stakes)
            yield Finding(
                at=f"servers.{name}.tools_stakes.{tool}",
                saw=f"stake {brief(stake)} for `{tool}`",
                want=f"`{near[0]}`" if near else levels,
                tool=tool,
            )
