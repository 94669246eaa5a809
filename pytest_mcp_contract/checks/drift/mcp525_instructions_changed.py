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
    code="MCP525",
    title="A model is told something else of a server as a whole than before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Instructions stand in front of every conversation with the server, and change what a model does with
        all of its tools. It is its own mirror.
    """,
    fix="Read both texts, try the new one with a model, and write the lock anew.",
    bad=(
        of_info({"instructions": "Work with issues."}, {"instructions": "Work with tickets."}),
        of_info({}, {"instructions": "Work with issues."}),
        of_info({"instructions": "Work with issues."}, {}),
    ),
    good=(
        of_info({"instructions": "Work with issues."}, {"instructions": "Work\n  with issues. "}),
        of_info({"instructions": ""}, {}),
        of_server(None, server("github")),
    ),
)
def instructions_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (plain(info(row, "instructions")) for row in rows)
    if before != after:
        how = ("reworded" if after else "taken away") if before else "added"
        yield Finding(
            at=at_row(change, "server_info", "instructions"),
            saw=f"the instructions of `{change.server}` were {how}{both(before, after)}",
        )
