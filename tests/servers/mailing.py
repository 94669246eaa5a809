"""Tools that know e-mail addresses and secrets of their own."""

import os
from urllib.parse import quote

import anyio
import httpx
from mcp.server import MCPServer

server = MCPServer("mailing")


def _base() -> str:
    return os.environ["ACME_API_URL"].rstrip("/")


@server.tool()
async def invite(address: str) -> str:
    """Tell two people of the house about a third one, both at the same time, then read who that is."""
    async with httpx.AsyncClient() as client:

        async def tell(role: str) -> None:
            mail = {"from": f"{role}@acme.io", "to": address, "role": role}
            await client.post(f"{_base()}/mails", json=mail)

        async with anyio.create_task_group() as tasks:
            for role in ("desk", "boss"):
                tasks.start_soon(tell, role)
        answer = await client.get(f"{_base()}/people/{quote(address, safe='')}?seen_by=boss%40acme.io")
    return f"invited {answer.json()['name']}, ask help@acme.io"


@server.tool()
async def show_key() -> str:
    """Print what no reply should."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{_base()}/status")
    return f"{answer.json()['status']} with {os.environ.get('ACME_SIGNING_SECRET', 'no key')}"
