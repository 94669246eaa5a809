"""Registry sources -> entries with file and line. Never connects."""

from pytest_mcp_contract.discover.choose import choose
from pytest_mcp_contract.discover.surroundings import with_surroundings
from pytest_mcp_contract.discover.typescript_names import Names

__all__ = ["Names", "choose", "with_surroundings"]
