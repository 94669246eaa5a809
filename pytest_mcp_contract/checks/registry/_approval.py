"""The level that asks once for each value of some arguments, and what an entry says for it."""

from pytest_mcp_contract.model import Registry

LEVEL = "medium"
KEY = "arguments_requiring_approval"


def is_known(registry: Registry) -> bool:
    """Whether the registry has the level at all."""
    return "stakes" not in registry.dropped and LEVEL in registry.stakes
