from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, tool
from pytest_mcp_contract.checks.drift._hints import says, turned
from pytest_mcp_contract.model import Change, Finding, pointer


@change_check(
    code="MCP534",
    title="A client asks more before a tool, because it no longer looks harmless",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        Clients that called the tool alone stop and ask. A hint that is gone takes a promise with it: the tool
        counts as one that may destroy and reaches the outside, and nobody says whether it does. Said outright
        it only warns: that is the safe direction, though a tool that only read and now writes has become
        another tool. The mirror is MCP533.
    """,
    fix="State the hint. Make sure that it is true, and write the lock anew.",
    bad=(
        of_tool(tool(annotations={"readOnlyHint": True}), tool(annotations={"readOnlyHint": False})),
        of_tool(tool(annotations={"readOnlyHint": True, "openWorldHint": False}), tool()),
        of_tool(tool(annotations={"destructiveHint": False}), tool(annotations={"destructiveHint": True})),
    ),
    good=(
        of_tool(tool(annotations={"destructiveHint": True}), tool()),
        of_tool(
            tool(annotations={"readOnlyHint": True, "destructiveHint": False}),
            tool(annotations={"readOnlyHint": True}),
        ),
    ),
)
def hint_made_riskier(change: Change) -> Iterator[Finding]:
    for name, value, is_safer in turned(change):
        if not is_safer:
            after = change.tool_after
            is_stated = after is not None and after.states_hint(name)
            yield Finding(
                at=pointer("annotations", name),
                saw=f"`{change.tool}` says {says(name, value)}"
                if is_stated
                else f"`{change.tool}` says nothing of `{name}` any more, which was {str(not value).lower()}",
                want="" if is_stated else "the hint, true or false",
                is_mild=is_stated,
            )
