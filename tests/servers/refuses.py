"""Tools that tell of a failing API: with the same words each time, and with other words each time."""

import itertools

import httpx
from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent

server = MCPServer("refuses")
_count = itertools.count()


async def _get(number: int, trace: str) -> CallToolResult:
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(f"https://api.acme.example/items/{number}")
            answer.raise_for_status()
            return CallToolResult(content=[TextContent(type="text", text=answer.json()["name"])])
    except (httpx.HTTPError, ValueError, TypeError, KeyError):
        text = f"The API did not give item #{number}{trace}; check the number and call again."
        return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


@server.tool(structured_output=False)
async def get_item(number: int) -> CallToolResult:
    """Read one item."""
    return await _get(number, "")


@server.tool(structured_output=False)
async def get_traced(number: int) -> CallToolResult:
    """Read one item."""
    return await _get(number, f" (trace {next(_count)})")
