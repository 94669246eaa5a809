"""Report files and what GitHub Actions is told, as a user gets them."""

import json
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from tests.plugin.conftest import Contract, in_process, write_registry

ROOT = Path(__file__).parents[2]
SELECTED = "--mcp-select=MCP104"


@pytest.fixture
def broken(project: pytest.Pytester) -> pytest.Pytester:
    """A registry with one finding: two servers with one id."""
    second = (
        in_process("weather")
        .replace("servers.weather", "servers.wind")
        .replace('name = "weather"', 'name = "wind"')
    )
    write_registry(project, in_process("weather"), second)
    return project


def outcomes(path: Path) -> dict[str, str]:
    """Outcome of every verdict in a JSON report."""
    report = json.loads(path.read_text(encoding="utf-8"))
    return {verdict["node_id"]: verdict["outcome"] for verdict in report["verdicts"]}


def test_reports_of_two_kinds_are_the_same_from_one_process_and_from_two(
    broken: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    for name, workers in (("one", "0"), ("two", "2")):
        contract(
            SELECTED, "-n", workers, f"--mcp-report=json={name}.json", f"--mcp-report=sarif={name}.sarif"
        )

    assert "failed" in outcomes(broken.path / "one.json").values()
    assert outcomes(broken.path / "one.json") == outcomes(broken.path / "two.json")
    assert (broken.path / "one.sarif").read_text() == (broken.path / "two.sarif").read_text()


def test_github_is_told_once_and_only_there(
    broken: pytest.Pytester, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Both halves: in a job, and at home."""
    summary = broken.path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    at_home = contract(SELECTED)
    assert not summary.exists()
    at_home.stdout.no_fnmatch_line("::error*")

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = contract(SELECTED, "-n", "2")

    commands = [line for line in result.outlines if line.startswith("::")]
    assert len(commands) == 1
    assert commands[0].startswith("::error file=mcp_contract.toml,line=")
    assert "MCP104 duplicate-id" in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mention", "told"),
    [
        ("xml=report.xml", "*--mcp-report xml=report.xml: is none of `json=PATH`*"),
        ("json", "*--mcp-report json: is none of `json=PATH`*"),
        ("sarif=/dev/null/report", "*--mcp-report sarif=/dev/null/report: cannot be written: *"),
    ],
)
def test_a_report_that_cannot_be_written_ends_the_run_at_once(
    broken: pytest.Pytester, contract: Contract, mention: str, told: str
) -> None:
    """Provenance: ours. Not after minutes of checks."""
    result = contract(SELECTED, "--mcp-report", mention)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([told])


def test_files_only_starts_no_server_and_still_finds(broken: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. For a hook before a commit, where servers are slow or not installed."""
    broken.makepyfile(weather="from pathlib import Path\nPath('started').touch()\nserver = None\n")

    result = contract("--mcp-files-only")

    assert not (broken.path / "started").exists()
    result.stdout.fnmatch_lines(["FAILED mcp_contract.toml::registry::MCP104*"])
    result.stdout.no_fnmatch_line("*MCP003*")


def test_the_hooks_before_a_commit_are_commands_that_exist(
    broken: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The published hooks, as pre-commit would run them."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    for hook in hooks:
        words = shlex.split(hook["entry"])
        result = broken.run(str(Path(sys.executable).with_name(words[0])), *words[1:])
        assert result.ret == 1, hook["id"]


def test_the_action_runs_the_contract_and_pastes_nothing_into_a_script() -> None:
    """Provenance: GitHub Actions, security hardening: an input within a script is code."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]

    assert any("--mcp-contract" in script for script in scripts)
    assert not any("${{" in script for script in scripts)


def test_durations_are_told_where_they_are_asked_for(broken: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Both halves; the same from workers."""
    contract(SELECTED).stdout.no_fnmatch_line("*longest stages*")

    told = contract("--mcp-select=MCP104,MCP108", "--mcp-durations=1", "-n", "2")

    told.stdout.re_match_lines([r"=+ longest stages =+", r" +\d+\.\d\d s  registry  rows", r"=+ contract =+"])
