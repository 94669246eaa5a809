"""Annotation hints as a client reads them that asks or does not ask by them."""

from collections.abc import Iterator

from pytest_mcp_contract.checks.drift._sides import both_tools
from pytest_mcp_contract.model import Change, Tool

SAFER = {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False}
"""What lets a client ask less often."""
_SAYS = {
    ("readOnlyHint", True): "that it only reads",
    ("readOnlyHint", False): "no longer that it only reads",
    ("destructiveHint", True): "that it may destroy",
    ("destructiveHint", False): "that it destroys nothing",
    ("openWorldHint", True): "that it reaches the outside",
    ("openWorldHint", False): "that it stays inside",
}


def turned(change: Change) -> Iterator[tuple[str, bool, bool]]:
    """Each hint that means something else now, what it is, and whether that looks safer.

    Absent ones stand for their defaults. `destructiveHint` means nothing on a tool that only reads.
    """
    tools = both_tools(change)
    if tools is None:
        return
    before, after = tools
    for name, safe in SAFER.items():
        if name == "destructiveHint" and (_only_reads(before) or _only_reads(after)):
            continue
        if before.hint(name) != after.hint(name):
            yield name, after.hint(name), after.hint(name) is safe


def is_idempotence_turned(before: Tool, after: Tool) -> bool:
    """Whether it changed that a call may be repeated; on a tool that only reads the hint means nothing."""
    reads = _only_reads(before) or _only_reads(after)
    return not reads and before.hint("idempotentHint") != after.hint("idempotentHint")


def says(name: str, value: bool) -> str:
    """What a hint says of a tool."""
    return _SAYS[name, value]


def _only_reads(tool: Tool) -> bool:
    return tool.hint("readOnlyHint")
