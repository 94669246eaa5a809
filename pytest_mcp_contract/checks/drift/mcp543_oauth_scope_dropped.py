from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_info, of_scopes
from pytest_mcp_contract.checks.drift._sides import listed, scopes
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP543",
    title="A server asks people for less power over their accounts",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: OAuth Configuration Check",
    why="""
        Nothing is reached that was not, and to ask for less is the good direction. But whoever connects from
        now on gives the server a token without that scope, and a tool that needs it fails for them alone,
        while it goes on working for everybody who is connected. The mirror is MCP537.
    """,
    fix="Make sure that no tool needs the scope, and write the lock anew.",
    bad=(
        of_scopes(["repo", "read:user"], ["repo"]),
        of_scopes(["repo"], []),
        of_scopes(["read"], ["write"]),
    ),
    good=(
        of_scopes(["repo", "read:user"], ["read:user", "repo"]),
        # A lock of before scopes were held in it; a provider without a record.
        of_scopes(None, []),
        of_scopes(["repo"], None),
        # Another provider has other scopes: MCP537.
        of_info({"authorization": None}, {}),
    ),
)
def oauth_scope_dropped(change: Change) -> Iterator[Finding]:
    for provider, dropped, _ in scopes(change):
        if dropped:
            yield Finding(
                at=f"oauth_providers.{provider}.scopes",
                saw=f"`{change.server}` no longer asks `{provider}` for {listed(dropped)}",
            )
