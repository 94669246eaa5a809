import json
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Finding, Replay


@replay_check(
    code="MCP408",
    title="An example is no longer what its cassette recorded",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A replay uses the arguments that were recorded. The example was changed since, so what it says now
        is tested by nothing, although it looks as if it were.
    """,
    fix="Record it again with `pytest --mcp-contract --mcp-record=new`, or put the example back.",
    bad=(
        replace(example(), example=({"number": 2}, "success")),
        replace(example(), example=({"number": 1}, "error")),
    ),
    good=(example(), replace(example(), example=None)),
)
def example_differs_from_cassette(replay: Replay) -> Iterator[Finding]:
    if replay.example is None:
        return
    arguments, expect = replay.example
    recorded = replay.header
    if _spelled(arguments) != _spelled(recorded.arguments):
        saw, want = _spelled(recorded.arguments), _spelled(arguments)
    elif expect != recorded.expect:
        saw, want = f"expect `{recorded.expect}`", f"expect `{expect}`, as the example says"
    else:
        return
    yield Finding(
        at=recorded.case,
        saw=f"cassette `{recorded.case}` was recorded with {saw}",
        want=want,
        tool=recorded.tool,
        file=str(replay.path),
    )


def _spelled(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
