from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo

_LONGEST = 300


def _entry(description: str | None) -> Entry:
    return row(name="github", server_info=ServerInfo(description=description))


@entry_check(
    code="MCP126",
    title="The description of a server is longer than 300 characters",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        The guide asks for a short description: it stands in a list beside many others, where only its
        beginning is read. What a model must know belongs to the tools' own descriptions.
    """,
    fix="Keep the sentence that says what the server is for; move the rest to `instructions` or the tools.",
    bad=(_entry("Read issues. " * 30),),
    good=(_entry("a" * _LONGEST), _entry("Read issues."), _entry(f"  {'a' * _LONGEST}\n"), _entry(None)),
)
def description_too_long(entry: Entry) -> Iterator[Finding]:
    description = (entry.server_info.description if entry.server_info else None) or ""
    length = len(description.strip())
    if length > _LONGEST:
        yield Finding(
            at=f"servers.{entry.name}.server_info.description",
            saw=f"the description has {length} characters",
            want=f"at most {_LONGEST}",
        )
