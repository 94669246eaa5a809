from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import refused, rows, server, shown, way_out
from pytest_mcp_contract.model import Change, Finding, Proof, Proved


@change_check(
    code="MCP505",
    title="A response schema refuses answers that it took",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The API of the vendor has not changed, and answers that were taken yesterday fail validation today:
        the tool breaks without anybody calling it otherwise.
    """,
    fix="""
        Take what was taken: a field that may be absent or null stays so. If it is meant, agree on it: write
        the lock anew with `pytest-mcp-contract lock`, and accept it where a baseline is compared. Else undo
        it.
    """,
    bad=(
        Change("github", server(), server(), response=(("GET /user", refused({"login": None}, "/login")),)),
    ),
    good=(
        rows({}, {}),
        Change("github", server(), server(), response=(("GET /user", Proof(Proved.WIDER)),)),
    ),
)
def response_schema_narrowed(change: Change) -> Iterator[Finding]:
    for key, proof in change.response:
        if proof.result is Proved.BREAKING:
            place = f" at {proof.at}" if proof.at else ""
            yield Finding(
                at=f"servers.{change.server}.responses.{key}",
                saw=f"the schema of `{key}` no longer takes what it took{place}{shown(proof)}",
                want=way_out(change),
            )
