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


def repository(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project as the first commit of `main`; `feature` begins there."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "ada@example.com")
    (project.path / ".gitignore").write_text("__pycache__\n.pytest_cache\nreport.json\n", encoding="utf-8")
    git(project.path, "init", "-q", "--initial-branch=main")
    save(project.path, "One server")
    git(project.path, "branch", "feature")


def git(folder: Path, *words: str) -> None:
    """Run a git command."""
    subprocess.run(["git", *words], cwd=folder, check=True, timeout=60)


def save(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def behind(
    project: pytest.Pytester, contract: Contract, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A branch that is checked out; on `main`, a server was added and a description reworded since."""
    repository(project, monkeypatch)
    source = project.path / "weather.py"
    project.makepyfile(tides=source.read_text(encoding="utf-8").replace("get_forecast", "get_tides"))
    edit(source, "Say what the weather will be.", "Say the weather.")
    row = in_process("tides", id=2).replace("get_forecast", "get_tides")
    write_registry(project, in_process("weather"), row)
    contract("--mcp-update-lock", "--mcp-select=MCP5")
    save(project.path, "main goes on")
    git(project.path, "checkout", "-q", "feature")
    return project.path


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: baselines need it")


@needs_git
def test_what_was_changed_on_the_baseline_since_is_not_held_against_a_branch(
    contract: Contract, behind: Path
) -> None:
    """Provenance: ours. A server that was added there looks removed here, and a text changed back."""
    result = contract("--mcp-select=MCP5", "--mcp-baseline=git:main")

    assert set(result.parseoutcomes()) == {"passed"}, result.stdout.str()
    result.stdout.fnmatch_lines(["  compared with `main`, which this branch left at *"])


@needs_git
def test_what_a_branch_that_is_behind_changes_itself_is_told(
    project: pytest.Pytester, contract: Contract, behind: Path
) -> None:
    """Provenance: ours. An argument is closed, and the next id taken that was taken on the baseline, too."""
    edit(
        behind / "weather.py",
        'Field(description="Name of a city.")] = "Oslo"',
        "Field(description='Name of a city.')]",
    )
    project.makepyfile(moon=(behind / "weather.py").read_text(encoding="utf-8"))
    write_registry(project, in_process("weather"), in_process("moon", id=2))

    contract("--mcp-select=MCP5", "--mcp-baseline=git:main", "--mcp-report", "json=report.json")

    assert failed(project) == {"MCP502", "MCP552"}
    verdict = reported(project)["mcp_contract.toml::moon::MCP552"]
    assert verdict["findings"][0]["saw"] == "id 2 of `moon` belongs to `tides` in git:main"
    assert verdict["findings"][0]["want"].endswith("; or an `accepted` row in the registry")
    assert "--mcp-baseline=git:main" in verdict["rerun"]


@needs_git
def test_a_clone_without_the_branch_point_says_so_and_how_to_get_it(
    project: pytest.Pytester, contract: Contract, behind: Path
) -> None:
    """Provenance: ours. The finding may be a false alarm, and says that it may."""
    clone = project.mkdir("clone")
    git(clone, "clone", "-q", "--depth=1", "--branch=feature", f"file://{behind}", ".")
    git(clone, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")

    result = contract(
        "--mcp-select=MCP5",
        "--mcp-baseline=git:origin/main",
        f"--rootdir={clone}",
        f"--mcp-registry={clone / 'mcp_contract.toml'}",
    )

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*is not in this shallow clone: `git fetch --unshallow`*`fetch-depth: 0`*"])
    result.stdout.fnmatch_lines(["*want *git:origin/main merged, if it has changed since *"])


def test_a_lock_that_cannot_be_written_is_told_once(
    project: pytest.Pytester, contract: Contract, locked: Path
) -> None:
    """Provenance: ours. It was an internal error at every item."""
    locked.write_text("{", encoding="utf-8")

    result = contract("--mcp-update-lock", "--mcp-select=MCP5", "--mcp-report", "json=report.json")

    assert failed(project) == {"MCP562"}
    result.stdout.fnmatch_lines(["mcp-contract: no lock was written: *weather.json*"])
    assert reported(project)[f"{ITEM}MCP516"]["outcome"] == "not_exercised"
