"""MCP4xx: recorded traffic, response schemas, renderings."""
