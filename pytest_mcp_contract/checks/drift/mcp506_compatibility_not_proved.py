from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, refused, server, tools
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP506",
    title="Whether a schema still takes what it took is not known",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Neither was it shown that every old call is still taken, nor was one found that is not. A person has
        to look.
    """,
    fix="""
        Read both schemas. Simpler ones can be decided: without `not`, patterns that look ahead, and
        references outwards.
    """,
    bad=(
        of_tool(server(), server(), input=Proof(Proved.NOT_PROVED, tried="200 values")),
        of_tool(server(), server(), output=Proof(Proved.NOT_PROVED)),
    ),
    good=(
        tools(),
        of_tool(server(), server(), input=refused({})),
    ),
)
def compatibility_not_proved(change: Change) -> Iterator[Finding]:
    told = (("/inputSchema", change.input), ("/outputSchema", change.output), *change.response)
    for at, proof in told:
        if proof is not None and proof.result is Proved.NOT_PROVED:
            tried = f": {proof.tried}" if proof.tried else ""
            yield Finding(
                at=at if at.startswith("/") else f"servers.{change.server}.responses.{at}",
                saw=f"it is not proved that all is taken that was taken{tried}",
                want="a look at both schemas",
                tool=change.tool,
            )
