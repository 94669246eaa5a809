"""What the plugin costs where it is not used, and what the smallest use costs."""

import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.bench.timing import ROOT, Command, Timing, environment, medians

_IMPORT = """
import sys, time, pytest
from _pytest.config import Config
before = set(sys.modules)
began = time.perf_counter()
import pytest_mcp_contract.plugin
took = time.perf_counter() - began
print(took * 1000, *sorted(set(sys.modules) - before))
"""


class Imported(NamedTuple):
    """What importing the plugin module costs beside pytest."""

    milliseconds: float
    modules: int

    @property
    def figures(self) -> dict[str, float]:
        """Under names for a JSON file."""
        return {"milliseconds": self.milliseconds, "modules": self.modules}

    def __str__(self) -> str:
        return f"{self.milliseconds:.1f} ms, {self.modules} modules"


class Started(NamedTuple):
    """A run beside pytest without the plugin."""

    ours: Timing
    floor: Timing

    @property
    def figures(self) -> dict[str, float]:
        """Under names for a JSON file."""
        return {
            "wall_s": self.ours.wall,
            "cpu_s": self.ours.cpu,
            "megabytes": self.ours.megabytes,
            "floor_wall_s": self.floor.wall,
            "floor_cpu_s": self.floor.cpu,
            "wall_ratio": self.ours.wall / self.floor.wall,
            "cpu_ratio": self.ours.cpu / self.floor.cpu,
        }

    def __str__(self) -> str:
        return (
            f"{self.ours}; x{self.ours.wall / self.floor.wall:.2f} wall, "
            f"x{self.ours.cpu / self.floor.cpu:.2f} cpu of an empty pytest without it ({self.floor})"
        )


def plugin_import(runs: int) -> Imported:
    """The plugin module, imported after pytest.

    Raises:
        SystemExit: it imports something that is neither ours nor of the standard library.
    """
    costs, modules = [], []
    for _ in range(runs + 1):
        done = subprocess.run(
            [sys.executable, "-c", _IMPORT],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=environment(),
        )
        took, *modules = done.stdout.split()
        costs.append(float(took))
    foreign = [name for name in modules if not name.startswith("pytest_mcp_contract") and "." not in name]
    if alien := [name for name in foreign if name not in sys.stdlib_module_names]:
        raise SystemExit(f"the plugin module imports {alien}")
    return Imported(statistics.median(costs[1:]), len(modules))


def unused(folder: Path, runs: int) -> Started:
    """pytest on one empty test, with the plugin installed and not asked for."""
    return _started(Command(folder, ["."]), folder, runs)


def embedded(folder: Path, runs: int) -> Started:
    """The embedded registry, every check."""
    return _started(Command(ROOT, ["--mcp-contract"]), folder, runs)


def _started(ours: Command, folder: Path, runs: int) -> Started:
    (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    floor = Command(folder, ["-p", "no:mcp_registry_contract", "."])
    return Started(**medians({"ours": ours, "floor": floor}, runs))
