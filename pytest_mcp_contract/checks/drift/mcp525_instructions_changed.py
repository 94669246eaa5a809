from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP525",
    title="The instructions of a server have changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Every conversation with the server begins with them; other words are another behaviour.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(rows({"server_info": {"instructions": "x"}}, {"server_info": {"instructions": "y"}}),),
    good=(
        rows({}, {}),
        rows({"server_info": {"instructions": "x"}}, {"server_info": {"instructions": "x"}}),
        Change("github", None, server()),
    ),
)
def instructions_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, "server_info.instructions")
    if change.tool is None and change.before is not None and change.after is not None and old != new:
        yield was(change, f"servers.{change.server}.server_info.instructions", old, new, "the instructions")
