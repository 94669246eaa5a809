from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding


@entry_check(
    code="MCP111",
    title="The id of a server is not a positive number",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Common Gotchas",
    why="""
        The id is encoded into every stored reference to the server. Zero counts as "no id" in many
        places that test it, and a negative one is mostly the trace of a placeholder.
    """,
    fix="Give the server the next free id, before anybody stores the present one.",
    bad=(row(name="github", id=0), row(name="github", id=-1)),
    good=(
        row(name="github", id=1),
        row(name="agent_delegation", id=1045),
        # Missing is MCP101, of another type MCP002.
        row(name="github", id=None),
        row(name="github", id=None, dropped=frozenset({"id"})),
    ),
)
def id_not_positive(entry: Entry) -> Iterator[Finding]:
    if entry.id is not None and entry.id < 1:
        yield Finding(at=f"servers.{entry.name}.id", saw=f"id {entry.id}", want="1 or more")
