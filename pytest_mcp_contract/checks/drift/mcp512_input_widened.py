from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, refused, server, tools
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP512",
    title="A tool takes more than was agreed on",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Callers go on as before; the lock does not know of what is new, so a later return to the old form
        would go unseen.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(of_tool(server(), server(), input=Proof(Proved.WIDER)),),
    good=(
        tools(),
        of_tool(server(), server(), input=refused({})),
    ),
)
def input_widened(change: Change) -> Iterator[Finding]:
    if change.input is not None and change.input.result is Proved.WIDER:
        yield Finding(
            at="/inputSchema",
            saw=f"`{change.tool}` takes more than it did",
            want="agree on it with `pytest-mcp-contract lock`",
            tool=change.tool,
        )
