"""Which faults one recorded answer is put through. Pure: knows exchanges, bodies and schemas, no platform."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote_plus

from pytest_mcp_contract.model import (
    JSON,
    Breakage,
    Exchange,
    Fault,
    FaultKind,
    JSONObject,
    Response,
    pointer,
)
from pytest_mcp_contract.observe.environment import FIXED_TOKEN

STATUSES = (400, 401, 403, 404, 409, 422, 429, 500, 502, 503)
_REASONS = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict",
    422: "Unprocessable Entity", 429: "Too Many Requests", 500: "Internal Server Error",
    502: "Bad Gateway", 503: "Service Unavailable",
}  # fmt: skip
_PAGE = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    b"<body><center><h1>502 Bad Gateway</h1></center><hr><center>edge</center></body></html>"
)
LONG_LIST = 10_000
_LONG_TEXT = "A very long text that somebody has pasted here goes on and on. " * 800
_NON_ASCII = "Größe \u65e5\u672c\u8a9e \u05e2\u05d1\u05e8\u05d9\u05ea \U0001f389"
_UNKNOWN = "mcp_contract_unknown"
MOST_FIELDS = 12
"""Fields of one answer that are spoilt: those that the schema demands come first."""
MOST_TEXTS = 3
MOST_LISTS = 2
_DEEPEST = 5

Accepts = Callable[[bytes], bool]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The response schema declared for one answer: whether it takes a body, and the schema itself."""

    accepts: Accepts
    schema: JSON


@dataclass(frozen=True, slots=True)
class Sketch:
    """A fault that could be made; bodies are built only for those that are."""

    kind: FaultKind
    at: str
    make: Callable[[], Fault]


