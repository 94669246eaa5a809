"""Cassettes on disk: vcrpy's files, read and written through its serializer."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, JsonValue, ValidationError
from vcr import serialize as vcr_serialize
from vcr.request import Request as VcrRequest
from vcr.serializers import yamlserializer

from pytest_mcp_contract.model import CassetteFault, CassetteHeader, Exchange, Request, Response, plain_name

FORMAT = 1


class CassetteError(Exception):
    """A file is no cassette of ours; the text says why, as a phrase."""

    def __init__(self, said: str, fault: CassetteFault = CassetteFault.NO_CASSETTE) -> None:
        super().__init__(said)
        self.fault = fault


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
            return self.golden_path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None


def tool_folder(folder: Path, server: str, tool: str) -> Path:
    """Where the cassettes of one tool belong."""
    return folder / plain_name(server) / plain_name(tool)


def cassette_path(folder: Path, server: str, tool: str, case: str) -> Path:
    """Where the cassette of one case belongs."""
    return tool_folder(folder, server, tool) / f"{plain_name(case)}.yaml"


def read(path: Path) -> Cassette:
    """The cassette in `path`.

    Raises:
        CassetteError: it cannot be read, is not vcrpy's format, or lacks our header.
    """
    try:
        loaded = vcr_serialize.deserialize(path.read_text(encoding="utf-8"), yamlserializer)
        requests, responses, metadata = loaded if len(loaded) == 3 else (*loaded, {})
        return Cassette(
            path=path,
            header=_header(metadata),
            exchanges=tuple(
                Exchange(to_request(request), to_response(response))
                for request, response in zip(requests, responses, strict=True)
            ),
        )
    except CassetteError:
        raise
    except (KeyError, TypeError, AttributeError) as error:
        raise CassetteError(
            "is no cassette: it is not a table of `version`, `interactions`, `metadata`"
        ) from error
    except Exception as error:
        last = (str(error).strip().splitlines() or [""])[0]
        raise CassetteError(f"cannot be read: {type(error).__name__}: {last}") from error


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


def _header(metadata: dict[str, object]) -> CassetteHeader:
    if "mcp_contract" not in metadata:
        raise CassetteError("is no cassette of ours: it has no `metadata.mcp_contract`")
    try:
        read = _Header.model_validate(metadata["mcp_contract"])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
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
    whole = cassette.path.with_suffix(".yaml.part")
    whole.write_text(text, encoding="utf-8")
    whole.replace(cassette.path)


def to_request(request: Any) -> Request:
    """Our request in one of vcrpy's."""
    body = request.body or b""
    return Request(
        method=request.method,
        uri=request.uri,
        headers=tuple((name, value) for name, values in _pairs(request.headers) for value in values),
        body=body
        if isinstance(body, bytes)
        else b"".join(map(_bytes, body))
        if isinstance(body, list)
        else _bytes(body),
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
    return value if isinstance(value, bytes) else str(value).encode()
