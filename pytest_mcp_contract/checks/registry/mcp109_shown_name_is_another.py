from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo, brief


@entry_check(
    code="MCP109",
    title="An entry states another server name than its key",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        One server then goes by two names: it is looked up under one, and shows and logs itself under
        the other. Mostly the entry was copied from a neighbour, and other fields were copied with it.
    """,
    fix="Write the key of the entry as `name` of its `server_info`.",
    bad=(row(name="gitlab", server_info=ServerInfo(name="github")),),
    good=(
        row(name="github", server_info=ServerInfo(name="github")),
        # Nothing is said, or what is said cannot be read.
        row(name="github", server_info=ServerInfo(description="Read issues.")),
        row(name="github", server_info=None, dropped=frozenset({"server_info"})),
    ),
)
def shown_name_is_another(entry: Entry) -> Iterator[Finding]:
    stated = entry.server_info.name if entry.server_info else None
    if stated is not None and stated != entry.name:
        yield Finding(
            at=f"servers.{entry.name}.server_info.name",
            saw=f"`server_info.name` of `{entry.name}` is {brief(stated)}",
            want=f"{brief(entry.name)}",
        )
