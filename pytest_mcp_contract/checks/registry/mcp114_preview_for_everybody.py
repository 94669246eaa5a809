from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding


@entry_check(
    code="MCP114",
    title="A preview is not behind a feature flag",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Validation Checklist",
    why="""
        A preview is meant for those who asked for it. Without a restriction everybody gets it, with
        nothing but a badge to tell that it is not finished.
    """,
    fix="Name the flag in `is_restricted`, or set `is_preview = false` once the server is for everybody.",
    bad=(row(name="github", is_preview=True), row(name="github", is_preview=True, is_restricted="")),
    good=(
        row(name="github", is_preview=True, is_restricted="github_tool"),
        row(name="github", is_preview=True, is_restricted=bool),
        # A flag that cannot be read is there; and a flag needs no preview.
        row(name="github", is_preview=True, dropped=frozenset({"is_restricted"})),
        row(name="salesforce", is_preview=False, is_restricted="salesforce_tool"),
        row(name="github"),
    ),
)
def preview_for_everybody(entry: Entry) -> Iterator[Finding]:
    if entry.is_preview and not entry.is_restricted and "is_restricted" not in entry.dropped:
        yield Finding(
            at=f"servers.{entry.name}.is_preview",
            saw="`is_preview` is true, and `is_restricted` names no flag",
        )
