"""Runs of the contract over real servers, and what is known of them afterwards."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

if "MCP_REAL" not in os.environ:
    pytest.skip("no real servers are installed: run `make real`", allow_module_level=True)

REAL = Path(os.environ["MCP_REAL"]).resolve()
ROOT = Path(__file__).parents[2]

Key = tuple[str, str, str | None, str]
"""Server, code, tool, place."""


@dataclass(frozen=True)
class Outcome:
    """One run of `pytest --mcp-contract` in a process of its own."""

    exit_code: int
    output: str
    report: dict[str, Any]
    survivors: list[str]
    """Command lines of processes that the run started and that are still there."""

    def found(self) -> dict[Key, str]:
        """Every finding, with what it saw; waived ones too."""
        return {
            (verdict["server"], verdict["code"], finding["tool"], finding["at"]): finding["saw"]
            for verdict in self.report["verdicts"]
            for finding in [*verdict["findings"], *verdict["waived"]]
        }

    def tools(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What was measured of each tool, by server and tool."""
        return {
            (row["name"], tool): measures
            for row in self.report["servers"]
            for tool, measures in row["tools"].items()
        }

    def told(self, server: str) -> str:
        """All that the report says of a server."""
        verdicts = [verdict for verdict in self.report["verdicts"] if verdict["server"] == server]
        rows = [row for row in self.report["servers"] if row["name"] == server]
        return json.dumps([rows, sorted(verdicts, key=lambda verdict: str(verdict["node_id"]))], indent=1)

    def ended(self, code: str) -> dict[str, set[str]]:
        """The outcomes of one check, by server."""
        outcomes: dict[str, set[str]] = {}
        for verdict in self.report["verdicts"]:
            if verdict["code"] == code:
                outcomes.setdefault(verdict["server"], set()).add(verdict["outcome"])
        return outcomes


def check(*options: str, folder: Path, report: Path, within: float = 300) -> Outcome:
    """Run the contract in `folder` and gather all that is known of the run."""
    before = living()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--mcp-contract"),
            *options,
            *("--mcp-report", f"json={report}"),
        ],
        env={**os.environ, "MCP_REAL": str(REAL)},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=within,
    )
    survivors = [line for pid, line in living().items() if pid not in before and outlives(pid, seconds=2)]
    assert report.is_file(), done.stdout
    return Outcome(done.returncode, done.stdout, json.loads(report.read_text(encoding="utf-8")), survivors)


def living() -> dict[int, str]:
    """Processes whose command line names the folder of the real servers; empty where /proc is not known."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
            if str(REAL) in words:
                found[int(entry.name)] = words.strip()
    return found


def outlives(pid: int, *, seconds: float) -> bool:
    """Whether a process is still there when the time is over; a killed one may need a moment to go."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([handle], [], [], seconds)[0]
    finally:
        os.close(handle)


def key(row: dict[str, Any]) -> Key:
    return row["server"], row["code"], row.get("tool"), row["at"]


def listed(keys: Iterable[Key]) -> str:
    """Keys in the form of expected.toml, to be judged and put in."""
    names = ("server", "code", "tool", "at")
    rows = (
        ", ".join(f'{name} = "{value}"' for name, value in zip(names, row, strict=True) if value is not None)
        for row in sorted(keys, key=str)
    )
    return "\n".join(f'    {{ {row}, true = ?, why = "" }},' for row in rows)
