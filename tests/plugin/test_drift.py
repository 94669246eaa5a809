"""The gate on drift, as a user meets it in a run of pytest."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.plugin.conftest import Contract, in_process, reported, write_registry

ITEM = "mcp_contract.toml::weather::"
LOCK = Path("mcp-contract.lock") / "weather.json"


@pytest.fixture
def locked(project: pytest.Pytester, contract: Contract) -> Path:
    """A project whose lock was just written; gives the file of its server."""
    write_registry(project, in_process("weather"))
    result = contract("--mcp-update-lock", "--mcp-select=MCP5")
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()
    return project.path / LOCK


def edit(path: Path, old: str, new: str) -> None:
    """Change one thing in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def failed(project: pytest.Pytester) -> set[str]:
    """Codes that failed in the run that wrote a report."""
    return {one["code"] for one in reported(project).values() if one["outcome"] == "failed"}


def test_a_run_without_a_lock_warns_and_says_how_to_write_one(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Nobody has asked for a gate yet."""
    write_registry(project, in_process("weather"))

    result = contract("--mcp-select=MCP5")

    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*there is no lock at `mcp-contract.lock`*", "*`pytest-mcp-contract lock`*"])


def test_a_lock_that_is_required_and_missing_fails(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    write_registry(project, in_process("weather"))

    result = contract("--mcp-select=MCP5", "--mcp-lock=required")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED mcp_contract.toml::registry::MCP561 - *"])


def test_an_unchanged_server_passes(contract: Contract, locked: Path) -> None:
    """Provenance: ours. The sound twin of all below."""
    result = contract("--mcp-select=MCP5")

    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}, outcomes


def test_a_closed_argument_fails_with_a_call_that_was_taken(
    project: pytest.Pytester, contract: Contract, locked: Path
) -> None:
    """Provenance: ours."""
    edit(
        project.path / "weather.py",
        'Field(description="Name of a city.")] = "Oslo"',
        "Field(description='Name of a city.', max_length=20)]",
    )

    result = contract("--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert "MCP502" in failed(project)
    finding = reported(project)[f"{ITEM}MCP502"]["findings"][0]
    first, witness = finding["saw"].splitlines()
    assert first.startswith("`get_forecast` no longer takes what it took")
    assert json.loads(witness) == {}
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_stake_that_asks_less_fails(project: pytest.Pytester, contract: Contract, locked: Path) -> None:
    """Provenance: ours. The lock is edited back: it was agreed that a person is asked."""
    edit(locked, '"get_forecast": "never_ask"', '"get_forecast": "high"')

    contract("--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert failed(project) == {"MCP531"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "MCP563"),
        ("{", "MCP562"),
        ('{"format": 99}', "MCP564"),
    ],
)
def test_a_broken_file_is_one_finding_and_its_server_is_not_called_unchanged(
    project: pytest.Pytester, contract: Contract, locked: Path, text: str, code: str
) -> None:
    """Provenance: ours."""
    locked.write_text(text, encoding="utf-8")

    contract("--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert failed(project) == {code}


def test_a_file_that_somebody_edited_is_told(
    project: pytest.Pytester, contract: Contract, locked: Path
) -> None:
    """Provenance: ours. The content is the same, the spelling is not ours."""
    locked.write_text(json.dumps(json.loads(locked.read_text(encoding="utf-8"))), encoding="utf-8")

    contract("--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert failed(project) == {"MCP565"}


def test_a_server_that_is_gone_is_told_once(
    project: pytest.Pytester, contract: Contract, locked: Path
) -> None:
    """Provenance: ours. It has no item of its own any more."""
    project.makepyfile(tides=(project.path / "weather.py").read_text(encoding="utf-8"))
    write_registry(project, in_process("tides", id=2))

    contract("--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert failed(project) == {"MCP554"}
    assert reported(project)["mcp_contract.toml::registry::MCP554"]["outcome"] == "failed"


def test_a_baseline_that_is_not_there_is_a_usage_error(contract: Contract, locked: Path) -> None:
    """Provenance: ours. No repository, or no such revision."""
    result = contract("--mcp-select=MCP5", "--mcp-baseline=git:origin/main")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "git" in result.stderr.str()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: baselines need it")
def test_two_branches_that_take_the_same_id_are_caught(
    project: pytest.Pytester, contract: Contract, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: a registry of ours: both branches were green, and the second one merged reused the id."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "ada@example.com")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "The branch that was merged first"]):
        subprocess.run(["git", *words], cwd=project.path, check=True, timeout=60)
    project.makepyfile(
        tides=(project.path / "weather.py").read_text(encoding="utf-8").replace("get_forecast", "get_tides")
    )
    row = in_process("tides", id=1).replace("get_forecast", "get_tides")
    write_registry(project, row)
    shutil.rmtree(locked.parent)

    contract("--mcp-select=MCP5", "--mcp-baseline=git:HEAD", "--mcp-report", "json=report.json")

    assert "MCP552" in failed(project)


def test_a_version_has_to_say_what_has_changed_where_that_is_asked(
    project: pytest.Pytester, contract: Contract, locked: Path
) -> None:
    """Provenance: ours."""
    edit(project.path / "weather.py", "Say what the weather will be.", "Say what the weather was.")

    contract("--mcp-select=MCP568", "--mcp-versions=hold", "--mcp-report", "json=report.json")

    finding = reported(project)[f"{ITEM}MCP568"]["findings"][0]
    assert finding["want"].startswith("`1.0.1`")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: baselines need it")
def test_a_server_that_was_retired_in_the_lock_has_its_tombstone(
    project: pytest.Pytester, contract: Contract, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The baseline still knows it alive; the lock of the branch says that it is gone."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "ada@example.com")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One server"]):
        subprocess.run(["git", *words], cwd=project.path, check=True, timeout=60)
    project.makepyfile(tides=(project.path / "weather.py").read_text(encoding="utf-8"))
    write_registry(project, in_process("tides", id=2))

    contract(
        "--mcp-update-lock",
        "--mcp-select=MCP5",
        "--mcp-baseline=git:HEAD",
        "--mcp-report",
        "json=report.json",
    )

    assert "MCP554" not in failed(project)
    assert "MCP507" in failed(project)
