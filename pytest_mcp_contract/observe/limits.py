"""Time limits that hold for blocking code too."""

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(BaseException):
    """Blocking code ran past its limit.

    No `Exception`: a server's `except Exception` would swallow it and go on blocking.
    """


@contextmanager
def interrupt_after(seconds: float) -> Iterator[None]:
    """Raise `Interrupted` in the main thread once `seconds` have passed, and each second after that.

    `asyncio.wait_for` cannot stop code that never returns to the loop (`time.sleep`, a regular expression
    that backtracks without end); a signal handler runs between two bytecodes, and `re` and `sleep` look for
    signals. A timer that somebody else has set is put back with the time it has left.

    Where there is no SIGALRM, or this is not the main thread, a watchdog prints all stacks and ends the
    process with exit code 3.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        with _watchdog(seconds):
            yield
        return
    armed = True

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if armed:
            raise Interrupted

    previous = signal.signal(signal.SIGALRM, ring)
    others_left, others_interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    began = time.monotonic()
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous or signal.SIG_DFL)  # None: set by C code
        if others_left:
            left = max(others_left - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, others_interval)


@contextmanager
def _watchdog(seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, _give_up, args=(seconds,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _give_up(seconds: float) -> None:
    stream = sys.__stderr__
    if stream is not None:
        stream.write(
            f"mcp-contract: blocked for {seconds:g} s where nothing can interrupt it; stacks follow\n"
        )
        faulthandler.dump_traceback(file=stream)
        stream.flush()
    os._exit(3)
