from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, row_of_tool, tools, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP527",
    title="Whether a tool is tried again has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        A tool that is tried again after an interruption writes twice where it is not made for that.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(
        row_of_tool(
            {"tools_retry_policies": {"get_issue": "no_retry"}},
            {"tools_retry_policies": {"get_issue": "retry_on_interrupt"}},
        ),
    ),
    good=(
        tools(),
        row_of_tool({"tools_retry_policies": {}}, {"tools_retry_policies": {"other": "no_retry"}}),
    ),
)
def retry_policy_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, f"tools_retry_policies.{change.tool}")
    if change.tool_before is not None and change.tool_after is not None and old != new:
        at = f"servers.{change.server}.tools_retry_policies.{change.tool}"
        yield was(change, at, old, new, "the retry policy")
