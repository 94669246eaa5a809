"""For servers with a fixed base URL: what they send through `HTTPS_PROXY`, opened for the loopback API.

The authority that the server is made to trust is made anew for each; its key never leaves this process. Only
its certificate is written, into a bundle behind those that are trusted here already.
"""

import asyncio
import os
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import certifi
import trustme

_TRUSTED_BY: Final = (
    "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE",
    "GIT_SSL_CAINFO", "DENO_CERT", "PIP_CERT",
)  # fmt: skip
"""Variables from which clients read the certificates they trust."""
_BUNDLE: Final = "upstream-ca.pem"
_HEAD: Final = 64 * 1024
_CHUNK: Final = 64 * 1024


class Proxy:
    """Answers `CONNECT`: with a certificate of its own, or, where `passes` says so, with the host itself."""

    def __init__(
        self,
        *,
        folder: Path,
        answers: int,
        passes: Callable[[str], bool],
        hear: Callable[[str, str], None],
    ) -> None:
        """`answers` is the port of the loopback API; `hear` is told of a host whose client broke off."""
        self._answers = answers
        self._passes = passes
        self._hear = hear
        self._authority = trustme.CA(organization_name="pytest-mcp-contract")
        self._contexts: dict[str, ssl.SSLContext] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._bundle = folder / _BUNDLE
        self._bundle.write_bytes(b"\n".join([*_trusted_here(), self._authority.cert_pem.bytes()]))

    def environment(self, address: str) -> Mapping[str, str]:
        """The variables by which clients come here and trust what they meet."""
        ways = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"), address)
        local = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost,::1")
        trusting = dict.fromkeys(_TRUSTED_BY, str(self._bundle))
        return {**ways, **local, **trusting, "NODE_USE_ENV_PROXY": "1"}

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, _, rest = head.partition(b" ")
            target = rest.partition(b" ")[0].decode("ascii", "replace")
            if method == b"CONNECT":
                await self._tunnel(target, reader, writer)
            else:
                await self._hand_on(reader, writer, first=head)
            writer.close()
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()

    async def _tunnel(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = target.rpartition(":")
        host = host.strip("[]")
        if self._passes(host):
            outer = await asyncio.open_connection(host, int(port))
            await self._established(writer)
            await _pumped((reader, writer), outer)
            return
        await self._established(writer)
        try:
            await writer.start_tls(self._context(host))
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", None) or type(error).__name__
            self._hear(
                target, f"the client broke off the TLS handshake ({why}): it does not trust {_names()}"
            )
            return
        await self._hand_on(reader, writer)

    async def _established(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, first: bytes = b""
    ) -> None:
        """Let the loopback API answer what comes, byte for byte."""
        inner = await asyncio.open_connection("127.0.0.1", self._answers, limit=_HEAD)
        inner[1].write(first)
        await _pumped((reader, writer), inner)

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._authority.issue_cert(host).configure_cert(context)
            context.set_alpn_protocols(["http/1.1"])
            self._contexts[host] = context
        return self._contexts[host]


_Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _pumped(one: _Ends, other: _Ends) -> None:
    """Carry bytes both ways until either end is done.

    Raises:
        OSError: one of them was reset.
    """
    ways = [asyncio.ensure_future(_pump(one[0], other[1])), asyncio.ensure_future(_pump(other[0], one[1]))]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in done:
            way.result()
    finally:
        for way in ways:
            way.cancel()
        other[1].transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_CHUNK):
        writer.write(chunk)
        await writer.drain()


def _trusted_here() -> list[bytes]:
    """The certificates that are trusted here: those that a variable names, else certifi's."""
    named = [os.environ[name] for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS") if os.environ.get(name)]
    found = []
    for path in dict.fromkeys([*named, certifi.where()]):
        with suppress(OSError):
            found.append(Path(path).read_bytes())
    return found


def _names() -> str:
    return " or ".join(f"`{name}`" for name in _TRUSTED_BY[:4])
