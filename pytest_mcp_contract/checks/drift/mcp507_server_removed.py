from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import is_gone
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP507",
    title="Every call of a server fails, because it is gone",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A tombstone keeps its id and name from being taken again; it does not make the calls succeed that
        are still made. Who reviews the removal says so. The mirror is MCP516.
    """,
    fix="""
        Put the server back. If it is to go, write the lock anew; against a baseline, accept the change in
        the registry.
    """,
    bad=(
        of_server(server("github", 1, "get_issue"), server("github", 1, retired="nobody uses it")),
        of_server(server("github", None, "get_issue"), None),
    ),
    good=(
        # Already gone, and one that is new.
        of_server(
            server("github", 1, retired="nobody uses it"), server("github", 1, retired="nobody uses it")
        ),
        of_server(None, server("github")),
    ),
)
def server_removed(change: Change) -> Iterator[Finding]:
    if not is_gone(change) or change.before is None:
        return
    if change.after is not None or change.before.id is None:
        tools = len(change.before.tools or ())
        yield Finding(
            at=at_row(change),
            saw=f"`{change.before.name}` is gone, with {tools} tool{'' if tools == 1 else 's'}",
            want="the server, or a person who accepts that it is gone",
        )
