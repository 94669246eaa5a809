"""MCP6xx: what could deceive a model or give a secret away."""
