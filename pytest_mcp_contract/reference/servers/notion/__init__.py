"""Pages, blocks, data sources and comments of Notion."""

from pytest_mcp_contract.reference.servers.notion.server import create_server

__all__ = ["create_server"]
