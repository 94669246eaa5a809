from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, refused, server, shown, tools, way_out
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP502",
    title="A tool refuses arguments that it took",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A call that worked yesterday is refused today: an argument was required, closed, narrowed or
        renamed. The witness is a smallest such call, verified against both schemas.
    """,
    fix="""
        Take what was taken: make the new argument optional, with a default; keep the old name beside the
        new one. If it is meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and
        accept it where a baseline is compared. Else undo it.
    """,
    bad=(
        of_tool(server(), server(), input=refused({"number": 0}, "/number")),
        of_tool(server(), server(), input=refused({}, "")),
    ),
    good=(
        tools(),
        of_tool(server(), server(), input=Proof(Proved.WIDER)),
        of_tool(server(), server(), input=Proof(Proved.NOT_PROVED)),
    ),
)
def input_refused_that_was_taken(change: Change) -> Iterator[Finding]:
    if change.input is not None and change.input.result is Proved.BREAKING:
        place = f" at {change.input.at}" if change.input.at else ""
        yield Finding(
            at=f"/inputSchema{change.input.at}",
            saw=f"`{change.tool}` no longer takes what it took{place}{shown(change.input)}",
            want=way_out(change),
            tool=change.tool,
        )
