from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row, of_server, server
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP541",
    title="A server is open to people who could not use it before",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A feature flag keeps a server from most people, and a bearer token from whoever has none. Without
        them, or under another flag, others reach it. That a server is no preview any more only warns: the
        badge keeps nobody out. The mirror is MCP542.
    """,
    fix="Put the restriction back, or say where the change is accepted who may use the server now.",
    bad=(
        of_row({"is_restricted": "github_tool"}, {}),
        of_row({"is_restricted": "github_tool"}, {"is_restricted": "everybody"}),
        of_row({"requires_bearer_token": True}, {"requires_bearer_token": False}),
        of_row({"requires_bearer_token": True}, {}),
        of_row({"is_preview": True}, {"is_preview": False}),
    ),
    good=(
        of_row({}, {"is_restricted": "github_tool", "requires_bearer_token": True, "is_preview": True}),
        of_row({"requires_bearer_token": False, "is_preview": False}, {}),
        of_server(server("github"), None),
    ),
)
def restriction_loosened(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = rows
    old, new = before.get("is_restricted"), after.get("is_restricted")
    if old and old != new:
        said = (
            f"is restricted by `{new}`, and was by `{old}`"
            if new
            else f"is not restricted by `{old}` any more"
        )
        yield Finding(at=at_row(change, "is_restricted"), saw=f"`{change.server}` {said}", want=f"`{old}`")
    if before.get("requires_bearer_token") and not after.get("requires_bearer_token"):
        yield Finding(
            at=at_row(change, "requires_bearer_token"),
            saw=f"`{change.server}` no longer requires a bearer token",
            want="`true`",
        )
    if before.get("is_preview") and not after.get("is_preview"):
        yield Finding(
            at=at_row(change, "is_preview"), saw=f"`{change.server}` is no longer a preview", is_mild=True
        )
