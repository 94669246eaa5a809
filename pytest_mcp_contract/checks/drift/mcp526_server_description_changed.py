from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP526",
    title="The description of a server has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        People choose a server by it, and models are told it before the tools.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(rows({"server_info": {"description": "x"}}, {"server_info": {"description": "y"}}),),
    good=(
        rows({}, {}),
        rows({"server_info": {"description": "x"}}, {"server_info": {"description": "x"}}),
        Change("github", None, server()),
    ),
)
def server_description_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, "server_info.description")
    if change.tool is None and change.before is not None and change.after is not None and old != new:
        yield was(change, f"servers.{change.server}.server_info.description", old, new, "the description")
