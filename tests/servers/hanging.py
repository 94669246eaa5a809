"""Tools that do not come back: waiting, sleeping, backtracking, each in an async and a sync tool.

`slow` comes back by itself, but later than a limit of half a second.
"""

import asyncio
import re
import time

from mcp.server import MCPServer

server = MCPServer("hanging")
FOR_EVER = 600
PATTERN = re.compile(r"(a+)+$")
TEXT = "a" * 40 + "b"


@server.tool()
def sound() -> str:
    """Come back at once."""
    return "here"


@server.tool()
async def async_wait() -> str:
    """Give way, but never come back."""
    await asyncio.sleep(FOR_EVER)
    return "never"


@server.tool()
def sync_sleep() -> str:
    """Block in `time.sleep`."""
    time.sleep(FOR_EVER)
    return "never"


@server.tool()
async def async_sleep() -> str:
    """Block the loop in `time.sleep`."""
    time.sleep(FOR_EVER)  # noqa: ASYNC251
    return "never"


@server.tool()
def sync_regex() -> str:
    """Backtrack without end."""
    return str(PATTERN.match(TEXT))


@server.tool()
async def async_regex() -> str:
    """Backtrack without end on the loop."""
    return str(PATTERN.match(TEXT))


@server.tool()
def stubborn() -> str:
    """Swallow every exception and go on blocking."""
    while True:
        try:
            time.sleep(FOR_EVER)
        except Exception:
            continue


@server.tool()
def slow() -> str:
    """Come back by itself, too late."""
    time.sleep(0.7)
    return "late"
