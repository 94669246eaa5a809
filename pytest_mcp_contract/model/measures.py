"""What one tool costs a model, in numbers: plain data, which travels home from workers as it is."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from pytest_mcp_contract.model.call import Fuzzed
from pytest_mcp_contract.model.provenance import Reaches
from pytest_mcp_contract.model.replay import Replay

_STRONGEST = (Reaches.YES, Reaches.NO, Reaches.NOT_MARKABLE)
"""What holds of a field where cassettes differ: it reaches the model if it does in any."""


class FieldMeasure(TypedDict):
    """One field of an API's answers, over all calls of a tool."""

    key: str
    """The response key, `GET /repos/{owner}/{repo}`."""
    field: str
    """JSON Pointer with `*` for every index of a list."""
    reaches: str
    """`yes`, `no` or `not markable`."""
    tokens: int
    """What its values cost in the rendered texts."""


class Measures(TypedDict, total=False):
    """What is known of one tool; a key is absent where nothing was counted."""

    raw_tokens: int
    """Tokens of what the API sent, over the calls that succeed."""
    tokens: int
    """Tokens of what the model got of it."""
    fields: list[FieldMeasure]
    valid_calls: int
    """Generated calls that the input schema admits."""
    reached_calls: int
    """How many of them got through to the tool."""
    invalid_calls: int
    reached_by: dict[str, int]
    """Of the calls that got through, how many had their values from where."""
    not_all: str
    """Why not everything was tried; absent where it was."""


def measures_of(replays: Iterable[Replay]) -> Measures:
    """The measures of one tool, as far as its replays hold them."""
    played = list(replays)
    measures: Measures = {}
    raw = rendered = 0
    for replay in played:
        reply = replay.call.reply if replay.call else None
        if reply is not None and reply.succeeded and replay.raw_tokens and replay.tokens is not None:
            raw += replay.raw_tokens
            rendered += replay.tokens
    if raw:
        measures |= {"raw_tokens": raw, "tokens": rendered}
    if fields := _fields(played):
        measures["fields"] = fields
    return measures


def reach_of(fuzzed: Fuzzed) -> Measures:
    """How far the generated calls of one tool got."""
    measures: Measures = {
        "valid_calls": fuzzed.valid,
        "reached_calls": fuzzed.reached,
        "invalid_calls": fuzzed.invalid,
        "reached_by": dict(fuzzed.by_source),
    }
    if not_all := "; ".join(filter(None, (fuzzed.stopped, *fuzzed.unsupported))):
        measures["not_all"] = not_all
    return measures


def _fields(replays: Iterable[Replay]) -> list[FieldMeasure]:
    merged: dict[tuple[str, str], FieldMeasure] = {}
    for replay in replays:
        for one in replay.provenance.fields if replay.provenance else ():
            known = merged.setdefault(
                (one.key, one.field),
                {"key": one.key, "field": one.field, "reaches": one.reaches.value, "tokens": 0},
            )
            known["tokens"] += one.tokens
            known["reaches"] = min(Reaches(known["reaches"]), one.reaches, key=_STRONGEST.index).value
    return [merged[place] for place in sorted(merged)]
