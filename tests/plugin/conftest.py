"""A small project with a registry and servers, run as a user would: in a process of its own."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunPytest

SOUND_SERVER = '''
from mcp.server import MCPServer
from mcp.types import ToolAnnotations
from typing import Annotated
from pydantic import Field

server = MCPServer("{name}")


@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
def get_forecast(city: Annotated[str, Field(description="Name of a city.")] = "Oslo") -> str:
    """Say what the weather will be."""
    return f"Sunny in {{city}}."


if __name__ == "__main__":
    server.run()
'''

ENTRY = """
[servers.{name}]
id = {id}
availability = "manual"
{start}
tools_stakes = {{ get_forecast = "never_ask" }}
server_info = {{ name = "{name}", version = "1.0.0", description = "Weather." }}
"""

Contract = Callable[..., pytest.RunResult]


def entry(name: str, start: str, *, id: int = 1) -> str:
    """A sound row of a registry."""
    return ENTRY.format(name=name, start=start, id=id)


def in_process(name: str, *, id: int = 1) -> str:
    """A row whose server is the module of its own name."""
    return entry(name, f'python = "{name}:server"', id=id)


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a sound server `weather` in a module of that name, and no registry yet.

    Made-up calls are switched off where they are not what is tested: each takes its time.
    """
    pytester.makeini("[pytest]\nmcp_fuzz = off\n")
    pytester.makepyfile(weather=SOUND_SERVER.format(name="weather"))
    return pytester


@pytest.fixture
def contract(project: pytest.Pytester, run_pytest: RunPytest, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """Run `pytest --mcp-contract` with more arguments."""
    _like_a_terminal(monkeypatch)
    return partial(run_pytest, project, "--mcp-contract")


@pytest.fixture
def cold_contract(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """As `contract`, with an interpreter that has imported nothing yet: it takes seconds more."""
    _like_a_terminal(monkeypatch)
    return partial(project.runpytest_subprocess, "--mcp-contract", timeout=120)


def _like_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("COLUMNS", "200")


def write_registry(project: pytest.Pytester, *parts: str, name: str = "mcp_contract.toml") -> Path:
    """Write a registry of these parts."""
    path = project.path / name
    path.write_text("\n".join(("format = 1", *parts)), encoding="utf-8")
    return path


def verdicts(project: pytest.Pytester, contract: Contract, *arguments: str) -> dict[str, dict[str, Any]]:
    """Run, and give the JSON report's verdicts by node id."""
    contract(*arguments, "--mcp-report", "json=report.json")
    return reported(project)


def reported(project: pytest.Pytester) -> dict[str, dict[str, Any]]:
    """The verdicts of a JSON report that a run has written, by node id."""
    report = json.loads((project.path / "report.json").read_text(encoding="utf-8"))
    return {verdict["node_id"]: verdict for verdict in report["verdicts"]}
