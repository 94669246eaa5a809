import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.security._secrets import described, hidden, placed_texts
from pytest_mcp_contract.checks.upstream._replays import example, request_line
from pytest_mcp_contract.model import (
    Ended,
    Exchange,
    Finding,
    Replay,
    Request,
    Response,
    credentials_in,
    pointer,
    secrets_in,
)

_TOKEN = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"  # not real
_URI = "https://api.example.com/repos/o/r"


def _recorded(uri: str = _URI, *, headers: tuple[tuple[str, str], ...] = (), body: bytes = b"") -> Replay:
    request = Request("POST", uri, (("Accept", "*/*"), *headers), body)
    return replace(example(), exchanges=(Exchange(request, Response(200, "OK", (), b"{}")),))


def _answered(body: bytes, *headers: tuple[str, str]) -> Replay:
    return replace(example(), exchanges=(Exchange(Request("GET", _URI), Response(200, "OK", headers, body)),))


@replay_check(
    code="MCP606",
    title="A recorded request, answer or golden holds a secret",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://cwe.mitre.org/data/definitions/312.html",
    why="""
        Cassettes and goldens are committed and read by everybody. What the recorder knows to be a secret
        it replaces by REDACTED; a file that was written by hand, by another tool, or before a pattern was
        known can still hold one.
    """,
    fix="""
        Revoke the secret. Put REDACTED in its place, or record the call again with `pytest --mcp-contract
        --mcp-record`; add its shape to `redact` if the recorder let it through.
    """,
    bad=(
        _recorded(headers=(("Authorization", f"Bearer {_TOKEN}"),)),
        _recorded(headers=(("authorization", "Basic b2N0b2NhdDpjb3JyZWN0LWhvcnNlLTQy"),)),
        _recorded(f"{_URI}?page=1&key={_TOKEN}"),
        _recorded(f"{_URI}/hooks/{_TOKEN}"),
        _recorded(f"https://octocat:{_TOKEN}@api.example.com/"),
        _recorded(body=f"grant_type=refresh&token={_TOKEN}".encode()),
        _answered(json.dumps({"data": [{"token": _TOKEN}]}).encode()),
        _answered(f"Your token is {_TOKEN}.".encode()),
        _answered(b"{}", ("Location", f"https://example.com/#access_token={_TOKEN}")),
        replace(example(f"Token: {_TOKEN}"), golden=f"Token: {_TOKEN}\n"),
    ),
    good=(
        example(),
        _recorded(
            f"{_URI}?access_token=REDACTED&page=2",
            headers=(
                ("Authorization", "REDACTED"),
                ("Proxy-Authorization", "Bearer REDACTED"),
                ("X-Token", "${GITHUB_TOKEN}"),
            ),
        ),
        _recorded(headers=(("Authorization", "Bearer xxxxxxxxxxxxxxxxxxxxxxxx"),)),
        _recorded(headers=(("Authorization", "Bearer mcp-contract-token"),)),
        _recorded(headers=(("Authorization", "Basic dXNlcjpwYXNzd29yZDEyMw=="),)),
        _recorded(headers=(("Authorization", "token your-token-goes-here-0123456789"),)),
        # Random, and no secret: commits, UUIDs, entity tags, cursors, pictures.
        _answered(
            b'{"sha": "9fceb02d0ae598e95dc970b74767f19372d61af8",'
            b' "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",'
            b' "node_id": "MDU6SXNzdWUyMzEzOTE1NTE=",'
            b' "cursor": "Y3Vyc29yOnYyOpK5MjAyNi0wMS0wMVQwMDowMDowMFrO"}',
            ("ETag", 'W/"a18c3bded88eb5dbb5c849a489412bf3"'),
            ("X-Request-Id", "0304:7FFC:3A1B2C:4D5E6F:65A1B2C3"),
        ),
        _answered(
            b'{"content": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD\\nhgGA"}'
        ),
        _answered(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        # After a hang the recording is the same, and is judged the same.
        example(ended=Ended.HANG),
    ),
)
def secret_in_cassette(replay: Replay) -> Iterator[Finding]:
    case, tool = replay.header.case, replay.header.tool
    for at, kind, length in _found(replay):
        yield Finding(
            at=f"{case}: {at}",
            saw=f"the recording holds {described(kind, length)}",
            want="REDACTED",
            tool=tool,
            file=str(replay.path),
        )
    for kind, length in secrets_in(replay.golden or ""):
        yield Finding(
            at=case,
            saw=f"the golden holds {described(kind, length)}",
            want="REDACTED, in the cassette too",
            tool=tool,
            file=str(replay.path.with_suffix(".md")),
        )


def _found(replay: Replay) -> Iterator[tuple[str, str, int]]:
    """Place, kind and length of every secret in what was recorded."""
    for at, text in placed_texts(replay.header.arguments):
        yield from ((f"arguments {pointer(*at)}", *secret) for secret in secrets_in(text))
    for exchange in replay.exchanges:
        request, response = exchange.request, exchange.response
        line = hidden(request_line(request))
        yield from ((f"{line} {part}", *secret) for part, secret in _of_address(request.uri))
        for whose, message in (("request", request), ("answer", response)):
            yield from ((f"{line} {whose} {part}", *secret) for part, secret in _of_message(message))


def _of_address(uri: str) -> Iterator[tuple[str, tuple[str, int]]]:
    parts = urlsplit(uri)
    user, _, _ = parts.netloc.rpartition("@")
    yield from (("user of the address", secret) for secret in secrets_in(unquote(user)))
    yield from (("path", secret) for secret in secrets_in(unquote(parts.path)))
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        yield from ((f"query `{hidden(name)}`", secret) for secret in secrets_in(value))


def _of_message(message: Request | Response) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, value in message.headers:
        known = list(secrets_in(value))
        if not known and name.lower() in ("authorization", "proxy-authorization"):
            known = list(credentials_in(value))
        yield from ((f"header `{name}`", secret) for secret in known)
    body = message.json()
    texts = placed_texts(message.body.decode("utf-8", "replace") if body is None else body)
    for at, text in texts:
        yield from ((f"body {pointer(*at)}".rstrip(), secret) for secret in secrets_in(text))
