"""An event loop that can skip waiting: what servers sleep through costs no time, and still counts."""

import asyncio
import selectors
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pytest_mcp_contract.observe.limits import Interrupted


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps over idle waits while `skipping` is on.

    Retries with back-off are what faulted calls do; in real time they would take most of a run. The clock
    that limits are measured by jumps along, so a tool that waits past its limit is found at once.
    """

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        self.is_busy = is_busy
        """Whether something outside of the loop is at work, so that waiting is real."""
        self.skipped = 0.0
        """Seconds that were not waited for so far."""
        self.skipping = False
        super().__init__(_SkippingSelector(self))

    def time(self) -> float:
        """Seconds of the loop's clock, with those that were skipped."""
        return super().time() + self.skipped


class _SkippingSelector(selectors.DefaultSelector):
    def __init__(self, loop: SkippingLoop) -> None:
        super().__init__()
        self._skipper = loop

    def select(self, timeout: float | None = None) -> Any:
        loop = self._skipper
        if not loop.skipping or timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(0)
        if ready or loop.is_busy():
            return ready or super().select(timeout)
        loop.skipped += timeout
        return []


@contextmanager
def skipping_waits(loop: asyncio.AbstractEventLoop, within: float) -> Iterator[None]:
    """Skip idle waits of `loop`, and `time.sleep` on this thread, for at most `within` seconds of sleep.

    A loop of another kind waits as ever.
    """
    if not isinstance(loop, SkippingLoop):
        yield
        return
    sleep, here, limit = time.sleep, threading.get_ident(), loop.skipped + within

    def skip(seconds: Any, /) -> None:
        if threading.get_ident() != here:
            sleep(seconds)
            return
        loop.skipped += max(float(seconds), 0.0)
        if loop.skipped > limit:
            raise Interrupted

    time.sleep = skip
    loop.skipping = True
    try:
        yield
    finally:
        loop.skipping = False
        time.sleep = sleep
