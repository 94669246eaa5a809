"""Real tools/list answers as in-memory servers: `tests.bench.served:<name>` for each file of a folder."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import mcp_types as types
from mcp.server import Server

FOLDER = Path(os.environ.get("MCP_TOOLS_LISTS", "no-such-folder"))


def names() -> list[str]:
    """One attribute name per file."""
    return sorted(map(_name, FOLDER.glob("*.json")))


def server_of(name: str, tools: Sequence[types.Tool]) -> Server[dict[str, object]]:
    """A server that lists these tools, and answers every call with an error."""

    async def list_tools(*_: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(tools))

    async def call_tool(*_: object) -> types.CallToolResult:
        return types.CallToolResult(content=[], is_error=True)

    return Server(name, on_list_tools=list_tools, on_call_tool=call_tool)


def __getattr__(name: str) -> Server[dict[str, object]]:
    for path in FOLDER.glob("*.json"):
        if _name(path) == name:
            tools = json.loads(path.read_text())["tools"]
            return server_of(name, [types.Tool.model_validate(tool) for tool in tools])
    raise AttributeError(name)


def _name(path: Path) -> str:
    return path.stem.replace("-", "_").replace(".", "_")
