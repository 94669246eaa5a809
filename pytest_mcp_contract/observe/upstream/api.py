"""The APIs of a server outside this process, on one loopback HTTP server: answered from a deck, or passed on.

The server learns of it by the variables that its row names under `upstream`; each has a port of its own, so
that the path of the real base stays the path here. What leaves carries our address where the vendor's stood,
and what comes in the vendor's: links to further pages are followed to us, and recorded as the vendor's.
"""

import asyncio
import gzip
import json
import re
import socket
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.requests import Request as AsgiRequest
from starlette.responses import Response as AsgiResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from pytest_mcp_contract.model import Breakage, Exchange, Miss, Request, Response
from pytest_mcp_contract.observe.upstream.match import Deck

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from pytest_mcp_contract.observe.upstream.proxy import Proxy

HOST: Final = "127.0.0.1"
PROXIES: Final = frozenset({"HTTPS_PROXY", "HTTP_PROXY"})
"""Variables of `upstream` that stand for a proxy, and not for a base URL: see `proxy`."""
_ENDING = 5.0
"""Seconds the loopback server may take to end; it is a daemon, and left to itself then."""
_LINGERING = 0.05
"""Seconds in which a request after the last reply is waited for."""
_HOP: Final = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip
_SIZED: Final = _HOP | {"content-length", "content-encoding"}
_REFUSED: Final = 501
"""The status of what is not recorded: of the errors the one that clients do not try again."""
_FOREIGN: Final = ((b"PRI * HTTP/2", "HTTP/2"), (b"\x16\x03", "TLS"))
"""What a connection begins with that speaks something else than HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Base:
    """One variable of a row's `upstream`, and what it stands for."""

    variable: str
    real: str
    """The vendor's base URL, as cassettes have it."""
    here: str
    """The base URL that the server is given."""
    live: str
    """Where requests are passed on to while recording: the real one, unless the environment names another."""


@dataclass
class _Played:
    """What came of the deck at play."""

    misses: list[Miss] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    unanswered: list[Request] = field(default_factory=list)


