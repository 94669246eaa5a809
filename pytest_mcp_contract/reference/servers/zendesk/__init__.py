"""Tickets of a Zendesk Support account."""

from pytest_mcp_contract.reference.servers.zendesk.server import create_server

__all__ = ["create_server"]
