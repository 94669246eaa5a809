"""`pytest-mcp-contract init`: a first registry, of what servers say, without their secrets."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.cli import main

SERVER = '''
from mcp.server import MCPServer
from mcp.types import ToolAnnotations

server = MCPServer("weather", instructions="Forecasts and alerts.", version="1.2.0")


@server.tool(annotations=ToolAnnotations(read_only_hint=True))
def get_forecast(city: str) -> str:
    """Say what the weather will be."""
    return city


@server.tool(annotations=ToolAnnotations(destructive_hint=False))
def add_note(text: str) -> str:
    """Keep a note."""
    return text


@server.tool()
def send_alert(text: str) -> str:
    """Wake everybody."""
    return text


if __name__ == "__main__":
    server.run()
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a server, as the working directory."""
    (tmp_path / "init_weather.py").write_text(SERVER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path) -> dict[str, Any]:
    """The registry that was written."""
    return tomllib.loads((folder / "mcp_contract.toml").read_text(encoding="utf-8"))


def test_stakes_are_proposed_from_annotations_and_high_without(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: GUIDE.md, stakes: what nobody has judged must ask."""
    assert main(["init", "--mcp-server", "init_weather:server"]) == 0

    (row,) = written(folder)["servers"].values()
    assert row["tools_stakes"] == {"add_note": "low", "get_forecast": "never_ask", "send_alert": "high"}
    assert row["server_info"]["version"] == "1.2.0"
    assert row["server_info"]["description"] == "Forecasts and alerts."
    assert "left to you: init_weather: read the 3 proposed stakes over" in capsys.readouterr().out


def test_what_is_written_passes_but_for_what_is_left_to_a_person(pytester: pytest.Pytester) -> None:
    """Provenance: ours. The next command that is named has to work."""
    (pytester.path / "init_weather.py").write_text(SERVER, encoding="utf-8")
    pytester.makeini("[pytest]\nmcp_fuzz = off\n")
    assert main(["init", "--mcp-server", "init_weather:server"]) == 0

    result = pytester.runpytest_subprocess("--mcp-contract", "--mcp-select=MCP0,MCP1,MCP2", timeout=120)

    assert result.ret == pytest.ExitCode.OK


def test_a_registry_that_is_there_is_never_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    (folder / "mcp_contract.toml").write_text("format = 1\n", encoding="utf-8")

    assert main(["init", "--mcp-server", "init_weather:server"]) == 2
    assert (folder / "mcp_contract.toml").read_text(encoding="utf-8") == "format = 1\n"
    assert "is there already" in capsys.readouterr().err


def test_a_dry_run_prints_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    assert main(["init", "--mcp-server", "init_weather:server", "--dry-run"]) == 0

    assert tomllib.loads(capsys.readouterr().out)["names"] == ["init_weather"]
    assert not (folder / "mcp_contract.toml").exists()


def test_servers_of_a_client_are_taken_over_without_their_secrets(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. A registry is committed; a client's file often is not."""
    servers = {
        "alerts": {
            "command": sys.executable,
            "args": ["init_weather.py"],
            "env": {"TOKEN": "hunter2-x"},
        },
        "gone": {"command": "no-such-program-at-all", "args": []},
    }
    (folder / ".mcp.json").write_text(json.dumps({"mcpServers": servers}), encoding="utf-8")

    assert main(["init"]) == 3

    text = (folder / "mcp_contract.toml").read_text(encoding="utf-8")
    told = capsys.readouterr().out
    assert "hunter2" not in text + told
    assert 'env = { TOKEN = "${TOKEN}" }' in text
    assert "left to you: alerts: set `TOKEN`: its value was not copied" in told
    assert "did not start: gone: " in told
