from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo, brief


def _entry(name: str, description: str | None) -> Entry:
    return row(name=name, server_info=ServerInfo(description=description))


@entry_check(
    code="MCP125",
    title="The description of a server is empty or repeats its name",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        The description is what people choose a server by, and often all that a model is told before
        the tools are listed.
    """,
    fix="Say in one sentence what the server can do, and with what.",
    bad=(_entry("skill_management", ""), _entry("github", "  "), _entry("google_drive", "Google Drive.")),
    good=(
        _entry("github", "Read and write issues and pull requests."),
        # Short, but more than the name.
        _entry("github", "GitHub issues."),
        _entry("github", None),
        row(name="github", server_info=None, dropped=frozenset({"server_info"})),
    ),
)
def description_says_nothing(entry: Entry) -> Iterator[Finding]:
    description = entry.server_info.description if entry.server_info else None
    if description is None:
        return
    at = f"servers.{entry.name}.server_info.description"
    if not description.strip():
        yield Finding(at=at, saw="the description is empty")
    elif _letters(description) == _letters(entry.name):
        yield Finding(at=at, saw=f"the description {brief(description)} is the name")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
