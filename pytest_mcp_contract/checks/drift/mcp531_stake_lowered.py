from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, row_of_tool, server, tools, was
from pytest_mcp_contract.model import Change, Finding

_ORDER = ("never_ask", "low", "medium", "high")


@change_check(
    code="MCP531",
    title="A tool asks less than was agreed on",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What a person had to allow happens by itself now. Nobody who uses the server was asked about that.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        row_of_tool({"tools_stakes": {"get_issue": "high"}}, {"tools_stakes": {"get_issue": "never_ask"}}),
        row_of_tool({"tools_stakes": {"get_issue": "medium"}}, {"tools_stakes": {"get_issue": "low"}}),
    ),
    good=(
        tools(),
        row_of_tool({"tools_stakes": {"get_issue": "never_ask"}}, {"tools_stakes": {"get_issue": "high"}}),
        of_tool(server(), server(None), input=None),
    ),
)
def stake_lowered(change: Change) -> Iterator[Finding]:
    old, new = change.stake_before, change.stake_after
    is_pair = change.tool_before is not None and change.tool_after is not None
    if is_pair and old in _ORDER and new in _ORDER and _ORDER.index(new) < _ORDER.index(old):
        at = f"servers.{change.server}.tools_stakes.{change.tool}"
        yield was(change, at, old, new, f"`{change.tool}` asks less than was agreed on: its stake")
