"""What the plugin costs where it is not used, and what the smallest use costs."""

import statistics
import subprocess
import sys
from pathlib import Path

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from tests.bench.figures import Asked, Figure
from tests.bench.timing import ROOT, Command, environment, medians, once

_IMPORT = """
import sys, time
began = time.perf_counter()
import pytest
from _pytest.config import Config
bare = time.perf_counter() - began
before = set(sys.modules)
began = time.perf_counter()
import pytest_mcp_contract.plugin
took = time.perf_counter() - began
print(bare * 1000, took * 1000, *sorted(set(sys.modules) - before))
"""


def plugin_import(_folder: Path, laps: int) -> list[Figure]:
    """The plugin module, imported after pytest.

    Raises:
        SystemExit: it imports something that is neither ours nor of the standard library.
    """
    costs, floors, modules = [], [], []
    for _ in range(laps + 1):
        done = subprocess.run(
            [sys.executable, "-c", _IMPORT],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=environment(),
        )
        bare, took, *modules = done.stdout.split()
        costs.append(float(took))
        floors.append(float(bare))
    foreign = [name for name in modules if not name.startswith("pytest_mcp_contract") and "." not in name]
    if alien := [name for name in foreign if name not in sys.stdlib_module_names]:
        raise SystemExit(f"the plugin module imports {alien}")
    value, floor = statistics.median(costs[1:]), statistics.median(floors[1:])
    return [Figure("start", "importing the plugin", value, floor, "ms", "importing pytest", Asked(5))]


def unused(folder: Path, laps: int) -> list[Figure]:
    """pytest on one empty test, with the plugin installed and not asked for."""
    taken = medians({"ours": Command(folder, ["."]), "floor": _nothing(folder)}, 2 * laps)
    ours, floor = taken["ours"], taken["floor"]
    without = "pytest without the plugin"
    return [
        Figure("start", "installed and unused", ours.wall, floor.wall, "s", without),
        Figure("start", "installed and unused, processor", ours.cpu, floor.cpu, "s", without),
        Figure("start", "installed and unused, memory", ours.megabytes, floor.megabytes, "MB", without),
    ]


def embedded(folder: Path, _laps: int) -> list[Figure]:
    """The embedded registry with all cassettes, each played as it is; faults and made-up calls are apart."""
    codes = [check.code for check in all_checks() if not check.needs and check.scope not in _MADE_UP]
    command = Command(ROOT, ["--mcp-contract", "--mcp-fuzz=off", f"--mcp-select={','.join(codes)}"])
    ours, floor = once(command), once(_nothing(folder))
    name, empty = "embedded registry", "pytest on an empty test"
    return [
        Figure(name, "every cassette once", ours.wall, floor.wall, "s", empty, Asked(15)),
        Figure(name, "memory", ours.megabytes, floor.megabytes, "MB", empty),
    ]


_MADE_UP = (Scope.CALLS, Scope.SEQUENCES)


def _nothing(folder: Path) -> Command:
    """pytest on one empty test, without the plugin."""
    (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    return Command(folder, ["-p", "no:mcp_registry_contract", "."])
