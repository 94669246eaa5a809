from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import EQUAL, of_tool, refused, server, shown, tools, way_out
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP503",
    title="A tool may answer what callers have never seen",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Callers read the structured result by its schema: a field that may now be missing, or of another
        type, breaks code that was right. The witness is a smallest such result.
    """,
    fix="""
        Keep what was promised, and add beside it. If it is meant, agree on it: write the lock anew with
        `pytest-mcp-contract lock`, and accept it where a baseline is compared. Else undo it.
    """,
    bad=(
        of_tool(server(), server(), output=refused({"count": 1.5}, "/count")),
        of_tool(server(), server(), output=refused({})),
    ),
    good=(
        tools(),
        of_tool(server(), server(), output=Proof(Proved.WIDER)),
        of_tool(server(), server(), output=EQUAL),
    ),
)
def output_that_never_came(change: Change) -> Iterator[Finding]:
    if change.output is not None and change.output.result is Proved.BREAKING:
        place = f" at {change.output.at}" if change.output.at else ""
        yield Finding(
            at=f"/outputSchema{change.output.at}",
            saw=f"`{change.tool}` may answer what it never did{place}{shown(change.output)}",
            want=way_out(change),
            tool=change.tool,
        )
