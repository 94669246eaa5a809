from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import TOOL, of_tool, server, tools, way_out
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP501",
    title="A tool that callers use is gone",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Agents, workflows and stored conversations call it by its name. They are told that no such tool
        exists, in the middle of their work.
    """,
    fix="""
        Keep the tool and let it answer that it is no longer served, or announce its end first. If it is
        meant, agree on it: write the lock anew with `pytest-mcp-contract lock`, and accept it where a
        baseline is compared. Else undo it.
    """,
    bad=(
        of_tool(server(), server(None), input=None),
        of_tool(server(), server({**TOOL, "name": "show_issue"}), input=None),
    ),
    good=(
        tools(),
        Change("github", server(), server(None)),
        of_tool(server(None), server(), input=None),
    ),
)
def tool_removed(change: Change) -> Iterator[Finding]:
    if change.tool_before is not None and change.tool_after is None and change.after is not None:
        yield Finding(
            at=f"servers.{change.server}.tools_stakes.{change.tool}",
            saw=f"`{change.tool}` is gone",
            want=way_out(change),
            tool=change.tool,
        )
