from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, request_line
from pytest_mcp_contract.model import Exchange, Finding, Replay, Request, Response, SchemaVerdict

_FITS = SchemaVerdict(ISSUE, "GET /repos/{owner}/{repo}/issues/{number}", "schemas:Issue")
_DIFF = Exchange(ISSUE.request, Response(200, "OK", (("Content-Type", "text/x-diff"),), b"--- a\n+++ b\n"))
_GONE = Exchange(Request("DELETE", ISSUE.request.uri), Response(204, "No Content"))
_MISSING = Exchange(ISSUE.request, Response(404, "Not Found", body=b'{"message": "Not Found"}'))


@replay_check(
    code="MCP411",
    title="No response schema is declared for an answer that was recorded",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        The tool reads this answer without holding it against a schema, as far as the registry says. A
        field that turns null is then seen by the model, or breaks the tool, and no check can tell.
    """,
    fix="""
        Declare the schema that the code validates with, under `responses` of the server or of the tool:
        `"GET /items/{id}" = "my_package.schemas:Item"`.
    """,
    bad=(replace(example(), responses_declared={"GET /other": "schemas:Other"}),),
    good=(
        replace(example(), schemas=(_FITS,), responses_declared={_FITS.key: _FITS.schema}),
        # Of errors, empty answers and other media types no key speaks.
        replace(example(), exchanges=(_DIFF,)),
        replace(example(), exchanges=(_GONE,)),
        replace(example(), exchanges=(_MISSING,)),
    ),
)
def response_not_declared(replay: Replay) -> Iterator[Finding]:
    judged = [verdict.exchange for verdict in replay.schemas]
    told: set[str] = set()
    for exchange in replay.exchanges:
        line = request_line(exchange.request)
        if exchange.response.answers_in_json and exchange not in judged and line not in told:
            told.add(line)
            yield Finding(
                at=f"{replay.header.case}: {line}",
                saw=f"no key of `responses` speaks of `{line}`",
                tool=replay.header.tool,
                file=str(replay.path),
            )
