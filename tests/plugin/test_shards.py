"""Parts of a run, as the machines of a CI have them."""

import json

import pytest

from tests.plugin.conftest import SOUND_SERVER, Contract, in_process, write_registry

THREE = ("weather", "tides", "snow")


@pytest.fixture
def three(project: pytest.Pytester) -> pytest.Pytester:
    """Three sound servers."""
    project.makepyfile(**{name: SOUND_SERVER.format(name=name) for name in THREE})
    write_registry(project, *(in_process(name, id=number) for number, name in enumerate(THREE, 1)))
    return project


def judged(project: pytest.Pytester, contract: Contract, *arguments: str) -> dict[str, str]:
    """Node id -> outcome."""
    report = project.path / "report.json"
    report.unlink(missing_ok=True)
    result = contract("--mcp-select=MCP1,MCP2", f"--mcp-report=json={report}", *arguments)
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()
    found = json.loads(report.read_text(encoding="utf-8"))["verdicts"]
    return {one["node_id"]: one["outcome"] for one in found}


def test_the_parts_of_a_run_are_the_run(three: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Each verdict once, and the same as without parts; also in workers."""
    whole = judged(three, contract)
    one = judged(three, contract, "--mcp-shard=1/2")
    other = judged(three, contract, "--mcp-shard=2/2", "-n", "2")

    assert one
    assert other
    assert not one.keys() & other.keys()
    assert one | other == whole


def test_what_took_long_is_shared_out(three: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The file is written by a run, and read by those of all machines."""
    stored = contract("--mcp-select=MCP2", "--mcp-store-durations")
    stored.stdout.fnmatch_lines(["*durations stored in .mcp_durations.json"])
    path = three.path / ".mcp_durations.json"
    seconds = json.loads(path.read_text(encoding="utf-8"))["seconds"]
    assert {scope.split("::")[1] for scope in seconds} == set(THREE)

    slow = {scope: 60.0 if "tides" in scope else 1.0 for scope in seconds}
    path.write_text(json.dumps({"format": 1, "seconds": slow}), encoding="utf-8")
    result = contract("--mcp-select=MCP2", "--mcp-shard=1/2", "-rA")

    result.stdout.fnmatch_lines(["*shard 1 of 2, shared out by seconds in .mcp_durations.json*"])
    assert "::tides::" in result.stdout.str()
    assert "::weather::" not in result.stdout.str()


@pytest.mark.parametrize(
    ("words", "saw"),
    [("3/2", "is no part of a run"), ("1/900", "some parts would be empty: there are * to share out")],
)
def test_a_part_that_is_none_is_a_usage_error(
    three: pytest.Pytester, contract: Contract, words: str, saw: str
) -> None:
    """Provenance: ours."""
    result = contract("--mcp-select=MCP2", f"--mcp-shard={words}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: *--mcp-shard={words}: {saw}"])
