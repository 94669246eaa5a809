"""The embedded registry: MCP servers for well-known platforms, built the way the guide asks for."""
