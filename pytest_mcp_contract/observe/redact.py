"""The one redactor: everything that leaves the process goes through it first."""

import base64
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, SECRET_SHAPES, Exchange, Request, Response
from pytest_mcp_contract.observe.environment import FIXED_TOKEN

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
_EMAIL = re.compile(
    r"(?<![\w.+-])(?!git@)[\w.+-]+@(?!example\.(?:com|org|net)(?!\.?[\w-]))[\w-]+(?:\.[\w-]+)+"
)
_SHORTEST = 6
"""Shorter values of secret variables are words like `true`, and would black out half of a report."""


class Redactor:
    """Replaces secrets by a fixed word and e-mail addresses by numbered ones, the same way each time."""

    def __init__(self, *, secrets: Iterable[str] = (), patterns: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST} | {FIXED_TOKEN}
        spellings = {text for secret in known for text in _spellings(secret)}
        literal = sorted(map(re.escape, spellings), key=len, reverse=True)
        self._secrets = [re.compile("|".join(literal)), *map(_compiled, patterns)]
        self._emails: dict[str, str] = {}
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
        other = Redactor()
        other._secrets = self._secrets
        return other

    @property
    def patterns(self) -> list[str]:
        """Every pattern, secrets among them: for a redactor in another process of ours alone."""
        return [pattern.pattern for pattern in self._secrets]

    def line(self, text: str) -> str:
        """`text` without secrets; e-mail addresses stay."""
        for pattern in self._secrets:
            text = pattern.sub(REDACTED, text)
        return SECRET_SHAPES.sub(REDACTED, text)

    def text(self, text: str) -> str:
        """`text` without secrets and with e-mail addresses replaced."""
        return _EMAIL.sub(self._email, self.line(text))

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
        return value

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange as it may be written to disk."""
        return Exchange(request=self.request(exchange.request), response=self.response(exchange.response))

    def request(self, request: Request) -> Request:
        """The request as it may be written to disk, and as it is matched."""
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

    def _email(self, match: re.Match[str]) -> str:
        return self._emails.setdefault(match.group().lower(), f"user-{len(self._emails) + 1}@example.com")

    def _headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, self._hide(name) if _SECRET_HEADERS.fullmatch(name) else self.text(value))
            for name, value in headers
        )

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [
            (key, self._hide(key) if value and _SECRET_KEYS.fullmatch(key) else self.text(value))
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
        if hidden != pairs:
            query = urlencode(hidden)
        return urlunsplit((parts.scheme, netloc, self.text(parts.path), query, ""))

    def _body(self, body: bytes, content_type: str | None) -> bytes:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            # Uploads: every byte is a character here, so that secrets are found and the rest stays.
            return self.line(body.decode("latin-1")).encode("latin-1")
        if content_type and "x-www-form-urlencoded" in content_type:
            pairs = parse_qsl(text, keep_blank_values=True)
            hidden_pairs = self._pairs(pairs)
            return body if hidden_pairs == pairs else urlencode(hidden_pairs).encode()
        try:
            value: JSON = json.loads(text, object_pairs_hook=_keeping_secrets)
        except (ValueError, RecursionError):
            return self.text(text).encode()
        hidden = self.json(value)
        if hidden == value:
            return self.line(text).encode()
        return json.dumps(hidden, ensure_ascii=False, separators=(",", ":")).encode()


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


def _spellings(secret: str) -> set[str]:
    """A secret as it may stand in a URL, a header or a JSON text."""
    return {
        secret,
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        json.dumps(secret)[1:-1],
        secret.encode().decode("latin-1"),
    }
