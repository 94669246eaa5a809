"""A process of our own that answers one line of JSON with another: the side that asks."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pytest_mcp_contract.observe.groups import KILL, LIVING, send_signal

GRACE = 2.0
"""Seconds the process gets to leave by itself."""


class HelperProcess:
    """The process, started when it is first asked, and ended with whatever it started."""

    _module: str
    """What it runs; see `desk`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_asked = False
        """Whether it owes an answer."""

    def _environment(self) -> Mapping[str, str]:
        """Its environment variables, when it is started."""
        return os.environ

    def _say(self, line: bytes) -> "tuple[subprocess.Popen[bytes], queue.SimpleQueue[bytes]]":
        """Hand it a line; gives the process, and where its answer will be: an empty one if it ends before.

        Raises:
            OSError: the process cannot be started.
        """
        if self._is_asked:
            self.close()  # nobody waited for the last answer
        process = self._process = self._process or self._start()
        self._is_asked = True
        return process, _speak(process, line)

    def _start(self) -> "subprocess.Popen[bytes]":
        options: dict[str, Any] = {} if sys.platform == "win32" else {"start_new_session": True}
        # -P: what lies in the current folder must not stand in for our modules.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(self._environment()),
            **options,
        )
        LIVING[process.pid] = ""
        return process

    def close(self) -> None:
        """End the process, and whatever it started."""
        process, self._process = self._process, None
        if process is None:
            return
        pipes = [pipe for pipe in (process.stdin, process.stdout) if pipe is not None]
        if self._is_asked:
            process.terminate()  # servers that it started are groups of their own: it ends them first
        else:
            pipes[0].close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        send_signal(process.pid, KILL)
        LIVING.pop(process.pid, None)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        # Only now: a thread that reads or writes lets nobody close its pipe.
        for pipe in pipes:
            with suppress(OSError):
                pipe.close()
        self._is_asked = False


def _speak(process: "subprocess.Popen[bytes]", line: bytes) -> "queue.SimpleQueue[bytes]":
    """Where the line that answers will be; an empty one if the process ends before.

    Pipes have no timeouts; a thread that is left behind ends with the process.
    """
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def speak() -> None:
        said = b""
        with suppress(OSError, ValueError):  # it died, or was closed
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            said = process.stdout.readline()
        heard.put(said)

    threading.Thread(target=speak, daemon=True).start()
    return heard
