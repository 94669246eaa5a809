"""Hold every MCP server of a registry to its contract: `pytest --mcp-contract`."""

__version__ = "0.1.0"
