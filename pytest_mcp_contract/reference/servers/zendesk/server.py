"""The Zendesk server: its tools over one HTTP client."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.zendesk.tools_reading import add_reading_tools
from pytest_mcp_contract.reference.servers.zendesk.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.zendesk.utils import BASE_URL_ENV, PLATFORM


def create_server() -> MCPServer:
    """A new server for the account at ZENDESK_API_URL, which is read now; the token is read at each call."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV, "").strip(), headers={"Accept": "application/json"})

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="zendesk", version="1.0.0", lifespan=lifespan)
    add_reading_tools(server, api)
    add_writing_tools(server, api)
    return server