def plan(
    index: int, exchange: Exchange, judged: Judged | None, *, empty_on: Sequence[int] = ()
) -> Iterator[Sketch]:
    """Faults of the answer of one exchange, the coarse ones first.

    Faults inside the body are planned only where a response schema is declared: nothing else can tell what a
    tool must take.
    """
    recorded = exchange.response
    for fault in _statuses(index, empty_on):
        yield _made(fault)
    yield _made(Fault(FaultKind.TIMEOUT, index, Breakage.TIMEOUT))
    yield _made(Fault(FaultKind.RESET, index, Breakage.RESET))
    if judged is None or not recorded.answers_in_json:
        return
    whole = recorded.body.strip()
    yield _made(Fault(FaultKind.EMPTY_BODY, index, _with_body(recorded, b"")))
    half = whole[: max(len(whole) // 2, 1)]
    yield _made(Fault(FaultKind.TRUNCATED_JSON, index, _with_body(recorded, half)))
    yield from _Spoiler(index, recorded, judged).sketches()


def steers(fault: Fault, exchanges: Sequence[Exchange], arguments: JSONObject) -> bool:
    """Whether the arguments or another request of the call hold a value of the part that was spoilt.

    A tool that looks up what it was asked for, or follows an id, rightly fails where that value is gone.
    """
    body = exchanges[fault.exchange].response.json()
    requests = [
        exchange.request.uri + exchange.request.body.decode("utf-8", "replace")
        for index, exchange in enumerate(exchanges)
        if index != fault.exchange
    ]
    asked = unquote_plus(" ".join((json.dumps(dict(arguments), ensure_ascii=False), *requests))).casefold()
    return any(str(value).casefold() in asked for value in _values(_pointed(body, fault.at)))


def _pointed(body: JSON, at: str) -> JSON:
    """What a pointer into the body points to; None where it points nowhere."""
    for part in at.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict):
            body = body.get(name)
        elif isinstance(body, list) and name.isdecimal() and int(name) < len(body):
            body = body[int(name)]
        else:
            return None
    return body


def _values(value: JSON) -> Iterator[JSON]:
    """Texts and numbers inside a value."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _values(item)
    elif value and not isinstance(value, bool):
        yield value


def _made(fault: Fault) -> Sketch:
    return Sketch(fault.kind, fault.at, lambda: fault)


def _statuses(index: int, empty_on: Sequence[int]) -> Iterator[Fault]:
    for status in STATUSES:
        said = f"{_REASONS[status]}: this is what the API says"
        if status == 401:
            said += f" about the token {FIXED_TOKEN}"
        body, kind = json.dumps({"message": said}).encode(), "application/json"
        if status == 502:
            body, kind = _PAGE, "text/html; charset=utf-8"
        headers = (("Content-Type", kind), ("Content-Length", str(len(body))))
        answer = Response(status, _REASONS[status], headers, body)
        may_be_empty = status in empty_on
        yield Fault(FaultKind.STATUS, index, answer, at=str(status), may_be_empty=may_be_empty)
        if status == 429:
            waiting = replace(answer, headers=(*headers, ("Retry-After", "30")))
            yield Fault(
                FaultKind.STATUS, index, waiting, at="429 with Retry-After", may_be_empty=may_be_empty
            )


class _Spoiler:
    """Changes inside the body of one recorded answer."""

    def __init__(self, index: int, recorded: Response, judged: Judged) -> None:
        self._index = index
        self._recorded = recorded
        self._judged = judged
        self._body = recorded.json()

    def sketches(self) -> Iterator[Sketch]:
        """Changes of the whole body, of its fields, lists and texts."""
        body = self._body
        yield self._sketch(FaultKind.OTHER_JSON, (), lambda: {} if isinstance(body, list) else [])
        if isinstance(body, dict):
            new: JSON = {"kind": "new", "values": [1, 2, 3]}
            widened: JSON = {**body, "mcp_contract_new_field": new}
            yield self._sketch(FaultKind.EXTRA, (), lambda: widened)
        found = list(_places(body))
        demanded = {path for path in found if not self._judged.accepts(_dumped(_without(body, path)))}
        for path in sorted(found, key=lambda path: path not in demanded)[:MOST_FIELDS]:
            yield from self._field(path)
        for path in found:
            if isinstance(_at(body, path), str) and _is_choice(self._judged.schema, path):
                yield self._change(FaultKind.UNKNOWN_ENUM, path, lambda: _UNKNOWN)
        yield from self._lists(found)
        yield from self._texts(found, demanded)

    def _field(self, path: Path) -> Iterator[Sketch]:
        yield self._sketch(FaultKind.REMOVED, path, lambda: _without(self._body, path))
        value = _at(self._body, path)
        if value is not None:
            yield self._change(FaultKind.NULLED, path, lambda: None)
            if self._speaks_of(path, _other(value)):
                yield self._change(FaultKind.OTHER_TYPE, path, lambda: _other(value))

    def _speaks_of(self, path: Path, other: JSON) -> bool:
        """Whether the schema says what stands at a path; else it takes anything there, which nobody sends."""
        schema = self._judged.schema
        return any(_parts(schema, schema, path)) or not self._judged.accepts(
            _dumped(_with(self._body, path, other))
        )

    def _lists(self, found: Sequence[Path]) -> Iterator[Sketch]:
        filled = [path for path in ((), *found) if _at(self._body, path)]
        lists = [path for path in filled if isinstance(_at(self._body, path), list)][:MOST_LISTS]
        for path in lists:
            yield self._change(FaultKind.EMPTIED, path, lambda: [])
        for path in lists[:1]:
            yield self._change(FaultKind.LONG_LIST, path, partial(self._long, path))

    def _long(self, path: Path) -> JSON:
        """10,000 of the first element, with only what the schema demands: it is the number that counts."""
        values = _at(self._body, path)
        assert isinstance(values, list), "chosen for that"
        element = values[0]
        left_out: list[Path] = []
        for place in _places(element) if isinstance(element, dict) else ():
            if any(place[: len(gone)] == gone for gone in left_out):
                continue
            smaller = _without(element, place)
            if self._judged.accepts(_dumped(_with(self._body, path, [smaller]))):
                element = smaller
                left_out.append(place)
        return [element] * LONG_LIST

    def _texts(self, found: Sequence[Path], demanded: set[Path]) -> Iterator[Sketch]:
        texts = [
            path
            for path in found
            if _is_free_text(_at(self._body, path)) and not _is_choice(self._judged.schema, path)
        ]
        texts.sort(key=lambda path: -len(str(_at(self._body, path))))
        # The longest is what grows; after it, what the schema demands.
        texts[1:] = sorted(texts[1:], key=lambda path: path not in demanded)
        for path in texts[:MOST_TEXTS]:
            yield self._change(FaultKind.LONG_TEXT, path, lambda: _LONG_TEXT)
            yield self._change(FaultKind.NON_ASCII, path, lambda: _NON_ASCII)

    def _change(self, kind: FaultKind, path: Path, value: Callable[[], JSON]) -> Sketch:
        return self._sketch(kind, path, lambda: _with(self._body, path, value()))

    def _sketch(self, kind: FaultKind, path: Path, body: Callable[[], JSON]) -> Sketch:
        at = pointer(*path) if path else ""

        def make() -> Fault:
            answer = _with_body(self._recorded, _dumped(body()))
            tolerable = kind is FaultKind.UNKNOWN_ENUM or self._judged.accepts(answer.body)
            return Fault(kind, self._index, answer, at=at, tolerable=tolerable)

        return Sketch(kind, at, make)


def _is_free_text(value: JSON) -> bool:
    """Whether a text may be any other one: no link, no date, no id."""
    return isinstance(value, str) and (" " in value.strip() or value.isalpha())


def _places(body: JSON, path: Path = ()) -> Iterator[Path]:
    """Paths of the fields of a body, outer ones first; of a list's elements the first one."""
    if len(path) >= _DEEPEST:
        return
    inside: list[tuple[Path, JSON]] = []
    if isinstance(body, dict):
        inside = [((*path, key), value) for key, value in body.items()]
        yield from (place for place, _ in inside)
    elif isinstance(body, list) and body:
        inside = [((*path, 0), body[0])]
    for place, value in inside:
        yield from _places(value, place)


def _with_body(recorded: Response, body: bytes) -> Response:
    headers = tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in recorded.headers
    )
    return replace(recorded, headers=headers, body=body)


