from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP553",
    title="A server has another name",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Names stand in configurations, prompts and permissions. Those that hold the old one find nothing.
    """,
    fix="""
        Keep the name: what people are shown can change without it. If it is meant, agree on it: write the
        lock anew with `pytest-mcp-contract lock`, and accept it where a baseline is compared. Else undo it.
    """,
    bad=(Change("gh", server(), server(name="gh")),),
    good=(
        rows({}, {}),
        Change("github", server(), server(id=2)),
        Change("github", None, server()),
    ),
)
def server_renamed(change: Change) -> Iterator[Finding]:
    before, after = change.before, change.after
    if change.tool is None and before and after and before.name != after.name:
        yield was(change, f"servers.{change.server}", before.name, after.name, "the name")
