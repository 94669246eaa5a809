"""The GitHub server: its tools over one HTTP client."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.github import api_helper
from pytest_mcp_contract.reference.servers.github.tools_discussions import add_discussion_tools
from pytest_mcp_contract.reference.servers.github.tools_issues import add_issue_tools
from pytest_mcp_contract.reference.servers.github.tools_pulls import add_pull_tools
from pytest_mcp_contract.reference.servers.github.utils import BASE_URL_ENV, DEFAULT_BASE_URL, PLATFORM


def create_server() -> MCPServer:
    """A new server for the API at GITHUB_API_URL, which is read now; the token is read at each call."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV) or DEFAULT_BASE_URL, headers=api_helper.HEADERS)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with api:
            yield

    server = MCPServer(name="github", version="1.0.0", lifespan=lifespan)
    add_issue_tools(server, api)
    add_pull_tools(server, api)
    add_discussion_tools(server, api)
    return server