class Api:
    """One loopback server for one MCP server, from its first start to the end of the run."""

    def __init__(
        self,
        upstream: Mapping[str, str],
        *,
        folder: Path,
        live: Mapping[str, str] | None = None,
        fetches: bool = False,
    ) -> None:
        """Listen; `live` has the bases to pass requests on to, by variable, and is None where none are.

        Where `upstream` names `HTTPS_PROXY` a bundle of certificates is written into `folder`, and with
        `fetches` hosts are let through until the first call.

        Raises:
            OSError: no port can be had.
            ImportError: the extra `proxy` is not installed.
        """
        proxied = [real for variable, real in upstream.items() if variable in PROXIES]
        if proxied:
            import_module("pytest_mcp_contract.observe.upstream.proxy")  # before anything is opened
        self._passes_on = live is not None
        self._fetches = fetches
        self._sockets: list[socket.socket] = []
        self.variables = tuple(upstream)
        self.bases: list[Base] = []
        self._by_port: dict[int, Base] = {}
        for variable, real in upstream.items():
            if variable not in PROXIES:
                port = self._listen()
                here = f"http://{HOST}:{port}{urlsplit(real).path}"
                base = Base(variable, real, here, (live or {}).get(variable) or real)
                self.bases.append(base)
                self._by_port[port] = base
        self._proxy: Proxy | None = None
        if proxied:
            self._open_proxy(folder, {urlsplit(real).hostname or "" for real in proxied})
        self.arrived = 0
        """Requests that came at all."""
        self.waits_forever = False
        """Never known of a client in another process: it gives up, or it meets the limit of the call."""
        self._redact: Callable[[Request], Request] = lambda request: request
        self._deck = Deck((), ())
        self._is_asked = False
        """Whether a call is being made; what comes otherwise is late, or early."""
        self._dealt = -1
        self._now = _Played()
        self._late: list[tuple[int, Miss]] = []
        self._lock = threading.Lock()
        self._was_late = threading.Event()
        self._transports: dict[Any, asyncio.Transport] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._may_fetch = True
        self._server = uvicorn.Server(self._config())
        self._thread = threading.Thread(target=self._run, name="mcp-contract-upstream", daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead here."""
        bases = {base.variable: base.here for base in self.bases}
        if self._proxy is None:
            return bases
        return {**self._proxy.environment(f"http://{HOST}:{self._proxy_socket.getsockname()[1]}"), **bases}

    def close(self) -> None:
        """Stop listening, and let go of every connection."""
        self._server.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._abort_all)
        self._thread.join(_ENDING)
        for listening in (*self._sockets, *([self._proxy_socket] if self._proxy else [])):
            listening.close()

    # -- addresses

    def filled(self, text: str) -> str:
        """`text` for the server: our addresses for the vendor's."""
        return _swapped(text, ((base.real, base.here) for base in self.bases))

    def shown(self, text: str) -> str:
        """The reverse of `filled`."""
        return _swapped(text, ((base.here, base.real) for base in self.bases))

    # -- playing

    @contextmanager
    def playing(self, redact: Callable[[Request], Request]) -> Iterator["Api"]:
        """Answer from the decks that are dealt."""
        self._redact, self._dealt = redact, -1
        self._late.clear()
        try:
            yield self
        finally:
            self.end()

    def deal(self, deck: Deck) -> None:
        """Go on with another deck, for the next call."""
        with self._lock:
            self._deck, self._now, self._is_asked, self._may_fetch = deck, _Played(), True, False
            self._dealt += 1

    def end(self) -> None:
        """The call is over: what comes now is late."""
        with self._lock:
            self._is_asked = False

    def rewind(self) -> None:
        """Put every exchange back, and forget what was missed."""
        with self._lock:
            self._deck.rewind()
            self._now = _Played()

    def misses(self) -> tuple[Miss, ...]:
        """The requests that nothing answered since the deck was dealt."""
        with self._lock:
            return tuple(self._now.misses)

    def played(self) -> frozenset[int]:
        """The exchanges of the deck dealt last that answered."""
        with self._lock:
            return frozenset(self._deck.played)

    def late(self) -> tuple[tuple[int, Miss], ...]:
        """The requests that came after a reply, with the number of the deck of their call; told once.

        Waits a little for the first: what a server forgets to wait for comes right after its reply.
        """
        self._was_late.wait(_LINGERING)
        with self._lock:
            late, self._late = tuple(self._late), []
            self._was_late.clear()
            return late

    @property
    def unheard(self) -> str:
        """That no request has ever come, as a sentence; "" where one has."""
        names = " or ".join(f"`{name}`" for name in self.variables)
        said = f"no request has arrived at {names}: the server does not read it, or asks its API past it"
        return "" if self.arrived else said

    # -- recording

    @contextmanager
    def recording(self) -> Iterator["_Played"]:
        """Pass requests on, and keep what is exchanged until the context ends."""
        self.deal(Deck((), ()))
        try:
            yield self._now
        finally:
            self.end()

    # -- the loopback server

    def _listen(self) -> int:
        listening = socket.create_server((HOST, 0))
        self._sockets.append(listening)
        port: int = listening.getsockname()[1]
        return port

    def _open_proxy(self, folder: Path, hosts: set[str]) -> None:
        from pytest_mcp_contract.observe.upstream.proxy import Proxy

        def passes(host: str) -> bool:
            return self._fetches and self._may_fetch and host not in hosts

        def hear(target: str, why: str) -> None:
            self._miss(Miss(Request("CONNECT", f"https://{target}"), why))

        self._any_host = self._listen()
        self._proxy = Proxy(folder=folder, answers=self._any_host, passes=passes, hear=hear)
        self._proxy_socket = socket.create_server((HOST, 0))

    def _config(self) -> uvicorn.Config:
        api = self

        class Protocol(H11Protocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                # asyncio sets it only where a socket names its protocol; without it an answer takes 40 ms.
                transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                api._transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                api._transports.pop(self.client, None)
                super().connection_lost(exc)

            def data_received(self, data: bytes) -> None:
                for start, name in _FOREIGN:
                    if data.startswith(start):
                        api._hear_foreign(self.server, name)
                        self.transport.close()
                        return
                super().data_received(data)

        return uvicorn.Config(
            self._answer,
            interface="asgi3",
            http=Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=3600,
            timeout_graceful_shutdown=1,
        )

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._loop.set_exception_handler(lambda _loop, _context: None)
            if self._proxy is not None:
                self._tunnels = await asyncio.start_server(self._proxy.connected, sock=self._proxy_socket)
            await self._server.serve(self._sockets)

        with suppress(Exception):
            asyncio.run(serve())

    def _abort_all(self) -> None:
        for transport in list(self._transports.values()):
            transport.abort()

    def _hear_foreign(self, address: tuple[str, int | None] | None, name: str) -> None:
        base = self._by_port.get(address[1] or 0) if address else None
        if base is not None:
            why = f"the connection speaks {name}; here, HTTP/1.1 without TLS is understood"
            self._miss(Miss(Request("CONNECT", base.real), why))

    async def _answer(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        asked = AsgiRequest(scope, receive)
        base = self._by_port.get(scope["server"][1]) or _base_of(asked)
        try:
            body = await asked.body()
        except ClientDisconnect:
            return
        self.arrived += 1
        request = self._request(asked, base, body)
        if self._passes_on:
            answer: Response | Breakage = await self._passed_on(request, base)
        else:
            answer = self._found(request)
        if isinstance(answer, Breakage):
            if answer is Breakage.RESET:
                self._reset(scope)
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await self._response(answer)(scope, receive, send)

    def _request(self, asked: AsgiRequest, base: Base, body: bytes) -> Request:
        """The request as the vendor would have got it."""
        target = asked.scope["raw_path"].decode("ascii")
        if not target.startswith("/"):  # to a proxy, the whole address is sent
            target = urlsplit(target).path or "/"
        if query := asked.scope["query_string"].decode("ascii"):
            target += f"?{query}"
        parts = urlsplit(base.real)
        headers = tuple(
            (name, self.shown(value))
            for name, value in asked.headers.items()
            if name not in _SIZED and name != "host"
        )
        uri = f"{parts.scheme}://{parts.netloc}{self.shown(target)}"
        return Request(asked.method, uri, headers, self._bytes(_plain(asked, body), self.shown))

    def _found(self, request: Request) -> Response | Breakage:
        """What answers: the deck, or that nothing does."""
        ours = self._redact(request)
        with self._lock:
            if not self._is_asked:
                if self._dealt < 0:
                    return _refusal("it came before any call")
                self._late.append((self._dealt, Miss(ours, "it came after the reply")))
                self._was_late.set()
                return _refusal("it came after the reply")
            index = self._deck.find(ours)
            if index is None:
                miss = self._deck.miss(ours)
                self._now.misses.append(miss)
                return _refusal(miss.why)
            return self._deck.play(index)

    def _miss(self, miss: Miss) -> None:
        with self._lock:
            self._now.misses.append(miss)

    def _response(self, answer: Response) -> AsgiResponse:
        """The answer as the server gets it: complete, in plain, with links that lead here."""
        made = AsgiResponse(self._bytes(answer.body, self.filled), status_code=answer.status)
        made.raw_headers = [
            *((name, value) for name, value in made.raw_headers if name == b"content-length"),
            *(
                (name.lower().encode("latin-1", "replace"), self.filled(value).encode("latin-1", "replace"))
                for name, value in answer.headers
                if name.lower() not in _SIZED
            ),
        ]
        return made

    def _bytes(self, body: bytes, change: Callable[[str], str]) -> bytes:
        """A body with its addresses changed; what is no text stays as it is, byte for byte."""
        text = body.decode("utf-8", "surrogateescape")
        return change(text).encode("utf-8", "surrogateescape")

    def _reset(self, scope: "Scope") -> None:
        transport = self._transports.get(tuple(scope["client"]))
        if transport is not None:
            connected = transport.get_extra_info("socket")
            # Zero seconds to linger: the client gets a reset, not an end.
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            transport.abort()

    async def _passed_on(self, request: Request, base: Base) -> Response | Breakage:
        """The live API's answer, kept with its request."""
        import httpx

        live = _moved(request.uri, base)
        headers = [(name, value) for name, value in request.headers if name != "accept-encoding"]
        try:
            async with httpx.AsyncClient(timeout=None) as client:
                came = await client.request(
                    request.method, live, headers=headers, content=request.body, follow_redirects=False
                )
        except httpx.HTTPError as error:
            with self._lock:
                self._now.unanswered.append(request)
            return Response(502, body=f"no answer: {type(error).__name__}".encode())
        pairs = [(base.live, base.real)]
        answer = Response(
            came.status_code,
            came.reason_phrase,
            tuple(
                (name, _swapped(value, pairs))
                for name, value in came.headers.multi_items()
                if name.lower() not in _SIZED
            ),
            self._bytes(came.content, lambda text: _swapped(text, pairs)),
        )
        with self._lock:
            if self._is_asked:
                self._now.exchanges.append(Exchange(request, answer))
        return answer


def _base_of(asked: AsgiRequest) -> Base:
    """The host that a request through the proxy is for, over TLS unless its address says otherwise."""
    parts = urlsplit(asked.scope["raw_path"].decode("ascii"))
    real = f"{parts.scheme or 'https'}://{parts.netloc or asked.headers.get('host', '')}"
    return Base("", real, real, real)


def _plain(asked: AsgiRequest, body: bytes) -> bytes:
    """A body as it was before it was compressed; as it came where that cannot be undone."""
    if asked.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip"):
        with suppress(OSError, EOFError, zlib.error):
            return gzip.decompress(body)
    return body


def _refusal(why: str) -> Response:
    body = json.dumps({"message": f"not answered by the contract run: {why}"}).encode()
    return Response(_REFUSED, "Not Implemented", (("Content-Type", "application/json"),), body)


def _moved(uri: str, base: Base) -> str:
    """Where a request to the vendor goes while recording; also one beside the base's path."""
    live, real = base.live.rstrip("/"), base.real.rstrip("/")
    if uri.startswith(real):
        return live + uri.removeprefix(real)
    parts = urlsplit(live)
    return f"{parts.scheme}://{parts.netloc}/{uri.split('/', 3)[3]}"


def _swapped(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """`text` with one base URL for another: plain, in JSON with escaped slashes, and encoded in a query."""
    for one, other in pairs:
        old, new = one.rstrip("/"), other.rstrip("/")
        for spelled in (str, _escaped, _encoded):
            before = spelled(old)
            if before in text:
                parts = re.split(rf"{re.escape(before)}(?!\w|[.-]\w|:\d)", text)
                text = spelled(new).join(parts)
    return text


def _escaped(address: str) -> str:
    return address.replace("/", "\\/")


def _encoded(address: str) -> str:
    return quote(address, safe="")
