from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, row_of_tool, tools, way_out
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP536",
    title="An argument has to be approved that did not",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Conversations stop where they went on.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": []}},
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
        ),
    ),
    good=(
        tools(),
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
            {"arguments_requiring_approval": {"get_issue": []}},
        ),
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": []}},
            {"arguments_requiring_approval": {"get_issue": []}},
        ),
    ),
)
def approval_argument_added(change: Change) -> Iterator[Finding]:
    if change.tool_before is None or change.tool_after is None:
        return
    old, new = (
        {str(name) for name in names} if isinstance(names, list) else set[str]()
        for names in row(change, f"arguments_requiring_approval.{change.tool}")
    )
    for name in sorted(new - old):
        yield Finding(
            at=f"servers.{change.server}.arguments_requiring_approval.{change.tool}",
            saw=f"`{name}` of `{change.tool}` has to be approved now",
            want=way_out(change),
            tool=change.tool,
        )
