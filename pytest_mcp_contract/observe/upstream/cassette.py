"""Cassettes on disk: vcrpy's files, read and written through its serializer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, JsonValue, ValidationError
from vcr import serialize as vcr_serialize
from vcr.request import Request as VcrRequest
from vcr.serializers import yamlserializer
from vcr.serializers.compat import convert_to_bytes

from pytest_mcp_contract.model import CassetteFault, CassetteHeader, Exchange, Request, Response, plain_name
from pytest_mcp_contract.observe.upstream.cassette_yaml import CassetteError, load
from pytest_mcp_contract.whole_file import write_whole

FORMAT = 1
VCRPY_FORMAT = 1
DEEPEST = 100
__all__ = [
    "Cassette",
    "CassetteError",
    "case_path",
    "cassette_path",
    "from_request",
    "from_response",
    "read",
    "to_request",
    "to_response",
    "tool_folder",
    "write",
]


@dataclass(frozen=True, slots=True)
class Cassette:
    """One cassette file: the traffic of one call."""

    path: Path
    header: CassetteHeader
    exchanges: tuple[Exchange, ...]

    @property
    def golden_path(self) -> Path:
        """Where the rendered golden stands."""
        return self.path.with_suffix(".md")

    def golden(self) -> str | None:
        """The golden, as it stands on disk; None where there is none."""
        try:
            return self.golden_path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None


def tool_folder(folder: Path, server: str, tool: str) -> Path:
    """Where the cassettes of one tool belong."""
    return folder / plain_name(server) / plain_name(tool)


def cassette_path(folder: Path, server: str, tool: str, case: str) -> Path:
    """Where the cassette of one case belongs."""
    return case_path(tool_folder(folder, server, tool), case)


def case_path(folder: Path, case: str) -> Path:
    """Where the cassette of one case stands in the folder of its tool."""
    return folder / f"{plain_name(case)}.yaml"


def read(path: Path) -> Cassette:
    """The cassette in `path`.

    Raises:
        CassetteError: it cannot be read, is not vcrpy's format, or lacks our header.
    """
    loaded = load(path)
    found = _interactions(loaded.data)
    header = _header(loaded.data.get("metadata"))
    exchanges = []
    for index, interaction in enumerate(found):
        exchange = _exchange(interaction)
        if isinstance(exchange, str):
            line = loaded.line_of_exchange(index)
            where = f" (line {line})" if line else ""
            raise CassetteError(
                f"{exchange} in exchange {index + 1} of {len(found)}{where}", CassetteFault.INCOMPLETE, line
            )
        exchanges.append(exchange)
    return Cassette(path=path, header=header, exchanges=tuple(exchanges))


def _interactions(data: Any) -> list[Any]:
    """The exchanges in vcrpy's format, as they stand there."""
    if data is None:
        raise CassetteError("is no cassette: it is empty")
    if isinstance(data, list) and data and isinstance(data[0], dict) and "request" in data[0]:
        raise CassetteError("is of a vcrpy before 1.0: a list without `version`", CassetteFault.VERSION)
    if not isinstance(data, dict):
        raise CassetteError("is no cassette: it is not a table of `version`, `interactions`, `metadata`")
    version = data.get("version", VCRPY_FORMAT)
    if str(version) not in (str(VCRPY_FORMAT), f"{VCRPY_FORMAT}.0"):
        raise CassetteError(
            f"is of version {version!r:.20} of vcrpy's format, where {VCRPY_FORMAT} is known",
            CassetteFault.VERSION,
        )
    found = data.get("interactions")
    if not isinstance(found, list):
        raise CassetteError("is no cassette: it has no list `interactions`")
    return found


def _exchange(interaction: Any) -> Exchange | str:
    """One exchange in vcrpy's format; of one that is not whole what it lacks, as a phrase."""
    if not isinstance(interaction, dict):
        return "has no `request` and `response`"
    for part, keys in (("request", ("method", "uri")), ("response", ("status", "body"))):
        message = interaction.get(part)
        if not isinstance(message, dict):
            return f"has no `{part}`"
        for key in keys:
            wanted = str if part == "request" else dict
            if not isinstance(message.get(key), wanted):
                return f"has no `{part}.{key}`"
    asked = {"body": None, "headers": {}, **interaction["request"]}
    try:
        request = VcrRequest(*(asked[name] for name in ("method", "uri", "body", "headers")))
        return Exchange(to_request(request), to_response(convert_to_bytes(interaction["response"])))
    except KeyError as error:
        return f"has no `{error.args[0]}`"
    except (TypeError, AttributeError, ValueError) as error:
        return f"cannot be read ({type(error).__name__}: {error})"


