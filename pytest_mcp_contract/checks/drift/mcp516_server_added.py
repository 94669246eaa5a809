from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP516",
    title="A server is there that nobody has agreed on yet",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Nobody breaks. But from now on its id and name are taken for good, and its tools are offered to
        whoever may add it. The mirrors are MCP507 and MCP554.
    """,
    fix="Read its row and its tools, and write the lock anew.",
    bad=(of_server(None, server("github", 1, "get_issue")),),
    good=(
        of_server(server("github"), server("github")),
        of_server(None, server("github", 1, retired="nobody uses it")),
        # A tool of it is no second server.
        Change("github", None, server("github", 1, "get_issue"), tool="get_issue"),
    ),
)
def server_added(change: Change) -> Iterator[Finding]:
    after = change.after
    if change.tool is None and change.before is None and after is not None and after.retired is None:
        id = "" if after.id is None else f" (id {after.id})"
        yield Finding(at=at_row(change), saw=f"`{after.name}`{id} is new")
