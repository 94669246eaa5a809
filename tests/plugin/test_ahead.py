"""Servers that start while others are asked change the time of a run, and nothing else."""

import sys
from pathlib import Path

import pytest

from tests.plugin.conftest import Contract, entry, in_process, verdicts, write_registry

SERVERS = Path(__file__).parents[1] / "servers"


def script(name: str, file: str, *words: str, id: int) -> str:
    """A row whose server is a script; its tools are what it lists."""
    command = [sys.executable, str(SERVERS / file), *words]
    row = entry(name, f"command = {command}", id=id)
    return row.replace("get_forecast =", "echo =")


@pytest.mark.parametrize("listed", [True, False])
def test_servers_of_a_run_start_side_by_side(
    project: pytest.Pytester, contract: Contract, *, listed: bool
) -> None:
    """Provenance: ours. Each starts only where the other does; their tools are known from the row, or not."""
    one, two = str(project.path / "one"), str(project.path / "two")
    rows = [
        script("first", "meets.py", one, two, id=1),
        script("second", "meets.py", two, one, id=2),
    ]
    if not listed:
        rows = [row.replace('tools_stakes = { echo = "never_ask" }', "") for row in rows]
    write_registry(project, *rows)

    found = verdicts(project, contract, "--mcp-ahead=1", "--mcp-select=MCP003,MCP302")

    reached = {node.split("::", 1)[1]: one["outcome"] for node, one in found.items()}
    assert reached["first::MCP003"] == reached["second::MCP003"] == "passed"
    assert {"first::echo::MCP302", "second::echo::MCP302"} <= set(reached)


def test_one_by_one_is_what_a_user_can_have(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The same two servers: the first waits for the second in vain."""
    one, two = str(project.path / "one"), str(project.path / "two")
    write_registry(
        project,
        script("first", "meets.py", one, two, id=1),
        script("second", "meets.py", two, one, id=2),
    )

    result = contract("--mcp-ahead=0", "--mcp-select=MCP003", "--mcp-start-timeout=2")

    result.stdout.fnmatch_lines(["*FAILED *::first::MCP003 - server `first` does not answer*"])


def test_every_verdict_is_the_same(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Sound servers, one that fails, one in this process, in one registry."""
    write_registry(
        project,
        script("first", "sound.py", id=1),
        script("exits", "exits.py", id=2),
        in_process("weather", id=3),
        script("second", "sound.py", id=4),
        script("noisy", "noisy.py", id=5),
        script("third", "sound.py", id=6),
    )

    alone = verdicts(project, contract, "--mcp-ahead=0")
    ahead = verdicts(project, contract, "--mcp-ahead=3")

    assert {one["outcome"] for one in alone.values()} >= {"passed", "failed", "lost"}
    for verdict in (*alone.values(), *ahead.values()):
        verdict.pop("seconds", None)
    assert ahead == alone


def test_less_than_none_is_a_usage_error(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    write_registry(project, in_process("weather"))

    result = contract("--mcp-ahead=-1")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --mcp-contract: --mcp-ahead: `-1` is not a number*"])
