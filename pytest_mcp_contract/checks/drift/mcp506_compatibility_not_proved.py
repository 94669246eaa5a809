from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import (
    CLOSED,
    RESPELLED,
    UNPROVED,
    WIDER,
    of_row,
    of_tool,
    tool,
)
from pytest_mcp_contract.checks.drift._proofs import brief_place
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding, Proved, pointer


@change_check(
    code="MCP506",
    title="Whether callers break by a changed schema could not be decided",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Neither was it proved that all is taken that was taken, nor did a value show the contrary. That is
        not the same as compatible, so it is told. There is no mirror: what is proved has checks of its own.
    """,
    fix="""
        Read both schemas. Simpler ones can be decided: no `not`, no look-ahead in patterns, no reference to
        another document.
    """,
    bad=(
        of_tool(tool(), tool(inputSchema={"type": "object", "not": {"$ref": "#/x"}}), input=UNPROVED),
        of_tool(tool(outputSchema=CLOSED), tool(outputSchema={"not": {}}), output=UNPROVED),
        of_row({}, {}, response=(("GET /issues", UNPROVED),)),
    ),
    good=(
        of_tool(tool(), tool(inputSchema=CLOSED), input=WIDER),
        of_tool(tool(), tool(inputSchema={"type": "object", "required": []}), input=RESPELLED),
    ),
)
def compatibility_not_proved(change: Change) -> Iterator[Finding]:
    for key, what, proof in (
        ("inputSchema", f"whether `{change.tool}` takes all that it took", change.input),
        ("outputSchema", f"whether `{change.tool}` answers only what it answered", change.output),
    ):
        if proof is not None and proof.result is Proved.NOT_PROVED:
            yield Finding(at=pointer(key), saw=f"{what} is not proved\ntried: {proof.tried}")
    for key, proof in change.response:
        if proof.result is Proved.NOT_PROVED:
            yield Finding(
                at=at_row(change, "responses", key),
                saw=f"whether `{brief_place(key)}` takes what it took is not proved\ntried: {proof.tried}",
            )
