"""Issues and projects of Jira Cloud."""

from pytest_mcp_contract.reference.servers.jira.server import create_server

__all__ = ["create_server"]
