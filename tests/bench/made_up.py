"""A registry of any size whose servers exist: `tests.bench.made_up:server_0001` is one in memory.

Tools are those of real servers where their lists are at hand, told apart by a word in the description, so
that no two servers offer the same tool; else they are made up as well.
"""

import json
from functools import cache
from itertools import islice
from pathlib import Path

import mcp_types as types
from mcp.server import Server

from tests.bench.served import FOLDER, server_of

TOOLS = 10
"""Tools of one server."""


def registry(servers: int) -> str:
    """The registry as TOML, each row as full as a sound one."""
    return "\n".join(["format = 1\n", *map(_row, range(servers))])


def _row(number: int) -> str:
    stakes = ", ".join(f'"{tool["name"]}" = "low"' for tool in _tools(number))
    return f"""
[servers.server_{number:04}]
id = {number + 1}
availability = "manual"
allow_multiple_instances = true
is_preview = false
python = "tests.bench.made_up:server_{number:04}"
tools_stakes = {{ {stakes} }}
[servers.server_{number:04}.server_info]
name = "server_{number:04}"
version = "1.0.0"
description = "Reads and writes what server {number} keeps."
icon = "ServerLogo"
documentation_url = "https://docs.example.com/servers/{number}"
"""


def __getattr__(name: str) -> Server[dict[str, object]]:
    number = name.removeprefix("server_")
    if not number.isdigit():
        raise AttributeError(name)
    return server_of(name, [types.Tool.model_validate(tool) for tool in _tools(int(number))])


def _tools(number: int) -> list[dict[str, object]]:
    known = _known()
    begin = number * TOOLS
    following = (known[(begin + step) % len(known)] for step in range(len(known)))
    by_name = {str(tool["name"]): tool for tool in islice(following, 2 * TOOLS)}
    return [
        {**tool, "description": f"{tool.get('description', '')} Part of server {number}."}
        for tool in list(by_name.values())[:TOOLS]
    ]


@cache
def _known() -> list[dict[str, object]]:
    if paths := sorted(Path(FOLDER).glob("*.json")):
        return [tool for path in paths for tool in json.loads(path.read_text())["tools"]]
    return [_invented(number) for number in range(100)]


def _invented(number: int) -> dict[str, object]:
    properties: dict[str, object] = {
        f"field_{index}": {"type": kind, "description": f"What field {index} of the thing holds."}
        for index, kind in enumerate(("string", "integer", "boolean", "number", "string", "string"))
    }
    properties["filter"] = {
        "type": "object",
        "description": "Which things are meant.",
        "properties": {"state": {"type": "string", "enum": ["open", "closed"], "default": "open"}},
    }
    return {
        "name": f"change_thing_{number:03}",
        "description": f"Change thing {number} and give back what it was before.",
        "inputSchema": {"type": "object", "properties": properties, "required": ["field_0", "field_1"]},
        "annotations": {"readOnlyHint": False, "destructiveHint": True},
    }
