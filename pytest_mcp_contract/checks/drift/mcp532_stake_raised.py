from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_stake, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import (
    stated,
)
from pytest_mcp_contract.checks.drift._stakes import asked
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP532",
    title="People are asked where a tool ran before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        Nothing runs that did not. But agents that work alone stop at the question, and who is asked too
        often answers without reading. The mirror is MCP531.
    """,
    fix="Write the lock anew.",
    bad=(
        of_stake("never_ask", "low"),
        of_stake(None, "high"),
        of_stake("seldom", "asked", order=["seldom", "asked"]),
    ),
    good=(
        of_stake("low", "low"),
        of_tool(None, tool(), rows=({}, {"tools_stakes": {"get_issue": "high"}})),
    ),
)
def stake_raised(change: Change) -> Iterator[Finding]:
    for one in asked(change):
        if one.before != one.after and not one.is_lower:
            yield Finding(
                at=one.at,
                saw=f"the stake of `{one.tool}` is {stated(one.after)}, and was {stated(one.before)}",
                tool=one.tool,
            )
