"""The loopback server that stands for an API: what it answers, what it names, and what is left of it."""

import gzip
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.model import Breakage, Exchange, Fault, FaultKind, Request, Response
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.api import Api
from pytest_mcp_contract.observe.upstream.match import Deck
from tests.emulators.loopback import serve

BASE = "https://api.acme.example/v2"
MATCH_ON = ("method", "host", "path", "query", "json")
JSON_TYPE = (("Content-Type", "application/json"),)
WITHIN = 10.0


def item(path: str = "/items/7", body: bytes = b'{"name": "spanner"}', **more: Any) -> Exchange:
    """One item, as it was asked for once."""
    return Exchange(
        Request("GET", f"{BASE}{path}"), Response(200, "OK", more.pop("headers", JSON_TYPE), body)
    )


def deck(*exchanges: Exchange, fault: Fault | None = None) -> Deck:
    return Deck(exchanges or [item()], MATCH_ON, fault=fault)


def redact(request: Request) -> Request:
    return Redactor().live(request)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    made = Api({"ACME_API_URL": BASE}, folder=tmp_path)
    with made.playing(redact):
        yield made
    made.close()


@pytest.fixture
def client(api: Api) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=api.environment["ACME_API_URL"], timeout=WITHIN, trust_env=False) as made:
        yield made


# -- answers