class _Header(BaseModel):
    """`metadata.mcp_contract` of a cassette file."""

    format: Literal[1]
    server: str
    tool: str
    case: str
    arguments: dict[str, JsonValue] = {}
    expect: Literal["success", "error"] = "success"
    recorded_at: date | str = ""
    redacted: list[str] = []


def _header(metadata: Any) -> CassetteHeader:
    if not isinstance(metadata, dict) or "mcp_contract" not in metadata:
        raise CassetteError("is no cassette of ours: it has no `metadata.mcp_contract`")
    stated = metadata["mcp_contract"]
    number = stated.get("format") if isinstance(stated, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise CassetteError(
            f"has a header of format {number}, where {FORMAT} is known: update pytest-mcp-registry-contract",
            CassetteFault.VERSION,
        )
    try:
        read = _Header.model_validate(stated)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if len(first["loc"]) > DEEPEST:
            raise CassetteError("is nested deeper than any cassette", CassetteFault.TOO_LARGE) from error
        place = ".".join(map(str, ("metadata", "mcp_contract", *first["loc"])))
        raise CassetteError(f"has a header that cannot be read: `{place}`: {first['msg']}") from error
    return CassetteHeader(
        server=read.server,
        tool=read.tool,
        case=read.case,
        arguments=read.arguments,
        expect=read.expect,
        recorded_at=str(read.recorded_at),
        redacted=tuple(read.redacted),
    )


def write(cassette: Cassette) -> None:
    """Write a cassette; what it holds must have been redacted before."""
    header = cassette.header
    text = vcr_serialize.serialize(
        {
            "requests": [from_request(exchange.request) for exchange in cassette.exchanges],
            "responses": [from_response(exchange.response) for exchange in cassette.exchanges],
            "metadata": {
                "mcp_contract": {
                    "format": FORMAT,
                    "server": header.server,
                    "tool": header.tool,
                    "case": header.case,
                    "arguments": dict(header.arguments),
                    "expect": header.expect,
                    "recorded_at": header.recorded_at,
                    "redacted": list(header.redacted),
                }
            },
        },
        yamlserializer,
    )
    cassette.path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(cassette.path, text.encode())


def to_request(request: Any) -> Request:
    """Our request in one of vcrpy's."""
    return Request(
        method=request.method,
        uri=request.uri,
        headers=tuple((name, value) for name, values in _pairs(request.headers) for value in values),
        body=_sent(request.body),
    )


def to_response(response: Any) -> Response:
    """Our response in one of vcrpy's."""
    body = response["body"].get("string") or b""
    return Response(
        status=int(response["status"]["code"]),
        reason=str(response["status"].get("message") or ""),
        headers=tuple(
            (name, value) for name, values in _pairs(response.get("headers") or {}) for value in values
        ),
        body=_bytes(body),
    )


def from_request(request: Request) -> Any:
    """vcrpy's request in one of ours."""
    headers: dict[str, str] = {}
    for name, value in request.headers:
        # vcrpy keeps one value a name; repeated fields mean the same joined (RFC 9110, section 5.3).
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return VcrRequest(request.method, request.uri, request.body or None, headers)


def from_response(response: Response) -> dict[str, Any]:
    """vcrpy's response in one of ours."""
    headers: dict[str, list[str]] = {}
    for name, value in response.headers:
        headers.setdefault(name, []).append(value)
    return {
        "status": {"code": response.status, "message": response.reason},
        "headers": headers,
        "body": {"string": response.body},
    }


def _sent(body: Any) -> bytes:
    """The bytes of a request's body.

    vcrpy has read what can be read only once (a file, a generator), sends that, and gives it anew each time.
    What aiohttp is given to encode comes as it is; as JSON, it is at least the same each time.
    """
    if not body:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, (str, bytes, bytearray, memoryview)):
        return _bytes(body)
    if isinstance(body, Iterator) or (isinstance(body, list) and all(map(_is_part, body))):
        return b"".join(map(_bytes, body))
    if isinstance(body, (Mapping, list, tuple)):
        return json.dumps(body, default=_kind).encode()
    return _kind(body).encode()


def _is_part(value: Any) -> bool:
    return isinstance(value, (str, bytes, bytearray, memoryview))


def _kind(value: Any) -> str:
    """What a value is; its `repr` would hold an address that is another one each time."""
    return value.decode("latin-1") if isinstance(value, bytes) else f"<{type(value).__qualname__}>"


def _pairs(headers: Any) -> list[tuple[str, list[str]]]:
    return [
        (
            _text(name),
            [_text(value) for value in values] if isinstance(values, (list, tuple)) else [_text(values)],
        )
        for name, values in dict(headers).items()
    ]


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else str(value).encode()
