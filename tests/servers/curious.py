"""Synchronous tools that go back to an event loop, in the two ways there are, and tools that reach out."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import anyio
from mcp.server import MCPServer

server = MCPServer("curious")


async def _answer() -> str:
    await asyncio.sleep(0)
    return "from a loop"


@server.tool()
def own_loop() -> str:
    """Run a loop of its own."""
    return asyncio.run(_answer())


@server.tool()
def servers_loop() -> str:
    """Call back into the loop of the server."""
    return anyio.from_thread.run(_answer)


@server.tool()
def connects() -> str:
    """Reach out and say nothing of the failure."""
    try:
        with socket.socket() as plug:
            plug.connect(("127.0.0.1", 9))
    except Exception:
        return "no results"
    return "connected"


@server.tool()
def starts_process() -> str:
    """Start a process and say nothing of the failure."""
    try:
        subprocess.run([sys.executable, "-c", ""], check=True)
    except Exception:
        return "no results"
    return "started"


@server.tool()
def writes_temporary() -> str:
    """Write where temporary files belong."""
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("scratch")
    return file.name


@server.tool()
def writes_home(path: str) -> str:
    """Write somewhere else and say nothing of the failure."""
    try:
        Path(path).write_text("mine")
    except Exception:
        return "no results"
    return "written"


@server.tool()
def token() -> str:
    """Tell the token it works with."""
    return os.environ.get("ACME_TOKEN", "none")


@server.tool()
async def resolves() -> str:
    """Resolve a name as asyncio does, and say nothing of the failure."""
    try:
        await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80)
    except Exception:
        return "no results"
    return "resolved"


_begun = 0


@server.tool()
def counts_then_calls_loop() -> str:
    """Do something that counts, then call back into the loop of the server."""
    global _begun
    _begun += 1
    anyio.from_thread.run(_answer)
    return f"begun {_begun} times"
