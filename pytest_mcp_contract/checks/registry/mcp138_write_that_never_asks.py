from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._verbs import WRITE, ranked_stakes, verb
from pytest_mcp_contract.model import Entry, Finding, Registry


def _registry(tool: str, stake: str) -> Registry:
    return Registry(servers={"wiki": Entry(name="wiki", tools_stakes={tool: stake})})


@registry_check(
    code="MCP138",
    title="Nobody is asked before a tool that, by its name, writes",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The weakest stake is for tools without side effects. A write under it happens whenever a model
        thinks it should, also when a text it has just read told it to.
    """,
    fix="""
        Give the tool a level that asks. If it writes only into what the assistant itself owns, such as
        its memory or its working folder, say so in a waiver.
    """,
    bad=(
        _registry("create_page", "never_ask"),
        _registry("updatePage", "never_ask"),
        _registry("wiki_move_page", "never_ask"),
        _registry("delete_page", "never_ask"),
    ),
    good=(
        _registry("create_page", "low"),
        _registry("get_page", "never_ask"),
        # The verb is the first word: what follows tells what is read.
        _registry("list_updates", "never_ask"),
        _registry("address_lookup", "never_ask"),
        _registry("add", "never_ask"),
        _registry("settings", "never_ask"),
        Registry(
            stakes=["free", "asked"],
            servers={"wiki": Entry(name="wiki", tools_stakes={"create_page": "never_ask"})},
        ),
    ),
)
def write_that_never_asks(registry: Registry) -> Iterator[Finding]:
    for server, tool, stake, rank in ranked_stakes(registry):
        if rank == 0 and (said := verb(tool, server)) in WRITE:
            yield Finding(
                at=f"servers.{server}.tools_stakes.{tool}",
                saw=f"stake `{stake}` for `{tool}`, which writes by its verb `{said}`",
                want=f"`{registry.stakes[1]}` or more",
                tool=tool,
            )
