from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_stake, of_tool, tool, unowned
from pytest_mcp_contract.checks.drift._sides import (
    stated,
)
from pytest_mcp_contract.checks.drift._stakes import asked
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP531",
    title="A tool runs where people were asked before",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The stake decides whether a person sees a call before it is made. Lowered along with other changes,
        nobody notices until it is too late. No stake at all promises nothing: some hosts then never ask. The
        order of levels is the one that was agreed on; a level that it does not have might be lower than any.
        The mirror is MCP532.
    """,
    fix="Put the stake back. If the tool has become harmless, say so where the change is accepted.",
    bad=(
        of_stake("high", "never_ask"),
        of_stake("high", "medium"),
        of_stake("low", None),
        of_stake(None, "never_ask"),
        of_stake("asked", "seldom"),
        of_stake("asked", "seldom", order=["seldom", "asked"]),
        of_stake("low", "medium", order=["never_ask", "medium", "low", "high"]),
        # A level that nobody has agreed on.
        of_stake("high", "admin"),
        of_stake(None, "seldom", order=["seldom", "asked"]),
        # Where no registry speaks: what the tool says of itself.
        unowned(tool(_meta={"stake": "high"}), tool(_meta={"stake": "never_ask"}), versions=("1", "2")),
        unowned(
            tool(_meta={"acme": {"stake": "high"}}),
            tool(_meta={"acme": {"stake": "low"}}),
            versions=("1", "2"),
        ),
    ),
    good=(
        of_stake("low", "high"),
        of_stake("low", "low"),
        of_stake(None, "high"),
        of_stake("seldom", "asked", order=["seldom", "asked"]),
        of_stake("medium", "low", order=["never_ask", "medium", "low", "high"]),
        # Whatever the new level is: it is not below the weakest.
        of_stake("never_ask", "admin"),
        of_stake("admin", "high"),
        # The registry is what counts where there is one; MCP143 compares the two.
        of_tool(
            tool(_meta={"stake": "high"}),
            tool(_meta={"stake": "low"}),
            rows=({"tools_stakes": {}}, {"tools_stakes": {}}),
        ),
        # A tool that is gone or new has lowered nothing.
        of_tool(tool(), None, rows=({"tools_stakes": {"get_issue": "high"}}, {})),
        of_tool(None, tool(), rows=({}, {"tools_stakes": {"get_issue": "never_ask"}})),
    ),
)
def stake_lowered(change: Change) -> Iterator[Finding]:
    for one in asked(change):
        if one.is_lower:
            lowered = f"the stake of `{one.tool}` is {stated(one.after)}, and was {stated(one.before)}"
            yield Finding(
                at=one.at,
                saw=lowered + one.of_no_rank,
                want=stated(one.before) if one.before else "a stake that somebody has agreed on",
                tool=one.tool,
            )
