"""The Jira server: its tools over one HTTP client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer

from pytest_mcp_contract.reference.servers.jira.sites import jira_of_environment
from pytest_mcp_contract.reference.servers.jira.tools_issues import add_issue_tools
from pytest_mcp_contract.reference.servers.jira.tools_setup import add_setup_tools
from pytest_mcp_contract.reference.servers.jira.tools_writing import add_writing_tools


def create_server() -> MCPServer:
    """A new server for the API at JIRA_API_URL and the site JIRA_SITE_URL, both read now.

    The token is read at each call.
    """
    jira = jira_of_environment()

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with jira.api:
            yield

    server = MCPServer(name="jira", version="1.0.0", lifespan=lifespan)
    add_issue_tools(server, jira)
    add_setup_tools(server, jira)
    add_writing_tools(server, jira)
    return server
