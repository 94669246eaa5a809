"""What is there before a page is followed: the servers and registries that it speaks of and does not show."""

import json
from collections.abc import Mapping

from tests.discover.typescript.layouts import LAYOUTS, TSCONFIG
from tests.docs.pages import ROOT

TOP = """\
from typing import Annotated

from mcp.server import MCPServer
from mcp.types import ToolAnnotations
from pydantic import Field

server = MCPServer("{name}", log_level="ERROR")
"""
TOOL = '''

@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
def get_{name}(city: Annotated[str, Field(description="Name of a city.")]) -> str:
    """Say what the {name} will be in a city."""
    return f"{name} in {{city}}: fine."
'''
STORE = '''

@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
def read_lines(
    path: Annotated[str, Field(description="Path of a file.")],
    first: Annotated[int, Field(description="First line to show.", ge=0)] = 0,
) -> str:
    """Show a file from a line on."""
    if path != "notes.txt":
        return f"There is no file {path!r}; there is notes.txt."
    if first.bit_length() > 31:
        raise OverflowError("a line number of more than 31 bits")
    return "\\n".join(["Buy bread.", "Call Ada."][first:]) or "There are no lines from there on."


@server.tool(annotations=ToolAnnotations(destructive_hint=False), structured_output=False)
def append_line(text: Annotated[str, Field(description="The line.")]) -> str:
    """Add a line to the notes."""
    return f"Added {len(text)} letters."
'''
API = '''
import os
from typing import Annotated, Any
from urllib.parse import quote

import httpx
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field, ValidationError

server = MCPServer("weather", log_level="ERROR")


class Forecast(BaseModel):
    city: str
    sky: str


@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
def get_forecast(city: Annotated[str, Field(description="Name of a city.")]) -> str:
    """Say what the weather will be in a city."""
    base = os.environ.get("WEATHER_API_URL", "https://api.weather.example/v2")
    headers = {"Authorization": f"Bearer {os.environ['WEATHER_TOKEN']}"}
    try:
        answer = httpx.get(f"{base}/cities/{quote(city, safe='')}/forecast", headers=headers)
        if answer.status_code == 404:
            raise ToolError(f"There is no city {city!r}: take one of list_cities.")
        forecast = Forecast.model_validate_json(answer.raise_for_status().content)
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        raise ToolError(f"The weather of {city!r} was refused with status {status}: try later.") from error
    except (httpx.HTTPError, ValidationError) as error:
        raise ToolError(f"The weather of {city!r} cannot be read now: try again in a minute.") from error
    return f"{forecast.city[:80]}: {forecast.sky[:80]}."
'''
ROW = """
[servers.{name}]
id = {id}
availability = "manual"
python = "{name}:server"

[servers.{name}.tools_stakes]
{stakes}

[servers.{name}.server_info]
name = "{name}"
version = "1.0.0"
description = "Say what {name} there is."
icon = "ActionSunIcon"
documentation_url = "https://docs.acme.example/{name}"
"""
UPSTREAM = """\
token_env = "WEATHER_TOKEN"
upstream = { WEATHER_API_URL = "https://api.weather.example/v2" }
"""
EXAMPLE = """
[servers.weather.tools.get_weather]
examples = [{ name = "normal", arguments = { city = "Oslo" } }]
"""
SNAPSHOT = {
    "tools": [
        {
            "name": "get_forecast",
            "description": "Say what the weather will be in a city.",
            "inputSchema": {
                "type": "object",
                "properties": {"city": {"title": "City", "type": "string", "description": "Name of a city."}},
                "required": ["city"],
            },
            "annotations": {"readOnlyHint": True},
        }
    ]
}
NODE = """\
import { serve } from "./wire.mjs";

serve("weather", {
  get_forecast: {
    description: "Say what the weather will be in a city.",
    inputSchema: {
      type: "object",
      properties: { city: { type: "string", description: "Name of a city.", minLength: 1, maxLength: 80 } },
      required: ["city"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true },
    call: ({ city }) => `Sunny in ${city}.`,
  },
});
"""
QUICK = {"pytest.ini": "[pytest]\nmcp_fuzz = off\n"}


