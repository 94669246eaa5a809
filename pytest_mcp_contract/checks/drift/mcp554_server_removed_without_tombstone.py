from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server, way_out
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP554",
    title="A server is gone from the registry",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Stored configurations still hold its id. Without a tombstone the number is free, and the next server
        that takes it inherits them.
    """,
    fix="""
        Write the lock anew: it keeps a tombstone for it, so that the id and the name are never used again.
    """,
    bad=(Change("github", server(), None),),
    good=(
        rows({}, {}),
        Change("github", None, server()),
        Change("github", replace(server(), retired="gone"), None),
    ),
)
def server_removed_without_tombstone(change: Change) -> Iterator[Finding]:
    if (
        change.tool is None
        and change.after is None
        and change.before is not None
        and change.before.retired is None
    ):
        number = "" if change.before.id is None else f" (id {change.before.id})"
        yield Finding(
            at=f"servers.{change.server}",
            saw=f"`{change.server}`{number} is gone, and no tombstone says so",
            want=way_out(change),
        )
