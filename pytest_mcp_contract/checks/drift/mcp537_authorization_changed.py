from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_info, of_scopes
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
    listed,
    scopes,
    stated,
    table,
)
from pytest_mcp_contract.model import Change, Finding, JSONObject


@change_check(
    code="MCP537",
    title="A server acts with other people's consent than they gave",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: OAuth Configuration Check",
    why="""
        Provider and use cases say whose account a server acts with, and how it was connected. With others,
        stored connections stop working or are used for what nobody agreed to: neither direction is the
        harmless one. With one more scope, whoever connects gives the server more power over that account. A
        scope less is MCP543.
    """,
    fix="Put it back, or say what becomes of the connections where the change is accepted.",
    bad=(
        of_info({"authorization": {"provider": "github"}}, {"authorization": {"provider": "gitlab"}}),
        of_info({"authorization": {"provider": "github"}}, {}),
        of_info({}, {"authorization": {"provider": "github"}}),
        of_info(
            {"authorization": {"provider": "github", "supported_use_cases": ["personal_actions"]}},
            {
                "authorization": {
                    "provider": "github",
                    "supported_use_cases": ["personal_actions", "platform_actions"],
                }
            },
        ),
        of_scopes(["repo"], ["repo", "admin:org"]),
        of_scopes([], ["repo"]),
        of_scopes(["read"], ["write"]),
    ),
    good=(
        of_info(
            {"authorization": {"provider": "github", "supported_use_cases": ["a", "b"]}},
            {"authorization": {"provider": "github", "supported_use_cases": ["b", "a"]}},
        ),
        of_info({"authorization": None}, {}),
        of_info(
            {"authorization": {"provider": "github"}},
            {"authorization": {"provider": "github", "supported_use_cases": []}},
        ),
        of_scopes(["repo", "read:user"], ["read:user", "repo"]),
        of_scopes(["repo", "read:user"], ["repo"]),
        # A lock of before scopes were held in it; a provider without a record.
        of_scopes(None, ["repo"]),
        of_scopes(["repo"], None),
    ),
)
def authorization_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (table(table(row, "server_info"), "authorization") for row in rows)
    at = at_row(change, "server_info", "authorization")
    if before.get("provider") != after.get("provider"):
        old, new = (stated(one.get("provider")) for one in (before, after))
        yield Finding(at=f"{at}.provider", saw=f"the provider is {new}, and was {old}", want=old)
    elif _cases(before) != _cases(after):
        said = [listed(_cases(one)) or "none" for one in (after, before)]
        yield Finding(
            at=f"{at}.supported_use_cases",
            saw=f"the use cases are {said[0]}, and were {said[1]}",
            want=said[1],
        )
    for provider, _, added in scopes(change):
        if added:
            yield Finding(
                at=f"oauth_providers.{provider}.scopes",
                saw=f"`{change.server}` asks {stated(provider)} for {listed(added)} too",
                want="the scopes that were agreed on",
            )


def _cases(authorization: JSONObject) -> list[str]:
    cases = authorization.get("supported_use_cases")
    return sorted(map(str, cases)) if isinstance(cases, list) else []
