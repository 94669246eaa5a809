from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP556",
    title="A server takes the name of one that is gone",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Configurations and prompts that still hold the name reach another server, which nobody chose.
    """,
    fix="""
        Take a name that no server has had.
    """,
    bad=(
        Change("github", None, server(id=9), others=(replace(server(), retired="gone"),)),
        Change("github", None, server(id=9), others=(replace(server(name="gh"), former_names=("github",)),)),
    ),
    good=(
        rows({}, {}),
        Change("new", None, server(name="new", id=9), others=(replace(server(), retired="gone"),)),
        Change("github", server(), server(), others=(server(),)),
    ),
)
def retired_name_reused(change: Change) -> Iterator[Finding]:
    if change.tool is not None or change.after is None or change.before is not None:
        return
    for other in change.others:
        names = {*other.former_names, *([other.name] if other.retired is not None else [])}
        if change.after.name in names and other.id != change.after.id:
            yield Finding(
                at=f"servers.{change.server}",
                saw=f"`{change.server}` was the name of the server with id {other.id}",
                want="a name that no server has had",
            )
