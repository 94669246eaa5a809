from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import newcomer
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP553",
    title="Whoever calls a server by its name finds it no longer",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What is stored under the id still leads to it, so a rename can be meant. But node ids, waivers,
        `tool` references in texts and client configurations go by the name. It is its own mirror.
    """,
    fix="""
        Put the name back. If the rename is meant, `pytest-mcp-contract lock` keeps the old one among the
        `former_names`; against a baseline, accept `MCP553` in the registry too.
    """,
    bad=(
        of_server(server("notion", 7, "get_page"), server("wiki", 7, "get_page")),
        of_server(server("notion", 7, "get_page"), server("wiki", 7, former_names=("notion",))),
    ),
    good=(
        of_server(server("notion", 7), server("notion", 7)),
        of_server(None, server("wiki", 7)),
        # Without ids nobody can tell: one is gone and one is new.
        of_server(server("notion", None), None),
    ),
)
def server_renamed(change: Change) -> Iterator[Finding]:
    before, after = change.before, newcomer(change)
    if before is not None and after is not None and before.name != after.name and before.id == after.id:
        yield Finding(
            at=at_row(change),
            saw=f"`{after.name}` (id {after.id}) was called `{before.name}`",
            want=f"`{before.name}`, or the rename locked by `pytest-mcp-contract lock` and accepted",
        )
