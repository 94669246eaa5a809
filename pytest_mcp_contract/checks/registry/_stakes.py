"""When a server's stakes can be held against its tools at all."""

from collections.abc import Mapping

from pytest_mcp_contract.model import Served, Unchecked

UNREAD = Unchecked("`tools_stakes` could not be read; MCP002 says why")


def is_open(served: Served) -> bool:
    """Whether the question arises: a registry speaks, and the server listed its tools."""
    return served.entry is not None and not served.registry.is_bare and served.surface.failure is None


def stakes_of(served: Served) -> Mapping[str, str] | Unchecked:
    """The stakes that the registry states for this server; none where it has no table."""
    entry = served.entry
    if entry is None or "tools_stakes" in entry.dropped:
        return UNREAD
    return entry.tools_stakes or {}


def is_unread(served: Served, tool: str) -> bool:
    """Whether a stake is written for the tool, but could not be read."""
    return served.entry is not None and f"tools_stakes.{tool}" in served.entry.dropped
