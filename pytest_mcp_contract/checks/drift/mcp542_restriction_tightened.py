from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding

_SAYS = {
    "is_restricted": "is restricted to some",
    "requires_bearer_token": "is closed without a bearer token",
    "is_preview": "is a preview",
}


@change_check(
    code="MCP542",
    title="A server is closed to people who could use it before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Nothing is reached that was not. But who has the server in use loses it, or meets a badge that says
        that it may change. The mirror is MCP541.
    """,
    fix="Tell who has it in use, and write the lock anew.",
    bad=(
        of_row({}, {"is_restricted": "github_tool"}),
        of_row({"requires_bearer_token": False}, {"requires_bearer_token": True}),
        of_row({}, {"is_preview": True}),
    ),
    good=(
        of_row(
            {"is_restricted": "github_tool", "is_preview": True},
            {"is_restricted": "github_tool", "is_preview": True},
        ),
        of_row({}, {"requires_bearer_token": False, "is_preview": False}),
    ),
)
def restriction_tightened(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    for key, what in _SAYS.items() if rows else ():
        before, after = (row.get(key) for row in rows or ())
        if after and not before:
            yield Finding(at=at_row(change, key), saw=f"`{change.server}` {what}, and was not before")
