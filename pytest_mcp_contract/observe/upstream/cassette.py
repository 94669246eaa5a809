"""Cassettes on disk: vcrpy's files, read and written through its serializer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vcr import serialize as vcr_serialize
from vcr.request import Request as VcrRequest
from vcr.serializers import yamlserializer

from pytest_mcp_contract.model import CassetteHeader, Exchange, Request, Response

FORMAT = 1


class CassetteError(Exception):
    """A file is no cassette of ours; the text says why, as a phrase."""


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


def cassette_path(folder: Path, server: str, tool: str, case: str) -> Path:
    """Where the cassette of one case belongs."""
    return folder / server / tool / f"{case}.yaml"


def read(path: Path) -> Cassette:
    """The cassette in `path`.

    Raises:
        CassetteError: it cannot be read, is not vcrpy's format, or lacks our header.
    """
    try:
        loaded = vcr_serialize.deserialize(path.read_text(encoding="utf-8"), yamlserializer)
        requests, responses, metadata = loaded if len(loaded) == 3 else (*loaded, {})
        header = metadata["mcp_contract"]
        if header["format"] != FORMAT:
            raise CassetteError(f"has format {header['format']}; this version reads {FORMAT}")
        return Cassette(
            path=path,
            header=CassetteHeader(
                server=header["server"],
                tool=header["tool"],
                case=header["case"],
                arguments=header.get("arguments") or {},
                expect=header.get("expect", "success"),
                recorded_at=str(header.get("recorded_at", "")),
                redacted=tuple(header.get("redacted", ())),
            ),
            exchanges=tuple(
                Exchange(to_request(request), to_response(response))
                for request, response in zip(requests, responses, strict=True)
            ),
        )
    except CassetteError:
        raise
    except (KeyError, TypeError) as error:
        raise CassetteError(f"is no cassette: {error} is missing or of the wrong type") from error
    except Exception as error:
        last = (str(error).strip().splitlines() or [""])[0]
        raise CassetteError(f"cannot be read: {type(error).__name__}: {last}") from error


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
    return VcrRequest(request.method, request.uri, request.body or None, dict(request.headers))


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