def test_a_recorded_request_is_answered(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. The path of the real base is kept, so that code which drops it is found out."""
    assert urlsplit(api.environment["ACME_API_URL"]).path == "/v2"
    api.deal(deck(item("/items/7?page=2&full=1")))

    answer = client.get("/items/7", params={"full": "1", "page": "2"})

    assert (answer.status_code, answer.json()) == (200, {"name": "spanner"})
    assert (api.misses(), api.played(), api.unheard) == ((), frozenset({0}), "")


def test_what_is_not_recorded_is_answered_with_the_reason(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. The status is one that clients do not try again."""
    api.deal(deck())

    answer = client.get("/items/8")

    assert answer.status_code == 501
    assert "not recorded" in answer.json()["message"]
    (miss,) = api.misses()
    assert (miss.request.method, miss.request.uri) == ("GET", f"{BASE}/items/8")
    assert "not recorded" in miss.why


def test_an_exchange_is_played_once(api: Api, client: httpx.Client) -> None:
    """Provenance: ours."""
    api.deal(deck())

    assert [client.get("/items/7").status_code for _ in range(2)] == [200, 501]
    assert ["played out" in miss.why for miss in api.misses()] == [True]


def test_a_path_beside_the_base_is_seen_as_what_it_is(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. Code that joins `/items` to the base as an absolute path loses `/v2`."""
    api.deal(deck())
    origin = urlsplit(api.environment["ACME_API_URL"])

    client.get(f"{origin.scheme}://{origin.netloc}/items/7")

    assert [miss.request.uri for miss in api.misses()] == ["https://api.acme.example/items/7"]


def test_each_variable_stands_for_its_own_base(tmp_path: Path) -> None:
    """Provenance: ours."""
    other = "https://auth.acme.example"
    api = Api({"ACME_API_URL": BASE, "ACME_AUTH_URL": other}, folder=tmp_path)
    token = Exchange(Request("POST", f"{other}/token"), Response(200, "OK", JSON_TYPE, b'{"expires": 3600}'))
    try:
        with api.playing(redact), httpx.Client(timeout=WITHIN, trust_env=False) as client:
            api.deal(deck(item(), token))
            one = client.get(f"{api.environment['ACME_API_URL']}/items/7")
            two = client.post(f"{api.environment['ACME_AUTH_URL']}/token")

            assert (one.json(), two.json()) == ({"name": "spanner"}, {"expires": 3600})
            assert api.misses() == ()
    finally:
        api.close()


# -- addresses


def test_links_lead_here_and_are_recorded_as_the_vendors(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. In headers, in JSON, and in JSON whose slashes are escaped."""
    here = api.environment["ACME_API_URL"]
    escaped = BASE.replace("/", "\\/")
    body = f'{{"next": "{BASE}/items?page=2", "self": "{escaped}\\/items", "web": "https://acme.example/v2"}}'
    first = item(
        "/items", body.encode(), headers=(("Link", f'<{BASE}/items?page=2>; rel="next"'), *JSON_TYPE)
    )
    api.deal(deck(first, item("/items?page=2")))

    answer = client.get("/items")
    following = client.get(answer.json()["next"])

    assert answer.json() == {
        "next": f"{here}/items?page=2",
        "self": f"{here}/items",
        "web": "https://acme.example/v2",
    }
    assert answer.headers["link"] == f'<{here}/items?page=2>; rel="next"'
    assert following.status_code == 200
    assert api.misses() == ()


def test_other_addresses_that_begin_alike_are_left_alone(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. The near miss of the test above."""
    others = [f"{BASE}1/x", f"{BASE}-beta", "https://api.acme.example.org/v2", f"{BASE}.5"]
    api.deal(deck(item(body=json.dumps(others).encode())))

    assert client.get("/items/7").json() == others


def test_what_the_server_sends_of_our_address_is_matched_as_the_vendors(
    api: Api, client: httpx.Client
) -> None:
    """Provenance: ours."""
    here = api.environment["ACME_API_URL"]
    sent = Request(
        "POST", f"{BASE}/hooks?from={BASE}", (), json.dumps({"callback": f"{BASE}/items"}).encode()
    )
    api.deal(deck(Exchange(sent, Response(204))))

    answer = client.post("/hooks", params={"from": here}, json={"callback": f"{here}/items"})

    assert (answer.status_code, api.misses()) == (204, ())


def test_texts_are_exchanged_both_ways(api: Api) -> None:
    """Provenance: ours. Arguments go out with our address, replies come back with the vendor's."""
    here = api.environment["ACME_API_URL"]

    assert api.filled(f"see {BASE}/items.") == f"see {here}/items."
    assert api.shown(api.filled(f"see {BASE}/items.")) == f"see {BASE}/items."
    assert api.filled("nothing of it") == "nothing of it"


# -- HTTP


def test_bytes_that_are_no_text_come_through_as_they_are(api: Api, client: httpx.Client) -> None:
    """Provenance: ours."""
    body = bytes(range(256)) * 100
    api.deal(deck(item(body=body, headers=(("Content-Type", "application/octet-stream"),))))

    assert client.get("/items/7").content == body


def test_headers_that_stand_twice_stay_two(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. Those of the recorded transport are not sent: the body is whole and plain here."""
    headers = (
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
    )
    api.deal(deck(item(headers=headers)))

    answer = client.get("/items/7")

    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert "content-encoding" not in answer.headers
    assert answer.content == b'{"name": "spanner"}'


def test_an_answer_to_head_has_no_body(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. The connection stays usable."""
    api.deal(deck(Exchange(Request("HEAD", f"{BASE}/items/7"), Response(200, body=b"")), item()))

    assert client.head("/items/7").content == b""
    assert client.get("/items/7").status_code == 200


@pytest.mark.parametrize("form", ["plain", "chunked"])
def test_bodies_are_matched_however_they_are_sent(api: Api, client: httpx.Client, form: str) -> None:
    """Provenance: ours."""
    body = b'{"name": "spanner", "owner": "octocat"}'
    api.deal(deck(Exchange(Request("POST", f"{BASE}/items", JSON_TYPE, body), Response(201))))
    content = body if form == "plain" else iter([body[:7], body[7:]])

    answer = client.post("/items", content=content, headers={"Content-Type": "application/json"})

    assert (answer.status_code, api.misses()) == (201, ())


def test_a_compressed_request_is_matched_as_what_it_says(api: Api, client: httpx.Client) -> None:
    """Provenance: ours."""
    body = b'{"name": "spanner"}'
    api.deal(deck(Exchange(Request("POST", f"{BASE}/items", JSON_TYPE, body), Response(201))))

    answer = client.post("/items", content=gzip.compress(body), headers={"Content-Encoding": "gzip"})

    assert (answer.status_code, api.misses()) == (201, ())


def test_one_connection_serves_many_decks(api: Api) -> None:
    """Provenance: ours. Clients keep connections from one call to the next."""
    address = urlsplit(api.environment["ACME_API_URL"])
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=WITHIN)
    for _ in range(3):
        api.deal(deck())
        connection.request("GET", "/v2/items/7")
        assert connection.getresponse().read() == b'{"name": "spanner"}'
        assert api.played() == {0}
    connection.close()


def test_requests_at_one_time_each_get_their_answer(api: Api) -> None:
    """Provenance: ours. Many tools ask for several things at once."""
    api.deal(deck(*(item(f"/items/{n}", b'{"n": %d}' % n) for n in range(12))))
    here = api.environment["ACME_API_URL"]

    def ask(number: int) -> Any:
        return httpx.get(f"{here}/items/{number}", timeout=WITHIN, trust_env=False).json()["n"]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(12))) == list(range(12))
    assert (api.misses(), len(api.played())) == ((), 12)


@pytest.mark.parametrize(
    ("start", "name"), [(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"), (b"\x16\x03\x01\x02\x00", "TLS")]
)
def test_what_is_not_understood_is_named(api: Api, start: bytes, name: str) -> None:
    """Provenance: ours."""
    address = urlsplit(api.environment["ACME_API_URL"])
    api.deal(deck())

    with socket.create_connection((address.hostname or "", address.port or 0), timeout=WITHIN) as speaking:
        speaking.sendall(start)
        speaking.recv(1_000)

    assert [f"speaks {name}" in miss.why for miss in api.misses()] == [True]


# -- calls


def test_a_request_before_any_call_is_refused_and_held_against_nobody(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. Some servers ask for something when they start."""
    assert client.get("/items/7").status_code == 501

    api.deal(deck())

    assert (api.misses(), api.late(), api.unheard) == ((), (), "")


def test_a_request_after_the_reply_is_late_and_named(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. It takes no exchange of the next call."""
    for number in range(2):
        api.deal(deck())
        assert client.get("/items/7").status_code == 200
        api.end()
        if number == 0:
            assert client.get("/items/9").status_code == 501

    ((call, miss),) = api.late()
    assert (call, miss.request.uri, miss.why) == (0, f"{BASE}/items/9", "it came after the reply")
    assert api.late() == ()


def test_a_call_that_is_made_again_finds_everything_as_it_was(api: Api, client: httpx.Client) -> None:
    """Provenance: ours."""
    api.deal(deck())
    client.get("/items/7")
    client.get("/items/8")

    api.rewind()

    assert (api.misses(), api.played()) == ((), frozenset())
    assert client.get("/items/7").status_code == 200


def test_a_server_that_never_asked_is_said_to_be_unheard(api: Api) -> None:
    """Provenance: ours."""
    assert "`ACME_API_URL`" in api.unheard


# -- faults


def test_a_reset_is_seen_as_one(api: Api, client: httpx.Client) -> None:
    """Provenance: ours."""
    api.deal(deck(fault=Fault(FaultKind.RESET, 0, Breakage.RESET)))

    with pytest.raises(httpx.ReadError, match="reset"):
        client.get("/items/7")


def test_no_answer_comes_until_the_client_gives_up(api: Api, client: httpx.Client) -> None:
    """Provenance: ours. The next call is answered."""
    fault = Fault(FaultKind.TIMEOUT, 0, Breakage.TIMEOUT)
    api.deal(deck(fault=fault))
    with pytest.raises(httpx.ReadTimeout):
        client.get("/items/7", timeout=0.2)

    api.deal(deck())

    assert client.get("/items/7").status_code == 200


def test_nothing_is_left_when_it_closes(tmp_path: Path) -> None:
    """Provenance: ours. Also where a client waits for an answer that never comes."""
    before = set(threading.enumerate())
    api = Api({"ACME_API_URL": BASE}, folder=tmp_path)
    address = urlsplit(api.environment["ACME_API_URL"])
    with api.playing(redact):
        api.deal(deck(fault=Fault(FaultKind.TIMEOUT, 0, Breakage.TIMEOUT)))
        waiting = socket.create_connection((address.hostname or "", address.port or 0), timeout=WITHIN)
        waiting.sendall(b"GET /v2/items/7 HTTP/1.1\r\nHost: x\r\n\r\n")

    api.close()

    with waiting, suppress(ConnectionResetError):
        while waiting.recv(1_000):
            pass
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname or "", address.port or 0), timeout=WITHIN)


# -- recording


@pytest.fixture
def vendor() -> Iterator[str]:
    """An API on loopback, under another base path than the real one."""

    async def get(request: HttpRequest) -> HttpResponse:
        here = str(request.base_url).rstrip("/") + "/api"
        answer = {
            "number": request.path_params["number"],
            "self": f"{here}/items/7",
            "sent": dict(request.headers),
        }
        return JSONResponse(answer, headers={"Link": f'<{here}/items?page=2>; rel="next"'})

    async def zipped(request: HttpRequest) -> HttpResponse:
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return HttpResponse(gzip.compress(b'{"name": "zipped"}'), headers=headers)

    async def moved(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status_code=302, headers={"Location": "/api/items/7"})

    routes = [
        Route("/api/items/{number:int}", get),
        Route("/api/zipped", zipped),
        Route("/api/moved", moved),
        Route("/oauth", zipped),
    ]
    with serve(Starlette(routes=routes)) as base:
        yield f"{base}/api"


@pytest.fixture
def recorder(vendor: str, tmp_path: Path) -> Iterator[Api]:
    made = Api({"ACME_API_URL": BASE}, folder=tmp_path, live={"ACME_API_URL": vendor})
    yield made
    made.close()


def recorded(api: Api, path: str) -> tuple[httpx.Response, Exchange]:
    with api.recording() as kept, httpx.Client(timeout=WITHIN, trust_env=False) as client:
        answer = client.get(f"{api.environment['ACME_API_URL']}{path}", headers={"X-Acme": "1"})
    (exchange,) = kept.exchanges
    assert kept.unanswered == []
    return answer, exchange


def test_a_recording_is_at_the_vendors_address(recorder: Api) -> None:
    """Provenance: ours. It was passed on to where the environment says; the server is led on to us."""
    answer, exchange = recorded(recorder, "/items/7?full=1")

    here = recorder.environment["ACME_API_URL"]
    assert exchange.request.uri == f"{BASE}/items/7?full=1"
    body = exchange.response.json()
    assert isinstance(body, dict)
    assert body["self"] == f"{BASE}/items/7"
    assert exchange.response.header("link") == f'<{BASE}/items?page=2>; rel="next"'
    assert (answer.json()["self"], answer.headers["link"]) == (
        f"{here}/items/7",
        f'<{here}/items?page=2>; rel="next"',
    )
    assert answer.json()["sent"]["x-acme"] == "1"


def test_a_compressed_answer_is_recorded_in_plain(recorder: Api) -> None:
    """Provenance: ours. A cassette is read by people."""
    answer, exchange = recorded(recorder, "/zipped")

    assert answer.json() == exchange.response.json() == {"name": "zipped"}
    assert exchange.response.header("content-encoding") is None


def test_a_redirect_is_the_servers_own_business(recorder: Api) -> None:
    """Provenance: ours."""
    answer, exchange = recorded(recorder, "/moved")

    assert (answer.status_code, exchange.response.status) == (302, 302)


def test_a_path_beside_the_base_is_asked_beside_the_live_one(recorder: Api) -> None:
    """Provenance: ours. Else a recording against a stand-in would ask the vendor itself."""
    origin = urlsplit(recorder.environment["ACME_API_URL"])
    with recorder.recording() as kept, httpx.Client(timeout=WITHIN, trust_env=False) as client:
        answer = client.get(f"{origin.scheme}://{origin.netloc}/oauth")

    assert answer.json() == {"name": "zipped"}
    assert [one.request.uri for one in kept.exchanges] == ["https://api.acme.example/oauth"]


def test_a_request_that_nobody_answers_is_told(tmp_path: Path) -> None:
    """Provenance: ours. It is no exchange: its replay would show a defect that the tool has not."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
    api = Api({"ACME_API_URL": BASE}, folder=tmp_path, live={"ACME_API_URL": nowhere})
    try:
        with api.recording() as kept, httpx.Client(timeout=WITHIN, trust_env=False) as client:
            assert client.get(f"{api.environment['ACME_API_URL']}/items/7").status_code == 502
    finally:
        api.close()

    assert kept.exchanges == []
    assert [request.uri for request in kept.unanswered] == [f"{BASE}/items/7"]