def server(name: str, tools: str = TOOL) -> str:
    """The module of a sound server."""
    return (TOP + tools).format(name=name)


def row(name: str, *, id: int = 1, stakes: str = "") -> str:
    """A sound row of a registry."""
    return ROW.format(name=name, id=id, stakes=stakes or f'get_{name} = "never_ask"')


NOTES = TOP.format(name="files") + STORE
SOUND = QUICK | {
    "weather.py": server("weather"),
    "mcp_contract.toml": f"format = 1\n{row('weather')}{EXAMPLE}",
}
RECORDING = QUICK | {
    "weather.py": API,
    "mcp_contract.toml": "format = 1\n"
    + row("weather", stakes='get_forecast = "never_ask"').replace("python", f"{UPSTREAM}python", 1),
}
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Weather", "version": "2"},
    "servers": [{"url": "https://api.weather.example/v2"}],
    "paths": {
        "/cities/{city}/forecast": {
            "get": {
                "parameters": [
                    {"name": "city", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {
                    "200": {
                        "description": "The forecast.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"city": {"type": "string"}, "sky": {"type": "string"}},
                                    "required": ["city", "sky"],
                                }
                            }
                        },
                    },
                    "404": {"description": "There is no such city."},
                },
            }
        }
    },
}
AS_JSON = {
    "id": 1,
    "availability": "manual",
    "python": "weather:server",
    "tools_stakes": {"get_weather": "never_ask"},
    "server_info": {"name": "weather", "version": "1.0.0", "description": "Say what the weather will be."},
}
TYPESCRIPT = {
    f"src/{name}": text.replace('"manual"', "kindOf(plan)", 1) for name, text in LAYOUTS["today"].items()
} | {"src/tsconfig.json": TSCONFIG}

STAGES: Mapping[str, Mapping[str, str]] = {
    "README.md": QUICK
    | {
        "weather.py": server("weather"),
        "tides.py": server("tides"),
        "mcp_contract.toml": f"format = 1\n{row('weather')}{row('tides')}",
    },
    "docs/how-to/export-a-registry.md": QUICK
    | {
        "weather.py": server("weather"),
        "mcp_contract.json": json.dumps({"format": 1, "servers": {"weather": AS_JSON}}, indent=2),
    },
    "docs/how-to/fuzz.md": {
        "files.py": NOTES,
        "mcp_contract.toml": "format = 1\n"
        + row("files", stakes='read_lines = "never_ask"\nappend_line = "low"')
        + '\n[servers.files.tools.read_lines]\nvalues = { path = ["notes.txt"] }\n',
    },
    "docs/how-to/migrate-from-snapshots.md": RECORDING
    | {
        "tests/snapshots/tools_list.json": json.dumps(SNAPSHOT),
        "tests/snapshots/oslo.txt": "Oslo: rain.\n",
        "tests/test_snapshots.py": "def test_what_was() -> None: ...\n",
    },
    "docs/how-to/read-a-typescript-registry.md": TYPESCRIPT,
    "docs/how-to/read-the-report.md": SOUND,
    "docs/how-to/record-traffic.md": RECORDING
    | {
        "schemas/alerts.json": '{"type": "object"}',
        "openapi/weather.json": json.dumps(DESCRIPTION),
        "mcp_contract.toml": RECORDING["mcp_contract.toml"].replace(
            "python", 'openapi = "openapi/weather.json"\npython', 1
        ),
    },
    "docs/how-to/run-in-ci.md": SOUND,
    "docs/how-to/select-and-waive.md": SOUND | {"tests/test_own.py": "def test_own() -> None: ...\n"},
    "docs/how-to/test-a-server-in-another-language.md": {
        "dist/wire.mjs": (ROOT / "tests/servers/node/wire.mjs").read_text(encoding="utf-8"),
        "dist/index.js": NODE,
        "package.json": '{"type": "module"}',
        "bin/weather": "#!/bin/sh\nexec node dist/index.js\n",
    },
    "docs/how-to/write-a-check.md": {"acme_checks/__init__.py": ""},
}
"""Page -> file -> text. A page that is not here begins in an empty folder."""
