"""Registry sources -> entries with file and line. Never connects."""

from pytest_mcp_contract.discover.choose import choose

__all__ = ["choose"]
