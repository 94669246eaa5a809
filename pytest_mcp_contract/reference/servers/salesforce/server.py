"""The Salesforce server: its tools over one HTTP client."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.salesforce.tools_reading import add_reading_tools
from pytest_mcp_contract.reference.servers.salesforce.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.salesforce.utils import BASE_URL_ENV, PLATFORM


def create_server() -> MCPServer:
    """A new server for the account at SALESFORCE_INSTANCE_URL, which is read now; the token at each call.

    Where that variable is not set, every call says so and nothing is requested.
    """
    instance_url = os.environ.get(BASE_URL_ENV, "").strip().rstrip("/")
    api = HttpApi(PLATFORM, instance_url)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="salesforce", version="1.0.0", lifespan=lifespan)
    add_reading_tools(server, api, instance_url)
    add_writing_tools(server, api, instance_url)
    return server
