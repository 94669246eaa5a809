"""What every check of a replay needs: the reply, the name of a place, and a way to write examples."""

from collections.abc import Mapping
from pathlib import Path

from pytest_mcp_contract.model import (
    Call,
    CassetteHeader,
    Ended,
    Exchange,
    Replay,
    Reply,
    Request,
    Response,
    Unchecked,
)
from pytest_mcp_contract.model.rendering import rendering

ISSUE = Exchange(
    Request("GET", "https://api.example.com/repos/o/r/issues/1"),
    Response(200, "OK", body=b'{"number": 1, "title": "Broken", "user": null}'),
)
"""A recorded exchange for examples."""


def reply_of(replay: Replay) -> Reply | Unchecked:
    """The reply of the replayed call, or why there is none. A hang is told by MCP302 alone."""
    call = replay.call
    if call is not None and call.ended is Ended.REPLIED and call.reply is not None:
        return call.reply
    ended = {Ended.HANG: "got no reply", Ended.DIED: "ended the server"}
    how = "was not made" if call is None else ended.get(call.ended, "got no reply")
    return Unchecked(f"the call of cassette {replay.header.case} {how}", lost=True)


def request_line(request: Request) -> str:
    """Method and path, as findings spell a request."""
    return f"{request.method} {request.path}"


def example(text: str = "# Broken", *, ended: Ended = Ended.REPLIED, expect: str = "success") -> Replay:
    """A sound replay whose reply is one text block."""
    return replayed(Reply(content=({"type": "text", "text": text},)), ended=ended, expect=expect)


def replayed(reply: Reply, *, ended: Ended = Ended.REPLIED, expect: str = "success") -> Replay:
    """A sound replay with this reply: its golden fits, and every request was recorded."""
    arguments: Mapping[str, int] = {"number": 1}
    text = rendering(reply)
    return Replay(
        header=CassetteHeader("github", "get_issue", "normal", arguments, expect=expect),
        path=Path("cassettes/github/get_issue/normal.yaml"),
        exchanges=(ISSUE,),
        call=Call(
            "get_issue", arguments, "cassette normal", ended, reply if ended is Ended.REPLIED else None
        ),
        played=frozenset({0}),
        rendering=text,
        golden=f"{text}\n",
        example=(arguments, expect),
        days_old=1,
    )
