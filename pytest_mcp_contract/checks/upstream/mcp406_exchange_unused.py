from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, reply_of, request_line
from pytest_mcp_contract.model import Ended, Exchange, Finding, Miss, Replay, Request, Response, Unchecked

_COMMENTS = Exchange(
    Request("GET", "https://api.example.com/repos/o/r/issues/1/comments"), Response(200, "OK", body=b"[]")
)


@replay_check(
    code="MCP406",
    title="A cassette holds an exchange that the tool no longer asks for",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The tool made this request when the call was recorded, and does not make it now. Either the code
        lost a request, and what it told the model with it, or the recording is out of date.
    """,
    fix="""
        If the request is gone on purpose, record the call again with `pytest --mcp-contract
        --mcp-record=all` and this server's path; otherwise look for what stopped asking.
    """,
    bad=(replace(example(), exchanges=(ISSUE, _COMMENTS)),),
    good=(
        example(),
        # A request that changed is told by MCP405: the exchange it missed is unused because of it.
        replace(example(), played=frozenset(), misses=(Miss(ISSUE.request, "differs in: query"),)),
        replace(example(ended=Ended.HANG), played=frozenset()),
    ),
)
def exchange_unused(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if replay.misses:
        return
    case = replay.header.case
    for index, exchange in enumerate(replay.exchanges):
        if index not in replay.played:
            yield Finding(
                at=f"{case}: exchange {index + 1} of {len(replay.exchanges)}",
                saw=f"cassette `{case}` holds `{request_line(exchange.request)}`, never asked for",
                tool=replay.header.tool,
                file=str(replay.path),
            )
