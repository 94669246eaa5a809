from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP555",
    title="Who has a server by itself has changed",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        From `manual` to `auto` everybody has the server tomorrow, unasked; the other way everybody loses
        it.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        rows({"availability": "manual"}, {"availability": "auto"}),
        rows({"availability": "auto"}, {"availability": "manual"}),
    ),
    good=(
        rows({}, {}),
        Change("github", None, server()),
        rows({"availability": "auto"}, {"availability": "auto"}),
    ),
)
def availability_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, "availability")
    if change.tool is None and change.before is not None and change.after is not None and old != new:
        yield was(change, f"servers.{change.server}.availability", old, new, "the availability")
