"""A server whose base URL stands in its code, held to its cassettes through the proxy."""

import json
import sys

import pytest
import yaml

from tests.plugin.conftest import Contract, entry

FIXED = '''
import httpx
from mcp.server import MCPServer
from mcp.types import ToolAnnotations

server = MCPServer("weather")


@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
async def get_forecast() -> str:
    """Say what the weather will be."""
    options = {{"base_url": "https://api.weather.example", "timeout": 5, "trust_env": {trusts}}}
    async with httpx.AsyncClient(**options) as client:
        answer = await client.get("/forecast")
    return f"It will be {{answer.json()['sky']}}."


if __name__ == "__main__":
    server.run()
'''


def prepare(project: pytest.Pytester, *, trusts: bool) -> None:
    """A server, its row, and the recording of its call."""
    project.makepyfile(weather=FIXED.format(trusts=trusts))
    start = f"command = {json.dumps([sys.executable, 'weather.py'])}\n"
    start += 'upstream = { HTTPS_PROXY = "https://api.weather.example" }'
    project.makefile(".toml", mcp_contract=entry("weather", start))
    exchange = {
        "request": {
            "method": "GET",
            "uri": "https://api.weather.example/forecast",
            "headers": {},
            "body": None,
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"content-type": ["application/json"]},
            "body": {"string": '{"sky": "sunny"}'},
        },
    }
    header = {"format": 1, "server": "weather", "tool": "get_forecast", "case": "normal"}
    header |= {"arguments": {}, "expect": "success", "recorded_at": "2026-11-22", "redacted": []}
    folder = project.path / "cassettes" / "weather" / "get_forecast"
    folder.mkdir(parents=True)
    cassette = {"version": 1, "metadata": {"mcp_contract": header}, "interactions": [exchange]}
    (folder / "normal.yaml").write_text(yaml.safe_dump(cassette), encoding="utf-8")
    (folder / "normal.md").write_text("It will be sunny.\n", encoding="utf-8")


def test_its_requests_are_answered_from_the_cassette(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    prepare(project, trusts=True)

    result = contract("--mcp-select", "MCP402,MCP405,MCP406")

    result.stdout.fnmatch_lines(["weather *3 passed*"])
    assert result.ret == 0


def test_one_that_reads_no_variable_is_named(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The near miss: nothing was played, so nothing passes."""
    prepare(project, trusts=False)

    result = contract("--mcp-select", "MCP402,MCP405,MCP406")

    result.stdout.fnmatch_lines(["*no request has arrived at `HTTPS_PROXY`*"])
    result.stdout.no_fnmatch_line("*weather*passed*")
    assert result.ret == 1
