"""Workers of pytest-xdist in another interpreter than the controller's, as `--tx` has them elsewhere."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.life.small_project import Ran, run, small_project

Spread = Callable[..., Ran]


def said(python: Path, code: str) -> str:
    """What an interpreter prints."""
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter of an environment of its own that finds what is installed here."""
    folder = tmp_path_factory.mktemp("other") / "environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    site = said(python, "import sysconfig; print(sysconfig.get_path('purelib'))")
    here = sysconfig.get_path("purelib")
    # `addsitedir` also reads the .pth files there, by which this project is installed.
    Path(site, "here.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Spread:
    """Run the contract of a small project, on these workers."""
    folder = small_project(tmp_path_factory.mktemp("spread") / "project")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}

    def spread_over(*arguments: str) -> Ran:
        report = folder / "report.json"
        report.unlink(missing_ok=True)
        program = [sys.executable, "-m", "pytest", "-p", "no:schemathesis"]
        return run(folder, *arguments, report=report, program=program, environment=environment)

    return spread_over


def test_workers_of_another_interpreter_tell_the_same(spread: Spread, other: Path) -> None:
    """Provenance: ours. The items of a server may come to both workers, each of which starts it."""
    alone = spread("-n", "0")
    ran = spread("--dist", "load", "--tx", f"2*popen//python={other}")

    assert alone.outcomes
    assert alone.failed()
    assert (ran.code, ran.outcomes) == (alone.code, alone.outcomes), ran.output
    assert ran.summary == alone.summary


def test_the_other_interpreter_is_another_one(other: Path) -> None:
    """Provenance: ours. Else the test above would show nothing."""
    prefix = said(other, "import sys, pytest_mcp_contract; print(sys.prefix)")

    assert prefix == str(other.parent.parent)
    assert prefix != sys.prefix
