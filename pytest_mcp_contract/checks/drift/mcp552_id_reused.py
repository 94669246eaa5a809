from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import rows, server
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP552",
    title="A server takes the id of another one",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Whatever teams have set up for the one starts the other, with other tools and other rights. It
        happens when two branches take the same next number, or a retired number is given away.
    """,
    fix="""
        Take the next free id: one that no server has, or ever had.
    """,
    bad=(
        Change("new", None, server(name="new"), others=(server(),)),
        Change("new", None, server(name="new"), others=(replace(server(), retired="gone"),)),
    ),
    good=(
        rows({}, {}),
        Change("new", None, server(name="new", id=2), others=(server(),)),
        Change("github", server(), server(), others=(server(),)),
        Change("new", server(), server(name="new"), others=(server(),)),
    ),
)
def id_reused(change: Change) -> Iterator[Finding]:
    if change.tool is not None or change.after is None or change.after.id is None:
        return
    for other in change.others:
        is_itself = change.before is not None and (other.id, other.name) == (
            change.before.id,
            change.before.name,
        )
        if other.id == change.after.id and not is_itself and other.name != change.after.name:
            state = "a retired server" if other.retired is not None else "another server"
            yield Finding(
                at=f"servers.{change.server}.id",
                saw=f"id {other.id} is that of {state}, `{other.name}`, in {change.against}",
                want="the next free id",
            )
