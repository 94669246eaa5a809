"""Response keys: `GET /repos/{owner}/{repo}`, `https://host/...`, `{rest+}`, `POST /graphql#Name`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pytest_mcp_contract.model import Exchange, Request

_KEY = re.compile(
    r"(?P<method>[A-Za-z]+)\s+(?P<host>https?://[^/\s]+)?(?P<path>/[^\s#]*)(?:#(?P<operation>\w+))?"
)
_PLACEHOLDER = re.compile(r"\{([\w-]+)(\+?)\}")
_OPERATION = re.compile(r"(?:^|[\s}])(?:query|mutation|subscription)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class ResponseKey:
    """One parsed response key."""

    text: str
    method: str
    host: str | None
    path: re.Pattern[str]
    literals: int
    """Path segments without placeholder: the more, the closer the key fits."""
    operation: str | None

    def fits(self, request: Request) -> bool:
        """Whether the key speaks of this request."""
        return (
            self.method == request.method.upper()
            and (self.host is None or self.host == request.host.lower())
            and self.path.fullmatch(request.path) is not None
            and (self.operation is None or self.operation == operation_name(request))
        )


@cache
def parse_key(text: str) -> ResponseKey | None:
    """The key in `text`; None where it is none."""
    match = _KEY.fullmatch(text.strip())
    if match is None:
        return None
    path, position = "", 0
    for placeholder in _PLACEHOLDER.finditer(match["path"]):
        path += re.escape(match["path"][position : placeholder.start()])
        path += ".+" if placeholder[2] else "[^/]+"
        position = placeholder.end()
    path += re.escape(match["path"][position:])
    return ResponseKey(
        text=text,
        method=match["method"].upper(),
        host=match["host"].lower() if match["host"] else None,
        path=re.compile(path),
        literals=sum("{" not in segment for segment in match["path"].split("/") if segment),
        operation=match["operation"],
    )


def operation_name(request: Request) -> str | None:
    """The name of the GraphQL operation a request asks for; None where it asks for none."""
    body = request.json()
    if not isinstance(body, dict):
        return None
    name, query = body.get("operationName"), body.get("query")
    if isinstance(name, str):
        return name
    found = _OPERATION.search(query) if isinstance(query, str) else None
    return found[1] if found else None


def key_for(exchange: Exchange, keys: Iterable[str]) -> str | None:
    """The key that speaks of an exchange: of those that fit, the one with an operation and most literals."""
    parsed = (key for key in map(parse_key, keys) if key is not None and key.fits(exchange.request))
    best = max(
        parsed, key=lambda key: (key.operation is not None, key.literals, key.host is not None), default=None
    )
    return best.text if best else None
