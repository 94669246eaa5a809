"""Made-up calls, as a user meets them: found, told, made again, and the same at each run."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

PYTEST = (sys.executable, "-m", "pytest")
SERVER = '''
import sys
from pathlib import Path
from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

server = MCPServer("{name}", log_level="ERROR")
READS = ToolAnnotations(read_only_hint=True)
Name = Annotated[str, Field(description="A name.")]


@server.tool(annotations=READS, structured_output=False)
def add(
    a: Annotated[int, Field(description="One number.")], b: Annotated[int, Field(description="Another.")] = 1
) -> str:
    """Give the sum of two numbers."""
    if a > 1_000_000:
        raise KeyError("too large")
    return str(a + b)


@server.tool(annotations=READS, structured_output=False)
def find(name: Name) -> str:
    """Say where a thing is."""
    return f"The {{name}} is here." if name else "Error: the name is empty"


@server.tool(annotations=READS, structured_output=False)
def guarded(name: Name) -> str:
    """Say a secret to those who know the word."""
    if name != "open sesame":
        raise ToolError("That is not the word.")
    return "The treasure is in the cave."


@server.tool(structured_output=False)
def write(name: Name) -> str:
    """Write a name down."""
    Path({folder!r}, "written").write_text(name)
    return "Written."


if __name__ == "__main__":
    server.run()
'''
REGISTRY = """
format = 1

[servers.inside]
id = 1
availability = "manual"
python = "inside:server"
tools_stakes = {{ add = "never_ask", find = "never_ask", guarded = "never_ask", write = "low" }}
{values}

[servers.outside]
id = 2
availability = "manual"
command = [{python!r}, "outside.py"]
tools_stakes = {{ add = "never_ask", find = "never_ask", guarded = "never_ask", write = "low" }}
{values_outside}
"""
VALUES = "values = { name = ['open sesame'] }"


@dataclass(frozen=True)
class Ran:
    """One run of pytest in a process of its own."""

    folder: Path
    exit_code: int
    output: str
    report: dict[str, Any]

    def found(self, server: str, tool: str) -> dict[str, str]:
        """Codes that did not pass for a tool, with their outcomes."""
        return {
            verdict["code"]: verdict["outcome"]
            for verdict in self.report["verdicts"]
            if (verdict["server"], verdict["tool"]) == (server, tool)
            and verdict["outcome"] in ("failed", "warned", "lost")
        }

    def verdict(self, server: str, tool: str, code: str) -> dict[str, Any]:
        """The verdict of one check on one tool."""
        return next(
            verdict
            for verdict in self.report["verdicts"]
            if (verdict["server"], verdict["tool"], verdict["code"]) == (server, tool, code)
        )


def project(folder: Path, *, values: str = "") -> Path:
    """A folder with two servers alike, one inside the process and one outside."""
    folder.mkdir(exist_ok=True)
    for name in ("inside", "outside"):
        text = SERVER.format(name=name, folder=str(folder))
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    registry = REGISTRY.format(python=sys.executable, values=values, values_outside=values)
    (folder / "mcp_contract.toml").write_text(registry, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, program: Sequence[str] = PYTEST, contract: bool = True) -> Ran:
    """`pytest --mcp-contract` in a folder, over the checks of calls."""
    words = [*program, "-p", "no:cacheprovider", "-p", "no:schemathesis", *arguments]
    words += ["--mcp-report", "json=report.json"] + (["--mcp-contract"] if contract else [])
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment | {"COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
    )
    report = folder / "report.json"
    assert report.is_file(), done.stdout
    return Ran(folder, done.returncode, done.stdout, json.loads(report.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def warm_run(programs: Path) -> Callable[..., Ran]:
    """As `run`, without the time that imports take."""
    return partial(run, program=[str(programs / "python-m-pytest")])


@pytest.fixture(scope="module")
def ran(warm_run: Callable[..., Ran], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run over both servers, without any value."""
    return warm_run(project(tmp_path_factory.mktemp("fuzzing") / "project"), "--mcp-select=MCP3")


@pytest.mark.parametrize("server", ["inside", "outside"])
def test_defects_are_found_inside_and_outside_the_process(ran: Ran, server: str) -> None:
    """Provenance: ours. Over stdio nobody tells that the tool raised, and the reply hides it."""
    assert ran.found("inside", "add") == {"MCP306": "failed"}
    assert ran.found(server, "find") == {"MCP311": "failed"}


