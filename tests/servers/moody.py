"""Tools whose texts depend on where they run: on the zone, the locale, the hash seed, chance, the process."""

import itertools
import os
import sys
import time

from mcp.server import MCPServer

server = MCPServer("moody")
_CALLS = itertools.count(1)
_IS_TWIN = sys.argv[0].endswith("twin.py")


@server.tool(structured_output=False)
def steady() -> str:
    """Say the same everywhere, and be noisy about it."""
    sys.stdout.write("noise" + (sys.stdin.read(1) if _IS_TWIN else ""))
    return "The same."


@server.tool(structured_output=False)
def by_zone() -> str:
    """Tell a moment in the zone of the machine."""
    return f"Opened:\n{time.strftime('%H:%M', time.localtime(0))}"


@server.tool(structured_output=False)
def by_locale() -> str:
    """Tell the locale that the environment names."""
    return f"In {os.environ.get('LC_ALL', '')}."


@server.tool(structured_output=False)
def by_zone_and_locale() -> str:
    """Tell both."""
    return f"{by_zone()} {by_locale()}"


@server.tool(structured_output=False)
def by_seed() -> str:
    """List a set."""
    return ", ".join({f"label {number}" for number in range(40)})


@server.tool(structured_output=False)
def by_chance() -> str:
    """Count the calls."""
    return f"Call {next(_CALLS)}."


@server.tool(structured_output=False)
def dies_elsewhere() -> str:
    """End the other process."""
    if _IS_TWIN:
        os._exit(7)
    return "Here."


@server.tool(structured_output=False)
def hangs_elsewhere() -> str:
    """Never come back in the other process."""
    while _IS_TWIN:
        pass
    return "Here."


@server.tool(structured_output=False)
def fails() -> str:
    """Fail everywhere."""
    raise ValueError("no")


def starts_only_here() -> MCPServer:
    """The server, where it is not in the other process."""
    if _IS_TWIN:
        raise RuntimeError("no licence on this machine")
    return server
