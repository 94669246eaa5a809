"""Issues and pull requests of GitHub repositories."""

from pytest_mcp_contract.reference.servers.github.server import create_server

__all__ = ["create_server"]
