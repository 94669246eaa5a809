from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP508",
    title="Whoever has a server twice can no longer have it twice",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Where a server may be added more than once, people have added it for two accounts. What becomes of
        the second one is not said. The mirror is MCP517.
    """,
    fix="Leave `allow_multiple_instances` as it was.",
    bad=(of_row({"allow_multiple_instances": True}, {"allow_multiple_instances": False}),),
    good=(
        of_row({"allow_multiple_instances": False}, {"allow_multiple_instances": True}),
        of_row({}, {"allow_multiple_instances": False}),
    ),
)
def multiple_instances_forbidden(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    key = "allow_multiple_instances"
    if rows and rows[0].get(key) is True and rows[1].get(key) is False:
        yield Finding(
            at=at_row(change, key), saw="more than one instance was allowed, and is not", want="`true`"
        )
