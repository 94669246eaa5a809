from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_stake, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import at_row, listed
from pytest_mcp_contract.checks.drift._stakes import asked
from pytest_mcp_contract.checks.registry._approval import KEY
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP536",
    title="People are asked about values of a tool that they were not asked about",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        Nothing runs that did not. Approvals that were given no longer cover every call, so agents that work
        alone may stop. The mirror is MCP535.
    """,
    fix="Write the lock anew.",
    bad=(
        of_stake("medium", "medium", asked=(["repo"], ["repo", "owner"])),
        of_stake("never_ask", "medium", asked=([], ["repo"])),
    ),
    good=(
        of_stake("medium", "medium", asked=(["repo"], ["repo"])),
        of_stake("low", "low", asked=([], ["repo"])),
        # Asked about every call before.
        of_tool(None, tool(), rows=({}, {"arguments_requiring_approval": {"get_issue": ["repo"]}})),
    ),
)
def approval_argument_added(change: Change) -> Iterator[Finding]:
    for one in asked(change):
        added = sorted(one.arguments_after - one.arguments_before)
        if added and not one.is_about_all(one.before):
            yield Finding(
                at=at_row(change, KEY, one.tool),
                saw=f"people are asked about {listed(added)} of `{one.tool}`, and were not",
                tool=one.tool,
            )
