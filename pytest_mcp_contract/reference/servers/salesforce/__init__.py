"""Records, queries, object descriptions and files of one Salesforce organisation."""

from pytest_mcp_contract.reference.servers.salesforce.server import create_server

__all__ = ["create_server"]
