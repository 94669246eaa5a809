"""Small MCP servers, sound and deliberately broken; run as scripts, or imported as objects."""
