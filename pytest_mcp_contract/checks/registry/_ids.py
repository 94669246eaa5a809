"""Ids that no server has, and none had."""

from collections.abc import Iterator
from itertools import count

from pytest_mcp_contract.model import Registry


def free_ids(registry: Registry) -> Iterator[int]:
    """Ids above every one in use or retired: a gap may be an id that somebody forgot to retire."""
    used = [entry.id for entry in registry.servers.values() if entry.id is not None]
    return count(max([*used, *registry.retired_ids, 0]) + 1)
