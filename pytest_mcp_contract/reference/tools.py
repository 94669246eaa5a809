"""What all tools share: how one is added to a server, and what its reply looks like."""

import inspect
from collections.abc import Awaitable, Callable

from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from pytest_mcp_contract.reference.results import Ok, Result


def add_reading_tool(
    server: MCPServer, tool: Callable[..., Awaitable[CallToolResult]], *, title: str
) -> None:
    """Add a tool that changes nothing; its docstring is its description."""
    _add(
        server,
        tool,
        ToolAnnotations(title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True),
    )


def add_creating_tool(
    server: MCPServer, tool: Callable[..., Awaitable[CallToolResult]], *, title: str
) -> None:
    """Add a tool that adds something each time it is called; its docstring is its description."""
    _add(
        server,
        tool,
        ToolAnnotations(title=title, read_only_hint=False, destructive_hint=False, idempotent_hint=False),
    )


def add_updating_tool(
    server: MCPServer, tool: Callable[..., Awaitable[CallToolResult]], *, title: str
) -> None:
    """Add a tool that sets what is there to what it is given; calling it twice changes nothing more."""
    _add(
        server,
        tool,
        ToolAnnotations(title=title, read_only_hint=False, destructive_hint=False, idempotent_hint=True),
    )


def add_destructive_tool(
    server: MCPServer, tool: Callable[..., Awaitable[CallToolResult]], *, title: str
) -> None:
    """Add a tool whose effect cannot be taken back, such as one that deletes or publishes."""
    _add(
        server,
        tool,
        ToolAnnotations(title=title, read_only_hint=False, destructive_hint=True, idempotent_hint=False),
    )


def _add(
    server: MCPServer, tool: Callable[..., Awaitable[CallToolResult]], annotations: ToolAnnotations
) -> None:
    server.add_tool(
        tool,
        title=annotations.title,
        description=inspect.getdoc(tool),
        annotations=annotations.model_copy(update={"open_world_hint": True}),
    )


def call_result(result: Result[str]) -> CallToolResult:
    """The reply with this text.

    An error is returned, not raised: the SDK would put "Error executing tool ...:" before the sentence.
    """
    if isinstance(result, Ok):
        return CallToolResult(content=[TextContent(type="text", text=result.value)])
    return CallToolResult(content=[TextContent(type="text", text=result.message)], is_error=True)
