from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, row_of_tool, tools, way_out
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP535",
    title="An argument that had to be approved no longer has to be",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A value that a person had to agree to is taken without asking: another repository, another
        recipient.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
            {"arguments_requiring_approval": {"get_issue": []}},
        ),
    ),
    good=(
        tools(),
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": []}},
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
        ),
        row_of_tool(
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
            {"arguments_requiring_approval": {"get_issue": ["repo"]}},
        ),
    ),
)
def approval_argument_dropped(change: Change) -> Iterator[Finding]:
    if change.tool_before is None or change.tool_after is None:
        return
    old, new = (
        {str(name) for name in names} if isinstance(names, list) else set[str]()
        for names in row(change, f"arguments_requiring_approval.{change.tool}")
    )
    for name in sorted(old - new):
        yield Finding(
            at=f"servers.{change.server}.arguments_requiring_approval.{change.tool}",
            saw=f"`{name}` of `{change.tool}` no longer has to be approved",
            want=way_out(change),
            tool=change.tool,
        )
