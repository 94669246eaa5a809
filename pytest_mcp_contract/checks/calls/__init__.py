"""MCP3xx: what happens when a tool is called."""
