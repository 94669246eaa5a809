from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, reply_of, request_line
from pytest_mcp_contract.model import Ended, Finding, Replay, Response, SchemaVerdict, Unchecked

_FITS = SchemaVerdict(ISSUE, "GET /repos/{owner}/{repo}/issues/{number}", "acme.github.schemas:Issue")
_NULL_USER = replace(_FITS, errors=(("/user", "Input should be an object, got null"),))
_NOT_LOADED = replace(_FITS, unusable="`acme.github.schemas` has no `Issue`")


@replay_check(
    code="MCP401",
    title="A recorded API response does not fit the schema declared for it",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        The recording is what the API really sent. A schema that refuses it refuses the same answer in
        production, and users see an error on data that is perfectly in order: a field that may be
        null, one that search results leave out, a new value of an enumeration.
    """,
    fix="""
        Make the schema as wide as the API: optional where it leaves fields out, nullable where it sends
        null. If the recording is old, record it again with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(
        replace(example(), schemas=(_NULL_USER,)),
        replace(example(), schemas=(_NOT_LOADED,)),
    ),
    good=(
        example(),
        replace(example(), schemas=(_FITS,)),
        # After a hang nothing but the hang is worth telling.
        replace(example(ended=Ended.HANG), schemas=(_NULL_USER,)),
    ),
)
def response_does_not_fit(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    answers = [item.request for item in replay.exchanges if _is_data(item.response)]
    if answers and not replay.schemas:
        line, case = request_line(answers[0]), replay.header.case
        yield Unchecked(f"no `responses` key speaks for `{line}` of cassette {case}")
    for verdict in replay.schemas:
        place = f"{replay.header.case}: {request_line(verdict.exchange.request)}"
        if verdict.unusable:
            yield Finding(
                at=place,
                saw=f"the schema `{verdict.schema}` cannot be used: {verdict.unusable}",
                want=f"a pydantic model or a JSON Schema file for `{verdict.key}`",
                tool=replay.header.tool,
                file=str(replay.path),
            )
        elif verdict.errors:
            (where, what), *others = verdict.errors
            more = f" (and {len(others)} more, next at `{others[0][0]}`)" if others else ""
            yield Finding(
                at=f"{place} {where}".rstrip(),
                saw=f"{what}{more}",
                want=f"what `{verdict.schema}` declares for `{verdict.key}`",
                tool=replay.header.tool,
                file=str(replay.path),
            )


def _is_data(response: Response) -> bool:
    """Whether a response key can speak for the answer: 2xx with a JSON body."""
    return 200 <= response.status < 300 and response.json() is not None
