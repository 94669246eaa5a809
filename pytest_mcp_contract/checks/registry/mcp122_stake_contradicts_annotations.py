from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._stakes import is_open, stakes_of
from pytest_mcp_contract.model import Entry, Finding, Served, Surface, Tool, Unchecked

_HINTS = ("readOnlyHint", "destructiveHint")


def _served(stake: str, **annotations: bool) -> Served:
    tool = Tool("edit", annotations=annotations)
    return Served(Surface("wiki", tools=(tool,)), Entry(name="wiki", tools_stakes={"edit": stake}))


@server_check(
    code="MCP122",
    title="The stake of a tool and the server's own hints contradict each other",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The weakest stake is for tools that only read. Where the server itself says that a tool
        writes, either the hint is wrong, or writes happen that nobody is asked about. The other way
        round nothing is unsafe: people are asked before a call that changes nothing.
    """,
    fix="""
        Find out what the tool does, then correct the side that is wrong: the stake in the registry,
        or `readOnlyHint` and `destructiveHint` in the server. A read that needs approval for another
        reason, such as private data, deserves a waiver that says so.
    """,
    bad=(
        _served("never_ask", readOnlyHint=False),
        _served("never_ask", destructiveHint=True),
        _served("high", readOnlyHint=True),
    ),
    good=(
        _served("never_ask", readOnlyHint=True),
        _served("low", readOnlyHint=False, destructiveHint=True),
        # The protocol's defaults say "destructive", but the server has not said it.
        _served("never_ask"),
        _served("never_ask", idempotentHint=False, openWorldHint=True),
        _served("never_ask", destructiveHint=False),
        # For a tool that only reads, the destructive hint has no meaning.
        _served("never_ask", readOnlyHint=True, destructiveHint=True),
        # A stake that the registry does not know has no rank.
        _served("sometimes", readOnlyHint=True),
    ),
)
def stake_contradicts_annotations(served: Served) -> Iterator[Finding | Unchecked]:
    if not is_open(served):
        return
    stakes = stakes_of(served)
    if isinstance(stakes, Unchecked):
        yield stakes
        return
    if not any(tool.states_hint(hint) for tool in served.surface.tools for hint in _HINTS):
        yield Unchecked("no tool states `readOnlyHint` or `destructiveHint`")
    levels = served.registry.stakes
    for tool in served.surface.tools:
        stake = stakes.get(tool.name)
        if stake not in levels:
            continue
        saw = _contradiction(tool, is_weakest=stake == levels[0])
        if saw:
            yield Finding(
                at=f"servers.{served.surface.server}.tools_stakes.{tool.name}",
                saw=f"stake `{stake}` for `{tool.name}`, but the server says {saw}",
                tool=tool.name,
            )


def _contradiction(tool: Tool, *, is_weakest: bool) -> str:
    only_reads = tool.states_hint("readOnlyHint") and tool.hint("readOnlyHint")
    if is_weakest and tool.states_hint("readOnlyHint") and not only_reads:
        return "that the tool writes: `readOnlyHint` is false"
    if is_weakest and not only_reads and tool.states_hint("destructiveHint") and tool.hint("destructiveHint"):
        return "that the tool destroys: `destructiveHint` is true"
    if not is_weakest and only_reads:
        return "that it only reads (`readOnlyHint` is true): people are asked without need"
    return ""
