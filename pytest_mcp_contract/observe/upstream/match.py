"""Which recorded exchange answers a request. Works on `model.Exchange`, knows no HTTP library."""

import json
from collections.abc import Callable, Mapping, Sequence

from pytest_mcp_contract.model import Breakage, Exchange, Fault, Miss, Request, Response
from pytest_mcp_contract.observe.addresses import is_labelled, readings


def _json(body: bytes) -> object:
    """A body by what it means: key order and white space mean nothing, but `1` is not `true`."""
    try:
        return "json", json.dumps(json.loads(body), sort_keys=True)
    except (ValueError, RecursionError):
        return "bytes", body


_PARTS: Mapping[str, Callable[[Request], object]] = {
    "method": lambda request: request.method.upper(),
    "host": lambda request: request.host.lower(),
    "path": lambda request: request.path,
    "query": lambda request: request.query,
    "json": lambda request: _json(request.body),
    "body": lambda request: request.body,
}
MATCHERS = tuple(_PARTS)
"""What `match_on` of a registry entry may name."""


class Deck:
    """The exchanges of one cassette, each played once, in the order they stand where several match.

    With `fault` one of them is answered otherwise, each time that it is asked for.
    """

    def __init__(
        self, exchanges: Sequence[Exchange], match_on: Sequence[str], *, fault: Fault | None = None
    ) -> None:
        self._exchanges = tuple(exchanges)
        self._fault = fault
        self._parts = {name: _PARTS[name] for name in match_on if name in _PARTS}
        self._labels: dict[str, str] = {}
        """What labels of e-mail addresses have turned out to be in the recording."""
        self.played: set[int] = set()
        self.asked_for_fault = 0

    @property
    def is_faulty(self) -> bool:
        """Whether one of the answers is spoilt."""
        return self._fault is not None

    def find(self, request: Request) -> int | None:
        """The index of the first unplayed exchange whose request matches; None where there is none."""
        for index, exchange in enumerate(self._exchanges):
            if index not in self.played or self._is_faulty(index):
                differs, labels = self._difference(request, exchange.request)
                if not differs:
                    self._labels = labels
                    return index
        return None

    def rewind(self) -> None:
        """Put every exchange back."""
        self.played.clear()
        self._labels = {}
        self.asked_for_fault = 0

    def play(self, index: int) -> Response | Breakage:
        """Take an exchange out of the deck; gives what answers the request."""
        self.played.add(index)
        if self._fault is not None and self._is_faulty(index):
            self.asked_for_fault += 1
            return self._fault.answer
        return self._exchanges[index].response

    def _is_faulty(self, index: int) -> bool:
        return self._fault is not None and self._fault.exchange == index

    def miss(self, request: Request) -> Miss:
        """Why nothing answers `request`: not recorded, played out, or what differs from the nearest one."""
        if not self._exchanges:
            return Miss(request, "not recorded: the cassette is empty")
        distances = [
            (self._difference(request, exchange.request)[0], index in self.played)
            for index, exchange in enumerate(self._exchanges)
        ]
        if any(not differs for differs, _ in distances):
            return Miss(request, "played out: the cassette holds it fewer times than it was asked for")
        recorded, (differs, _) = min(
            zip((exchange.request for exchange in self._exchanges), distances, strict=True),
            key=lambda pair: (len(pair[1][0]), pair[1][1], -_shared(pair[0].uri, request.uri)),
        )
        is_another = {"method", "path"} & set(differs)
        why = "not recorded" if is_another else f"differs in: {', '.join(differs)}"
        return Miss(request, f"{why} (nearest: {recorded.method} {recorded.uri})")

    def _difference(self, request: Request, recorded: Request) -> tuple[list[str], dict[str, str]]:
        """In what a request differs from a recorded one, its labels read as is best; and that reading."""
        if not is_labelled(request):
            return self._differs(request, recorded), self._labels
        read = [
            (self._differs(one, recorded), labels)
            for one, labels in readings(request, recorded, self._labels)
        ]
        return min(
            read, key=lambda one: len(one[0]), default=(self._differs(request, recorded), self._labels)
        )

    def _differs(self, one: Request, other: Request) -> list[str]:
        return [name for name, part in self._parts.items() if part(one) != part(other)]


def _shared(one: str, other: str) -> int:
    """How many characters two addresses share at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
