"""Tools in front of an API whose address and token are read at import, as many servers do."""

import asyncio
import os

import httpx
import requests
from mcp.server import MCPServer

server = MCPServer("at_import")
BASE = os.environ["ACME_API_URL"].rstrip("/")
HEADERS = {"Authorization": f"Bearer {os.environ['ACME_TOKEN']}"}
FOR_EVER = 600


@server.tool()
async def get_item(number: int) -> str:
    """Read one item."""
    async with httpx.AsyncClient(headers=HEADERS) as client:
        answer = await client.get(f"{BASE}/items/{number}")
    answer.raise_for_status()
    return str(answer.json()["name"])


@server.tool()
async def look_around(number: int) -> str:
    """Read one item at an address where nobody listens, then the item; say so whatever goes wrong."""
    async with httpx.AsyncClient(headers=HEADERS) as client:
        try:
            await client.get(f"http://127.0.0.1:1/items/{number}")
        except httpx.HTTPError:
            return "no results"
    return "results"


@server.tool()
async def never() -> str:
    """Give way, but never come back."""
    await asyncio.sleep(FOR_EVER)
    return "never"


@server.tool()
async def act(number: int) -> str:
    """Read one item; end the process for the second, wait for ever for the third."""
    name = await get_item(number)
    if number == 2:
        os._exit(7)
    if number == 3:
        await asyncio.sleep(FOR_EVER)
    return name


@server.tool()
def upload(kind: str) -> str:
    """Send a body that can be read only once."""
    parts = {"bytes": [b"one ", b"two"], "text": ["one ", "two"]}.get(kind)
    if parts:
        data = (part for part in parts)
        return requests.post(f"{BASE}/items", data=data, headers=HEADERS, timeout=20).text
    with open(__file__, "rb") as file:
        return requests.post(f"{BASE}/items", data=file, headers=HEADERS, timeout=20).text
