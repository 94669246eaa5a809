from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_info, of_server, server
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
    info,
)
from pytest_mcp_contract.checks.drift._wording import both, plain
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP526",
    title="People read something else of a server than when they chose it",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        By this text people and models decide whether a server is the one they need. It is its own mirror.
    """,
    fix="Write the lock anew.",
    bad=(
        of_info({"description": "Work with issues."}, {"description": "Work with tickets."}),
        of_info({}, {"description": "Work with issues."}),
        of_info({"description": "Work with issues."}, {}),
    ),
    good=(
        of_info({"description": "Work with issues."}, {"description": "Work\n  with issues. "}),
        of_info({"description": ""}, {}),
        of_server(None, server("github")),
    ),
)
def server_description_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (plain(info(row, "description")) for row in rows)
    if before != after:
        how = ("reworded" if after else "taken away") if before else "added"
        yield Finding(
            at=at_row(change, "server_info", "description"),
            saw=f"the description of `{change.server}` was {how}{both(before, after)}",
        )
