"""HTTP of in-process code, caught by vcrpy, answered or kept by us.

vcrpy patches the client libraries; which exchange answers, and what happens where none does, is decided
here. Open only while one in-process call runs: vcrpy patches the MCP client's own HTTP library too.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from vcr.cassette import Cassette as VcrCassette
from vcr.filters import decode_response
from vcr.record_mode import RecordMode

from pytest_mcp_contract.model import Breakage, Exchange, Miss, Request
from pytest_mcp_contract.observe.upstream.cassette import from_response, to_request, to_response
from pytest_mcp_contract.observe.upstream.clients import HttpClient
from pytest_mcp_contract.observe.upstream.match import Deck

_LIBRARIES = {
    "requests": "requests",
    "boto3": "botocore",
    "urllib3": "urllib3",
    "httplib2": "httplib2",
    "tornado": "tornado",
    "aiohttp": "aiohttp",
    "httpx": "httpx",
    "httpx2": "httpx2",
}
"""Name of a patcher in vcrpy -> the package that it patches."""


@cache
def _absent(_path: tuple[str, ...]) -> tuple[str, ...]:
    """Patchers of what is not installed: vcrpy would look for it again with every cassette.

    Looked up anew where the import path has changed.
    """
    return tuple(patcher for patcher, package in _LIBRARIES.items() if find_spec(package) is None)


class _Player(VcrCassette):  # type: ignore[misc]  # vcrpy is not typed
    """Answers from a deck, and keeps what nothing answers: servers swallow the error that vcrpy raises."""

    deck: Deck
    redact: Callable[[Request], Request]
    misses: dict[int, tuple[Any, Miss]]
    asked: dict[int, tuple[Any, Request]]
    """Requests that are about to be played, as they are matched: to redact one takes a while."""
    waits_forever: bool = False

    @classmethod
    def load(cls, **options: Any) -> "_Player":
        deck, redact = options.pop("deck"), options.pop("redact")
        player = cls(**options)
        player.deck, player.redact, player.misses, player.asked = deck, redact, {}, {}
        return player

    def can_play_response_for(self, request: Any) -> bool:
        ours = self.redact(to_request(request))
        if self.deck.find(ours) is not None:
            self.asked[id(request)] = request, ours
            return True
        # Some stubs ask twice about one request; it is one miss.
        self.misses.setdefault(id(request), (request, self.deck.miss(ours)))
        return False

    def play_response(self, request: Any) -> Any:
        asked = self.asked.pop(id(request), None)
        index = self.deck.find(self.redact(to_request(request)) if asked is None else asked[1])
        assert index is not None, "vcrpy plays only what can_play_response_for has found"
        answer = self.deck.play(index)
        if isinstance(answer, Breakage):
            client = HttpClient.asking()
            self.waits_forever |= answer is Breakage.TIMEOUT and not client.gives_up
            raise client.error(answer)
        return from_response(answer)

    def find_requests_with_most_matches(self, request: Any) -> list[Any]:
        return []

    def _save(self, force: bool = False) -> None:
        pass


class _Recorder(VcrCassette):  # type: ignore[misc]  # vcrpy is not typed
    """Lets every request through and keeps the exchange in memory."""

    kept: list[Exchange]
    asked: dict[int, tuple[Any, Request]]
    answered: set[int]

    @classmethod
    def load(cls, **options: Any) -> "_Recorder":
        recorder = cls(**options)
        recorder.kept, recorder.asked, recorder.answered = [], {}, set()
        return recorder

    def can_play_response_for(self, request: Any) -> bool:
        if id(request) not in self.asked:  # some stubs ask twice about one request
            _spell_out(request)
            self.asked[id(request)] = request, to_request(request)
        return False

    def append(self, request: Any, response: Any) -> None:
        self.answered.add(id(request))
        self.kept.append(Exchange(to_request(request), to_response(decode_response(response))))

    def _save(self, force: bool = False) -> None:
        pass


@contextmanager
def playing(deck: Deck, redact: Callable[[Request], Request]) -> Iterator["Playing"]:
    """Answer HTTP from `deck`, and keep what it does not hold."""
    with _Player.use(
        path="",
        record_mode=RecordMode.NONE,
        deck=deck,
        redact=redact,
        skip_patchers=_absent(tuple(sys.path)),
    ) as player:
        yield Playing(player)


class Playing:
    """A deck at play."""

    def __init__(self, player: _Player) -> None:
        self._player = player

    def deal(self, deck: Deck) -> None:
        """Go on with another deck, for the next call."""
        self._player.deck = deck
        self._forget()

    def end(self) -> None:
        """The call is over; nothing that this process drives asks for more."""

    def late(self) -> tuple[tuple[int, Miss], ...]:
        """Nothing: requests of code in this process end with its call."""
        return ()

    def misses(self) -> tuple[Miss, ...]:
        """The requests that nothing answered so far."""
        return tuple(miss for _, miss in self._player.misses.values())

    def played(self) -> frozenset[int]:
        """The exchanges of the deck that answered so far."""
        return frozenset(self._player.deck.played)

    @property
    def unheard(self) -> str:
        """Nothing: what is not caught here is refused, and told."""
        return ""

    @property
    def waits_forever(self) -> bool:
        """Whether a client without a timeout met an API that never answers."""
        return self._player.waits_forever

    def rewind(self) -> None:
        """Put every exchange back, and forget what was missed."""
        self._player.deck.rewind()
        self._forget()

    def _forget(self) -> None:
        self._player.misses.clear()
        self._player.asked.clear()
        self._player.waits_forever = False


@contextmanager
def recording() -> Iterator["Recording"]:
    """Let HTTP through, and keep what is exchanged."""
    with _Recorder.use(path="", record_mode=RecordMode.ALL) as recorder:
        yield Recording(recorder)


class Recording:
    """What was asked and answered so far."""

    def __init__(self, recorder: _Recorder) -> None:
        self._recorder = recorder

    def exchanges(self) -> tuple[Exchange, ...]:
        """Every request that was answered, with its answer."""
        return tuple(self._recorder.kept)

    def unanswered(self) -> tuple[Request, ...]:
        """The requests to which no answer came, whatever was made of that; a retry that worked counts."""
        answered = {_subject(exchange.request) for exchange in self._recorder.kept}
        return tuple(
            ours
            for number, (_, ours) in self._recorder.asked.items()
            if number not in self._recorder.answered and _subject(ours) not in answered
        )


def _subject(request: Request) -> tuple[str, str]:
    return request.method.upper(), request.uri.partition("#")[0]


def _spell_out(request: Any) -> None:
    """Let text in a streamed body be bytes: vcrpy sends the parts joined, and joins bytes only."""
    parts = getattr(request, "_body", None)
    if isinstance(parts, list) and any(isinstance(part, str) for part in parts):
        request._body = [part.encode() if isinstance(part, str) else part for part in parts]
