from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._approval import KEY, LEVEL, is_known
from pytest_mcp_contract.model import Entry, Finding, Registry

_LEVELS = ["never_ask", "low", "medium", "high"]
_MEDIUM = Entry(name="slack", tools_stakes={"post_message": "medium"})


def _registry(entry: Entry, *levels: str) -> Registry:
    return Registry(stakes=list(levels or _LEVELS), servers={entry.name: entry})


@registry_check(
    code="MCP133",
    title="A tool at the level `medium` names no argument to approve",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        At this level a person approves one value of an argument, say a channel, and is not asked for it
        again. With no argument named, the first approval may stand for every later call.
    """,
    fix="""
        Name in `arguments_requiring_approval` the arguments that decide where the effect lands, or
        choose another level.
    """,
    bad=(
        _registry(_MEDIUM),
        _registry(_MEDIUM.model_copy(update={KEY: {"post_message": []}})),
        _registry(_MEDIUM.model_copy(update={KEY: {"other": ["channel"]}})),
    ),
    good=(
        _registry(_MEDIUM.model_copy(update={KEY: {"post_message": ["channel"]}})),
        _registry(Entry(name="slack", tools_stakes={"post_message": "low"})),
        # The table is there, but could not be read.
        _registry(_MEDIUM.model_copy(update={"dropped": frozenset({KEY})})),
    ),
)
def medium_without_arguments(registry: Registry) -> Iterator[Finding]:
    if not is_known(registry):
        return
    for name, entry in registry.servers.items():
        if KEY in entry.dropped:
            continue
        for tool, stake in (entry.tools_stakes or {}).items():
            if stake == LEVEL and not entry.arguments_requiring_approval.get(tool):
                yield Finding(
                    at=f"servers.{name}.tools_stakes.{tool}",
                    saw=f"stake `{LEVEL}` for `{tool}`, and no argument to approve",
                    want=f"`{KEY}.{tool}`",
                    tool=tool,
                )
