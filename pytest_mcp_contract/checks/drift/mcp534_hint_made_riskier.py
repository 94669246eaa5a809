from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import TOOL, of_tool, server, tools, was
from pytest_mcp_contract.model import Change, Finding

_SAFER = {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False}
"""What each hint says of a tool that a client may call without asking."""


@change_check(
    code="MCP534",
    title="A tool claims to be riskier than was agreed on",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        Clients ask where they did not, and what runs unattended stops.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        of_tool(server(), server({**TOOL, "annotations": {}})),
        of_tool(
            server({**TOOL, "annotations": {"openWorldHint": False}}),
            server({**TOOL, "annotations": {"openWorldHint": True}}),
        ),
    ),
    good=(
        tools(),
        of_tool(server({**TOOL, "annotations": {}}), server()),
    ),
)
def hint_made_riskier(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if before is None or after is None:
        return
    for name, safer in _SAFER.items():
        old, new = before.hint(name), after.hint(name)
        if old != new and new != safer:
            yield was(
                change, f"/annotations/{name}", old, new, f"`{change.tool}` claims to be riskier: `{name}`"
            )
