"""What is being done for which server, and how long that takes."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pytest_mcp_contract.model import Work

Taken = list[tuple[str, str, float]]
"""Server, stage and seconds."""


@dataclass
class _Stage:
    server: str
    name: str
    began: float
    calls: int = 0


class Stopwatch:
    """Charges time to servers and stages; a stage within another one counts for itself alone.

    So a server that is started because a check asks for its tools costs that check nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.at_rest: Callable[[], None] = lambda: None
        """Called when nothing is being done any more."""
        self._clock = clock
        self._thread = threading.get_ident()
        self._open: list[_Stage] = []
        self._charged_until = 0.0
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    @contextmanager
    def during(self, server: str, stage: str) -> Iterator[None]:
        """Charge what is done within to a stage of a server."""
        self._charge()
        self._open.append(_Stage(server, stage, self._charged_until))
        try:
            yield
        finally:
            self._charge()
            self._open.pop()
            if not self._open:
                self.at_rest()

    def called(self) -> None:
        """Take note that a tool is called; on another thread than ours it is nobody's stage that is open."""
        if self._open and threading.get_ident() == self._thread:
            self._open[-1].calls += 1

    def now(self) -> Work | None:
        """What is being done; None where nothing is. May be asked by another thread."""
        innermost = self._open[-1:]  # in one step: it may end meanwhile
        for one in innermost:
            return Work(one.server, one.name, self._clock() - one.began, one.calls)
        return None

    def taken(self) -> Taken:
        """What was charged since this was last asked."""
        taken = [(*key, seconds) for key, seconds in self._seconds.items()]
        self._seconds.clear()
        return taken

    def _charge(self) -> None:
        now = self._clock()
        if self._open:
            self._seconds[self._open[-1].server, self._open[-1].name] += now - self._charged_until
        self._charged_until = now
