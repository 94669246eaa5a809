"""Nothing secret leaves the process, and nothing else is touched."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx
import pytest

from pytest_mcp_contract.model import Exchange, Request, Response
from pytest_mcp_contract.observe.environment import FIXED_TOKEN
from pytest_mcp_contract.observe.redact import REDACTED, Redactor

SECRET = "pl4nted/s3cret+va=ue"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON_TYPE = ("Content-Type", "application/json")


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(secrets=[SECRET])


def everything(exchange: Exchange) -> str:
    """All that would be written of an exchange."""
    return repr(exchange)


def holds(text: str, secret: str = SECRET) -> bool:
    """Whether a text holds the secret in some spelling."""
    return any(
        spelling in text
        for spelling in (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode())
    )


def exchange(
    *,
    uri: str = "https://api.acme.example/items",
    request: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    response: tuple[tuple[str, str], ...] = (),
    answer: bytes = b"",
) -> Exchange:
    return Exchange(Request("POST", uri, request, body), Response(200, "OK", response, answer))


# -- where secrets stand

PLANTED = {
    "header": exchange(request=(("X-Acme", f"key {SECRET}"),)),
    "query": exchange(uri=f"https://api.acme.example/items?a=1&k={quote(SECRET, safe='')}"),
    "path": exchange(uri=f"https://api.acme.example/bot{SECRET}/send"),
    "path, encoded": exchange(uri=f"https://api.acme.example/bot{quote(SECRET, safe='')}/send"),
    "JSON body": exchange(request=(JSON_TYPE,), body=json.dumps({"a": [{"b": SECRET}]}).encode()),
    "JSON key": exchange(request=(JSON_TYPE,), body=json.dumps({SECRET: 1}).encode()),
    "form body": exchange(request=(FORM,), body=f"a=1&k={quote(SECRET, safe='')}".encode()),
    "text body": exchange(request=(("Content-Type", "text/plain"),), body=f"hello {SECRET}".encode()),
    "response header": exchange(response=(("X-Request", SECRET),)),
    "response body": exchange(response=(JSON_TYPE,), answer=json.dumps({"echo": f"-{SECRET}-"}).encode()),
    "response page": exchange(response=(("Content-Type", "text/html"),), answer=f"<b>{SECRET}</b>".encode()),
    "base64": exchange(body=json.dumps({"a": base64.b64encode(SECRET.encode()).decode()}).encode()),
    "URL in JSON": exchange(
        answer=json.dumps({"next": f"https://a.example/?k={quote(SECRET, safe='')}"}).encode()
    ),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_known_secret_is_replaced_wherever_it_stands(place: str, redactor: Redactor) -> None:
    """Provenance: ours."""
    planted = PLANTED[place]
    assert holds(everything(planted))

    clean = redactor.exchange(planted)

    assert not holds(everything(clean))
    assert REDACTED in everything(clean)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\xff\xfe " + SECRET.encode(), id="bytes that are no text"),
        pytest.param(
            f'{{"token": "{SECRET}", "token": ""}}'.encode(), id="a key that stands twice, the last empty"
        ),
    ],
)
def test_a_known_secret_is_replaced_in_bodies_of_an_odd_form(body: bytes, redactor: Redactor) -> None:
    """Provenance: ours. An upload's body holds the file's bytes beside the token."""
    clean = redactor.request(Request("POST", "https://api.acme.example/items", (), body))

    assert SECRET.encode() not in clean.body


WRITTEN = {
    "slashes kept": quote(SECRET),
    "small letters": "pl4nted%2fs3cret%2bva%3due",
    "encoded twice": quote(quote(SECRET, safe=""), safe=""),
    "partly encoded": "pl4nted/s3cret%2Bva=ue",
    "JSON escapes": r"pl4nted\/s3cret\u002bva\u003Due",
    "JSON in JSON": r"pl4nted\\/s3cret\\u002bva\\u003Due",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_known_secret_is_found_however_it_is_encoded(way: str, redactor: Redactor) -> None:
    """Provenance: ours."""
    assert redactor.line(f"a {WRITTEN[way]} b") == "a REDACTED b"


@pytest.mark.parametrize(
    "secret", ['key"with|odd^signs', "schlüssel-ß-größe", "pass wort&<mehr>%41", "🔑-of-gold"]
)
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda secret: secret, id="plain"),
        pytest.param(quote, id="in a URL"),
        pytest.param(lambda secret: quote(secret, safe="").lower(), id="with small letters"),
        pytest.param(lambda secret: quote(quote(secret)), id="twice"),
        pytest.param(lambda secret: urlencode({"": secret})[1:], id="in a form"),
        pytest.param(lambda secret: json.dumps(secret)[1:-1], id="in JSON"),
        pytest.param(lambda secret: json.dumps(json.dumps(secret))[3:-3], id="in JSON in JSON"),
        pytest.param(html.escape, id="in a page"),
        pytest.param(lambda secret: httpx.URL(f"https://a/{secret}").raw_path.decode()[1:], id="by httpx"),
        pytest.param(lambda secret: secret.encode().decode("latin-1"), id="as bytes of a header"),
    ],
)
def test_odd_characters_of_a_secret_are_found_in_every_encoding(
    secret: str, written: Callable[[str], str]
) -> None:
    """Provenance: ours."""
    assert Redactor(secrets=[secret]).line(f"-{written(secret)}-") == "-REDACTED-"


@pytest.mark.parametrize("near", ["pl4nted/s3cret+va", "pl4nted%2fs3cret%2cva%3due", "pl4nted/s3cret/va=ue"])
def test_what_is_nearly_a_secret_is_left_alone(near: str, redactor: Redactor) -> None:
    """Provenance: ours."""
    assert redactor.line(near) == near
    assert redactor.line(base64.b64encode(near.encode()).decode()) == base64.b64encode(near.encode()).decode()


@pytest.mark.parametrize("user", ["", "u", "me", "bob", "jane", "m?>"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("after", ["", ":x", ":end"])
def test_base64_with_a_secret_in_it_is_replaced_as_a_whole(
    redactor: Redactor, user: str, encode: Callable[[bytes], bytes], after: str
) -> None:
    """Provenance: RFC 7617, HTTP Basic. What is beside the secret is encoded with it."""
    encoded = encode(f"{user}:{SECRET}{after}".encode()).decode()

    assert redactor.line(f"said Basic {encoded}, ok") == "said Basic REDACTED, ok"
    assert redactor.line(f"https://a.example/x/{quote(encoded)}") == "https://a.example/x/REDACTED"


def test_a_run_of_base64_takes_no_half_of_an_escape_with_it(redactor: Redactor) -> None:
    """Provenance: ours. What is left can still be read."""
    encoded = base64.b64encode(f"me:{SECRET}".encode()).decode()
    inner = json.dumps({"a": f'x\n{encoded}\n"'}, ensure_ascii=True)

    clean = redactor.json({"log": inner, "url": f"a%20{quote(encoded, safe='')}%20b"})

    assert clean == {"log": '{"a": "x\\nREDACTED\\n\\""}', "url": "a%20REDACTED%20b"}


def test_a_number_that_is_a_secret_is_replaced() -> None:
    """Provenance: ours. A number that only looks so stays one."""
    redactor = Redactor(secrets=["987654321012", "12.345678"])
    body = b'{"pin": 987654321012, "rate": [12.345678, 12.3456], "id": 98765432101, "to": "j@acme.io"}'

    clean = redactor.request(Request("POST", "https://a.example/", (JSON_TYPE,), body))

    assert json.loads(clean.body) == {
        "pin": REDACTED,
        "rate": [REDACTED, 12.3456],
        "id": 98765432101,
        "to": "user-1@example.com",
    }


def test_half_of_a_surrogate_pair_survives(redactor: Redactor) -> None:
    """Provenance: RFC 8259, section 8.2. APIs cut texts in the middle of an emoji."""
    answer = b'{"title": "cut \\ud83d", "gr\xc3\xb6\xc3\x9fe": 1, "echo": "%s"}' % SECRET.encode()

    clean = redactor.response(Response(200, "OK", (JSON_TYPE,), answer))

    assert clean.body == b'{"title":"cut \\ud83d","gr\xc3\xb6\xc3\x9fe":1,"echo":"REDACTED"}'


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "PRIVATE-TOKEN",
        "X-Amz-Security-Token",
        "X-Goog-Api-Key",
    ],
)
def test_a_header_that_names_a_secret_is_hidden_whatever_it_holds(name: str, redactor: Redactor) -> None:
    """Provenance: ours. A token that a login just gave stands in no variable of ours."""
    clean = redactor.request(Request("GET", "https://api.acme.example/", ((name, "Bearer unknown"),)))

    assert clean.headers == ((name, REDACTED),)
    assert redactor.seen == {name.lower()}


def test_every_cookie_that_a_response_sets_is_hidden(redactor: Redactor) -> None:
    """Provenance: ours."""
    headers = (("Set-Cookie", "session=1; Path=/"), ("Set-Cookie", "user=2"), ("Vary", "Cookie"))

    clean = redactor.response(Response(200, "OK", headers))

    assert clean.headers == (("Set-Cookie", REDACTED), ("Set-Cookie", REDACTED), ("Vary", "Cookie"))


@pytest.mark.parametrize(
    "key",
    ["access_token", "refreshToken", "client_secret", "password", "api_key", "apikey", "id-token", "token"],
)
def test_a_key_that_names_a_secret_is_hidden_whatever_it_holds(key: str, redactor: Redactor) -> None:
    """Provenance: ours."""
    in_query = redactor.request(Request("GET", f"https://api.acme.example/?{key}=unknown&page=2"))
    in_form = redactor.request(
        Request("POST", "https://a.example/", (FORM,), f"{key}=unknown&page=2".encode())
    )
    in_json = redactor.json({"login": {key: "unknown", "page": 2}})

    assert in_query.uri == f"https://api.acme.example/?{key}=REDACTED&page=2"
    assert in_form.body == f"{key}=REDACTED&page=2".encode()
    assert in_json == {"login": {key: REDACTED, "page": 2}}


@pytest.mark.parametrize(
    "key", ["nextPageToken", "page_token", "tokens", "max_tokens", "secretary", "keyword"]
)
def test_a_key_that_only_looks_so_is_left_alone(key: str, redactor: Redactor) -> None:
    """Provenance: ours. Pages could not be matched any more."""
    assert redactor.json({key: "unknown"}) == {key: "unknown"}
    assert redactor.request(Request("GET", f"https://a.example/?{key}=unknown")).query == ((key, "unknown"),)


def test_user_and_password_in_an_address_are_hidden(redactor: Redactor) -> None:
    """Provenance: ours."""
    clean = redactor.request(Request("GET", "https://octocat:hunter2@api.acme.example:8080/items?a=1"))

    assert clean.uri == "https://REDACTED@api.acme.example:8080/items?a=1"


# -- shapes

SHAPES = [
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "a1B2_" * 8,
    "glpat-" + "a1B2" * 5,
    "xoxb-" + "1234-" * 4 + "abc",
    "sk-" + "proj-" + "a1B2" * 8,
    "AKIA" + "ABCD1234" * 2,
    "ATATT3x" + "a1B2" * 8,
    "ntn_" + "1234abcd" * 5,
    "secret_" + "1234abcd" * 5,
    "pat-na1-" + "0a1b2c3d-" * 4,
    "eyJhbGciOiJI" + ".eyJzdWIiOiIx." + "c2lnbmF0dXJl",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape[:8])
def test_the_shapes_of_vendors_secrets_are_known(shape: str) -> None:
    """Provenance: ours. Also where no variable holds them."""
    redactor = Redactor()

    assert redactor.text(f"before {shape} after") == "before REDACTED after"
    assert redactor.line(f"before {shape} after") == "before REDACTED after"
    assert redactor.json({"a": shape}) == {"a": REDACTED}


@pytest.mark.parametrize(
    "text",
    [
        "ghp_short",
        "task-force",
        "the AKIA prefix",
        "eyJ is how it begins",
        "-----BEGIN CERTIFICATE-----",
        "risk-free",
    ],
)
def test_what_only_begins_like_a_secret_is_left_alone(text: str) -> None:
    """Provenance: ours."""
    assert Redactor().text(text) == text


def test_patterns_of_the_registry_are_replaced() -> None:
    """Provenance: ours."""
    redactor = Redactor(patterns=["acme-[0-9]+", "(x|y)z{3}"])

    assert redactor.text("acme-123 acme-x yzzz yzz") == "REDACTED acme-x REDACTED yzz"


# -- e-mail addresses


def test_addresses_are_numbered_the_same_way_throughout() -> None:
    """Provenance: ours. Who is who stays visible, in any case of the letters."""
    redactor = Redactor()

    clean = redactor.json({"a": "Jane.Doe+x@acme.co.uk", "b": ["bob@acme.dev", "jane.doe+x@ACME.co.uk"]})

    assert clean == {"a": "user-1@example.com", "b": ["user-2@example.com", "user-1@example.com"]}


def test_addresses_are_numbered_anew_for_each_cassette() -> None:
    """Provenance: ours. One more cassette before it must not change another."""
    redactor = Redactor(secrets=[SECRET])
    redactor.text("jane@acme.dev")

    assert redactor.fresh().text(f"bob@acme.dev {SECRET}") == "user-1@example.com REDACTED"


@pytest.mark.parametrize(
    "text",
    [
        "octocat@example.com",
        "octocat@example.org, octocat@example.net",
        "git@github.com:octocat/hello-world.git",
        "@octocat",
        "npm i pkg@latest",
        "1 @ 2.5",
    ],
)
def test_what_is_nobodys_address_is_left_alone(text: str) -> None:
    """Provenance: ours. `example.com` is what an address becomes."""
    assert Redactor().text(text) == text


@pytest.mark.parametrize(
    "address", ["a@example.community", "a@sub.example.com", "a@example.co", "a@myexample.com"]
)
def test_what_only_looks_like_an_example_is_an_address(address: str) -> None:
    """Provenance: ours."""
    assert Redactor().text(address) == "user-1@example.com"


AT = "https://api.acme.example"


@pytest.mark.parametrize(
    ("uri", "clean"),
    [
        ("/users/kim%40corp.de/posts", "/users/user-1%40example.com/posts"),
        ("/users/kim%2540corp.de", "/users/user-1%2540example.com"),
        ("/users/kim%2Bx%40corp.de", "/users/user-1%40example.com"),
        ("/q%3DJoe.Doe%40acme.io", "/q%3Duser-1%40example.com"),
        ("/q%253DJoe.Doe%2540acme.io", "/q%253Duser-1%2540example.com"),
        ("/users?q=to%3Akim%40corp.de", "/users?q=to%3Auser-1%40example.com"),
        ("/users/ada%40example.com", "/users/ada%40example.com"),
        ("/git%40github.com", "/git%40github.com"),
        ("/100%25/a%40b", "/100%25/a%40b"),
        ("/kim%41corp.de", "/kim%41corp.de"),
    ],
)
def test_addresses_in_a_url_are_replaced_as_they_are_encoded(uri: str, clean: str) -> None:
    """Provenance: ours. A tool that encodes the replaced address asks for the same."""
    assert Redactor().request(Request("GET", AT + uri)).uri == AT + clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("see https://a.io/?q=Joe.Doe%40acme.io&p=2", "see https://a.io/?q=user-1%40example.com&p=2"),
        ("https://a.io/?q=from+joe%40acme.io", "https://a.io/?q=from+user-1%40example.com"),
        ('{"a": "x\\njoe@acme.io"}', '{"a": "x\\nuser-1@example.com"}'),
        ('{"a": "\\u000ajoe\\u0040acme.io"}', '{"a": "\\u000auser-1\\u0040example.com"}'),
        ("<a>joe&#64;acme.io</a>", "<a>user-1&#64;example.com</a>"),
        ("100%joe@acme.io", "100%user-1@example.com"),
    ],
)
def test_addresses_in_texts_are_replaced_as_they_are_written(text: str, clean: str) -> None:
    """Provenance: ours. What stands around them stays what it is."""
    assert Redactor().text(text) == clean


def test_one_person_has_one_number_however_the_address_is_written() -> None:
    """Provenance: ours."""
    clean = Redactor().text("Kim+x@corp.de kim%2Bx%40corp.de bob@corp.de kim%252bx%2540corp.de")

    assert clean == "user-1@example.com user-1%40example.com user-2@example.com user-1%2540example.com"


def test_no_number_is_given_that_stands_there_already() -> None:
    """Provenance: ours. Two persons would be one."""
    assert Redactor().text("user-1@example.com bob@acme.dev") == "user-1@example.com user-2@example.com"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "text/plain; charset=ISO-8859-1", "text/plain; charset=no"]
)
def test_a_body_in_another_charset_is_redacted_in_it(content_type: str, redactor: Redactor) -> None:
    """Provenance: ours."""
    body = f"Größe von jané@corp.de: {SECRET}".encode("latin-1")

    clean = redactor.request(Request("POST", AT, (("Content-Type", content_type),), body))

    assert clean.body == "Größe von user-1@example.com: REDACTED".encode("latin-1")


def test_json_in_another_charset_is_redacted_as_json(redactor: Redactor) -> None:
    """Provenance: ours. Its keys name secrets as others do."""
    body = '{"größe": 1, "access_token": "fresh", "a": "\\ud83d\\ude00"}'.encode("latin-1")

    clean = redactor.request(Request("POST", AT, (), body))

    assert json.loads(clean.body) == {"größe": 1, "access_token": REDACTED, "a": "😀"}


def test_an_upload_keeps_its_bytes_and_loses_its_addresses(redactor: Redactor) -> None:
    """Provenance: ours. Bytes that only look like an address, as in any picture, stay."""
    picture = b"\x89PNG\x00\xe9@\xe8.\xe7 a@b.c \xff"
    body = b"--x\r\n\r\njane.doe@acme.dev\r\n--x\r\n\r\n" + picture

    clean = redactor.request(Request("POST", AT, (), body))

    assert clean.body == b"--x\r\n\r\nuser-1@example.com\r\n--x\r\n\r\n" + picture


def test_a_golden_is_without_secrets_and_can_be_written(redactor: Redactor) -> None:
    """Provenance: ours."""
    rendering = f"key {SECRET}, by ops@acme.dev for user-1@example.com, cut \ud83d"

    assert (
        redactor.golden(rendering)
        == "key REDACTED, by user-2@example.com for user-1@example.com, cut \\ud83d"
    )


def test_a_line_of_a_report_keeps_addresses_but_no_secrets(redactor: Redactor) -> None:
    """Provenance: ours."""
    assert redactor.line(f"jane@acme.dev {SECRET}") == "jane@acme.dev REDACTED"


# -- what is left alone


@pytest.mark.parametrize(
    "sound",
    [
        exchange(
            uri="https://api.acme.example/a%2Fb/ü?q=a%20b&q=c+d&empty=&flag#",
            request=(("Host", "api.acme.example"), ("Accept", "*/*")),
            body=b'{"b": 1.0,  "a": [1e3, "\\u00fc", true]}\n',
            response=(
                ("Content-Type", "application/json; charset=utf-8"),
                ("Link", '<https://a.example>; rel="next"'),
            ),
            answer='{"größe": 1}\r\n'.encode(),
        ),
        exchange(body=b"\x89PNG\r\n\x1a\n\x00\xff", answer=b"\x1f\x8b\x08\x00\xff"),
        exchange(body=b"query { viewer { login } }", answer=b"<p>a &amp; b</p>"),
        exchange(answer=b'{"a": NaN, "a": 2}'),
        pytest.param(
            exchange(request=(FORM,), body=b"a=b%20c&flag"),
        ),
    ],
)
def test_an_exchange_without_secrets_is_the_same_to_the_byte(sound: Exchange, redactor: Redactor) -> None:
    """Provenance: ours."""
    clean = redactor.exchange(sound)

    assert (clean.request.body, clean.response) == (sound.request.body, sound.response)
    assert clean.request.headers == sound.request.headers
    assert clean.request.uri == sound.request.uri.removesuffix("#")
    assert redactor.seen == set()


def test_a_text_without_secrets_is_the_same() -> None:
    """Provenance: ours."""
    text = 'Tool failed:\n\tKeyError: "név" at 0x7f, see https://acme.example/docs?page=2&sort=asc \r\n'

    assert Redactor(secrets=[SECRET]).text(text) == text


def test_what_is_redacted_stays_as_it_is_when_redacted_again(redactor: Redactor) -> None:
    """Provenance: ours. A live request is redacted before it is matched with a recorded one."""
    for planted in PLANTED.values():
        once = redactor.exchange(planted)

        assert redactor.fresh().exchange(once) == once


def test_the_length_of_a_response_follows_its_body(redactor: Redactor) -> None:
    """Provenance: ours. A client would wait for the bytes that are gone."""
    answer = json.dumps({"echo": SECRET}).encode()
    headers = (("content-length", str(len(answer))), JSON_TYPE)

    clean = redactor.response(Response(200, "OK", headers, answer))

    assert clean.header("Content-Length") == str(len(clean.body))
    assert clean.body == b'{"echo":"REDACTED"}'


# -- where secrets come from


def test_the_secrets_of_the_environment_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Those that a row names, and those whose names say so."""
    monkeypatch.setenv("ACME", "named-by-row")
    monkeypatch.setenv("SOME_API_KEY", "named-by-itself")
    monkeypatch.setenv("SOME_COLOUR", "turquoise")

    redactor = Redactor.of(["ACME"], [])

    assert redactor.line("named-by-row named-by-itself turquoise") == "REDACTED REDACTED turquoise"


def test_short_values_are_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. `USE_TOKEN=true` would black out half a report."""
    monkeypatch.setenv("USE_TOKEN", "true")
    monkeypatch.setenv("NO_TOKEN", "")

    assert Redactor.of([], []).text("true or false") == "true or false"


def test_the_word_that_stands_for_a_token_is_redacted_as_the_token_was() -> None:
    """Provenance: ours. Else a replayed request would differ from the recorded one."""
    assert Redactor().line(f"k={FIXED_TOKEN}") == f"k={REDACTED}"
