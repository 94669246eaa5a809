from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import (
    CLOSED,
    REFUSED,
    RESPELLED,
    WIDER,
    of_row,
    of_server,
    server,
)
from pytest_mcp_contract.checks.drift._proofs import because, brief_place, shown
from pytest_mcp_contract.checks.drift._sides import at_row
from pytest_mcp_contract.model import Change, Finding, Locked, Proved


@change_check(
    code="MCP505",
    title="Answers of the upstream API that were taken are refused now",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        The schema that an answer is held to decides whether a call succeeds. The API has not changed, so
        what it answered yesterday fails today. The mirror is MCP515.
    """,
    fix="""
        Take what the API answers: let a field be absent or null where it was, and pass unknown ones through.
    """,
    bad=(
        of_row({}, {}, response=(("GET /issues/{number}", REFUSED),)),
        of_row({}, {}, response=(("GET /issues", WIDER), ("GET /users", REFUSED))),
    ),
    good=(
        of_row({}, {}, response=(("GET /issues", WIDER),)),
        of_row({}, {}, response=(("GET /issues", RESPELLED),)),
        # A key that is new narrows nothing that was looked at before.
        of_server(
            server("github"),
            Locked("github", 1, entry={"id": 1}, tools={}, responses={"GET /issues": CLOSED}),
        ),
    ),
)
def response_schema_narrowed(change: Change) -> Iterator[Finding]:
    for key, proof in change.response:
        if proof.result is Proved.BREAKING:
            schema = change.after.responses.get(key) if change.after else None
            yield Finding(
                at=at_row(change, "responses", key),
                saw=f"`{brief_place(key)}` no longer takes what it took{shown(proof)}",
                want=f"a schema that takes it{because(proof, schema)}",
            )
