"""One more process to play cassettes in, with another time zone, locale and hash seed."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.model import Entry
from pytest_mcp_contract.observe.circumstances import other_hash_seed, other_locale, other_zone
from pytest_mcp_contract.observe.groups import KILL, LIVING, send_signal
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.settings import Limits

GRACE = 2.0
"""Seconds the process gets to leave by itself."""
_STARTING = 60.0
"""Seconds more than what is asked for may take: the interpreter starts and imports, on a loaded machine."""
_CLOSING = 20.0
"""Seconds more for each call: a server that hung is ended, and another one started."""
_MOST_DEATHS = 2
_FIELDS = {"name", "python", "env", "token_env", "upstream", "match_on", "timeout_ms"}
"""What of a row is needed to start a server and play its cassettes."""


class Ask(BaseModel):
    """One tool, and the cassettes to play through it."""

    entry: Entry
    tool: str
    cassettes: list[Path]
    paths: list[str]
    """Where modules are found."""
    folder: Path
    """Where temporary files belong."""
    start: float
    call: float
    protocol: str
    refuses_effects: bool
    secrets: list[str]
    """Regular expressions of what is redacted. They go through a pipe only."""


class Answer(BaseModel):
    """The renderings, one for each cassette; None where no reply came."""

    renderings: list[str | None] = []
    untried: str = ""
    """Why there are none."""


class TwinProcess:
    """The process, started when it is first asked, ended with the run, and replaced once if it dies."""

    def __init__(self, redactor: Redactor) -> None:
        self._secrets = redactor.patterns
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._is_asked = False
        """Whether it owes an answer."""

    def play(
        self,
        cassettes: Iterable[Path],
        *,
        entry: Entry,
        tool: str,
        folder: Path,
        limits: Limits,
        refuses_effects: bool,
    ) -> Callable[[], Answer]:
        """Let the cassettes be played there; gives a function that waits for that, in a bounded time."""
        ask = Ask(
            entry=entry,
            tool=tool,
            cassettes=list(cassettes),
            paths=[path or os.getcwd() for path in sys.path],
            folder=folder / "twin",
            start=limits.start,
            call=limits.call,
            protocol=limits.protocol,
            refuses_effects=refuses_effects,
            secrets=self._secrets,
        )
        line = ask.model_dump_json(include={**dict.fromkeys(Ask.model_fields, True), "entry": _FIELDS})
        if self._deaths >= _MOST_DEATHS:
            return lambda: Answer(untried=f"another process died {_MOST_DEATHS} times")
        if self._is_asked:
            self.close()  # nobody waited for the last answer
        try:
            process = self._process = self._process or self._start()
        except OSError as error:
            said = f"another process cannot be started: {error.strerror or error}"
            return lambda: Answer(untried=said)
        self._is_asked = True
        heard = _speak(process, line.encode())
        each = limits.within(entry) + limits.start + _CLOSING
        return lambda: self._answer(process, heard, _STARTING + len(ask.cassettes) * each)

    def close(self) -> None:
        """End the process, and whatever it started."""
        process, self._process = self._process, None
        if process is None:
            return
        pipes = [pipe for pipe in (process.stdin, process.stdout) if pipe is not None]
        if not self._is_asked:
            pipes[0].close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        send_signal(process.pid, KILL)
        LIVING.discard(process.pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        # Only now: a thread that reads or writes lets nobody close its pipe.
        for pipe in pipes:
            with suppress(OSError):
                pipe.close()
        self._is_asked = False

    def _answer(
        self, process: "subprocess.Popen[bytes]", heard: "queue.SimpleQueue[bytes]", within: float
    ) -> Answer:
        try:
            answer = Answer.model_validate_json(heard.get(timeout=within))
        except queue.Empty:
            ended = "did not answer"
        except ValidationError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            ended = f"ended with exit code {process.returncode}"
        else:
            self._is_asked = False
            return answer
        self._deaths += 1
        self.close()
        return Answer(untried=f"another process {ended}")

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "TZ": other_zone(), "PYTHONHASHSEED": other_hash_seed()}
        if name := other_locale():
            environment["LC_ALL"] = name
        options: dict[str, Any] = {} if sys.platform == "win32" else {"start_new_session": True}
        # -P: what lies in the current folder must not stand in for our modules.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pytest_mcp_contract.observe.twin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            **options,
        )
        LIVING.add(process.pid)
        return process


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
