from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import tools, was
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP524",
    title="Whether a tool may be called twice has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Clients call idempotent tools again after a failure. One that no longer is one writes twice; one
        that is now one is called again where nobody expects it.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(tools(annotations={"readOnlyHint": True, "idempotentHint": True}),),
    good=(
        tools(),
        tools(annotations={"readOnlyHint": True, "idempotentHint": False}),
    ),
)
def idempotent_hint_changed(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if before is None or after is None:
        return
    old, new = before.hint("idempotentHint"), after.hint("idempotentHint")
    if old != new:
        yield was(change, "/annotations/idempotentHint", old, new, "`idempotentHint`")
