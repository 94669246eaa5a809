"""Where a run takes place changes no verdict, and nothing is left there but what was asked for."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.life.small_project import Ran, run, small_project

COLD = (sys.executable, "-B", "-m", "pytest")
"""In a process of its own, and as whoever starts it."""
ROOT = Path(__file__).parents[2]
NOBODY = 65534
OURS = {"mcp_contract.toml", "pytest.ini", "stars.py", "tides.py", "weather.py"}
CACHES = {".hypothesis", "__pycache__"}
"""What Python and hypothesis keep for the next run, as in any project that uses them."""


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """A folder that every user can enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for writable in ("home", "temporary", "reports"):
            (folder / writable).mkdir()
            (folder / writable).chmod(0o777)
        yield folder


@pytest.fixture(scope="module")
def environment(ground: Path) -> Mapping[str, str]:
    """No variable but these: there is no HOME."""
    return {"PATH": os.environ["PATH"], "TMPDIR": str(ground / "temporary")}


@pytest.fixture(scope="module")
def ordinary(ground: Path, environment: Mapping[str, str], programs: Path) -> Ran:
    """A run with a home, in a folder of a plain name, that pytest may write to."""
    return run(
        small_project(ground / "plain"),
        report=ground / "reports" / "plain.json",
        program=[programs / "python-m-pytest"],
        environment={**environment, "HOME": str(ground / "home")},
    )


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - CACHES


def test_a_run_leaves_nothing_but_its_report_and_caches(ordinary: Ran, ground: Path) -> None:
    """Provenance: ours. The broken server is found, the sound ones beside it are left alone."""
    assert ordinary.code == pytest.ExitCode.TESTS_FAILED, ordinary.output
    assert ordinary.failed() == {"stars::MCP120"}
    assert left(ground / "plain") == OURS | {".pytest_cache"}
    assert left(ground / "reports") == {"plain.json"}
    assert left(ground / "home") == set()
    assert left(ground / "temporary") == set()


def test_without_home_or_cache_in_a_path_of_odd_letters(
    ordinary: Ran, ground: Path, environment: Mapping[str, str], programs: Path
) -> None:
    """Provenance: ours. A path is data: no shell, URL or pattern may read it."""
    folder = small_project(ground / 'it\'s a "stränge" [path] ☂ %20 $HOME #1' / "in it")

    ran = run(
        folder,
        "-p",
        "no:cacheprovider",
        report=ground / "reports" / "odd ☂.json",
        program=[programs / "python-m-pytest"],
        environment=environment,
    )

    assert ran.outcomes == ordinary.outcomes, ran.output
    assert left(folder) == OURS
    assert left(ground / "temporary") == set()


def test_another_user_who_may_not_write_there(
    ordinary: Ran, ground: Path, environment: Mapping[str, str]
) -> None:
    """Provenance: ours. A container often runs as nobody over files of root, without a home."""
    if os.getuid():
        pytest.skip("only root can become another user")
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    # One that every user can run, which those in somebody's home are not.
    python = f"/usr/bin/python3.{sys.version_info.minor}"
    path = f"{ROOT}{os.pathsep}{Path(pytest.__file__).parents[1]}"
    environment = {**environment, "PYTHONPATH": path}
    cold = [*become, python, *COLD[1:]]
    _needs(
        [*cold, "--version"], f"`setpriv`, and {python} beside packages that every user can read", environment
    )
    folder = small_project(ground / "of root", python=["env", f"PYTHONPATH={path}", python])
    refused = subprocess.run([*become, "touch", folder / "new"], capture_output=True, timeout=30)
    assert refused.returncode, "the folder can be written to, so this would show nothing"

    ran = run(
        folder,
        report=ground / "reports" / "nobody.json",
        program=cold,
        environment=environment,
    )

    assert ran.outcomes == ordinary.outcomes, ran.output
    assert left(folder) == OURS
    assert (ground / "reports" / "nobody.json").stat().st_uid == NOBODY
    assert left(ground / "temporary") == set()


READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"'


def test_a_read_only_file_system_and_reports_elsewhere(
    ordinary: Ran, ground: Path, environment: Mapping[str, str]
) -> None:
    """Provenance: ours. Also where failing calls are kept for the next run, which is not possible there."""
    folder = small_project(ground / "read only")
    mounted = ["unshare", "--mount", "sh", "-c", READ_ONLY, str(folder)]
    _needs([*mounted, "true"], "`unshare` and the right to mount", environment)

    ran, refused = (
        run(folder, *words, report=report, program=[*mounted, *COLD], environment=environment)
        for report, words in (
            (ground / "reports" / "mounted.json", ["--mcp-fuzz=local", "--mcp-seed=1"]),
            (folder / "here.json", []),
        )
    )

    assert ran.failed() == ordinary.failed(), ran.output
    assert refused.code == pytest.ExitCode.USAGE_ERROR
    assert "here.json: cannot be written: Read-only file system" in refused.output
    assert "Traceback" not in refused.output
    assert left(folder) == OURS
    assert left(ground / "temporary") == set()


def _needs(words: list[str], what: str, environment: Mapping[str, str]) -> None:
    """Skip where a command is not there, or does not work."""
    if (
        shutil.which(words[0]) is None
        or subprocess.run(words, env=environment, capture_output=True, timeout=60).returncode
    ):
        pytest.skip(f"needs {what}")