def _dumped(body: JSON) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _at(body: JSON, path: Path) -> JSON:
    for part in path:
        body = body[part]  # type: ignore[index]  # the path was read off this body
    return body


def _without(body: JSON, path: Path) -> JSON:
    """The body without the key at a path; what lies beside the path is shared with the recorded one."""
    head, *rest = path
    if isinstance(body, list):
        return [_without(item, tuple(rest)) if i == head else item for i, item in enumerate(body)]
    assert isinstance(body, dict), "the path was read off this body"
    if not rest:
        return {key: item for key, item in body.items() if key != head}
    return {key: _without(item, tuple(rest)) if key == head else item for key, item in body.items()}


def _with(body: JSON, path: Path, value: JSON) -> JSON:
    if not path:
        return value
    head, *rest = path
    if isinstance(body, list):
        return [_with(item, tuple(rest), value) if i == head else item for i, item in enumerate(body)]
    assert isinstance(body, dict), "the path was read off this body"
    return {key: _with(item, tuple(rest), value) if key == head else item for key, item in body.items()}


def _other(value: JSON) -> JSON:
    """A value of a type that nothing makes the recorded one of."""
    return "mcp_contract" if isinstance(value, bool | int | float | dict | list) else {"unexpected": True}


def _is_choice(schema: JSON, path: Path) -> bool:
    """Whether the schema lets the text at a path be one of some words only."""
    return any("enum" in part or "const" in part for part in _parts(schema, schema, path))


def _parts(root: JSON, schema: JSON, path: Path, depth: int = 0) -> Iterator[Mapping[str, JSON]]:
    """The parts of a schema that speak of the place at a path."""
    if not isinstance(schema, dict) or depth > 30:
        return
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target = root
        for name in reference[2:].split("/"):
            target = target.get(name) if isinstance(target, dict) else None
        yield from _parts(root, target, path, depth + 1)
    for word in ("anyOf", "oneOf", "allOf"):
        options = schema.get(word)
        for option in options if isinstance(options, list) else ():
            yield from _parts(root, option, path, depth + 1)
    if not path:
        yield schema
        return
    head, *rest = path
    properties = schema.get("properties")
    inside: JSON = schema.get("items") if isinstance(head, int) else None
    if isinstance(head, str) and isinstance(properties, dict):
        inside = properties.get(head)
    yield from _parts(root, inside, tuple(rest), depth + 1)
