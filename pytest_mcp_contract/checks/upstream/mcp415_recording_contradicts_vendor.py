from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, Status, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, request_line
from pytest_mcp_contract.checks.upstream._vendor import HELD, described, held
from pytest_mcp_contract.model import Contradiction, Experiment, Finding, Replay, Response, Unchecked

_NULL_TITLE = Contradiction("/title", "a string", "null")
_NO_STATE = Contradiction("/state", "always there", "absent")
_UNKNOWN_SUCCESS = Contradiction("", "no answer with status 202", "status 202")


@replay_check(
    code="MCP415",
    title="A recorded API response is not as the vendor describes it",
    severity=Severity.WARNING,
    status=Status.PREVIEW,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        One of the two is out of date. If the recording is, every test that replays it proves something
        about an API that is gone; if the description is, or the API has drifted from it, a schema made
        after the description fails. A content type that was not recorded and a value that was redacted
        contradict nothing.
    """,
    fix="""
        Record the call again with `pytest --mcp-contract --mcp-record all`. If the answer is the same, get
        the vendor's current description; if it says the same, hold with the recording and waive this.
    """,
    needs=(Experiment.VENDOR,),
    bad=(
        held(replace(HELD, contradictions=(_NULL_TITLE,))),
        held(replace(HELD, contradictions=(_NO_STATE, _NULL_TITLE))),
        held(replace(HELD, contradictions=(_UNKNOWN_SUCCESS,))),
    ),
    good=(
        held(HELD),
        # Errors are compared too, where the vendor describes them.
        held(replace(HELD, exchange=replace(ISSUE, response=Response(404)), key=None)),
        held(replace(HELD, operation=None)),
        replace(example(), vendor=Unchecked("the row names no `openapi`")),
    ),
)
def recording_contradicts_vendor(replay: Replay) -> Iterator[Finding | Unchecked]:
    verdicts = described(replay)
    if isinstance(verdicts, Unchecked):
        yield verdicts
        return
    for verdict in verdicts:
        if not verdict.contradictions:
            continue
        first, *others = verdict.contradictions
        more = f" (and {len(others)} more, next at `{others[0].at}`)" if others else ""
        line = request_line(verdict.exchange.request)
        place = f"`{first.at}`" if first.at else "the answer"
        yield Finding(
            at=f"{replay.header.case}: {line} {first.at}".rstrip(),
            saw=f"{place} is described as {first.described}, and recorded as {first.recorded}{more}",
            want=f"a recording and a description of `{verdict.operation}` that agree",
            tool=replay.header.tool,
            file=str(replay.path),
        )
