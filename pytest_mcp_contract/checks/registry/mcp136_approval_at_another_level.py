from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.registry._approval import KEY, LEVEL, is_known
from pytest_mcp_contract.model import Entry, Finding, Registry

_LEVELS = ["never_ask", "low", "medium", "high"]


def _registry(stake: str, *, levels: list[str] = _LEVELS) -> Registry:
    entry = Entry(
        name="gmail",
        tools_stakes={"send_mail": stake},
        arguments_requiring_approval={"send_mail": ["to"]},
    )
    return Registry(stakes=levels, servers={"gmail": entry})


@registry_check(
    code="MCP136",
    title="Arguments to approve are stated for a tool that is not at `medium`",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Only the level `medium` looks at them. At any other they do nothing, and who reads the entry
        believes in a protection that is not there, or does not see that the stake was changed.
    """,
    fix="Take the arguments out, or give the tool the level `medium` if that was meant.",
    bad=(_registry("high"), _registry("never_ask")),
    good=(
        _registry("medium"),
        # A registry may call the level otherwise; and an unknown level is MCP132.
        _registry("per_value", levels=["never_ask", "per_value", "high"]),
        _registry("per_value"),
    ),
)
def approval_at_another_level(registry: Registry) -> Iterator[Finding]:
    if not is_known(registry):
        return
    for name, entry in registry.servers.items():
        for tool, arguments in entry.arguments_requiring_approval.items():
            stake = (entry.tools_stakes or {}).get(tool, LEVEL)
            if arguments and stake != LEVEL and stake in registry.stakes:
                yield Finding(
                    at=f"servers.{name}.{KEY}.{tool}",
                    saw=f"arguments to approve for `{tool}`, whose stake is `{stake}`",
                    tool=tool,
                )
