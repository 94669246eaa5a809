"""A reference server beside an emulator of its platform, and calls as a client makes them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from mcp import Client
from mcp.server import MCPServer
from mcp.types import TextContent, Tool

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.reference.constants import REGISTRY
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers import create_server
from tests.emulators import APPS
from tests.emulators.loopback import serve

TOKEN = "secret0123456789"
ENTRIES = Registry.model_validate(REGISTRY).servers


@contextmanager
def emulated(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The reference server `name`, whose token and base address lead to a new emulator."""
    entry = ENTRIES[name]
    assert entry.token_env is not None
    with serve(APPS[name]()) as url:
        for variable in entry.upstream:
            monkeypatch.setenv(variable, url)
        monkeypatch.setenv(entry.token_env, TOKEN)
        yield create_server(name)


def call(server: MCPServer, *calls: tuple[str, dict[str, JSON]]) -> list[tuple[str, bool]]:
    """Text and error flag of each reply, in one session."""

    async def main() -> list[tuple[str, bool]]:
        async with Client(server) as client:
            return [await reply(client, name, arguments) for name, arguments in calls]

    return asyncio.run(main())


async def reply(client: Client, name: str, arguments: dict[str, JSON]) -> tuple[str, bool]:
    """Text and error flag of one reply, which holds nothing else."""
    result = await client.call_tool(name, arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert result.structured_content is None
    assert TOKEN not in block.text
    return block.text, bool(result.is_error)


def tools_of(server: MCPServer) -> list[Tool]:
    """What the server offers."""

    async def main() -> list[Tool]:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    return asyncio.run(main())
