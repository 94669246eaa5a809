from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_stake, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import at_row, listed
from pytest_mcp_contract.checks.drift._stakes import asked
from pytest_mcp_contract.checks.registry._approval import KEY
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP535",
    title="A tool runs with values that people were asked about before",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        At the level `medium` a person approves each value of these arguments once. Without one of them, one
        approval lets every value through. The mirror is MCP536.
    """,
    fix="Put the argument back, or give the tool the level `high`.",
    bad=(
        of_stake("medium", "medium", asked=(["repo", "owner"], ["repo"])),
        of_stake("medium", "medium", asked=(["repo"], [])),
        of_stake("medium", "low", asked=(["repo"], ["repo"])),
        of_stake("medium", "medium", asked=(["repo"], []), order=["never_ask", "low", "medium"]),
    ),
    good=(
        of_stake("medium", "medium", asked=(["repo", "owner"], ["owner", "repo"])),
        # Asked about every call is asked about every value.
        of_stake("medium", "high", asked=(["repo"], [])),
        of_stake("medium", "admin", asked=(["repo"], []), order=["never_ask", "medium", "admin"]),
        # At other levels the arguments mean nothing.
        of_stake("high", "high", asked=(["repo"], [])),
        of_tool(
            tool(),
            None,
            rows=(
                {
                    "tools_stakes": {"get_issue": "medium"},
                    "arguments_requiring_approval": {"get_issue": ["repo"]},
                },
                {},
            ),
        ),
    ),
)
def approval_argument_dropped(change: Change) -> Iterator[Finding]:
    for one in asked(change):
        dropped = sorted(one.arguments_before - one.arguments_after)
        if dropped and not one.is_about_all(one.after):
            yield Finding(
                at=at_row(change, KEY, one.tool),
                saw=f"nobody is asked about {listed(dropped)} of `{one.tool}` any more",
                want=f"{listed(dropped)} among the arguments to approve",
                tool=one.tool,
            )
