from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import CLOSED, RESPELLED, WIDER, of_row, of_server, server
from pytest_mcp_contract.checks.drift._proofs import brief_place
from pytest_mcp_contract.checks.drift._sides import at_row, both_rows, was_asked
from pytest_mcp_contract.model import Change, Finding, Locked, Proved


@change_check(
    code="MCP515",
    title="Answers of the upstream API are taken that were refused before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        Fewer calls fail. What is let through now reaches the code behind it, which was written for less;
        and a key that is gone lets everything through. The mirror is MCP505.
    """,
    fix="Make sure that the renderer takes what may come now, and write the lock anew.",
    bad=(
        of_row({}, {}, response=(("GET /issues", WIDER),)),
        of_server(
            Locked("github", 1, entry={"id": 1}, tools={}, responses={"GET /issues": CLOSED}),
            server("github"),
        ),
    ),
    good=(
        of_row({}, {}, response=(("GET /issues", RESPELLED),)),
        # Not known now, which is not the same as gone.
        of_server(
            Locked("github", 1, entry={"id": 1}, tools={}, responses={"GET /issues": CLOSED}),
            Locked("github", 1, entry={"id": 1}, tools={}, responses={"GET /issues": None}),
        ),
        of_server(
            Locked("github", 1, entry={"id": 1}, tools={}, responses={"GET /issues": CLOSED}),
            Locked("github", 1, entry={"id": 1}, tools=None),
        ),
    ),
)
def response_schema_widened(change: Change) -> Iterator[Finding]:
    for key, proof in change.response:
        if proof.result is Proved.WIDER:
            yield Finding(
                at=at_row(change, "responses", key),
                saw=f"`{brief_place(key)}` takes more answers than it took",
            )
    before, after = change.before, change.after
    if both_rows(change) and before and after and was_asked(after):
        for key in sorted(before.responses.keys() - after.responses.keys()):
            yield Finding(
                at=at_row(change, "responses", key), saw=f"`{brief_place(key)}` is held to no schema, and was"
            )
