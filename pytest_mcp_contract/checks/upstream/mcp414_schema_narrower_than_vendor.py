from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, Status, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, request_line
from pytest_mcp_contract.checks.upstream._vendor import HELD, described, held
from pytest_mcp_contract.model import Experiment, Finding, Narrower, Replay, Unchecked

_NULL_USER = Narrower("/user", "`user: null`", "Issue.user", "Input should be a valid dictionary")
_NO_BODY = Narrower("/body", "no `body`", "Issue.body", "Field required")


@replay_check(
    code="MCP414",
    title="A response schema refuses what the vendor's description allows",
    severity=Severity.WARNING,
    status=Status.PREVIEW,
    since="0.1.0",
    source="GUIDE.md: Validate External API Responses",
    why="""
        A recording shows what the API sent once. Its description says what it may send: a user that is
        null where the account was deleted, a state that nobody has met yet, a field that is left out. A
        schema that refuses it fails on the day it comes. Each finding is a value that the vendor's schema
        takes and the declared one refuses; what the description leaves open is not held against it.
    """,
    fix="""
        Make the place as wide as the vendor describes it: optional where it may be absent, nullable where
        it may be null, with every member of the enumeration. Where the description is wrong, waive it.
    """,
    needs=(Experiment.VENDOR,),
    bad=(
        held(replace(HELD, narrower=(_NULL_USER,))),
        held(replace(HELD, narrower=(_NULL_USER, _NO_BODY))),
    ),
    good=(
        held(HELD),
        # Neither proved nor disproved is not a finding.
        held(replace(HELD, not_proved="the description leaves open what the recorded answers hold")),
        # The description does not know the operation, or there is none.
        held(replace(HELD, operation=None)),
        replace(example(), vendor=Unchecked("the row names no `openapi`")),
    ),
)
def schema_narrower_than_vendor(replay: Replay) -> Iterator[Finding | Unchecked]:
    verdicts = described(replay)
    if isinstance(verdicts, Unchecked):
        yield verdicts
        return
    data = [verdict for verdict in verdicts if verdict.exchange.response.answers_in_json]
    if data and all(verdict.key is None for verdict in data):
        yield Unchecked("no `responses` key speaks for what the vendor describes")
    for verdict in verdicts:
        for one in verdict.narrower:
            yield Finding(
                at=f"{replay.header.case}: {request_line(verdict.exchange.request)} {one.at}".rstrip(),
                saw=f"{replay.header.server} may send {one.sends}; `{one.place}` refuses it: {one.says}",
                want=f"what `{verdict.operation}` is described to answer",
                tool=replay.header.tool,
                file=str(replay.path),
            )
        if verdict.not_proved:
            yield Unchecked(verdict.not_proved)
