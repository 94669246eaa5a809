"""A pytest plugin for the run that meets the hostile servers: what each cost, and what it left behind.

Loaded by `-p tests.hostile.measures`; writes the file that `HOSTILE_MEASURES` names. Needs `/proc`.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import TypedDict

import pytest

from pytest_mcp_contract.items import CheckItem

MARK = "HOSTILE_RUN"
"""The variable that each server, and whatever it starts, inherits."""
_SELF = Path("/proc/self")
_PATIENCE = 1.0


class Measured(TypedDict):
    """What one server cost the run, and what of it was there once it was let go."""

    seconds: float
    megabytes: float
    """The highest resident memory of the run while the server was asked, above that before."""
    processes: list[str]
    threads: int
    files: int
    """Open files, sockets and pipes of the run, above those before."""
    folders: list[str]


def processes(mark: str) -> list[str]:
    """The command lines of all processes that live and have inherited `mark`."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (path / "environ").read_bytes():
                found.append((path / "cmdline").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
    return found


def _megabytes(key: str) -> float:
    status = (_SELF / "status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(key))


def _open_files() -> int:
    return len(os.listdir(_SELF / "fd"))


class Meter:
    """Measures from the first item of a server to the end of its last one."""

    def __init__(self, mark: str) -> None:
        self.measured: dict[str, Measured] = {}
        self._mark = mark
        self._left: dict[str, int] = {}
        self._before: tuple[float, float, int, int] = (0.0, 0.0, 0, 0)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the items of each server."""
        for item in session.items:
            if isinstance(item, CheckItem):
                self._left[item.server] = self._left.get(item.server, 0) + 1

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Begin before the first item of a server, and end when it was let go after its last."""
        assert isinstance(item, CheckItem)
        if item.server not in self.measured:
            self._begin(item.server)
        done = yield
        self._left[item.server] -= 1
        if not self._left[item.server]:
            self._end(item.server)
        return done

    def _begin(self, server: str) -> None:
        (_SELF / "clear_refs").write_text("5", encoding="utf-8")  # the highest memory begins anew
        self.measured[server] = {
            "seconds": 0.0, "megabytes": 0.0, "processes": [], "threads": 0, "files": 0, "folders": []
        }  # fmt: skip
        self._before = (
            time.monotonic(), _megabytes("VmRSS"), threading.active_count(), _open_files()
        )  # fmt: skip

    def _end(self, server: str) -> None:
        began, idle, threads, files = self._before
        took = time.monotonic() - began
        highest = _megabytes("VmHWM") - idle
        patience = time.monotonic() + _PATIENCE
        while processes(self._mark) and time.monotonic() < patience:
            time.sleep(0.01)  # who was killed takes its time
        self.measured[server] = {
            "seconds": round(took, 2),
            "megabytes": round(highest, 1),
            "processes": processes(self._mark),
            "threads": threading.active_count() - threads,
            "files": _open_files() - files,
            "folders": [str(path) for path in Path(tempfile.gettempdir()).glob("mcp-contract-*/s-*")],
        }


def pytest_configure(config: pytest.Config) -> None:
    """Measure this run."""
    assert sys.platform == "linux"
    meter = Meter(os.environ["HOSTILE_MARK"])
    config.pluginmanager.register(meter)

    def write() -> None:
        Path(os.environ["HOSTILE_MEASURES"]).write_text(json.dumps(meter.measured), encoding="utf-8")

    config.add_cleanup(write)
