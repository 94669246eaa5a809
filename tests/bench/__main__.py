"""Measures what using the plugin costs, each figure beside a floor taken in the same run.

`python -m tests.bench [JSON FILE]`
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TOOLS_LISTS = ROOT.parent / "shared" / "data" / "tools-lists"
RUNS = 5

_TIMED = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
took = time.perf_counter() - began
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
print(done.stdout[-2000:])
"""
_IMPORT = """
import sys, time, pytest
from _pytest.config import Config
before = set(sys.modules)
began = time.perf_counter()
import pytest_mcp_contract.plugin
took = time.perf_counter() - began
new = sorted(set(sys.modules) - before)
print(took * 1000, *new)
"""


class Timing(NamedTuple):
    """Medians over the runs of one command."""

    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Run every benchmark, print a table, and write JSON where a file is named."""
    figures: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty"
        empty.mkdir()
        (empty / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        (empty / "pytest.ini").write_text("[pytest]\n")
        floor = _timed(["-p", "no:mcp_registry_contract", "."], empty)
        unused = _timed(["."], empty)
        milliseconds, modules = _import_cost()
        embedded = _timed(["--mcp-contract"], ROOT)
        _row("import of the plugin module", f"{milliseconds:.1f} ms", "asked: 5 ms", f"modules: {modules}")
        _row(
            "pytest, plugin unused",
            _show(unused),
            f"x{unused.cpu / floor.cpu:.2f} of pytest without it (cpu)",
        )
        _row(
            "embedded registry",
            _show(embedded),
            f"x{embedded.wall / floor.wall:.1f} of an empty pytest",
            "asked: 5 s",
        )
        figures |= {
            "floor_wall_s": floor.wall,
            "import_ms": milliseconds,
            "unused_cpu_ratio": unused.cpu / floor.cpu,
            "embedded_wall_s": embedded.wall,
            "embedded_wall_ratio": embedded.wall / floor.wall,
        }
        if TOOLS_LISTS.is_dir():
            corpus = _corpus(Path(folder) / "corpus")
            _row(
                "43 servers, 1,114 tools, static checks",
                _show(corpus),
                f"x{corpus.wall / floor.wall:.1f} of an empty pytest",
                "asked: 5 s, 150 MB",
            )
            figures |= {
                "corpus_wall_s": corpus.wall,
                "corpus_wall_ratio": corpus.wall / floor.wall,
                "corpus_megabytes": corpus.megabytes,
            }
        else:
            _row("43 servers, 1,114 tools", "not measured", f"no folder {TOOLS_LISTS}")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(figures, indent=2) + "\n")


def _corpus(folder: Path) -> Timing:
    folder.mkdir()
    os.environ["MCP_TOOLS_LISTS"] = str(TOOLS_LISTS)
    from tests.bench.served import names

    rows = [f'[servers.{name}]\npython = "tests.bench.served:{name}"\n' for name in names()]
    (folder / "mcp_contract.toml").write_text("\n".join(rows))
    (folder / "pytest.ini").write_text("[pytest]\n")
    return _timed(["--mcp-contract", "--mcp-select=MCP2,MCP301", "-q"], folder, expect=(0, 1))


def _timed(arguments: Sequence[str], folder: Path, *, expect: Sequence[int] = (0,)) -> Timing:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    runs = []
    for _ in range(RUNS + 1):
        done = subprocess.run(
            [sys.executable, "-c", _TIMED, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        first, _, output = done.stdout.partition("\n")
        code, wall, cpu, megabytes = map(float, first.split())
        if code not in expect:
            raise SystemExit(f"{' '.join(command)} ended with {code:.0f}:\n{output}")
        runs.append(Timing(wall, cpu, megabytes))
    counted = runs[1:]  # the first one writes byte code
    median: Callable[[Sequence[float]], float] = statistics.median
    return Timing(
        median([run.wall for run in counted]),
        median([run.cpu for run in counted]),
        median([run.megabytes for run in counted]),
    )


def _import_cost() -> tuple[float, int]:
    costs = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True, cwd=ROOT
        )
        took, *modules = done.stdout.split()
        costs.append(float(took))
        foreign = [name for name in modules if not name.startswith("pytest_mcp_contract") and "." not in name]
        if alien := [name for name in foreign if name not in sys.stdlib_module_names]:
            raise SystemExit(f"the plugin module imports {alien}")
    return statistics.median(costs), len(modules)


def _show(timing: Timing) -> str:
    return f"{timing.wall:.2f} s wall, {timing.cpu:.2f} s cpu, {timing.megabytes:.0f} MB"


def _row(*cells: str) -> None:
    print("  ".join([f"{cells[0]:<40}", *cells[1:]]))  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
