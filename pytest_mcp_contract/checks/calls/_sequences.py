"""What checks of sequences share: their findings, and made-up sequences for their examples."""

from collections.abc import Iterator

from pytest_mcp_contract.model import (
    Finding,
    JSONObject,
    Promise,
    Sequence,
    Sequences,
    Step,
    Unchecked,
    brief,
)

_WHY_NOT = {
    Promise.CREATED_IS_FOUND: "no tool was asked for what was created",
    Promise.DELETED_IS_GONE: "nothing was deleted: no tool deletes, or none may be called",
    Promise.ID_IS_USABLE: "no tool takes an id that the reply of another gives",
}
_ARGUMENTS = 160
"""Characters of the arguments of one step."""
_IDENTITY = 40
"""Characters of what stands for a thing."""


def broken(sequences: Sequences, promise: Promise, saw: str) -> Iterator[Finding | Unchecked]:
    """A finding for each way in which a promise was broken; where it was never put to the test, that.

    `saw` is the first line, with the names of the tools in place.
    """
    failing = [one for one in sequences.failing if one.promise is promise]
    for one in failing:
        first = saw.format(tool=one.tool, reader=one.reader, identity=_cut(one.identity))
        yield Finding(at="sequence", saw="\n".join((first, *_steps(one))), want=one.expected, tool=one.reader)
    if not failing and not sequences.kept.get(promise):
        yield Unchecked(sequences.reason or _WHY_NOT[promise])


def _cut(identity: str) -> str:
    return identity if len(identity) <= _IDENTITY else f"{identity[: _IDENTITY - 1]}\u2026"


def _steps(sequence: Sequence) -> Iterator[str]:
    for number, step in enumerate(sequence.steps, 1):
        spelled = brief(dict(step.arguments), width=_ARGUMENTS)
        yield f"{number}. {step.tool} {spelled} -> {'error: ' if step.is_error else ''}{step.reply}"


# -- examples


def create(reply: str = "Created", **arguments: str) -> Step:
    """A note is made."""
    return Step("create_note", arguments or {"name": "bcd100z"}, reply)


def get(reply: str, *, is_error: bool = False, **arguments: str | int) -> Step:
    """A note is asked for."""
    asked: JSONObject = arguments or {"name": "bcd100z"}
    return Step("get_note", asked, reply, is_error)


def delete(reply: str = "Deleted") -> Step:
    """A note is deleted."""
    return Step("delete_note", {"name": "bcd100z"}, reply)


def notes(*failing: Sequence, kept: Promise | None = None, reason: str = "") -> Sequences:
    """What a server with notes has shown."""
    tools = ("create_note", "get_note", "list_notes", "delete_note")
    return Sequences("notes", {"note": tools}, 40, {kept: 12} if kept else {}, failing, reason)
