"""Published MCP servers, run as their users run them: `make real`."""
