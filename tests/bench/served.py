"""Real tools/list answers as in-memory servers: `tests.bench.served:<name>` for each file of a folder."""

import json
import os
from pathlib import Path

import mcp_types as types
from mcp.server import Server

FOLDER = Path(os.environ.get("MCP_TOOLS_LISTS", "."))


def names() -> list[str]:
    """One attribute name per file."""
    return sorted(path.stem.replace("-", "_").replace(".", "_") for path in FOLDER.glob("*.json"))


def __getattr__(name: str) -> Server[dict[str, object]]:
    for path in FOLDER.glob("*.json"):
        if path.stem.replace("-", "_").replace(".", "_") == name:
            return _server(name, path)
    raise AttributeError(name)


def _server(name: str, path: Path) -> Server[dict[str, object]]:
    tools = [types.Tool.model_validate(tool) for tool in json.loads(path.read_text())["tools"]]

    async def list_tools(*_: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(*_: object) -> types.CallToolResult:
        return types.CallToolResult(content=[], is_error=True)

    return Server(name, on_list_tools=list_tools, on_call_tool=call_tool)
