import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def _entry(icon: str | None) -> Entry:
    return row(name="github", server_info=ServerInfo(icon=icon))


@entry_check(
    code="MCP129",
    title="The icon of a server is a placeholder",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 6: Icon",
    why="""
        The guide lets a server start with a temporary icon. It is easily forgotten, and two servers
        with the same placeholder cannot be told apart.
    """,
    fix="Ask for the final icon and name it here.",
    bad=(
        _entry("PlaceholderIcon"),
        _entry("github_temp"),
        _entry("TempLogo"),
        _entry("TODO"),
        _entry("IconTODO"),
    ),
    good=(
        _entry("GithubLogo"),
        # These draw what they are called.
        _entry("TemperatureIcon"),
        _entry("TemplateIcon"),
        _entry("TodoListIcon"),
        _entry(None),
    ),
)
def icon_is_placeholder(entry: Entry) -> Iterator[Finding]:
    icon = (entry.server_info.icon if entry.server_info else None) or ""
    words = _WORD.findall(icon)
    if (
        "placeholder" in icon.lower()
        or any(word.lower() == "temp" or word == "TODO" for word in words)
        or icon.lower() == "todo"
    ):
        yield Finding(at=f"servers.{entry.name}.server_info.icon", saw=f"icon `{icon}`")
