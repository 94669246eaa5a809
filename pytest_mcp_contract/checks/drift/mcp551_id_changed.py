from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import newcomer
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP551",
    title="What is stored under the id of a server finds it no longer",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The id is what workspaces and agents keep. Under another one the server is a new one to them, and
        the one that they have is gone. There is no mirror: an id has no direction.
    """,
    fix="Put the id back. It is the one thing of a row that never changes.",
    bad=(of_server(server("github", 1), server("github", 2)),),
    good=(
        of_server(server("github", 1), server("github", 1)),
        # No registry gave ids before, or gives any now.
        of_server(server("github", None), server("github", 1)),
        of_server(server("github", 1), server("github", None)),
        # Another name is MCP553.
        of_server(server("github", 1, "get_issue"), server("gitlab", 2, "get_issue")),
    ),
)
def id_changed(change: Change) -> Iterator[Finding]:
    before, after = change.before, newcomer(change)
    if before is None or after is None or before.name != after.name:
        return
    if before.id is not None and after.id is not None and before.id != after.id:
        yield Finding(
            at=at_row(change, "id"), saw=f"the id is {after.id}, and was {before.id}", want=f"{before.id}"
        )
