from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import (
    CLOSED,
    REFUSED,
    RESPELLED,
    UNPROVED,
    WIDER,
    of_tool,
    tool,
)
from pytest_mcp_contract.checks.drift._proofs import because, shown, where
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP502",
    title="Calls that a tool took are refused by its schema now",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Prompts, stored calls and code were written against what was taken. The finding shows a smallest
        call that the old schema admits and the new one refuses, verified against both.
        The mirror is MCP512.
    """,
    fix="""
        Take what was taken: let a new argument be optional, keep the old choices, widen the bound. If the
        narrowing is meant, write the lock anew.
    """,
    bad=(
        of_tool(tool(), tool(inputSchema=CLOSED), input=REFUSED),
        of_tool(
            tool(),
            tool(
                inputSchema={"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}
            ),
            input=Proof(Proved.BREAKING, {}, has_witness=True, at="/id"),
        ),
    ),
    good=(
        of_tool(tool(), tool(inputSchema={"type": "object", "required": []}), input=RESPELLED),
        of_tool(tool(inputSchema=CLOSED), tool(), input=WIDER),
        # Not known is not refused: MCP506.
        of_tool(tool(), tool(inputSchema=CLOSED), input=UNPROVED),
    ),
)
def input_refused_that_was_taken(change: Change) -> Iterator[Finding]:
    proof, after = change.input, change.tool_after
    if proof is None or proof.result is not Proved.BREAKING or after is None:
        return
    schema = after.input_schema
    yield Finding(
        at=where("inputSchema", schema, proof),
        saw=f"`{change.tool}` no longer takes what it took{shown(proof)}",
        want=f"a schema that takes it{because(proof, schema)}",
    )
