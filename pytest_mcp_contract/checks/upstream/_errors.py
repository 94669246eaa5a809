"""What every check of error texts needs: the texts, findings without repetition, a way to write examples."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pytest_mcp_contract.checks.upstream._faults import judged
from pytest_mcp_contract.checks.upstream._replays import replayed
from pytest_mcp_contract.model import (
    Call,
    Ended,
    FaultRun,
    Finding,
    Replay,
    Reply,
    Unchecked,
)

MOST_FINDINGS = 3
"""Findings of one check on one cassette; the others are counted."""
_INTERNAL = -32603
_VARIES = re.compile(
    r"`[^`]*`|\"[^\"]*\"|'[^']*'|\([^()]*\)"
    r"|(?<!\w)[^\s/.]*+[/.][^\s\w]*+\w\S*+|(?<!\w)\w*[\d_]\w*"
)
"""What is quoted or in brackets, paths, names and numbers."""
_SHAPED = 1_000
"""Characters by which texts are told apart: the time for it grows with their square."""


@dataclass(frozen=True, slots=True)
class ErrorText:
    """The text of one error reply: that of the recorded call, or of a run with a fault."""

    text: str
    replay: Replay
    run: FaultRun | None = None

    @property
    def place(self) -> str:
        """Case and fault."""
        case = self.replay.header.case
        return f"{case}: {self.run.fault.of(self.run.request)}" if self.run else case

    @property
    def hides_crash(self) -> bool:
        """Whether a fault made the tool raise: another finding (MCP421), which says what was raised."""
        reply = self.run.call.reply if self.run else None
        is_internal = reply is not None and reply.error is not None and reply.error.code == _INTERNAL
        return self.run is not None and bool(self.run.call.crash or is_internal)

    @property
    def shape(self) -> str:
        """The beginning of the text without what differs from one call to the next."""
        return _VARIES.sub("_", self.text[:_SHAPED]).casefold()


def error_texts(replay: Replay) -> list[ErrorText] | Unchecked:
    """The texts of all error replies that a cassette has shown, or why it has shown none."""
    found = []
    text = _text_of(replay.call)
    if text is not None and not replay.misses:
        found.append(ErrorText(text, replay))
    runs = judged(replay)
    if isinstance(runs, Unchecked):
        return found or runs
    for run in runs:
        text = _text_of(run.call)
        if text is not None:
            found.append(ErrorText(text, replay, run))
    return found


def told(replay: Replay, says: Callable[[ErrorText], str], *, want: str) -> Iterator[Finding | Unchecked]:
    """A finding for each shape of text of which `says` says something, the first ones at most."""
    errors = error_texts(replay)
    if isinstance(errors, Unchecked):
        yield errors
        return
    shapes: dict[str, list[tuple[ErrorText, str]]] = {}
    for error in errors:
        said = says(error)
        if said:
            shapes.setdefault(error.shape, []).append((error, said))
    groups = list(shapes.values())
    for index, group in enumerate(groups[:MOST_FINDINGS]):
        error, said = group[0]
        others = len(group) - 1
        if index == MOST_FINDINGS - 1:
            others += sum(map(len, groups[MOST_FINDINGS:]))
        yield Finding(
            at=error.place,
            saw=said + (f" (and {others} more)" if others else ""),
            want=want,
            tool=replay.header.tool,
            file=str(replay.path),
        )


def _text_of(call: Call | None) -> str | None:
    """The text of an error reply; None where there is no error reply."""
    if call is None or call.ended is not Ended.REPLIED or call.reply is None or call.reply.succeeded:
        return None
    reply = call.reply
    if reply.error is not None:
        return reply.error.message
    text = "\n".join(reply.texts())
    return text or ("" if reply.structured is None else json.dumps(reply.structured, ensure_ascii=False))


def refused(text: str, **arguments: str) -> Replay:
    """A recorded call, with more arguments than others have, that rightly answers with this error."""
    replay = replayed(Reply(content=({"type": "text", "text": text},), is_error=True), expect="error")
    given = {**replay.header.arguments, **arguments}
    return replace(replay, header=replace(replay.header, arguments=given), example=(given, "error"))
