from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, brief

_KNOWN = ("manual", "auto", "auto_hidden_builder")


@entry_check(
    code="MCP112",
    title="The availability of a server is none that the product knows",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Server Not Appearing in Builder",
    why="""
        Availability decides whether people add the server themselves, always have it, or have it
        without seeing it. Under an unknown word the server appears nowhere.
    """,
    fix="Write `manual`, `auto` or `auto_hidden_builder`.",
    bad=(row(name="github", availability="manuel"), row(name="github", availability="")),
    good=(
        *(row(name="github", availability=word) for word in _KNOWN),
        row(name="github", availability=None),
        row(name="github", availability=None, dropped=frozenset({"availability"})),
    ),
)
def availability_unknown(entry: Entry) -> Iterator[Finding]:
    if entry.availability is not None and entry.availability not in _KNOWN:
        near = get_close_matches(entry.availability, _KNOWN, n=1)
        yield Finding(
            at=f"servers.{entry.name}.availability",
            saw=f"availability {brief(entry.availability)}",
            want=f"`{near[0]}`" if near else "one of " + ", ".join(f"`{word}`" for word in _KNOWN),
        )
