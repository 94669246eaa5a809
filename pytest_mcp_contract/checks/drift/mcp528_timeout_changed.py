from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row, of_server, server
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP528",
    title="Calls are cut off earlier or later than before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        A shorter limit ends calls that succeeded; a longer one lets people wait. It is its own mirror.
    """,
    fix="Measure how long calls take, and write the lock anew.",
    bad=(
        of_row({"timeout_ms": 60_000}, {"timeout_ms": 1_000}),
        of_row({"timeout_ms": 60_000}, {}),
        of_row({}, {"timeout_ms": 60_000}),
    ),
    good=(
        of_row({"timeout_ms": 60_000}, {"timeout_ms": 60_000, "is_preview": True}),
        of_server(None, server("github")),
    ),
)
def timeout_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (row.get("timeout_ms") for row in rows)
    if before != after:
        old, new = ("no limit of its own" if one is None else f"{one} ms" for one in (before, after))
        yield Finding(at=at_row(change, "timeout_ms"), saw=f"a call is given {new}, and was given {old}")
