"""Report files and what GitHub Actions is told, as a user gets them."""

import json
import re
import shlex
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.plugin.conftest import Contract, entry, in_process, write_registry

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


def junit(path: Path) -> list[tuple[str, ...]]:
    """Every test of a JUnit report, with what went wrong with it; without what times and places it."""
    tests = ElementTree.parse(path).getroot().iter("testcase")
    return sorted(
        (one.get("classname", ""), one.get("name", ""), *(f"{bad.tag}: {bad.get('message')}" for bad in one))
        for one in tests
    )


def findings(result: pytest.RunResult) -> list[str]:
    """What a terminal shows of findings, servers and all, sorted; without the time that it took."""
    wanted = re.compile(r"FAILED|LOST|mcp-contract: \d|\w+ +\d+ (passed|failed)")
    lines = [line for line in result.outlines if wanted.match(line)]
    return sorted([*lines, re.sub(" in .*", "", result.outlines[-1]).strip("= ")])


def test_everything_that_is_reported_is_the_same_from_one_process_and_from_four(
    broken: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Of both, durations are told, and nothing moves a cursor in a file."""
    with (broken.path / "mcp_contract.toml").open("a", encoding="utf-8") as file:
        file.write(entry("gone", 'python = "no_such_module:server"', id=9))
    told = [
        contract(
            "--mcp-select=MCP003,MCP104,MCP201",
            "--mcp-durations=0",
            f"-n{workers}",
            f"--mcp-report=json={workers}.json",
            f"--mcp-report=sarif={workers}.sarif",
            f"--junit-xml={workers}.xml",
        )
        for workers in (0, 4)
    ]

    assert {"passed", "failed", "lost"} == set(outcomes(broken.path / "0.json").values())
    assert (broken.path / "0.json").read_text() == (broken.path / "4.json").read_text()
    assert (broken.path / "0.sarif").read_text() == (broken.path / "4.sarif").read_text()
    assert junit(broken.path / "0.xml") == junit(broken.path / "4.xml")
    assert any(len(one) > 2 for one in junit(broken.path / "0.xml"))
    assert findings(told[0]) == findings(told[1])
    assert {line.split()[0] for line in findings(told[0])} >= {"FAILED", "LOST", "mcp-contract:", "weather"}
    for result in told:
        assert "\x1b" not in result.stdout.str()
        result.stdout.re_match_lines(
            [r"=+ longest stages =+", r" +\d+\.\d\d s  weather  start", r"=+ contract =+"]
        )


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
