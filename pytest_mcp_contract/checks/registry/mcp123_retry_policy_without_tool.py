from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding

_STAKES = {"get_issue": "never_ask"}


@entry_check(
    code="MCP123",
    title="A retry policy is stated for a tool that no stake names",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        A policy works by the tool's name alone. Where that is the name of no tool, the one that was meant
        is retried, or not, by the default, and nobody notices before the first interruption. Where the
        server does offer the tool, it is a tool that nobody has given a stake.
    """,
    fix="""
        Write the policy under the tool's present name or under `default`, give a tool that the server
        offers its stake, or take the policy out with the tool.
    """,
    bad=(row(name="github", tools_stakes=_STAKES, tools_retry_policies={"get_issues": "no_retry"}),),
    good=(
        row(name="github", tools_stakes=_STAKES, tools_retry_policies={"get_issue": "retry_on_interrupt"}),
        row(name="github", tools_stakes=_STAKES, tools_retry_policies={"default": "no_retry"}),
        # Without stakes, or where one could not be read, the tools are not known.
        row(name="github", tools_retry_policies={"get_issues": "no_retry"}),
        row(
            name="github",
            tools_stakes=_STAKES,
            tools_retry_policies={"get_issues": "no_retry"},
            dropped=frozenset({"tools_stakes"}),
        ),
    ),
)
def retry_policy_without_tool(entry: Entry) -> Iterator[Finding]:
    stakes = entry.tools_stakes
    if stakes is None or "tools_stakes" in entry.dropped:
        return
    policies = entry.tools_retry_policies or {}
    for tool in policies:
        if tool != "default" and tool not in stakes:
            near = get_close_matches(tool, [name for name in stakes if name not in policies], n=1)
            yield Finding(
                at=f"servers.{entry.name}.tools_retry_policies.{tool}",
                saw=f"a policy for `{tool}`, which has no stake",
                want=f"`{near[0]}`" if near else "",
                tool=tool,
            )
