"""Registry sources -> entries with file and line. Never connects."""

from pytest_mcp_contract.discover.choose import choose
from pytest_mcp_contract.discover.surroundings import with_surroundings

__all__ = ["choose", "with_surroundings"]
