"""MCP2xx: what tools/list says."""
