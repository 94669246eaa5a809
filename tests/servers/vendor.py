"""Tools in front of an HTTP API, as vendors' servers are: one sound, one that swallows every failure."""

import os

import anyio.from_thread
import httpx
from mcp.server import MCPServer

server = MCPServer("vendor")


def _base() -> str:
    return os.environ["ACME_API_URL"].rstrip("/")


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {os.environ.get('ACME_TOKEN', '')}"}


@server.tool()
async def get_item(number: int) -> str:
    """Read one item."""
    async with httpx.AsyncClient(headers=_headers()) as client:
        answer = await client.get(f"{_base()}/items/{number}")
    answer.raise_for_status()
    item = answer.json()
    return f"{item['name']} ({item['owner']})"


@server.tool()
def get_item_sync(number: int) -> str:
    """Read one item with the synchronous client."""
    with httpx.Client(headers=_headers()) as client:
        return str(client.get(f"{_base()}/items/{number}").json()["name"])


@server.tool()
def get_item_from_worker(number: int) -> str:
    """Read one item, then call back into the event loop, which only a worker thread can."""
    with httpx.Client(headers=_headers()) as client:
        name = client.get(f"{_base()}/items/{number}").json()["name"]
    anyio.from_thread.run(anyio.sleep, 0)
    return str(name)


@server.tool()
async def swallow(number: int) -> str:
    """Read one item, and say that there is none whatever goes wrong."""
    try:
        return await get_item(number)
    except Exception:
        return "no results"


@server.tool()
async def get_by_key(number: int) -> str:
    """Read one item with the token in the query, under a name that tells nothing."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{_base()}/items/{number}", params={"k": os.environ.get("ACME_TOKEN", "")})
    return str(answer.json()["name"])


@server.tool()
async def create_item(name: str, owner: str) -> str:
    """Create an item."""
    async with httpx.AsyncClient(headers=_headers()) as client:
        answer = await client.post(f"{_base()}/items", json={"name": name, "owner": owner})
    return f"created {answer.json()['name']}"
