"""The one redactor: everything that leaves the process goes through it first."""

import copy
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, SECRET_SHAPES, Exchange, Request, Response
from pytest_mcp_contract.observe.addresses import Addresses, Labels
from pytest_mcp_contract.observe.environment import FIXED_TOKEN
from pytest_mcp_contract.observe.spellings import spellings_of

REDACTED = "REDACTED"

_SECRET_HEADERS = re.compile(
    r"authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-auth-token|private-token"
    r"|.*(token|secret|password|api-?key).*",
    re.IGNORECASE,
)
_SECRET_KEYS = re.compile(
    r"(access|refresh|id|auth|api|client|private|session|bearer)?[-_]?(token|secret|password|passwd|apikey)"
    r"|(api|private|access|secret)[-_]key|client[-_]secret|code[-_]verifier|assertion",
    re.IGNORECASE,
)
_SECRET_VARIABLES = re.compile(
    r"TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|CREDENTIAL", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""What stands in no text: bytes with these are a picture, an archive, an upload."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SHORTEST = 6
"""Shorter values of secret variables are words like `true`, and would black out half of a report."""


class Redactor:
    """Replaces secrets by a fixed word and e-mail addresses by numbered ones, the same way each time."""

    def __init__(self, *, secrets: Iterable[str] = (), patterns: Iterable[str] = ()) -> None:
        self.secrets = frozenset(secret for secret in secrets if len(secret) >= _SHORTEST)
        self.patterns = tuple(patterns)
        self._spellings = spellings_of(self.secrets | {FIXED_TOKEN})
        self._compiled = [_compiled(pattern) for pattern in self.patterns]
        self._addresses = Addresses()
        self.seen: set[str] = set()
        """Names of the headers and fields whose values were replaced."""

    @classmethod
    def of(
        cls, variables: Iterable[str], patterns: Iterable[str], tables: Iterable[Mapping[str, str]] = ()
    ) -> "Redactor":
        """A redactor that knows the secrets of this environment: named variables, and all that look so.

        `tables` are headers and variables as a registry writes them; a secret's name tells its value.

        Raises:
            ConfigError: a pattern is no regular expression.
        """
        named = set(variables)
        secrets = [
            value for name, value in os.environ.items() if name in named or _SECRET_VARIABLES.search(name)
        ]
        for table in tables:
            for name, value in table.items():
                if _SECRET_HEADERS.fullmatch(name) or _SECRET_VARIABLES.search(name):
                    secrets += [value, value.rpartition(" ")[2]]
        return cls(secrets=[secret for secret in secrets if "${" not in secret], patterns=patterns)

    def fresh(self) -> "Redactor":
        """The same secrets, with e-mail addresses numbered anew."""
        other = copy.copy(self)
        other._addresses = Addresses()
        other.seen = set()
        return other

    def live(self, request: Request) -> Request:
        """A request as it is matched with recorded ones: as `request`, with labels for e-mail addresses.

        They are the same for every request of a call, whatever their order; `Deck` reads them as numbers.
        """
        other = self.fresh()
        other._addresses = Labels()
        return other.request(request)

    def line(self, text: str) -> str:
        """`text` without secrets; e-mail addresses stay."""
        text = self._spellings.hidden(text, REDACTED)
        for pattern in self._compiled:
            text = pattern.sub(REDACTED, text)
        return SECRET_SHAPES.sub(REDACTED, text)

    def text(self, text: str) -> str:
        """`text` without secrets and with e-mail addresses replaced."""
        return self._addresses.hidden(self.line(text))

    def golden(self, rendering: str) -> str:
        """A rendering as its golden has it: without secrets, and as text that can be written."""
        return self.fresh().text(rendering).encode("utf-8", "backslashreplace").decode()

    def json(self, value: JSON) -> JSON:
        """`value` with secrets replaced in every string, and whole values under keys that name a secret."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {
                self.text(key): self._hide(key) if self._is_secret(key, item) else self.json(item)
                for key, item in value.items()
            }
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            shown = json.dumps(value)
            return value if self.line(shown) == shown else REDACTED
        return value

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange as it may be written to disk."""
        return Exchange(request=self.request(exchange.request), response=self.response(exchange.response))

    def request(self, request: Request) -> Request:
        """The request as it may be written to disk."""
        return replace(
            request,
            uri=self._uri(request.uri),
            headers=self._headers(request.headers),
            body=self._body(request.body, request.header("content-type")),
        )

    def response(self, response: Response) -> Response:
        """The response as it may be written to disk."""
        body = self._body(response.body, response.header("content-type"))
        headers = tuple(
            (name, str(len(body)) if name.lower() == "content-length" else value)
            for name, value in self._headers(response.headers)
        )
        return replace(response, reason=self.text(response.reason), headers=headers, body=body)

    def _is_secret(self, key: str, value: JSON) -> bool:
        return isinstance(value, str) and bool(value) and bool(_SECRET_KEYS.fullmatch(key))

    def _hide(self, name: str) -> str:
        self.seen.add(name.lower())
        return REDACTED

    def _headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, self._hide(name) if _SECRET_HEADERS.fullmatch(name) else self.text(value))
            for name, value in headers
        )

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [
            (
                self.text(key),
                self._hide(key) if value and _SECRET_KEYS.fullmatch(key) else self.text(value),
            )
            for key, value in pairs
        ]

    def _uri(self, uri: str) -> str:
        parts = urlsplit(uri)
        netloc = parts.netloc
        if "@" in netloc:
            netloc = f"{self._hide('userinfo')}@{netloc.rpartition('@')[2]}"
        query = parts.query
        pairs = parse_qsl(query, keep_blank_values=True)
        hidden = self._pairs(pairs)
        query = self.line(query) if hidden == pairs else urlencode(hidden)
        return urlunsplit((parts.scheme, netloc, self.text(parts.path), query, ""))

    def _body(self, body: bytes, content_type: str | None) -> bytes:
        text, charset = _decoded(body, content_type)
        if charset != "utf-8" and _CONTROL.search(text):
            # Uploads: every byte is a character here, so that secrets are found and the rest stays.
            text = self._addresses.hidden_in_bytes(self.line(body.decode("latin-1")))
            return text.encode("latin-1")
        hidden = self._body_text(text, content_type, is_ascii_only=charset != "utf-8")
        return body if hidden == text else hidden.encode(charset, "backslashreplace")

    def _body_text(self, text: str, content_type: str | None, *, is_ascii_only: bool) -> str:
        if content_type and "x-www-form-urlencoded" in content_type:
            pairs = parse_qsl(text, keep_blank_values=True)
            hidden_pairs = self._pairs(pairs)
            return self.line(text) if hidden_pairs == pairs else urlencode(hidden_pairs)
        try:
            value: JSON = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_keeping_secrets)
        except (ValueError, RecursionError):
            return self.text(text)
        hidden = self.json(value)
        if hidden == value:
            return self.line(text)
        # Half of a surrogate pair, which JSON may hold, is written as the escape that it was read from.
        return json.dumps(hidden, ensure_ascii=is_ascii_only, separators=(",", ":"))


def _decoded(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text of a body and its charset, in which its bytes can be written again."""
    stated = _CHARSET.search(content_type or "")
    for charset in ("utf-8", stated[1] if stated else "latin-1"):
        try:
            return body.decode(charset), charset
        except (UnicodeError, LookupError):
            continue
    return body.decode("latin-1"), "latin-1"


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ConfigError(
            at="redact",
            what=f"`{pattern}` is no regular expression: {error}",
            fix="correct it: it guards secrets",
        ) from error


def _keeping_secrets(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """An object whose secrets are not lost to a later empty value under the same key."""
    found: dict[str, JSON] = {}
    for key, value in pairs:
        if not (found.get(key) and _SECRET_KEYS.fullmatch(key)):
            found[key] = value
    return found
