"""An API that answers arguments nobody has recorded: with what it answered to a request of the same shape."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pytest_mcp_contract.model import JSON, Exchange, JSONObject, Request, Response
from pytest_mcp_contract.observe.upstream.keys import key_for, operation_name
from pytest_mcp_contract.observe.upstream.match import Deck

_NOT_FOUND = Response(404, "Not Found", (("Content-Type", "application/json"),), b'{"message": "Not Found"}')
_NOWHERE = -1
_MOST_PLAYS = 10
"""How often one exchange answers in one call: a tool that follows a recorded `next` must come to an end."""


class StandIn(Deck):
    """All exchanges that were recorded of one server, each played as often as it is asked for.

    A request is answered by the exchange that it equals; else by one of the same method and path shape, a
    success before an error, one not yet played in this call before the others; else by the API's recorded
    not-found.
    """

    def __init__(
        self,
        exchanges: Sequence[Exchange],
        match_on: Sequence[str],
        *,
        keys: Iterable[str] = (),
        arguments: Iterable[JSONObject] = (),
    ) -> None:
        super().__init__(exchanges, match_on)
        self.asked = 0
        self._keys = tuple(keys)
        self._given = {word for each in arguments for word in _words(dict(each))}
        self._plays: dict[int, int] = {}
        self._alike = cache(self._find_alike)
        self._not_found = {
            exchange.request.host: exchange.response
            for exchange in reversed(self._exchanges)
            if exchange.response.status == 404
        }
        self._missed: Response = _NOT_FOUND

    def find(self, request: Request) -> int:
        """The index of the exchange that answers; never None: something always does."""
        equal, alike = self._alike(request)
        free = [index for index in (*equal, *alike) if self._plays.get(index, 0) < _MOST_PLAYS]
        if not free:
            self._missed = self._not_found.get(request.host, _NOT_FOUND)
            return _NOWHERE
        return min(
            free, key=lambda index: (self._plays.get(index, 0) > 0 and index not in equal, index not in equal)
        )

    def play(self, index: int) -> Response:
        """What answers; the exchange stays in the deck."""
        self.asked += 1
        if index == _NOWHERE:
            return self._missed
        self.played.add(index)
        self._plays[index] = self._plays.get(index, 0) + 1
        return self._exchanges[index].response

    def rewind(self) -> None:
        """Forget what was asked."""
        super().rewind()
        self.asked = 0
        self._plays = {}

    def _find_alike(self, request: Request) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The exchanges whose request equals this one, and those of its shape, successes first."""
        equal = tuple(
            index for index, one in enumerate(self._exchanges) if not self._differs(request, one.request)
        )
        alike = [
            index
            for index, one in enumerate(self._exchanges)
            if index not in equal and self._has_shape(request, one)
        ]
        alike.sort(key=lambda index: (not 200 <= self._exchanges[index].response.status < 300, index))
        return equal, tuple(alike)

    def _has_shape(self, request: Request, recorded: Exchange) -> bool:
        known = recorded.request
        if request.method.upper() != known.method.upper() or request.host.lower() != known.host.lower():
            return False
        if operation_name(request) != operation_name(known):
            return False
        key = key_for(recorded, self._keys)
        if key is not None:
            return key_for(Exchange(request, recorded.response), self._keys) == key
        asked, answered = request.path.split("/"), known.path.split("/")
        return len(asked) == len(answered) and all(
            one == other or self._varies(other) for one, other in zip(asked, answered, strict=True)
        )

    def _varies(self, segment: str) -> bool:
        """Whether a part of a recorded path names one of many things."""
        return segment in self._given or any(letter.isdigit() for letter in segment)


def _words(value: JSON) -> Iterable[str]:
    """Every text and number in arguments, as a path spells it."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
        yield from str(value).split("/")
