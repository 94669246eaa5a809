"""Recorded HTTP traffic, and what of it a replay asked for.

Matching, redaction and faults work on these, not on the types of the library that intercepts HTTP.
"""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from pytest_mcp_contract.model.json import JSON, JSONObject

Headers = tuple[tuple[str, str], ...]


def _header(headers: Headers, name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def _json(body: bytes) -> JSON:
    try:
        value: JSON = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to a vendor's API."""

    method: str
    uri: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path as sent, percent-encoding kept."""
        return urlsplit(self.uri).path or "/"

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Query parameters, sorted: their order means nothing."""
        return tuple(sorted(parse_qsl(urlsplit(self.uri).query, keep_blank_values=True)))

    @property
    def host(self) -> str:
        """Scheme and authority, `https://api.github.com`."""
        parts = urlsplit(self.uri)
        return f"{parts.scheme}://{parts.netloc}"

    def json(self) -> JSON:
        """The body as JSON; None where it is none."""
        return _json(self.body)

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return _header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response."""

    status: int
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""

    def json(self) -> JSON:
        """The body as JSON; None where it is none."""
        return _json(self.body)

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return _header(self.headers, name)

    @property
    def answers_in_json(self) -> bool:
        """Whether it is a success with a body that claims to be JSON, or claims nothing.

        Of these a response key speaks (FORMATS.md).
        """
        kind = (self.header("content-type") or "json").partition(";")[0].strip().lower()
        claims = kind == "json" or kind.endswith(("/json", "+json"))
        return claims and 200 <= self.status < 300 and bool(self.body.strip())


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded request with its response."""

    request: Request
    response: Response


@dataclass(frozen=True, slots=True)
class CassetteHeader:
    """What a cassette says of itself: the one call it is the traffic of."""

    server: str
    tool: str
    case: str
    arguments: JSONObject = field(default_factory=dict)
    expect: str = "success"
    recorded_at: str = ""
    redacted: tuple[str, ...] = ()
    format: int = 1


@dataclass(frozen=True, slots=True)
class Miss:
    """A request that no recorded exchange answers."""

    request: Request
    why: str
    """`not recorded` or `differs in: query`, with the nearest exchange; or `played out`."""


class Reach(StrEnum):
    """What a server reached out for when it was refused."""

    NETWORK = "network"
    PROCESS = "process"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that code inside this process tried to do, and was not let."""

    reach: Reach
    event: str
    """The audit event: `socket.connect`, `subprocess.Popen`, `open`."""
    target: str = ""
    """Host and port, command line or path."""


@dataclass(frozen=True, slots=True)
class SchemaVerdict:
    """Whether one recorded body fits the response schema declared for it."""

    exchange: Exchange
    key: str
    """The response key, `GET /repos/{owner}/{repo}`."""
    schema: str
    """What the registry names: `pkg.mod:Model` or a file."""
    errors: tuple[tuple[str, str], ...] = ()
    """JSON Pointer into the body, and what is wrong there."""
    unusable: str = ""
    """Why the declared schema could not be loaded; then nothing was judged."""
    closed: tuple[str, ...] = ()
    """JSON Pointers to objects of the body in which the schema takes no key that it does not know."""
