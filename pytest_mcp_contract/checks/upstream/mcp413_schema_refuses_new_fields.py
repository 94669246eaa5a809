from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, request_line
from pytest_mcp_contract.model import Finding, Replay, SchemaVerdict, Unchecked

_FITS = SchemaVerdict(ISSUE, "GET /repos/{owner}/{repo}/issues/{number}", "acme.github.schemas:Issue")


@replay_check(
    code="MCP413",
    title="A response schema takes no field that it does not know",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        Vendors add fields to their answers at any time and call that compatible. A closed schema turns the
        next one into an outage of the tool, on data that is perfectly in order.
    """,
    fix="""
        Let the schema take fields it does not name: in pydantic `extra="ignore"` (the default) or `"allow"`,
        in JSON Schema no `additionalProperties: false`.
    """,
    bad=(
        replace(example(), schemas=(replace(_FITS, closed=("",)),)),
        replace(example(), schemas=(replace(_FITS, closed=("/user", "/labels/0")),)),
    ),
    good=(
        example(),
        replace(example(), schemas=(_FITS,)),
        # It cannot be used, or does not fit: other findings.
        replace(example(), schemas=(replace(_FITS, unusable="no module named `acme`"),)),
    ),
)
def schema_refuses_new_fields(replay: Replay) -> Iterator[Finding | Unchecked]:
    for verdict in replay.schemas:
        if verdict.closed:
            first, *others = verdict.closed
            more = f" (and in {len(others)} more places, next `{others[0]}`)" if others else ""
            where = f"`{first}`" if first else "the answer"
            yield Finding(
                at=f"{replay.header.case}: {request_line(verdict.exchange.request)} {first}".rstrip(),
                saw=f"`{verdict.schema}` takes no unknown field in {where}{more}",
                want=f"a schema for `{verdict.key}` that leaves unknown fields alone",
                tool=replay.header.tool,
                file=str(replay.path),
            )
