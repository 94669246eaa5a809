from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Authorization, Entry, Finding, ServerInfo

_OAUTH = ServerInfo(authorization=Authorization(provider="github"))


@entry_check(
    code="MCP113",
    title="A server that people connect by OAuth allows only one instance",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        Every connection belongs to one account of the platform. With a single instance, the second
        account of a team cannot be connected at all.
    """,
    fix="Set `allow_multiple_instances = true`.",
    bad=(row(name="github", allow_multiple_instances=False, server_info=_OAUTH),),
    good=(
        row(name="github", allow_multiple_instances=True, server_info=_OAUTH),
        # Not stated is unknown; without accounts one instance is enough.
        row(name="github", server_info=_OAUTH),
        row(name="clock", allow_multiple_instances=False, server_info=ServerInfo(name="clock")),
        row(name="luma", allow_multiple_instances=False, requires_bearer_token=True),
    ),
)
def oauth_with_one_instance(entry: Entry) -> Iterator[Finding]:
    authorization = entry.server_info.authorization if entry.server_info else None
    if authorization is not None and entry.allow_multiple_instances is False:
        yield Finding(
            at=f"servers.{entry.name}.allow_multiple_instances",
            saw=f"OAuth by `{authorization.provider}`, and `allow_multiple_instances` is false",
        )
