"""HTTP with a server that may mean harm: no body without end, and none that unfolds."""

from collections.abc import AsyncIterator, Callable, Mapping

import httpx2

from pytest_mcp_contract.model import brief
from pytest_mcp_contract.observe.messages import MOST_BYTES, TOO_LONG, UnreadableError, message

_PLAIN = ("", "identity")


def client(headers: Mapping[str, str], refused: Callable[[int], None]) -> httpx2.AsyncClient:
    """A client that asks for bodies as they are, reads none beyond a message's bounds, and follows nobody.

    `refused` is told of each status that is a refusal.
    """
    return httpx2.AsyncClient(
        headers={**headers, "Accept-Encoding": "identity"},
        timeout=httpx2.Timeout(30.0, read=300.0),
        transport=_Bounded(refused),
    )


class _Bounded(httpx2.AsyncHTTPTransport):
    def __init__(self, refused: Callable[[int], None]) -> None:
        super().__init__()
        self._refused = refused

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response; one that is no stream of events was read and looked at.

        Raises:
            UnreadableError: its body is compressed, or too long, or no JSON that every client reads.
        """
        response = await super().handle_async_request(request)
        if response.status_code >= 400:
            self._refused(response.status_code)
        encoding = response.headers.get("content-encoding", "").strip().lower()
        try:
            if encoding not in _PLAIN:
                raise UnreadableError(f"is compressed ({encoding[:40]}), which nobody asked for")
            kind = response.headers.get("content-type", "").lower()
            if kind.startswith("text/event-stream"):
                return response
            body = await _whole(response)
            is_reply = response.status_code == 200 and kind.startswith("application/json")
            if is_reply and message(body, lambda _key: None) is None:
                begins = body[:60].decode("utf-8", "replace")
                raise UnreadableError(f"is no JSON-RPC, it begins {brief(begins)}")
        except BaseException:
            await response.aclose()
            raise
        await response.aclose()
        return httpx2.Response(
            response.status_code, headers=response.headers, content=body, extensions=response.extensions
        )


async def _whole(response: httpx2.Response) -> bytes:
    pieces: list[bytes] = []
    size = 0
    assert isinstance(response.stream, AsyncIterator | httpx2.AsyncByteStream)
    async for piece in response.stream:
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise UnreadableError(TOO_LONG)
    return b"".join(pieces)
