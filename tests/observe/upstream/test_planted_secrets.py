"""Two hundred secrets of the environment, in every position of recorded traffic: none reaches the file."""

import base64
import html
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
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
    "abcdefghijklmnopqrstuvwxyz0123456789\"'&<>%|^ ",
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
    "query, key": lambda secret: asking(uri=f"https://api.acme.example/items?{quote(secret, safe='')}=1"),
    "query, not encoded": lambda secret: asking(uri=f"https://api.acme.example/items?k={secret}"),
    "query, encoded twice": lambda secret: asking(uri=f"https://api.acme.example/items?k={twice(secret)}"),
    "path, slashes kept": lambda secret: asking(uri=f"https://api.acme.example/bot{quote(secret)}/send"),
    "path, lower case": lambda secret: asking(uri=f"https://api.acme.example/bot{lower(secret)}/send"),
    "path, encoded twice": lambda secret: asking(uri=f"https://api.acme.example/bot{twice(secret)}/send"),
    "path, as httpx has it": lambda secret: asking(
        uri=str(httpx.URL(f"https://api.acme.example/a/{secret}/send"))
    ),
    "path, base64": lambda secret: asking(uri=f"https://api.acme.example/a/{in_base64(f'u:{secret}', '-_')}"),
    "URL in JSON": lambda secret: asking(body=body({"next": f"https://a.example/{lower(secret)}?page=2"})),
    "basic in a body": lambda secret: answering(body=body({"said": f"Basic {in_base64(f'me:{secret}')}"})),
    "basic in a header": lambda secret: answering(
        headers=(("X-Echo", f"Basic {in_base64(f'bob:{secret}')}"),)
    ),
    "base64, first alignment": lambda secret: asking(body=body({"a": in_base64(f"abc{secret}xyz")})),
    "base64, second alignment": lambda secret: asking(body=body({"a": in_base64(f"a{secret}xyz")})),
    "base64, third alignment": lambda secret: asking(body=body({"a": in_base64(f"ab{secret}xyz")})),
    "base64 for URLs": lambda secret: asking(body=body({"a": in_base64(f"?>{secret}?>", "-_")})),
    "base64 in a query": lambda secret: asking(
        uri=f"https://api.acme.example/items?k={quote(in_base64(f'u:{secret}'), safe='')}"
    ),
    "text in latin-1": lambda secret: answering(
        headers=(("Content-Type", "text/plain; charset=iso-8859-1"),), body=f"\xe9 {secret}".encode("latin-1")
    ),
    "JSON in latin-1": lambda secret: answering(body=f'{{"a": "\xe9", "b": "{secret}"}}'.encode("latin-1")),
    "JSON, cut in a pair": lambda secret: answering(body=body({"a": "cut \ud83d", "b": secret})),
    "page, with entities": lambda secret: answering(
        headers=(("Content-Type", "text/html"),), body=f"<b>{html.escape(secret)}</b>".encode()
    ),
}


def in_base64(text: str, signs: str = "+/") -> str:
    return base64.b64encode(text.encode(), signs.encode()).decode()


def twice(secret: str) -> str:
    return quote(quote(secret, safe=""), safe="")


def lower(secret: str) -> str:
    """Percent-encoded with small letters, as some clients do."""
    return "".join(one if one.isalnum() else f"%{ord(one):02x}" for one in secret)


def spellings(secret: str) -> set[str]:
    """Ways in which the secret could stand in a file."""
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        quote(secret),
        lower(secret),
        twice(secret),
        html.escape(secret),
        *(one.translate(signs) for one in sure_base64(secret) for signs in ({}, str.maketrans("+/", "-_"))),
    }


def sure_base64(secret: str) -> set[str]:
    """What of the secret stands in base64 whatever stands around it."""
    return {
        in_base64("x" * before + secret)[skipped : (before + len(secret)) * 8 // 6]
        for before, skipped in ((0, 0), (1, 2), (2, 3))
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
    assert all("REDACTED" in repr(exchange) for exchange in exchanges)


@pytest.mark.parametrize("position", POSITIONS)
def test_what_only_looks_like_a_planted_secret_is_kept(position: str) -> None:
    """Provenance: ours. A redactor that wipes everything would pass the other tests."""
    redactor = Redactor(secrets=SECRETS)
    other = "".join(random.Random("nobody's").choices(ALPHABETS[0], k=30))

    planted = POSITIONS[position](other)

    clean = redactor.exchange(planted)
    assert clean.request.uri.rpartition("@")[2] == planted.request.uri.rpartition("@")[2]
    assert (clean.request.body, clean.response.body) == (planted.request.body, planted.response.body)


def test_what_is_no_secret_is_kept() -> None:
    """Provenance: ours."""
    assert Redactor(secrets=SECRETS).exchange(SOUND) == SOUND
