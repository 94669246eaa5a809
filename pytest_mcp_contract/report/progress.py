"""One line beneath pytest's own that says what happens now, in a terminal, while it takes long."""

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import TextIO

import pytest

from pytest_mcp_contract.model import Work

PATIENCE = 0.5
"""Seconds that something may take before it is worth a word."""
_EVERY = 0.2
"""Seconds between two looks."""
_DRAW = "\x1bD\x1b[A\x1b7\x1b[B\r\x1b[?7l{text}\x1b[?7h\x1b[K\x1b8"
"""Make room beneath, remember the place, write beneath it without breaking the line, and go back.

pytest's own line stays as it is.
"""
_CLEAR = "\x1b7\x1b[B\r\x1b[K\x1b8"


class LiveLine:
    """A pytest plugin with the line, and the thread that keeps it: what takes long tells nobody of itself.

    The line is gone before anything else is printed: nothing is, while something is being done.
    """

    def __init__(self, now: Callable[[], Work | None]) -> None:
        """`now` says what is being done; it is asked by a thread."""
        self._now = now
        self._file: TextIO | None = None
        self._is_shown = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._tools: defaultdict[str, list[str]] = defaultdict(list)
        self._tool: tuple[str, str] | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Begin to look, where somebody sees it."""
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None or not may_show(session.config):
            return
        is_terminal = reporter.isatty
        if not (is_terminal() if callable(is_terminal) else is_terminal):  # an attribute before pytest 8.4
            return
        # Of its own, for pytest leads the terminal's away while it captures.
        self._file = open(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")  # noqa: SIM115
        threading.Thread(target=self._keep, name="mcp-contract-live-line", daemon=True).start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the tools of each server."""
        for item in session.items:
            server, tool = getattr(item, "server", None), getattr(item, "tool", None)
            if server and tool and tool not in self._tools[server]:
                self._tools[server].append(tool)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Forget the tool of the item before."""
        self._tool = None

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Take note of the tool that is next."""
        tool = getattr(item, "tool", None)
        self._tool = (item.server, tool) if tool and hasattr(item, "server") else None

    def pytest_unconfigure(self) -> None:
        """Look no more."""
        self._over.set()
        self.clear()
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def clear(self) -> None:
        """Remove the line; from now on it is not shown before something is being done again."""
        with self._lock:
            if self._is_shown:
                self._write(_CLEAR)
                self._is_shown = False

    def look(self) -> None:
        """Show what is being done, if it takes long."""
        with self._lock:
            work = self._now()
            if work is not None and (self._is_shown or work.seconds >= PATIENCE):
                self._write(_DRAW.format(text=self.text(work)))
                self._is_shown = True

    def text(self, work: Work) -> str:
        """`github: made-up calls, 214 so far, 12 s (get_issue, tool 3 of 11)`."""
        parts = [work.stage]
        parts += [f"{work.calls} so far"] if work.calls else []
        text = f"{work.server}: {', '.join([*parts, f'{work.seconds:.0f} s'])}"
        if self._tool is not None and self._tool[0] == work.server:
            tool, tools = self._tool[1], self._tools[work.server]
            text += f" ({tool}, tool {tools.index(tool) + 1} of {len(tools)})" if tool in tools else ""
        # A server names its tools: what would move the cursor is not shown.
        return "".join(one if one.isprintable() else "?" for one in text)

    def _keep(self) -> None:
        while not self._over.wait(_EVERY):
            self.look()

    def _write(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text)
            self._file.flush()


def may_show(config: pytest.Config) -> bool:
    """Whether a line that comes and goes disturbs nothing: no logs, no prints, nobody who asked for silence.

    A worker of pytest-xdist has no terminal of its own, and its controller does nothing of ours.
    """
    return not (
        "workerinput" in vars(config)
        or config.getoption("capture") == "no"
        or config.getini("log_cli")
        or config.getoption("log_cli_level", None) is not None
        or config.get_verbosity() <= -2
        or os.environ.get("TERM", "dumb") == "dumb"
        or os.name == "nt"
        or any(os.environ.get(name) for name in ("CI", "BUILD_NUMBER"))
    )
