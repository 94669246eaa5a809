from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP551",
    title="The id of a server has changed",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Stored configurations find their server by its id. Under another one they find nothing, or another
        server.
    """,
    fix="""
        Give the server its old id back. If it is meant, agree on it: write the lock anew with `pytest-mcp-
        contract lock`, and accept it where a baseline is compared. Else undo it.
    """,
    bad=(Change("github", server(), server(id=2)),),
    good=(
        rows({}, {}),
        Change("github", server(), server(name="github_app")),
        Change("github", None, server()),
        Change("github", server(id=None), server()),
    ),
)
def id_changed(change: Change) -> Iterator[Finding]:
    before, after = change.before, change.after
    if change.tool is None and before and after and before.id is not None and before.id != after.id:
        yield was(change, f"servers.{change.server}.id", before.id, after.id, "the id")
