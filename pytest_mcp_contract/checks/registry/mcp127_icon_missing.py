from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo


@entry_check(
    code="MCP127",
    title="A server has no icon",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 6: Icon",
    why="People find a server in a list by its icon before they read its name.",
    fix="Name an icon; one that is similar will do until the final one is drawn.",
    bad=(
        row(name="github", server_info=ServerInfo(name="github")),
        row(name="github", server_info=ServerInfo(icon="")),
    ),
    good=(
        row(name="github", server_info=ServerInfo(icon="GithubLogo")),
        # What is shown is not stated at all (MCP101), or a part of it could not be read (MCP002).
        row(name="github", server_info=None),
        row(name="github", server_info=ServerInfo(name="github"), dropped=frozenset({"server_info"})),
    ),
)
def icon_missing(entry: Entry) -> Iterator[Finding]:
    if entry.server_info is None or "server_info" in entry.dropped:
        return
    if not (entry.server_info.icon and entry.server_info.icon.strip()):
        yield Finding(at=f"servers.{entry.name}.server_info", saw="no `icon` is stated")
