"""Two hundred secrets of the environment, in every position of recorded traffic: none reaches the file."""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from pytest_mcp_contract.model import CassetteHeader, Exchange, Request, Response
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.cassette import Cassette, write

JSON_TYPE = ("Content-Type", "application/json")
FORM_TYPE = ("Content-Type", "application/x-www-form-urlencoded")
SOUND = Exchange(
    Request("POST", "https://api.acme.example/items?page=1", (JSON_TYPE,), b'{"title": "kept"}'),
    Response(200, "OK", (JSON_TYPE,), b'{"id": 1}'),
)
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz0123456789+/=.~",
)
SECRETS = [
    "".join(random.Random(number).choices(ALPHABETS[number % len(ALPHABETS)], k=16 + number % 40))
    for number in range(200)
]


def asking(**changes: object) -> Exchange:
    return replace(SOUND, request=replace(SOUND.request, **changes))  # type: ignore[arg-type]


def answering(**changes: object) -> Exchange:
    return replace(SOUND, response=replace(SOUND.response, **changes))  # type: ignore[arg-type]


def body(value: object) -> bytes:
    return json.dumps(value).encode()


POSITIONS: dict[str, Callable[[str], Exchange]] = {
    "authorization": lambda secret: asking(headers=(JSON_TYPE, ("Authorization", f"Bearer {secret}"))),
    "any header": lambda secret: asking(headers=(JSON_TYPE, ("X-Acme", f"v1 {secret} end"))),
    "basic authorization": lambda secret: asking(
        headers=(JSON_TYPE, ("Authorization", "Basic " + base64.b64encode(f"me:{secret}".encode()).decode()))
    ),
    "cookie": lambda secret: asking(headers=(JSON_TYPE, ("Cookie", f"a=1; session={secret}"))),
    "query": lambda secret: asking(uri=f"https://api.acme.example/items?k={quote(secret, safe='')}&page=1"),
    "query, plus": lambda secret: asking(uri=f"https://api.acme.example/items?k={quote_plus(secret)}"),
    "path": lambda secret: asking(uri=f"https://api.acme.example/access-tokens/{quote(secret, safe='')}"),
    "user of the address": lambda secret: asking(uri=f"https://{quote(secret, safe='')}@api.acme.example/x"),
    "JSON value": lambda secret: asking(body=body({"a": [{"b": secret}]})),
    "JSON text": lambda secret: asking(body=body({"a": f"say {secret} now"})),
    "JSON key": lambda secret: asking(body=body({secret: 1})),
    "JSON in JSON": lambda secret: asking(body=body({"a": json.dumps({"b": secret})})),
    "form": lambda secret: asking(headers=(FORM_TYPE,), body=f"a=1&k={quote_plus(secret)}".encode()),
    "text body": lambda secret: asking(headers=(("Content-Type", "text/plain"),), body=secret.encode()),
    "Set-Cookie": lambda secret: answering(headers=(JSON_TYPE, ("Set-Cookie", f"s={secret}; Path=/"))),
    "response header": lambda secret: answering(headers=(JSON_TYPE, ("Link", f"<https://x/?t={secret}>"))),
    "response value": lambda secret: answering(body=body({"echo": secret})),
    "response text": lambda secret: answering(body=body([f"hello {secret}!"])),
    "response page": lambda secret: answering(
        headers=(("Content-Type", "text/html"),), body=f"<b>{secret}</b>".encode()
    ),
    "reason": lambda secret: answering(reason=f"Bad {secret}"),
}


def spellings(secret: str) -> set[str]:
    """Ways in which the secret could stand in a file."""
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        base64.b64encode(secret.encode()).decode().rstrip("="),
        base64.b64encode(f"me:{secret}".encode()).decode().rstrip("="),
    }


@pytest.mark.parametrize("position", POSITIONS)
def test_no_planted_secret_reaches_the_file(position: str, tmp_path: Path) -> None:
    """Provenance: ours."""
    redactor = Redactor(secrets=SECRETS)
    exchanges = [redactor.exchange(POSITIONS[position](secret)) for secret in SECRETS]

    header = CassetteHeader("acme", "get", "normal", {"title": "kept"}, recorded_at="2026-11-22")
    write(Cassette(tmp_path / "normal.yaml", header, tuple(exchanges)))

    text = (tmp_path / "normal.yaml").read_text(encoding="utf-8")
    joined = text.replace("\n", "").replace(" ", "")
    leaked = [secret for secret in SECRETS if any(one in text or one in joined for one in spellings(secret))]
    assert leaked == []
    assert text.count("REDACTED") >= len(SECRETS)


def test_what_is_no_secret_is_kept(tmp_path: Path) -> None:
    """Provenance: ours. A redactor that wipes everything would pass the other tests."""
    assert Redactor(secrets=SECRETS).exchange(SOUND) == SOUND
