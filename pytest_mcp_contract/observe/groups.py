"""The process groups of servers that are child processes: none outlives the run, however that ends."""

import atexit
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

LIVING: set[int] = set()
"""Process groups that live: killed at exit, whatever happened before."""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


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
        send_signal(LIVING.pop(), KILL)


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
