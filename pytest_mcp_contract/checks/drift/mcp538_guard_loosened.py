from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP538",
    title="A server is guarded less than was agreed on",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A restriction, a preview flag or a token that was demanded keeps people out. Without it everybody is
        in.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        rows({"is_restricted": "flag"}, {}),
        rows({"requires_bearer_token": True}, {"requires_bearer_token": False}),
        rows({"is_preview": True}, {"is_preview": False}),
    ),
    good=(
        rows({}, {}),
        rows({}, {"is_restricted": "flag"}),
        rows({"is_preview": False}, {"is_preview": True}),
    ),
)
def guard_loosened(change: Change) -> Iterator[Finding]:
    if change.tool is not None or change.before is None or change.after is None:
        return
    for key in ("is_restricted", "requires_bearer_token", "is_preview"):
        old, new = row(change, key)
        if old and not new:
            yield was(change, f"servers.{change.server}.{key}", old, new, f"`{key}`")
