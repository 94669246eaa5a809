"""Other plugins of pytest change no verdict. The session `beside` of nox has them all."""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.life.small_project import Ran, run, small_project
from tests.plugin.conftest import entry

OTHERS = {
    "anyio": (),
    "asyncio": ("--asyncio-mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"),
    "hypothesispytest": ("--hypothesis-show-statistics",),
    "pytest_cov": ("--cov=.", "--cov-report=term"),
    "randomly": ("--randomly-seed=7",),
    "rerunfailures": ("--reruns=2",),
    "schemathesis": (),
    "timeout": ("--timeout=100",),
    "xdist": ("-n", "2"),
}
"""Entry point of each -> what makes it act."""
Beside = Callable[..., Ran]


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory, programs: Path) -> Beside:
    """Run the contract of a small project, with these plugins and no others; any warning is an error."""
    folder = small_project(tmp_path_factory.mktemp("beside") / "project")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def run_beside(*arguments: str, plugins: tuple[str, ...] = ()) -> Ran:
        report = folder / "report.json"
        report.unlink(missing_ok=True)
        loaded = [word for name in ("mcp_registry_contract", *plugins) for word in ("-p", name)]
        return run(
            folder,
            *("-W", "error", *loaded, *arguments),
            report=report,
            program=[programs / "python-m-pytest"],
            environment=environment,
        )

    return run_beside


@pytest.fixture(scope="module")
def alone(beside: Beside) -> Ran:
    """The same run without any."""
    return beside()


def test_alone_the_broken_server_is_found_and_the_sound_ones_are_left_alone(alone: Ran) -> None:
    """Provenance: ours. What all others are held against."""
    assert alone.code == pytest.ExitCode.TESTS_FAILED, alone.output
    assert alone.failed() == {"stars::MCP120"}


@pytest.mark.parametrize("other", OTHERS)
def test_beside_another_plugin_every_verdict_is_the_same(alone: Ran, beside: Beside, other: str) -> None:
    """Provenance: ours. Counted once, in whatever order, and without a warning."""
    _needs(other)

    ran = beside(*OTHERS[other], plugins=(other,))

    assert ran.code == alone.code, ran.output
    assert (ran.outcomes, ran.summary) == (alone.outcomes, alone.summary)
    assert "warnings summary" not in ran.output


HANGING = """
import os, pathlib, time
pathlib.Path({pid!r}).write_text(str(os.getpid()))
time.sleep(600)
"""


def test_a_server_is_not_left_running_by_a_timeout(beside: Beside, tmp_path: Path) -> None:
    """Provenance: ours. pytest-timeout ends a test wherever it is: here, while a server starts."""
    _needs("timeout")
    pid = tmp_path / "pid"
    (tmp_path / "hangs.py").write_text(HANGING.format(pid=str(pid)), encoding="utf-8")

    registry = tmp_path / "mcp_contract.toml"
    command = json.dumps([sys.executable, str(tmp_path / "hangs.py")])
    registry.write_text(entry("hangs", f"command = {command}"), encoding="utf-8")

    ran = beside(f"--mcp-registry={registry}", "--mcp-select=MCP003", "--timeout=3", plugins=("timeout",))

    assert ran.code == pytest.ExitCode.TESTS_FAILED, ran.output
    assert "Timeout (>3.0s) from pytest-timeout" in ran.output
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text(encoding="utf-8")), 0)


def _needs(name: str) -> None:
    """Skip where a plugin is not installed."""
    if not entry_points(group="pytest11", name=name):
        pytest.skip(f"pytest's plugin `{name}` is not here: nox -s beside")
