"""A small project with two sound servers and a broken one, and what a run says of them."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.plugin.conftest import SOUND_SERVER, entry, in_process


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of pytest ended; `outcomes` by node id, None where it wrote no report."""

    code: int
    output: str
    outcomes: Mapping[str, str] | None

    @property
    def summary(self) -> str:
        """The line that counts."""
        return next(line for line in self.output.splitlines() if line.startswith("mcp-contract: 3 servers"))

    def failed(self) -> set[str]:
        """Node ids, without the file, of what did not hold."""
        return {
            name.partition("::")[2] for name, outcome in (self.outcomes or {}).items() if outcome == "failed"
        }


def small_project(folder: Path, *, python: Sequence[str] = (sys.executable,)) -> Path:
    """Write it: `weather` inside the process, `tides` outside, and `stars`, whose tool has no stake.

    No calls are made up: that takes the most time, and is another matter.
    """
    folder.mkdir(parents=True)
    for name in ("weather", "tides", "stars"):
        (folder / f"{name}.py").write_text(SOUND_SERVER.format(name=name), encoding="utf-8")
    command = f"command = {json.dumps([*python, 'tides.py'])}"
    stars = in_process("stars", id=3).replace('get_forecast = "never_ask"', "")
    rows = in_process("weather", id=1), entry("tides", command, id=2), stars
    (folder / "mcp_contract.toml").write_text("\n".join(("format = 1", *rows)), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmcp_fuzz = off\n", encoding="utf-8")
    return folder


def run(
    folder: Path,
    *arguments: str,
    report: Path,
    program: Sequence[str | Path],
    environment: Mapping[str, str],
) -> Ran:
    """`pytest --mcp-contract` there, with this environment and no other."""
    done = subprocess.run(
        [*program, "--mcp-contract", "--mcp-report", f"json={report}", *arguments],
        cwd=folder,
        env={"COLUMNS": "200", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, _outcomes(report))


def _outcomes(report: Path) -> Mapping[str, str] | None:
    if not report.is_file() or not report.stat().st_size:
        return None
    verdicts = json.loads(report.read_text(encoding="utf-8"))["verdicts"]
    outcomes = {verdict["node_id"]: verdict["outcome"] for verdict in verdicts}
    assert len(outcomes) == len(verdicts), "a verdict was counted twice"
    return outcomes
