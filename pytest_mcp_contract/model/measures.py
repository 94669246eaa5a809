"""What one tool costs a model, in numbers: plain data, which travels home from workers as it is."""

from collections.abc import Iterable
from typing import TypedDict

from pytest_mcp_contract.model.replay import Replay


class Measures(TypedDict):
    """Tokens of what an API sent and of what a model got of it, over the calls of one tool that succeed."""

    raw_tokens: int
    tokens: int


def measures_of(replays: Iterable[Replay]) -> Measures | None:
    """The measures of one tool; None where no success was counted, or none was answered in JSON."""
    raw = rendered = 0
    for replay in replays:
        reply = replay.call.reply if replay.call else None
        if reply is not None and reply.succeeded and replay.raw_tokens and replay.tokens is not None:
            raw += replay.raw_tokens
            rendered += replay.tokens
    return {"raw_tokens": raw, "tokens": rendered} if raw else None
