"""Contacts, companies, deals, notes and what links them, of a HubSpot account."""

from pytest_mcp_contract.reference.servers.hubspot.server import create_server

__all__ = ["create_server"]
