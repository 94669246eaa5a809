from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import refused, rows, server
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP515",
    title="A response schema takes more than was agreed on",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Answers are taken that the code may not expect: a field that may be null now reaches the renderer.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(Change("github", server(), server(), response=(("GET /user", Proof(Proved.WIDER)),)),),
    good=(
        rows({}, {}),
        Change("github", server(), server(), response=(("GET /user", refused({})),)),
    ),
)
def response_schema_widened(change: Change) -> Iterator[Finding]:
    for key, proof in change.response:
        if proof.result is Proved.WIDER:
            yield Finding(
                at=f"servers.{change.server}.responses.{key}",
                saw=f"the schema of `{key}` takes more than it did",
                want="agree on it with `pytest-mcp-contract lock`",
            )
