from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Registry, ServerInfo


def _registry(icon: str | None, *icons: str) -> Registry:
    return Registry(
        icons=list(icons), servers={"github": Entry(name="github", server_info=ServerInfo(icon=icon))}
    )


@registry_check(
    code="MCP128",
    title="A server has an icon that does not exist",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 6: Icon",
    why="Where the name of the icon leads nowhere, the page that lists the servers shows a hole, or fails.",
    fix="Use the name of an icon in `icons`, or add the new icon there.",
    requires=("icons",),
    bad=(_registry("GitHubLogo", "GithubLogo", "JiraLogo"), _registry("GithubLogo")),
    good=(
        _registry("GithubLogo", "GithubLogo"),
        # No icon is MCP127; a list that could not be read knows none.
        _registry(None, "GithubLogo"),
        _registry("", "GithubLogo"),
        Registry(
            servers={"github": Entry(name="github", server_info=ServerInfo(icon="GithubLogo"))},
            dropped=frozenset({"icons"}),
        ),
    ),
)
def icon_unknown(registry: Registry) -> Iterator[Finding]:
    if registry.icons is None or "icons" in registry.dropped:
        return
    for name, entry in registry.servers.items():
        icon = entry.server_info.icon if entry.server_info else None
        if icon and icon not in registry.icons:
            near = get_close_matches(icon, registry.icons, n=1)
            yield Finding(
                at=f"servers.{name}.server_info.icon",
                saw=f"icon `{icon}`, which `icons` does not list",
                want=f"`{near[0]}`" if near else "",
            )
