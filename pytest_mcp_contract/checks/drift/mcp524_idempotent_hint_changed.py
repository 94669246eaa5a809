from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, tool
from pytest_mcp_contract.checks.drift._hints import is_idempotence_turned
from pytest_mcp_contract.checks.drift._sides import both_tools
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP524",
    title="A client that repeats calls goes by another promise",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        By this hint clients repeat a call whose answer was lost. Where it is no longer given they must not;
        where it is given now, they will. It is its own mirror.
    """,
    fix="Make sure that the hint is true, and write the lock anew.",
    bad=(
        of_tool(tool(annotations={"idempotentHint": True}), tool(annotations={"idempotentHint": False})),
        of_tool(tool(annotations={"idempotentHint": True}), tool()),
        of_tool(tool(), tool(annotations={"idempotentHint": True})),
    ),
    good=(
        of_tool(tool(), tool(annotations={"idempotentHint": False})),
        # It means nothing on a tool that only reads, before or now.
        of_tool(
            tool(annotations={"readOnlyHint": True, "idempotentHint": True}),
            tool(annotations={"readOnlyHint": True}),
        ),
    ),
)
def idempotent_hint_changed(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is not None and is_idempotence_turned(*tools):
        is_now = tools[1].hint("idempotentHint")
        now = "may be repeated, and might not" if is_now else "may not be repeated, and might"
        yield Finding(at="/annotations/idempotentHint", saw=f"a call of `{change.tool}` {now}")
