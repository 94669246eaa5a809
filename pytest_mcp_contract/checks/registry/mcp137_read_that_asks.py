from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._verbs import only_reads, ranked_stakes, verb
from pytest_mcp_contract.model import Entry, Finding, Registry


def _registry(tool: str, stake: str) -> Registry:
    return Registry(servers={"wiki": Entry(name="wiki", tools_stakes={tool: stake})})


@registry_check(
    code="MCP137",
    title="People are asked before a tool that, by its name, only reads",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The guide gives reads the weakest stake. Who is asked about every search answers without
        reading, also when the question is about a write.
    """,
    fix="""
        Give the tool the weakest stake. If what it reads is private or costs money, leave the stake
        and say so in a waiver; if it does more than read, name it after that.
    """,
    bad=(
        _registry("get_page", "low"),
        _registry("listPages", "high"),
        _registry("wiki-search-pages", "low"),
        _registry("get_plan_and_subscription", "low"),
    ),
    good=(
        _registry("get_page", "never_ask"),
        _registry("create_page", "low"),
        # More than a read, or something else.
        _registry("get_or_create_page", "low"),
        _registry("find_and_replace", "low"),
        _registry("get_page_or_create", "low"),
        _registry("check_out_page", "low"),
        _registry("getaway_booking", "low"),
        # Statements may write.
        _registry("query", "low"),
        # A stake that the registry does not know has no rank.
        Registry(
            stakes=["free", "asked"], servers={"wiki": Entry(name="wiki", tools_stakes={"get_page": "low"})}
        ),
    ),
)
def read_that_asks(registry: Registry) -> Iterator[Finding]:
    for server, tool, stake, rank in ranked_stakes(registry):
        if rank > 0 and only_reads(tool, server):
            yield Finding(
                at=f"servers.{server}.tools_stakes.{tool}",
                saw=f"stake `{stake}` for `{tool}`, which reads by its verb `{verb(tool, server)}`",
                want=f"`{registry.stakes[0]}`",
                tool=tool,
            )
