from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Authorization, Entry, Finding, OAuthProvider, Registry, ServerInfo


def _registry(provider: str, *known: str, dropped: frozenset[str] = frozenset()) -> Registry:
    info = ServerInfo(authorization=Authorization(provider=provider))
    return Registry(
        oauth_providers={name: OAuthProvider() for name in known},
        servers={"github": Entry(name="github", server_info=info)},
        dropped=dropped,
    )


@registry_check(
    code="MCP115",
    title="A server is connected by an OAuth provider that the registry does not have",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: OAuth Requirements (if needed)",
    why="""
        Connecting begins at the provider record: client id, secret, redirect and scopes. Without one
        the server is offered, and every attempt to connect it fails.
    """,
    fix="Add the provider under `oauth_providers`, or correct its name in `authorization`.",
    requires=("oauth_providers",),
    bad=(_registry("git_hub", "github"), _registry("github")),
    good=(
        _registry("github", "github", "jira"),
        # A record that could not be read may be the one.
        _registry("jira", "github", dropped=frozenset({"oauth_providers"})),
        Registry(oauth_providers={"github": OAuthProvider()}, servers={"clock": Entry(name="clock")}),
    ),
)
def oauth_provider_unknown(registry: Registry) -> Iterator[Finding]:
    if "oauth_providers" in registry.dropped:
        return
    for name, entry in registry.servers.items():
        authorization = entry.server_info.authorization if entry.server_info else None
        if authorization is None or authorization.provider in registry.oauth_providers:
            continue
        near = get_close_matches(authorization.provider, registry.oauth_providers, n=1)
        yield Finding(
            at=f"servers.{name}.server_info.authorization.provider",
            saw=f"`{authorization.provider}`, and `oauth_providers` has no such provider",
            want=f"`{near[0]}`" if near else "",
        )
