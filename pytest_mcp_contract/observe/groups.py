"""The processes of servers that are child processes: none outlives the run, however that ends."""

import atexit
import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import FrameType

LIVING: dict[int, str] = {}
"""Process groups that live, with their marks: killed at exit, whatever happened before."""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
MARK = "MCP_CONTRACT_SESSION"
"""The variable by which a process is known that has left its group: it inherits it."""
_PROCESSES = Path("/proc")
_ROUNDS = 3
"""How often processes of a mark are looked for: one may start another while it is killed."""
_numbers = count(1)


def new_mark() -> str:
    """A value for `MARK` that no other session has."""
    return f"{os.getpid()}-{next(_numbers)}-{secrets.token_hex(4)}"


def kill(group: int, mark: str) -> None:
    """Kill a process group, and who has left it, as far as this machine shows what a process inherited."""
    send_signal(group, KILL)
    for _ in range(_ROUNDS if mark else 0):
        found = list(_marked(mark))
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, KILL)
        if not found:
            return


def _marked(mark: str) -> Iterator[int]:
    word = f"{MARK}={mark}".encode()
    for path in _PROCESSES.glob("[0-9]*/environ"):
        # The environment of a process that has ended, or is another user's, cannot be read.
        with suppress(OSError):
            if word in path.read_bytes():
                yield int(path.parent.name)


def send_signal(group: int, number: int) -> None:
    """Send a signal to a process group; one that is gone gets none."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(group, number)
        else:
            os.kill(group, number)


def kill_all() -> None:
    """Kill every process group that still lives."""
    while LIVING:
        kill(*LIVING.popitem())


def end_servers_on_sigterm() -> Callable[[], None]:
    """Let SIGTERM, by which a CI job is cancelled, end our servers with us; gives a function that undoes it.

    Nothing is changed where somebody else handles the signal, or off the main thread.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return lambda: None

    def end(number: int, _frame: FrameType | None) -> None:
        kill_all()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def undo() -> None:
        if signal.getsignal(signal.SIGTERM) is end:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, end)
    return undo


atexit.register(kill_all)
