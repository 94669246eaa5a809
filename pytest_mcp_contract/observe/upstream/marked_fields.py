"""The fields of a cassette's answers, each with the places where a marker can stand. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias
from urllib.parse import unquote_plus

from pytest_mcp_contract.model import JSON, Exchange, Response
from pytest_mcp_contract.observe.upstream.leaves import Leaf, Path, leaves, with_values
from pytest_mcp_contract.observe.upstream.markers import Kind, Marker, Mint

MOST_MARKED = 400
"""Leaves of one answer that are marked; of a field with many its first, its last, and some between."""
_ORDER = tuple(Kind)
Accepts: TypeAlias = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer of an API, with what is known of its shape."""

    index: int
    """Index of the exchange in the cassette."""
    key: str
    exchange: Exchange
    schema: JSON = None
    accepts: Accepts | None = None
    """Whether the declared response schema takes a body; None where none is declared."""


@dataclass(frozen=True, slots=True)
class Place:
    """One leaf, and the marker that may stand there."""

    answer: int
    path: Path
    recorded: JSON
    marker: Marker


@dataclass(eq=False, slots=True)
class Field:
    """One field of the answers under one response key."""

    key: str
    pointer: str
    name: str
    first: Exchange
    value: JSON
    recorded: list[JSON] = field(default_factory=list)
    """All of its values."""
    places: list[Place] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """What it holds, at its first place."""
        return self.places[0].marker.kind

    @property
    def is_opaque(self) -> bool:
        """Whether any of its values may be an encoded one."""
        return any(place.marker.is_opaque for place in self.places)


Values: TypeAlias = Callable[[Field, Place], JSON]


def marker_of(_: Field, place: Place) -> JSON:
    """The value that is put into a place to be found again."""
    return place.marker.value


class Sheet:
    """All fields of one cassette's answers."""

    def __init__(self, answers: Sequence[Answer], exchanges: Sequence[Exchange], text: str) -> None:
        self._exchanges = tuple(exchanges)
        self._answers = {answer.index: answer for answer in answers}
        self._mint = Mint(text)
        self.fields: list[Field] = []
        named: dict[tuple[str, str], Field] = {}
        for answer in answers:
            self._read(answer, named)
        self.fields = list(named.values())

    @property
    def marked(self) -> list[Field]:
        """The fields with a place for a marker, the safest to mark first."""
        return sorted((one for one in self.fields if one.places), key=lambda one: _ORDER.index(one.kind))

    def words(self, fields: Iterable[Field]) -> dict[str, str]:
        """A word for each field, by key and pointer."""
        return {name_of(one): self._mint.word() for one in fields}

    def exchanges(self, fields: Iterable[Field], values: Values = marker_of) -> tuple[Exchange, ...]:
        """The cassette with other values in the places of these fields."""
        chosen = list(fields)
        made = list(self._exchanges)
        for index in {place.answer for one in chosen for place in one.places}:
            recorded = made[index]
            body = self._body(index, chosen, values)
            made[index] = replace(recorded, response=with_body(recorded.response, body))
        return tuple(made)

    def accepted(self, fields: Iterable[Field], values: Values = marker_of) -> list[Field]:
        """The fields, with those places only where the declared response schema takes the other values."""
        chosen = [replace(one, places=list(one.places)) for one in fields]
        for index in {place.answer for one in chosen for place in one.places}:
            accepts = self._answers[index].accepts
            if accepts is None:
                continue
            here = [one for one in chosen if any(place.answer == index for place in one.places)]
            taken = _taken(here, partial(self._fits, index, accepts, values))
            for one in here:
                if one not in taken:
                    one.places = [place for place in one.places if place.answer != index]
        return [one for one in chosen if one.places]

    def _fits(self, index: int, accepts: Accepts, values: Values, fields: list[Field]) -> bool:
        return accepts(self._body(index, fields, values))

    def _read(self, answer: Answer, named: dict[tuple[str, str], Field]) -> None:
        """Add the fields of one answer to those found so far."""
        exchange = answer.exchange
        later = _sent(self._exchanges[answer.index + 1 :])
        found: dict[str, list[Leaf]] = {}
        for leaf in leaves(exchange.response.json(), answer.schema):
            found.setdefault(leaf.field, []).append(leaf)
        for pointer, those in _sampled(found).items():
            all_of_them = [leaf.value for leaf in found[pointer]]
            one = named.setdefault(
                (answer.key, pointer), Field(answer.key, pointer, those[0].key, exchange, all_of_them[0])
            )
            one.recorded += all_of_them
            for leaf in those:
                marker = None if is_sent(leaf.value, later) else self._mint.marker(leaf)
                if marker is not None:
                    one.places.append(Place(answer.index, leaf.path, leaf.value, marker))

    def _body(self, index: int, fields: Iterable[Field], values: Values) -> bytes:
        body = self._exchanges[index].response.json()
        here = [
            (place.path, values(one, place))
            for one in fields
            for place in one.places
            if place.answer == index
        ]
        with_values(body, here)
        return json.dumps(body, ensure_ascii=False).encode()


def name_of(one: Field) -> str:
    """Key and pointer of a field in one text."""
    return f"{one.key} {one.pointer}"


def with_body(recorded: Response, body: bytes) -> Response:
    """The response with another body of the right length."""
    headers = tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in recorded.headers
    )
    return replace(recorded, headers=headers, body=body)


def is_sent(value: JSON, sent: str) -> bool:
    """Whether a value occurs in a text of requests, by itself and not within a longer word."""
    if value is None or isinstance(value, bool | dict | list):
        return False
    text = str(value).strip().lower()
    return bool(text) and any(
        form in sent and re.search(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", sent) is not None
        for form in (text, text.replace("-", ""))
    )


def _sent(exchanges: Iterable[Exchange]) -> str:
    """Everything that is asked for in some requests, in lower case, also with the encoding of URIs undone."""
    parts: list[str] = []
    for exchange in exchanges:
        request = exchange.request
        body = request.json()
        texts = (
            [str(leaf.value) for leaf in leaves(body)]
            if body is not None
            else [request.body.decode("utf-8", "replace")]
        )
        for text in (request.uri, request.path, *texts):
            parts += (text, unquote_plus(text))
    return "\n".join(parts).lower()


def _sampled(found: Mapping[str, list[Leaf]]) -> Mapping[str, list[Leaf]]:
    """At most `MOST_MARKED` leaves: as many of each field as that lets be, spread over the answer."""
    each = MOST_MARKED
    while each > 1 and sum(min(len(those), each) for those in found.values()) > MOST_MARKED:
        each = each * 2 // 3 if each > 3 else each - 1
    chosen = {pointer: list(_spread(those, each)) for pointer, those in found.items()}
    return dict(list(chosen.items())[:MOST_MARKED])


def _spread(those: list[Leaf], most: int) -> Iterator[Leaf]:
    if len(those) <= most:
        yield from those
    elif most == 1:
        yield those[0]
    else:
        last = len(those) - 1
        yield from (those[step * last // (most - 1)] for step in range(most))


def _taken(fields: list[Field], accepts: Callable[[list[Field]], bool]) -> list[Field]:
    """As many of the fields as can be marked together."""
    if accepts(fields):
        return fields
    if len(fields) == 1:
        return []
    middle = len(fields) // 2
    halves = [_taken(half, accepts) for half in (fields[:middle], fields[middle:])]
    both = [one for half in halves for one in half]
    return both if both and accepts(both) else max(halves, key=len)
