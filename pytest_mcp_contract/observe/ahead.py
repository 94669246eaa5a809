"""Servers that are child processes, started while those before them are asked: a few at a time.

What is started ahead counts only where nothing went wrong. Everything else is asked again, by itself, when
its turn comes: a machine that is busy with the neighbours of a server makes no finding of it.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING

from pytest_mcp_contract.model import Surface
from pytest_mcp_contract.observe.daemons import DaemonExecutor
from pytest_mcp_contract.observe.groups import LIVING, kill

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.session import Session

Ask = Callable[["Session"], Surface]
"""Starts a session and gives what its server shows; may raise anything."""
_TICK = 0.05
_ENDING = 20.0
"""Seconds that a start which nobody wants any more may take to end, killed as its process is."""


class Ahead:
    """The starts that have begun before anybody asked for them."""

    def __init__(self, most: int) -> None:
        """`most` of them at a time; none with 0."""
        self._most = most
        self._expected: tuple[str, ...] = ()
        self._begun: dict[str, tuple[Session, Future[Surface]]] = {}
        self._threads = DaemonExecutor()

    def expect(self, servers: Sequence[str]) -> None:
        """Say which servers will be asked, in this order."""
        self._expected = tuple(dict.fromkeys(servers))

    def after(self, server: str) -> Iterator[str]:
        """The servers that may be begun now that this one is asked."""
        if not self._most or server not in self._expected:
            return
        place = self._expected.index(server) + 1
        for name in self._expected[place : place + self._most]:
            if name not in self._begun and len(self._begun) < self._most + (server in self._begun):
                yield name

    def begin(self, server: str, session: "Session", ask: Ask) -> None:
        """Start a server on a thread of its own."""

        def work() -> Surface:
            try:
                return ask(session)
            except BaseException:
                session.close()
                raise

        self._begun[server] = session, self._threads.submit(work)

    def take(self, server: str) -> "tuple[Session, Surface] | None":
        """The live session of a server and what it shows; None if nothing was begun, or not all went well."""
        if server not in self._begun:
            return None
        session, future = self._begun[server]
        wait([future])  # an interrupt leaves it for whoever asks next, or for `drop`
        del self._begun[server]
        if future.exception() is not None:
            return None
        surface = future.result()
        if _is_clean(surface):
            return session, surface
        session.close()
        return None

    def drop(self, server: str) -> None:
        """End a server that nobody will ask."""
        begun = self._begun.pop(server, None)
        if begun is None:
            return
        session, future = begun
        for _ in range(int(_ENDING / _TICK)):
            pid = session.child.pid
            if not future.done() and pid in LIVING:
                kill(pid, LIVING.get(pid, ""))
            if wait([future], _TICK).done:
                session.close()
                return

    def close(self) -> None:
        """End them all."""
        self._expected = ()
        for server in list(self._begun):
            self.drop(server)


def _is_clean(surface: Surface) -> bool:
    """Whether every question was answered."""
    answered = surface.unknown_tool is not None and surface.unknown_method is not None
    return answered and surface.died is None and surface.failure is None and not surface.notes
