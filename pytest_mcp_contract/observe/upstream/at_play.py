"""A deck at play: what answers for the API of a server, inside this process and outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from pytest_mcp_contract.model import Entry, Miss, Request
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.upstream.intercept import playing
from pytest_mcp_contract.observe.upstream.match import Deck


class AtPlay(Protocol):
    """Answers the requests of one call after the other, each from a deck of its own."""

    @property
    def waits_forever(self) -> bool:
        """Whether a client without a timeout met an API that never answers."""

    @property
    def unheard(self) -> str:
        """That nothing which the server asks can be seen, as a sentence; "" where something was."""

    def deal(self, deck: Deck) -> None:
        """Go on with another deck, for the next call."""

    def end(self) -> None:
        """The call is over: what comes now is late."""

    def rewind(self) -> None:
        """Put every exchange back, and forget what was missed."""

    def misses(self) -> tuple[Miss, ...]:
        """The requests that nothing answered since the deck was dealt."""

    def played(self) -> frozenset[int]:
        """The exchanges of the deck dealt last that answered."""

    def late(self) -> tuple[tuple[int, Miss], ...]:
        """The requests that came after a reply, with the number of the deck of their call; told once."""


@contextmanager
def caught(entry: Entry, sessions: Sessions, redact: Callable[[Request], Request]) -> Iterator[AtPlay]:
    """Catch what a server asks of its API; `entry.shows_traffic` says whether it can be caught."""
    if entry.in_process:
        with playing(Deck((), ()), redact) as at_play:
            yield at_play
    else:
        with sessions.api(entry).playing(redact) as api:
            yield api
