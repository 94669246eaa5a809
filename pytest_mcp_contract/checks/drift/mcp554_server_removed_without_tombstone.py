from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import is_gone
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP554",
    title="A server is gone, and its id and name can be given away",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Its calls fail, and nothing says that it was meant. Whoever takes the next free id may take this one,
        and what is stored under it leads to another server. The mirror is MCP516; with a tombstone it is
        MCP507.
    """,
    fix="""
        Put the server back. If it is to go, `pytest-mcp-contract lock` leaves a tombstone, and its id goes
        into `retired_ids`.
    """,
    bad=(of_server(server("github", 1, "get_issue"), None),),
    good=(
        of_server(server("github", 1, retired="nobody uses it"), None),
        of_server(None, server("github", 1)),
        # The name has a new id: MCP551.
        of_server(server("github", 1), None, server("github", 2)),
        # A tool of it.
        Change("github", server("github", 1, "get_issue"), None, tool="get_issue"),
    ),
)
def server_removed_without_tombstone(change: Change) -> Iterator[Finding]:
    before = change.before
    if not is_gone(change) or change.after is not None or before is None or before.id is None:
        return
    if not any(one.name == before.name and one.id != before.id for one in change.others):
        yield Finding(
            at=at_row(change),
            saw=f"`{before.name}` (id {before.id}) is gone, without a tombstone",
            want="the server, or its id in `retired_ids`",
        )
