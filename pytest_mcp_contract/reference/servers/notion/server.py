"""The Notion server: its tools over one HTTP client."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.notion import api_helper
from pytest_mcp_contract.reference.servers.notion.tools_reading import add_reading_tools
from pytest_mcp_contract.reference.servers.notion.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.notion.utils import BASE_URL_ENV, DEFAULT_BASE_URL, PLATFORM


def create_server() -> MCPServer:
    """A new server for the API at NOTION_API_URL, which is read now; the token is read at each call."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV) or DEFAULT_BASE_URL, headers=api_helper.HEADERS)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="notion", version="1.0.0", lifespan=lifespan)
    add_reading_tools(server, api)
    add_writing_tools(server, api)
    return server
