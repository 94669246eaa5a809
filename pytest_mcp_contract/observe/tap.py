"""Keeps the raw JSON of every reply, from before any model softens it.

The client's models turn `"readOnlyHint": "yes"` into true, drop unknown keys, and refuse a whole list for one
malformed tool; what a server really sent is only here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any

import anyio
import mcp_types as types
from mcp.client._transport import Transport, TransportStreams
from mcp.shared.message import SessionMessage

from pytest_mcp_contract.model import JSON, brief

MOST_STRAYS = 20


class Tap:
    """Raw results by request, and what else came in."""

    def __init__(self) -> None:
        self.strays: list[str] = []
        """The first replies that nobody waited for, as phrases."""
        self._waiting: set[types.RequestId] = set()
        self._answered: set[types.RequestId] = set()
        self._last: dict[str, types.RequestId] = {}
        self._results: dict[types.RequestId, dict[str, JSON]] = {}

    def sent(self, message: SessionMessage) -> None:
        """Remember the newest request of each method."""
        if isinstance(message.message, types.JSONRPCRequest):
            self._last[message.message.method] = message.message.id
            self._waiting.add(message.message.id)
            self._results.pop(message.message.id, None)

    def received(self, message: SessionMessage | Exception) -> None:
        """Remember a result as it came."""
        if not isinstance(message, SessionMessage):
            return
        reply = message.message
        if isinstance(reply, types.JSONRPCResponse | types.JSONRPCError):
            self._count_off(reply.id)
        if isinstance(reply, types.JSONRPCResponse):
            self._results[reply.id] = reply.result

    def _count_off(self, number: types.RequestId | None) -> None:
        if number in self._waiting:
            self._waiting.discard(number)
            self._answered.add(number)
        elif len(self.strays) < MOST_STRAYS:
            asked = "to which it has replied" if number in self._answered else "which nobody has sent"
            self.strays.append(f"replies to a request {brief(number)}, {asked}")

    def take(self, method: str) -> dict[str, JSON] | None:
        """The raw result of the newest request of `method`, once; None where none came."""
        return self._results.pop(self._last.get(method, ""), None)


class _Stream:
    def __init__(self, inner: Any, tap: Tap) -> None:
        self._inner = inner
        self._tap = tap

    async def receive(self) -> SessionMessage | Exception:
        message: SessionMessage | Exception = await self._inner.receive()
        self._tap.received(message)
        return message

    async def send(self, message: SessionMessage) -> None:
        self._tap.sent(message)
        await self._inner.send(message)

    def __aiter__(self) -> "_Stream":
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        await self._inner.aclose()

    def close(self) -> None:
        self._inner.close()

    async def __aenter__(self) -> "_Stream":
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._inner.__aexit__(kind, error, trace)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@asynccontextmanager
async def tapped(transport: Transport, tap: Tap) -> AsyncIterator[TransportStreams]:
    """`transport` with every message shown to `tap`."""
    async with transport as (read, write):
        yield _Stream(read, tap), _Stream(write, tap)