def test_the_block_shows_the_smallest_call_and_how_to_make_it_again(ran: Ran) -> None:
    """Provenance: ours. It is all that a person has in the log of a CI."""
    shown = ran.verdict("inside", "add", "MCP306")["findings"][0]["call"]

    assert list(shown["arguments"]) == ["a"]
    assert shown["arguments"]["a"] > 1_000_000
    assert f"call  {json.dumps(shown['arguments'])}" in ran.output
    assert f"again {shown['again']}" in ran.output
    kept = f"{{ a = {shown['arguments']['a']} }}"
    assert f'keep  examples = [{{ name = "...", arguments = {kept} }}]' in ran.output


def test_the_command_makes_just_this_call_again(ran: Ran, warm_run: Callable[..., Ran]) -> None:
    """Provenance: ours."""
    call = ran.verdict("inside", "add", "MCP306")["findings"][0]["call"]
    program, *words = shlex.split(call["again"])

    again = warm_run(ran.folder, *words, contract=False)

    assert program == "pytest"
    assert again.exit_code == pytest.ExitCode.TESTS_FAILED
    finding = again.verdict("inside", "add", "MCP306")["findings"][0]
    assert finding["call"]["arguments"] == call["arguments"]
    assert finding["call"]["tried"] == 1


@pytest.mark.parametrize("server", ["inside", "outside"])
def test_a_tool_that_no_call_got_through_to_is_not_passed(ran: Ran, server: str) -> None:
    """Provenance: ours. That is how other fuzzers pass."""
    verdict = ran.verdict(server, "guarded", "MCP305")

    assert verdict["outcome"] == "failed"
    assert "`name`" in verdict["findings"][0]["saw"] + verdict["findings"][0]["want"]
    passed = {
        one["code"]
        for one in ran.report["verdicts"]
        if (one["server"], one["tool"], one["outcome"]) == (server, "guarded", "passed")
    }
    assert passed == set()


def test_a_tool_with_effects_is_not_called_before_somebody_allows_it(ran: Ran) -> None:
    """Provenance: ours. It writes a file wherever it runs."""
    assert not (ran.folder / "written").exists()
    assert "allow effects with `--mcp-allow-stakes`" in ran.output


def test_each_server_tells_how_far_its_tools_were_reached(ran: Ran) -> None:
    """Provenance: ours."""
    servers = {server["name"]: server["tools"] for server in ran.report["servers"]}

    assert servers["outside"]["find"]["reached_calls"] > 0
    assert servers["outside"]["guarded"]["reached_calls"] == 0
    assert "calls made up, 2 of 3 tools reached" in ran.output


def test_two_runs_give_the_same_report(ran: Ran) -> None:
    """Provenance: ours. Byte for byte: nothing depends on time, on order, or on the cores."""
    first = json.dumps(ran.report)

    assert json.dumps(run(ran.folder, "--mcp-select=MCP3").report) == first
    assert json.dumps(run(ran.folder, "--mcp-select=MCP3", "-n", "2").report) == first


def test_a_tool_selected_by_itself_gives_the_same_verdict(ran: Ran, warm_run: Callable[..., Ran]) -> None:
    """Provenance: ours."""
    alone = warm_run(ran.folder, "mcp_contract.toml::inside::find::MCP311")

    assert alone.verdict("inside", "find", "MCP311") == ran.verdict("inside", "find", "MCP311")


def test_values_of_the_registry_and_allowed_stakes_get_calls_through(
    tmp_path: Path, warm_run: Callable[..., Ran]
) -> None:
    """Provenance: ours."""
    allowed = warm_run(
        project(tmp_path / "project", values=VALUES), "--mcp-select=MCP305", "--mcp-allow-stakes=low"
    )

    assert allowed.exit_code == pytest.ExitCode.OK, allowed.output
    assert (tmp_path / "project" / "written").exists()


def test_local_keeps_what_failed_and_says_its_seed(tmp_path: Path, warm_run: Callable[..., Ran]) -> None:
    """Provenance: ours."""
    folder = project(tmp_path / "project")

    first = warm_run(
        folder, "--mcp-fuzz=local", "--mcp-seed=1", "--mcp-select=MCP306", "mcp_contract.toml::inside::add"
    )

    assert first.exit_code == pytest.ExitCode.TESTS_FAILED
    assert "seed 1, fuzz local" in first.output
    assert [path for path in (folder / ".hypothesis" / "mcp-contract").rglob("*") if path.is_file()]
