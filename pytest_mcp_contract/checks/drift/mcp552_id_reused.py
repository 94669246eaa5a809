from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import newcomer, owners, tombstones
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP552",
    title="What is stored under an id leads to another server now",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Workspaces keep ids for years. Whoever has the old server finds another one in its place, with its
        own tools and with the approvals that were given to the old one. A baseline also shows two
        branches that took the same next id, each sound by itself. There is no mirror.
    """,
    fix="Take an id that was never used. Of two branches, the server that was merged first keeps its own.",
    bad=(
        of_server(None, server("linear", 7, "get_ticket"), server("notion", 7, "get_page")),
        of_server(None, server("linear", 4, "get_ticket"), server("slideshow", 4, retired="nobody used it")),
        of_server(
            None,
            server("linear", 7, "get_ticket"),
            server("notion", 7, "get_page"),
            against="git:origin/main",
        ),
        of_server(
            server("jira", 5, "get_ticket"),
            server("jira", 7, "get_ticket"),
            server("jira", 5, "get_ticket"),
            server("notion", 7, "get_page"),
        ),
    ),
    good=(
        of_server(None, server("linear", 8, "get_ticket"), server("notion", 7, "get_page")),
        # Renamed: MCP553. Some tools of it are still there, or the lock knows the other name.
        of_server(
            server("notion", 7, "get_page"),
            server("wiki", 7, "get_page", "x"),
            server("notion", 7, "get_page"),
        ),
        of_server(None, server("wiki", 7, "read", former_names=("notion",)), server("notion", 7, "get_page")),
        # Agreed on long ago.
        of_server(server("linear", 4), server("linear", 4), server("slideshow", 4, retired="nobody used it")),
    ),
)
def id_reused(change: Change) -> Iterator[Finding]:
    after = newcomer(change)
    if after is None:
        return
    taken = [f"was retired with `{one.name}`" for one in tombstones(change) if one.id == after.id is not None]
    taken += [f"belongs to `{one.name}` in {change.against}" for one in owners(change)]
    for said in taken[:1]:
        yield Finding(
            at=at_row(change, "id"),
            saw=f"id {after.id} of `{after.name}` {said}",
            want="an id that was never used",
        )
