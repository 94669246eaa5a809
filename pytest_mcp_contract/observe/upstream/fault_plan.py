"""Which faults one recorded answer is put through. Pure: knows exchanges, bodies and schemas, no platform."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from pytest_mcp_contract.model import (
    JSON,
    Breakage,
    Exchange,
    Fault,
    FaultKind,
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


def plan(
    index: int, exchange: Exchange, judged: Judged | None, *, empty_on: Sequence[int] = ()
) -> Iterator[Fault]:
    """Faults of the answer of one exchange, the coarse ones first.

    Faults inside the body are planned only where a response schema is declared: nothing else can tell what a
    tool must take.
    """
    recorded = exchange.response
    yield from _statuses(index, empty_on)
    yield Fault(FaultKind.TIMEOUT, index, Breakage.TIMEOUT)
    yield Fault(FaultKind.RESET, index, Breakage.RESET)
    if judged is None or not recorded.answers_in_json:
        return
    body = recorded.json()
    yield Fault(FaultKind.EMPTY_BODY, index, _with_body(recorded, b""))
    whole = recorded.body.strip()
    yield Fault(FaultKind.TRUNCATED_JSON, index, _with_body(recorded, whole[: max(len(whole) // 2, 1)]))
    for fault in (
        _spoilt(FaultKind.OTHER_JSON, index, recorded, {} if isinstance(body, list) else [], ()),
        *_fields(index, recorded, body, judged),
    ):
        if fault.kind is FaultKind.UNKNOWN_ENUM:
            yield replace(fault, tolerable=True)
        elif isinstance(fault.answer, Response):
            yield replace(fault, tolerable=judged.accepts(fault.answer.body))


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


def _fields(index: int, recorded: Response, body: JSON, judged: Judged) -> Iterator[Fault]:
    if isinstance(body, dict):
        new: JSON = {"kind": "new", "values": [1, 2, 3]}
        widened: JSON = {**body, "mcp_contract_new_field": new}
        yield _spoilt(FaultKind.EXTRA, index, recorded, widened, ())
    found = list(_places(body))
    demanded = [path for path in found if not judged.accepts(_dumped(_without(body, path)))]
    chosen = [*demanded, *(path for path in found if path not in demanded)][:MOST_FIELDS]
    for path in chosen:
        yield _spoilt(FaultKind.REMOVED, index, recorded, _without(body, path), path)
        if _at(body, path) is not None:
            yield _spoilt(FaultKind.NULLED, index, recorded, _with(body, path, None), path)
            yield _spoilt(
                FaultKind.OTHER_TYPE, index, recorded, _with(body, path, _other(_at(body, path))), path
            )
    for path in found:
        if isinstance(_at(body, path), str) and _is_choice(judged.schema, path):
            yield _spoilt(FaultKind.UNKNOWN_ENUM, index, recorded, _with(body, path, _UNKNOWN), path)
    yield from _lists(index, recorded, body)
    yield from _texts(index, recorded, body, judged, demanded)


def _lists(index: int, recorded: Response, body: JSON) -> Iterator[Fault]:
    places: list[Path] = [()] if isinstance(body, list) else []
    places += [path for path in _places(body) if isinstance(_at(body, path), list)]
    filled = [path for path in places if _at(body, path)]
    for path in filled[:MOST_LISTS]:
        value = _at(body, path)
        assert isinstance(value, list), "chosen for that"
        yield _spoilt(FaultKind.EMPTIED, index, recorded, _with(body, path, []), path)
        long = [value[number % len(value)] for number in range(LONG_LIST)]
        yield _spoilt(FaultKind.LONG_LIST, index, recorded, _with(body, path, long), path)


def _texts(
    index: int, recorded: Response, body: JSON, judged: Judged, demanded: Sequence[Path]
) -> Iterator[Fault]:
    texts = [path for path in _places(body) if _is_free_text(_at(body, path))]
    texts = [path for path in texts if not _is_choice(judged.schema, path)]
    texts.sort(key=lambda path: (path not in demanded, -len(str(_at(body, path)))))
    for path in texts[:MOST_TEXTS]:
        yield _spoilt(FaultKind.LONG_TEXT, index, recorded, _with(body, path, _LONG_TEXT), path)
        yield _spoilt(FaultKind.NON_ASCII, index, recorded, _with(body, path, _NON_ASCII), path)


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


def _spoilt(kind: FaultKind, index: int, recorded: Response, body: JSON, path: Path) -> Fault:
    return Fault(kind, index, _with_body(recorded, _dumped(body)), at=pointer(*path) if path else "")


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
    copy = deepcopy(body)
    del _at(copy, path[:-1])[path[-1]]  # type: ignore[union-attr,arg-type]
    return copy


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
