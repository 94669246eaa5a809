from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import (
    UNREACHED,
    called,
    given,
    refusal,
    rpc_error,
    text,
    valid,
)
from pytest_mcp_contract.checks.calls._failing import replied, runs_as_task, shown, size, why_not_reached
from pytest_mcp_contract.model import Call, Finding, Fuzzed, Stage, Tool, ToolCalls, Unchecked, brief

_UNKNOWN = refusal("No city is called a")
_AS_TASK = Tool("get_forecast", raw={"name": "get_forecast", "execution": {"taskSupport": "required"}})
_NO_TASK = rpc_error(-32601, "Tool get_forecast requires task augmentation")


@calls_check(
    code="MCP305",
    title="No valid call gets through to the tool",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Every call that the input schema admits was answered with an error, so nothing is known of what the
        tool does when it works: no other check of calls has judged a result. Either the tool is broken, or it
        wants values that exist only in its world, which a generator cannot guess.
    """,
    fix="""
        Give the values that exist under `values` in the tool's table of the registry, or an example whose
        call works. Where the schema does not say what the tool demands, say it there: an `enum`, a
        `format`, a `pattern`.
    """,
    bad=(
        called(
            valid(_UNKNOWN, city="a", label="1 character, the fewest", at="/city"),
            valid(_UNKNOWN, city="aa"),
            fuzzed=UNREACHED,
        ),
        # It only warns of a tool of which nobody has said that it may be called.
        called(
            valid(refusal("Access denied"), city="a"), fuzzed=Fuzzed("boundary", valid=1, is_promised=False)
        ),
        called(fuzzed=Fuzzed("boundary", unsupported=("`pattern` of /city: it looks ahead",))),
        # An example that is refused shows as little.
        called(given(_UNKNOWN), valid(_UNKNOWN, city="a"), fuzzed=UNREACHED),
        # It can do without a task.
        called(
            valid(_UNKNOWN, city="a"),
            tool=Tool("get_forecast", raw={"execution": {"taskSupport": "optional"}}),
            fuzzed=UNREACHED,
        ),
    ),
    good=(
        called(
            valid(_UNKNOWN, city="a"), valid(text("Sunny")), fuzzed=Fuzzed("boundary", valid=2, reached=1)
        ),
        # The example shows what works.
        called(given(text("Sunny")), valid(_UNKNOWN, city="a"), fuzzed=UNREACHED),
        called(given(text("Sunny")), fuzzed=Fuzzed("boundary", unsupported=("`pattern` of /city: no",))),
        # It refused what its API does not know: it got as far as that.
        called(valid(_UNKNOWN, city="a", requests=1), fuzzed=Fuzzed("boundary", valid=1, reached=1)),
        # No calls were generated, or none got an answer.
        called(given(_UNKNOWN)),
        called(valid(None), fuzzed=Fuzzed("boundary", valid=1, stopped="2 calls got no reply")),
        # It says that it must be called in another way.
        called(valid(_NO_TASK, city="a"), tool=_AS_TASK, fuzzed=UNREACHED),
        called(fuzzed=Fuzzed("boundary", stopped="the server died")),
    ),
)
def tool_never_reached(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    fuzzed = calls.fuzzed
    if fuzzed is None:
        yield Unchecked("no calls were generated")
        return
    valid = [call for call in calls.calls if call.is_valid and not _is_shrinking(call)]
    if fuzzed.reached or any(call.reached or call.crash for call in valid):
        return
    if runs_as_task(calls.tool):
        yield Unchecked(why_not_reached(calls))
        return
    answered = sorted(
        (call for call in valid if call.reply is not None), key=lambda call: size(call.arguments)
    )
    want = why_not_reached(calls).removeprefix("not reached: ")
    at, tool = "arguments", calls.tool.name if calls.tool else None
    if answered:
        call, tried = answered[0], len(valid)
        which = f"none of {tried} valid calls gets" if tried > 1 else "the one valid call does not get"
        saw = f"{which} through to the tool: {brief(_said(call), width=60)}"
        yield Finding(
            at, saw, want, tool, call=shown(call, failing=tried, tried=tried), is_mild=not fuzzed.is_promised
        )
    elif fuzzed.unsupported and not valid:
        saw = f"no valid call can be made: {fuzzed.unsupported[0]}"
        yield Finding(at, saw, want, tool, is_mild=not fuzzed.is_promised)
    else:
        yield Unchecked(
            fuzzed.stopped or ("no valid call got a reply" if valid else "no valid call was generated")
        )


def _said(call: Call) -> str:
    if call.reply is None or call.reply.error is not None:
        return replied(call)
    return "\n".join(call.reply.texts())


def _is_shrinking(call: Call) -> bool:
    return call.trial is not None and call.trial.stage is Stage.SHRINKING
