from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import called, refusal, text, valid
from pytest_mcp_contract.checks.calls._failing import not_reached, place, shown
from pytest_mcp_contract.model import Call, Finding, Fuzzed, ToolCalls, Unchecked, brief

_CRASHED = valid(refusal("Error executing tool get_forecast"), crash="KeyError: 'highs' at server.py:24")
_FINE = valid(text("Sunny"), city="Bergen")
_FUZZED = Fuzzed("boundary", valid=2, reached=1)


def _once(*unsteady: tuple[str, Call]) -> ToolCalls:
    return replace(called(_FINE, _CRASHED, fuzzed=_FUZZED), unsteady=unsteady)


@calls_check(
    code="MCP317",
    title="A call fails once, and not when it is made again",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The same call with the same arguments ended in two ways. Something besides the arguments decides:
        state that an earlier call left, the clock, chance, a race. Users meet such failures and nobody
        can show them.
    """,
    fix="""
        Look for what the tool keeps between calls: caches, module variables, a connection that is shared. The
        call shown is the one that failed; run the calls before it as well.
    """,
    bad=(
        _once(("MCP306", _CRASHED)),
        _once(("MCP311", valid(text("Error: timed out", structured=None)))),
        _once(("MCP306", _CRASHED), ("MCP313", valid(text("Sunny", structured={})))),
    ),
    good=(
        called(_FINE, fuzzed=_FUZZED),
        # A failure that stays is its own check's business.
        called(_FINE, fuzzed=Fuzzed("boundary", valid=1, reached=1)),
        called(_FINE),
    ),
)
def failure_not_seen_again(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    if calls.fuzzed is None and not calls.unsteady:
        yield Unchecked("no calls were generated")
    elif not calls.unsteady:
        yield from not_reached(calls)
    for code, call in calls.unsteady:
        yield Finding(
            at=place(call) or "arguments",
            saw=f"`{code}` failed once, and not again, for {brief(call.arguments)}",
            want="the same end for the same call",
            tool=call.tool,
            call=shown(call),
        )
