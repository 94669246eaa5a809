"""What every check of calls needs: one finding for each defect, with the smallest call that shows it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pytest_mcp_contract.model import (
    Call,
    Failing,
    Finding,
    JSONObject,
    Stage,
    Tool,
    ToolCalls,
    Unchecked,
    brief,
)
from pytest_mcp_contract.model.rendering import rendering

_REPLY = 300
"""Characters of a reply that a finding shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with one call."""

    saw: str
    want: str = ""
    at: str = ""
    """What tells this defect from another of the same check; by default, the argument that is varied."""


def failing(
    calls: ToolCalls, concerned: Iterable[Call], judge: Callable[[Call], Failure | None]
) -> Iterator[Finding]:
    """A finding for each defect that `judge` sees in the calls concerned, shown by the smallest call.

    A random call says nothing of which argument is at fault: it counts for the defects that others show, and
    makes a finding of its own only where there are none.
    """
    concerned = list(concerned)
    tried = sum(not _is_uncounted(call) for call in concerned)
    unsteady = [call.arguments for _, call in calls.unsteady]
    groups: dict[str, list[tuple[Call, Failure]]] = {}
    for call in concerned:
        failure = None if call.arguments in unsteady else judge(call)
        if failure is not None:
            groups.setdefault(failure.at or place(call), []).append((call, failure))
    loose = groups.pop("", []) if len(groups) > 1 else []
    for index, (at, group) in enumerate(groups.items()):
        call, failure = min(group, key=lambda one: size(one[0].arguments))
        counted = [one for one, _ in (*group, *(loose if index == 0 else ())) if not _is_uncounted(one)]
        yield Finding(
            at=at or "arguments",
            saw=failure.saw,
            want=failure.want,
            tool=call.tool,
            call=shown(call, failing=max(1, len(counted)), tried=max(1, tried)),
        )


def told(
    calls: ToolCalls, concerned: Iterable[Call], judge: Callable[[Call], Failure | None]
) -> Iterator[Finding | Unchecked]:
    """What `failing` finds; where it finds nothing in a tool that no valid call got through to, that."""
    found = list(failing(calls, concerned, judge))
    yield from found or not_reached(calls)


def size(arguments: JSONObject) -> tuple[int, str]:
    """By what calls are compared: the shorter is the smaller."""
    text = brief(dict(arguments), width=2**31)
    return len(text), text


def place(call: Call) -> str:
    """Where a call is at fault: its source where it was given, the argument that it varies, or `""`."""
    if call.is_given:
        return call.source
    assert call.trial is not None
    return f"arguments{call.trial.at}" if call.trial.at else ""


def shown(call: Call, *, failing: int = 1, tried: int = 1) -> Failing:
    """A call, as a finding shows it."""
    return Failing(
        arguments=call.arguments,
        label=label(call),
        reply=replied(call),
        failing=failing,
        tried=tried,
        expect="" if call.is_given else "success" if call.is_valid else "error",
    )


def label(call: Call) -> str:
    """What a call tries, for a person."""
    if call.trial is None:
        return call.source
    stage = "random, made smaller" if call.trial.stage is Stage.SHRINKING else call.trial.stage.value
    words = (call.source if call.is_given else stage, call.trial.label)
    return ": ".join(word for word in words if word)


def replied(call: Call) -> str:
    """What came back, on one line."""
    if call.reply is None:
        return call.detail or call.ended.value
    if call.reply.error is not None:
        return f"JSON-RPC error {call.reply.error.code}: {brief(call.reply.error.message, width=_REPLY)}"
    return brief(rendering(call.reply), width=_REPLY)


def not_reached(calls: ToolCalls) -> Iterator[Unchecked]:
    """Why nothing can be said of a tool that no valid call got through to."""
    if any(call.is_valid and call.reached for call in calls.calls) or any(
        call.is_valid and call.is_given for call in calls.calls
    ):
        return
    yield Unchecked(why_not_reached(calls))


def why_not_reached(calls: ToolCalls) -> str:
    """That no valid call got through, and the way out."""
    if runs_as_task(calls.tool):
        return "not reached: the tool runs only as a task, and calls are made without one"
    wanted = calls.fuzzed.wanted if calls.fuzzed else ()
    if wanted:
        names = " and ".join(f"`{name}`" for name in wanted)
        return f"not reached: give `values` for {names}, or an example"
    return "not reached: give an example that works"


def runs_as_task(tool: Tool | None) -> bool:
    """Whether a tool must be called with `task`, as its `execution` says; a plain call is refused."""
    execution = tool.raw.get("execution") if tool else None
    return isinstance(execution, dict) and execution.get("taskSupport") == "required"


def _is_uncounted(call: Call) -> bool:
    return call.trial is not None and call.trial.stage is Stage.SHRINKING
