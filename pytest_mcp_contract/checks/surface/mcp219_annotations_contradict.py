from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import Finding, Tool


def _tool(**hints: bool) -> Tool:
    return Tool("get_issue", input_schema={"type": "object"}, annotations=hints)


@tool_check(
    code="MCP219",
    title="A tool says that it only reads and that it destroys",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        `destructiveHint` means something only where `readOnlyHint` is false. With both true a client that
        reads the first lets the tool run unasked, one that reads the second warns of it.
    """,
    fix="Set `readOnlyHint` to false if the tool changes anything, else leave `destructiveHint` out.",
    bad=(_tool(readOnlyHint=True, destructiveHint=True),),
    good=(
        # Nothing stated: the protocol's default of the second hint counts only where the first is false.
        _tool(readOnlyHint=True),
        _tool(readOnlyHint=True, destructiveHint=False, idempotentHint=True),
        _tool(readOnlyHint=False, destructiveHint=True),
    ),
)
def annotations_contradict(tool: Tool) -> Iterator[Finding]:
    if tool.annotations.get("readOnlyHint") is True and tool.annotations.get("destructiveHint") is True:
        yield Finding(at="/annotations", saw="`readOnlyHint` and `destructiveHint` are both true")
