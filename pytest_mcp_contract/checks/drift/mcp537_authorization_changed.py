from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import row, rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP537",
    title="How users connect a server has changed",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Stored connections were made with another provider or for another use. They fail, or grant more than
        users agreed to.
    """,
    fix="""
        If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it
        where a baseline is compared. Else undo it.
    """,
    bad=(
        rows(
            {"server_info": {"authorization": {"provider": "github"}}},
            {"server_info": {"authorization": {"provider": "gitlab"}}},
        ),
        rows({"server_info": {"authorization": {"provider": "github"}}}, {"server_info": {}}),
    ),
    good=(
        rows({}, {}),
        Change("github", None, server()),
    ),
)
def authorization_changed(change: Change) -> Iterator[Finding]:
    old, new = row(change, "server_info.authorization")
    if change.tool is None and change.before is not None and change.after is not None and old != new:
        yield was(change, f"servers.{change.server}.server_info.authorization", old, new, "the authorization")
