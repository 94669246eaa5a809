"""The HubSpot server: its tools over one HTTP client."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.hubspot.tools_associations import add_association_tools
from pytest_mcp_contract.reference.servers.hubspot.tools_lists import add_list_tools
from pytest_mcp_contract.reference.servers.hubspot.tools_records import add_record_tools
from pytest_mcp_contract.reference.servers.hubspot.tools_search import add_search_tools
from pytest_mcp_contract.reference.servers.hubspot.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.hubspot.utils import BASE_URL_ENV, DEFAULT_BASE_URL, PLATFORM


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_server(now: Callable[[], datetime] = _utc_now) -> MCPServer:
    """A new server for the API at HUBSPOT_API_URL, which is read now; the token is read at each call."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV) or DEFAULT_BASE_URL)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="hubspot", version="1.0.0", lifespan=lifespan)
    add_record_tools(server, api)
    add_search_tools(server, api)
    add_list_tools(server, api)
    add_association_tools(server, api)
    add_writing_tools(server, api, now)
    return server
