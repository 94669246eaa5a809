from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.checks.drift._identity import newcomer, tombstones
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP556",
    title="A new server is taken for one that is gone",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Texts, approvals and configurations that name the old server mean the new one from now on, which has
        other tools and another id. There is no mirror.
    """,
    fix="Take a name that was never used.",
    bad=(
        of_server(None, server("slideshow", 9), server("slideshow", 4, retired="nobody used it")),
        of_server(
            server("slides", 9), server("slideshow", 9), server("slideshow", 4, retired="nobody used it")
        ),
    ),
    good=(
        of_server(None, server("slides", 9), server("slideshow", 4, retired="nobody used it")),
        # Its own id too: that is MCP552. And one that was agreed on long ago.
        of_server(
            server("slideshow", 9), server("slideshow", 9), server("slideshow", 4, retired="nobody used it")
        ),
    ),
)
def name_of_a_retired_server_reused(change: Change) -> Iterator[Finding]:
    after = newcomer(change)
    for one in tombstones(change) if after is not None else ():
        if after and one.name == after.name and (one.id is None or one.id != after.id):
            id = "" if one.id is None else f" (id {one.id})"
            yield Finding(
                at=at_row(change),
                saw=f"`{after.name}` is the name of a server that was retired{id}",
                want="a name that was never used",
            )
