"""What it takes to read the lock of a whole registry, and to compare it with what there is."""

import json
import resource
import time
from dataclasses import replace
from pathlib import Path

from pytest_mcp_contract.drift.compare import changes, pairs
from pytest_mcp_contract.drift.lock_files import LOCK, read_lock, write_lock
from pytest_mcp_contract.model import JSON, JSONObject, Locked
from tests.bench.figures import Asked, Figure

NAME = "comparing with a lock"
SIZES = ((82, 598, 0.3), (1_000, 10_000, 4.0))
"""Servers, tools, and the seconds asked."""
_CHANGED = 20
"""One tool of so many has changed, as in a busy week."""


def comparing(folder: Path, laps: int) -> list[Figure]:
    """Locks of made-up registries, read from files and compared with servers that have changed a little."""
    idle = _megabytes()
    figures = []
    for servers, tools, most in SIZES:
        old = registry(servers, tools)
        place = folder / str(tools) / LOCK
        write_lock(place, old)
        now = [replace(server, tools=_edited(server)) for server in old]
        taken, floors = [], []
        for _ in range(laps):
            began = time.perf_counter()
            found = [change for pair in pairs(read_lock(place).servers, now) for change in changes(pair)]
            taken.append(time.perf_counter() - began)
            assert len(found) == sum(1 for server in now for name in server.tools or () if _is_changed(name))
            began = time.perf_counter()
            read = [json.loads(path.read_bytes()) for path in place.glob("*.json")]
            floors.append(time.perf_counter() - began)
            assert len(read) == servers
        bare = "the same files through `json`"
        figures.append(
            Figure(NAME, "tools", min(taken), min(floors), "s", bare, Asked(most), at=tools),
        )
    memory = Figure(NAME, "memory", _megabytes(), idle, "MB", "before anything is read", Asked(500))
    return [*figures, memory]


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def registry(servers: int, tools: int) -> list[Locked]:
    """Servers with so many tools in all."""
    return [
        Locked(
            f"server_{number:04}",
            number + 1,
            entry={"id": number + 1, "availability": "manual"},
            tools={
                name: _tool(name) for name in (f"tool_{each:05}" for each in range(number, tools, servers))
            },
        )
        for number in range(servers)
    ]


def _tool(name: str) -> JSONObject:
    longest = 200 + int(name.rpartition("_")[2])  # no two tools have one schema
    text: JSON = {"type": "string", "minLength": 1, "maxLength": longest, "description": "A text."}
    return {
        "name": name,
        "description": f"Do what {name} does, and say what came of it.",
        "inputSchema": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("query", "owner", "project", "label"), text),
                "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
                "state": {"enum": ["open", "closed", "all"]},
            },
            "required": ["query"],
            "additionalProperties": False,
        },
    }


def _is_changed(name: str) -> bool:
    return int(name.rpartition("_")[2]) % _CHANGED == 0


def _edited(server: Locked) -> dict[str, JSONObject]:
    edited = {}
    for name, raw in (server.tools or {}).items():
        spelled = json.dumps(raw)
        edited[name] = json.loads(spelled.replace('"closed", ', "") if _is_changed(name) else spelled)
    return edited
