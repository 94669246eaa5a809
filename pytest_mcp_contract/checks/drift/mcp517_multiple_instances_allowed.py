from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP517",
    title="A server can be had more than once from now on",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Nobody breaks. A model may meet every tool of the server twice, for two accounts, and has to be told
        which is which. The mirror is MCP508.
    """,
    fix="Write the lock anew.",
    bad=(of_row({"allow_multiple_instances": False}, {"allow_multiple_instances": True}),),
    good=(
        of_row({"allow_multiple_instances": True}, {"allow_multiple_instances": True, "timeout_ms": 1}),
        of_row({}, {"allow_multiple_instances": True}),
    ),
)
def multiple_instances_allowed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    key = "allow_multiple_instances"
    if rows and rows[0].get(key) is False and rows[1].get(key) is True:
        yield Finding(at=at_row(change, key), saw="more than one instance is allowed, and was not")
