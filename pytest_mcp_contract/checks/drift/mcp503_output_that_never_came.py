from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, REFUSED, RESPELLED, WIDER, of_tool, tool
from pytest_mcp_contract.checks.drift._proofs import because, shown, where
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP503",
    title="A tool may answer what its callers have never seen",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools",
    why="""
        Callers read structured results by the schema that they were written against: a field that may be
        missing now, another type or a new choice runs into code that does not expect it. The mirror is
        MCP513.
    """,
    fix="""
        Answer what was promised, and add beside it. If the promise is to change, write the lock anew.
    """,
    bad=(
        of_tool(tool(outputSchema=CLOSED), tool(outputSchema={"type": "object"}), output=REFUSED),
        of_tool(
            tool(outputSchema={"type": "object", "required": ["total"]}),
            tool(outputSchema={"type": "object"}),
            output=Proof(Proved.BREAKING, {}, has_witness=True, at="/total"),
        ),
    ),
    good=(
        of_tool(tool(outputSchema=CLOSED), tool(outputSchema={**CLOSED, "required": []}), output=RESPELLED),
        of_tool(tool(outputSchema={"type": "object"}), tool(outputSchema=CLOSED), output=WIDER),
        # Results do not get worse by taking other arguments.
        of_tool(tool(), tool(inputSchema={"type": "object", "title": "Arguments"}), input=RESPELLED),
    ),
)
def output_that_never_came(change: Change) -> Iterator[Finding]:
    proof, before, after = change.output, change.tool_before, change.tool_after
    if proof is None or proof.result is not Proved.BREAKING or before is None or after is None:
        return
    yield Finding(
        at=where("outputSchema", after.output_schema, proof),
        saw=f"`{change.tool}` may answer what never came{shown(proof)}",
        want=f"a schema that promises no less{because(proof, before.output_schema)}",
    )
