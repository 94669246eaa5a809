"""Servers with a fixed base URL: what goes through `HTTPS_PROXY` is answered from a deck all the same."""

import json
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
import uvicorn

from pytest_mcp_contract.model import Breakage, Exchange, Fault, FaultKind, Request, Response
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.api import Api
from pytest_mcp_contract.observe.upstream.match import Deck

BASE = "https://api.acme.example"
UPSTREAM = {"HTTPS_PROXY": BASE}
MATCH_ON = ("method", "host", "path", "query", "json")
WITHIN = 10.0


def item(base: str = BASE) -> Exchange:
    """One item, as it was asked for once."""
    link = (("Content-Type", "application/json"), ("Link", f'<{base}/items?page=2>; rel="next"'))
    return Exchange(
        Request("GET", f"{base}/items/7?full=1"), Response(200, "OK", link, b'{"name": "spanner"}')
    )


def redact(request: Request) -> Request:
    return Redactor().live(request)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    made = Api(UPSTREAM, folder=tmp_path)
    yield made
    made.close()


def client(api: Api, **options: Any) -> httpx.Client:
    """A client that reads the variables, as those of a child process do."""
    trusted = ssl.create_default_context(cafile=api.environment["SSL_CERT_FILE"])
    usual: dict[str, Any] = {"verify": trusted, "timeout": WITHIN, "trust_env": False}
    return httpx.Client(proxy=api.environment["HTTPS_PROXY"], **usual | options)


def test_what_is_sent_over_tls_is_answered_from_the_deck(api: Api) -> None:
    """Provenance: ours."""
    with api.playing(redact), client(api) as asking:
        api.deal(Deck([item()], MATCH_ON))
        answer = asking.get(f"{BASE}/items/7?full=1")

        assert answer.json() == {"name": "spanner"}
        assert answer.headers["link"] == f'<{BASE}/items?page=2>; rel="next"'
        assert (api.misses(), api.played(), api.unheard) == ((), frozenset({0}), "")


def test_any_host_is_caught_and_missed_by_its_own_name(api: Api) -> None:
    """Provenance: ours. Nothing leaves: not to the host of the row, nor to another one."""
    with api.playing(redact), client(api) as asking:
        api.deal(Deck([item()], MATCH_ON))
        answer = asking.get("https://auth.acme.example:8443/token")

        assert answer.status_code == 501
        assert [miss.request.uri for miss in api.misses()] == ["https://auth.acme.example:8443/token"]


def test_plain_http_through_the_proxy_is_answered_too(api: Api) -> None:
    """Provenance: ours. A proxy is sent whole addresses."""
    plain = "http://api.acme.example"
    with api.playing(redact), client(api) as asking:
        api.deal(Deck([item(plain)], MATCH_ON))

        assert asking.get(f"{plain}/items/7?full=1").status_code == 200
        assert api.misses() == ()


def test_one_connection_serves_many_calls(api: Api) -> None:
    """Provenance: ours. Clients keep a tunnel open from one call to the next."""
    with api.playing(redact), client(api) as asking:
        for _ in range(3):
            api.deal(Deck([item()], MATCH_ON))
            assert asking.get(f"{BASE}/items/7?full=1").status_code == 200
            assert api.played() == {0}


def test_a_body_of_a_megabyte_comes_through_whole(api: Api) -> None:
    """Provenance: ours."""
    body = json.dumps({"text": "x" * 2**20}).encode()
    sent = Exchange(Request("POST", f"{BASE}/items", body=body), Response(200, body=body))
    with api.playing(redact), client(api) as asking:
        api.deal(Deck([sent], MATCH_ON))

        assert asking.post(f"{BASE}/items", content=body).content == body


def test_a_client_that_does_not_trust_the_authority_is_named(api: Api) -> None:
    """Provenance: ours. Pinned certificates, and clients that read none of the variables."""
    with api.playing(redact), client(api, verify=True) as asking:
        api.deal(Deck([item()], MATCH_ON))
        with pytest.raises(httpx.ConnectError):
            asking.get(f"{BASE}/items/7?full=1")
        api.close()  # after which all that was said has been heard

        (miss,) = api.misses()
        assert miss.request.uri == "https://api.acme.example:443"
        assert "it does not trust `SSL_CERT_FILE`" in miss.why


def test_a_reset_reaches_the_client(api: Api) -> None:
    """Provenance: ours."""
    fault = Fault(FaultKind.RESET, 0, Breakage.RESET)
    with api.playing(redact), client(api) as asking:
        api.deal(Deck([item()], MATCH_ON, fault=fault))
        with pytest.raises(httpx.TransportError):
            asking.get(f"{BASE}/items/7?full=1")

        assert api.played() == {0}


def test_only_a_certificate_is_written(api: Api, tmp_path: Path) -> None:
    """Provenance: ours. The key of an authority that a server trusts is nobody's to read."""
    bundle = Path(api.environment["NODE_EXTRA_CA_CERTS"])

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [bundle]
    text = bundle.read_text(encoding="utf-8")
    assert text.count("BEGIN CERTIFICATE") > 1  # what was trusted before stays so
    assert "PRIVATE KEY" not in text


def test_what_goes_past_a_proxy_is_kept_to_loopback(api: Api) -> None:
    """Provenance: ours. An exception that the user has for a vendor would hide its traffic."""
    assert api.environment["NO_PROXY"] == "127.0.0.1,localhost,::1"


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A vendor on loopback, over TLS that this process trusts."""
    authority = trustme.CA()
    chain = tmp_path / "vendor.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(chain))
    trusted = tmp_path / "trusted.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    async def vendor(scope: Any, receive: Any, send: Any) -> None:
        body = json.dumps({"path": scope["path"]}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-seen", b"1")]})
        await send({"type": "http.response.body", "body": body})

    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            vendor, ssl_certfile=str(chain), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        thread.join(WITHIN)


def test_recording_passes_on_over_verified_tls(tls: str, tmp_path: Path) -> None:
    """Provenance: ours."""
    api = Api({"HTTPS_PROXY": tls}, folder=tmp_path / "run", live={})
    try:
        with api.recording() as recorded, client(api) as asking:
            assert asking.get(f"{tls}/items/7").json() == {"path": "/items/7"}
    finally:
        api.close()

    (exchange,) = recorded.exchanges
    assert exchange.request.uri == f"{tls}/items/7"
    assert exchange.response.header("x-seen") == "1"


def test_recording_does_not_pass_on_to_a_vendor_it_cannot_verify(
    tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The near miss of the test above."""
    monkeypatch.delenv("SSL_CERT_FILE")
    api = Api({"HTTPS_PROXY": tls}, folder=tmp_path / "run", live={})
    try:
        with api.recording() as recorded, client(api) as asking:
            assert asking.get(f"{tls}/items/7").status_code == 502
    finally:
        api.close()

    assert recorded.exchanges == []
    assert [request.uri for request in recorded.unanswered] == [f"{tls}/items/7"]


def test_a_runner_may_fetch_what_it_starts_before_the_first_call(tls: str, tmp_path: Path) -> None:
    """Provenance: ours. `npx -y` loads the server through the same variables; what that asks is caught."""
    api = Api(UPSTREAM, folder=tmp_path / "run", fetches=True)
    try:
        trusted = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
        with client(api, verify=trusted) as fetching:
            assert fetching.get(f"{tls}/package").json() == {"path": "/package"}
        with api.playing(redact), client(api) as asking:
            api.deal(Deck([item()], MATCH_ON))
            assert asking.get(f"{tls}/package").status_code == 501
    finally:
        api.close()
