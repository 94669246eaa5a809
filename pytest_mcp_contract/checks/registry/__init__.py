"""MCP0xx and MCP1xx: the registry file and its entries."""
