from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._verbs import DESTRUCTIVE, ranked_stakes, verb
from pytest_mcp_contract.model import Entry, Finding, Registry


def _registry(tool: str, stake: str) -> Registry:
    return Registry(servers={"wiki": Entry(name="wiki", tools_stakes={tool: stake})})


@registry_check(
    code="MCP139",
    title="A tool that, by its name, destroys is below the top level",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The guide keeps the top level for what cannot be taken back. At a lower one a single "always
        allow" lets everything be deleted from then on.
    """,
    fix="""
        Give the tool the strongest stake. Where what it takes away is put back as easily, such as a
        reaction to a message, say so in a waiver.
    """,
    bad=(
        _registry("delete_page", "low"),
        _registry("clearRange", "never_ask"),
        _registry("wiki_remove_page", "low"),
    ),
    good=(
        _registry("delete_page", "high"),
        _registry("update_page", "low"),
        # The verb is the first word, and the whole word.
        _registry("list_deleted_pages", "never_ask"),
        _registry("undelete_page", "low"),
        _registry("archive_page", "low"),
        Registry(
            stakes=["free", "asked"],
            servers={"wiki": Entry(name="wiki", tools_stakes={"delete_page": "low"})},
        ),
    ),
)
def destruction_below_the_top(registry: Registry) -> Iterator[Finding]:
    top = len(registry.stakes) - 1
    for server, tool, stake, rank in ranked_stakes(registry):
        if rank < top and (said := verb(tool, server)) in DESTRUCTIVE:
            yield Finding(
                at=f"servers.{server}.tools_stakes.{tool}",
                saw=f"stake `{stake}` for `{tool}`, which destroys by its verb `{said}`",
                want=f"`{registry.stakes[-1]}`",
                tool=tool,
            )
