"""Tools that raise, that refuse, and that are sound: in each library for servers."""

from typing import Any

import mcp_types as types
from fastmcp import FastMCP
from fastmcp.exceptions import ToolError as FastToolError
from mcp.server import MCPServer, Server
from mcp.server.mcpserver.exceptions import ToolError

sdk = MCPServer("sdk")
fast = FastMCP("fast")


@sdk.tool()
@fast.tool()
def raises(number: int) -> str:
    """Look something up that is not there."""
    return {1: "one"}[number]


@sdk.tool()
@fast.tool()
async def raises_later(number: int) -> str:
    """Look something up that is not there, asynchronously."""
    return {1: "one"}[number]


@sdk.tool()
def refuses(number: int) -> str:
    """Say no, as a tool should."""
    raise ToolError(f"There is no number {number}; ask for 1.")


@fast.tool(name="refuses")
def refuses_fast(number: int) -> str:
    """Say no, as a tool should."""
    raise FastToolError(f"There is no number {number}; ask for 1.")


async def _list(context: Any, params: Any) -> types.ListToolsResult:
    schema = {"type": "object", "properties": {"number": {"type": "integer"}}}
    names = ("raises", "raises_later", "refuses")
    return types.ListToolsResult(tools=[types.Tool(name=name, input_schema=schema) for name in names])


async def _call(context: Any, params: Any) -> types.CallToolResult:
    number = params.arguments["number"]
    if params.name.startswith("raises"):
        return types.CallToolResult(content=[types.TextContent(type="text", text={1: "one"}[number])])
    said = types.TextContent(type="text", text=f"There is no number {number}; ask for 1.")
    return types.CallToolResult(content=[said], is_error=True)


low = Server("low", on_list_tools=_list, on_call_tool=_call)
