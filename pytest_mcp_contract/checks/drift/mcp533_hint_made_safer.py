from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, tool
from pytest_mcp_contract.checks.drift._hints import says, turned
from pytest_mcp_contract.model import Change, Finding, pointer


@change_check(
    code="MCP533",
    title="A client asks less before a tool, because it now looks harmless",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        Clients call a tool without asking that says it only reads, destroys nothing or stays inside. Nobody
        but the server vouches for that: a tool that starts to say so may have changed, or lie. Absent hints
        mean the defaults of the protocol, which are the cautious ones, so taking hints away never looks
        safer. The mirror is MCP534.
    """,
    fix="""
        Make sure that the tool is what it says now. Then write the lock anew, or accept the change.
    """,
    bad=(
        of_tool(tool(annotations={"readOnlyHint": False}), tool(annotations={"readOnlyHint": True})),
        of_tool(tool(), tool(annotations={"destructiveHint": False})),
        of_tool(tool(annotations={"openWorldHint": True}), tool(annotations={"openWorldHint": False})),
    ),
    good=(
        of_tool(
            tool(), tool(annotations={"readOnlyHint": False, "destructiveHint": True, "openWorldHint": True})
        ),
        of_tool(tool(annotations={"readOnlyHint": True}), tool()),
        # It means nothing on a tool that only reads, or has only read.
        of_tool(
            tool(annotations={"readOnlyHint": True}),
            tool(annotations={"readOnlyHint": True, "destructiveHint": False}),
        ),
        of_tool(
            tool(annotations={"readOnlyHint": True}),
            tool(annotations={"readOnlyHint": False, "destructiveHint": False}),
        ),
        # No boolean, no hint.
        of_tool(tool(), tool(annotations={"readOnlyHint": "true"})),
    ),
)
def hint_made_safer(change: Change) -> Iterator[Finding]:
    for name, value, is_safer in turned(change):
        if is_safer:
            yield Finding(
                at=pointer("annotations", name),
                saw=f"`{change.tool}` says {says(name, value)}, and did not",
                want=f"`{name}` as it was, unless somebody has looked at the tool",
            )
