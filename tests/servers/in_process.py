"""Objects for `pkg.mod:object`: one sound server of each library, and things that are no server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import mcp_types as types
from mcp.server import MCPServer, Server

sound = MCPServer("sound", version="1.2.3", instructions="Ask away.")


@sound.tool()
def echo(text: str) -> str:
    """Give the text back."""
    return text


@sound.tool()
async def echo_later(text: str) -> str:
    """Give the text back, asynchronously."""
    return text


@sound.tool()
async def times_out() -> str:
    """Run into a limit of its own."""
    raise TimeoutError("the vendor did not answer")


def create_new() -> MCPServer:
    """A new server each time, for transports that take one only once."""
    server = MCPServer("new", version="1.2.3")
    server.tool()(echo)

    @server.tool()
    async def wait() -> str:
        """Never come back."""
        await asyncio.sleep(600)
        return "never"

    return server


def create() -> MCPServer:
    """A callable that makes a server."""
    return sound


async def create_later() -> MCPServer:
    """A coroutine function that makes a server."""
    return sound


async def _list(context: Any, params: Any) -> types.ListToolsResult:
    schema = {"type": "object", "properties": {"text": {"type": "string"}}, "x-kept": 1}
    return types.ListToolsResult(tools=[types.Tool(name="echo", input_schema=schema)])


async def _call(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    if params.name == "crash":
        raise ValueError("bang")
    text = (params.arguments or {}).get("text", "ok")
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)])


lowlevel = Server("lowlevel", on_list_tools=_list, on_call_tool=_call)
"""Answers calls of unknown tools with success, as lowlevel servers easily do."""

no_tools = Server("no_tools")
"""Offers no tools at all."""


@asynccontextmanager
async def _lifespan(server: Any) -> AsyncIterator[None]:
    raise TimeoutError("the database did not answer")
    yield


lifespan_times_out = MCPServer("late", lifespan=_lifespan)
"""Runs into a limit of its own when it starts."""

number = 17
"""No server."""


def creates_number() -> int:
    """No server either."""
    return number


def creation_fails() -> MCPServer:
    """Raises."""
    raise LookupError("no settings\nand more")


def creation_exits() -> MCPServer:
    """Ends the process, if it is let."""
    raise SystemExit("no settings")


def needs_argument(settings: str) -> MCPServer:
    """Cannot be made without arguments."""
    raise AssertionError(settings)


def creation_reaches_out() -> MCPServer:
    """Asks for a name on the network before there is a server."""
    import socket

    socket.getaddrinfo("api.example.com", 443)
    return sound


def creation_blocks() -> MCPServer:
    """Never comes back."""
    import time

    time.sleep(600)
    return sound
