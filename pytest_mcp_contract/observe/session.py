"""One live MCP session, driven from synchronous code.

Each session has an event loop of its own on the thread that drives it, so a server that blocks or breaks its
loop takes nobody else with it. The client lives in one task that owns it: its cancel scopes must be left in
the task that entered them.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, ExitStack, suppress
from typing import Any, TypeVar

import mcp_types as types
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from pydantic import TypeAdapter, ValidationError

from pytest_mcp_contract.model import JSON, Ended, JSONObject, Reply, RpcError
from pytest_mcp_contract.observe import bounded
from pytest_mcp_contract.observe.clock import SkippingLoop, skipping_waits
from pytest_mcp_contract.observe.daemons import DaemonExecutor
from pytest_mcp_contract.observe.limits import Interrupted, interrupt_after
from pytest_mcp_contract.observe.shelter import Shelter, driving, others_at_work
from pytest_mcp_contract.observe.stdio import Child, stdio
from pytest_mcp_contract.observe.tap import Tap, tapped
from pytest_mcp_contract.observe.target import Command, InProcess, Target, load

T = TypeVar("T")
_RAW: TypeAdapter[Any] = TypeAdapter(dict[str, Any])
_LOGGERS = ("client", "mcp.client.client", "mcp.client.streamable_http", "mcp.shared.jsonrpc_dispatcher")
CLOSING = 10.0
"""Seconds a session may take to end before it is left to itself."""


class HangError(Exception):
    """Nothing came back within the limit."""


class DiedError(Exception):
    """The connection closed, or the process ended."""


class Session:
    """A started server. Not thread-safe: one thread at a time may use it.

    With `skips_waits`, what a server inside this process sleeps through costs no time, and still counts.
    """

    def __init__(
        self,
        target: Target,
        *,
        mode: str,
        shelter: Shelter | None,
        environment: Mapping[str, str] | None = None,
        skips_waits: bool = False,
        called: Callable[[], None] = lambda: None,
    ) -> None:
        """`called` is told of every call of a tool."""
        self.target = target
        self.child = Child()
        self.alive = False
        self._mode = mode
        self._shelter = shelter
        self._environment = dict(environment or {})
        self._called = called
        self.ended_by: BaseException | None = None
        """What the connection ended by, once the session is closed."""
        self.refusal: int | None = None
        """The last HTTP status that was a refusal."""
        self._tap: Tap | None = None
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop = (
            SkippingLoop(others_at_work) if skips_waits else asyncio.new_event_loop()
        )
        self._loop.set_default_executor(DaemonExecutor())
        # What a server leaves unfinished when it is stopped is no news; asyncio would print it all.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._stop: asyncio.Event
        self._owner: asyncio.Task[None] | None = None
        self._entered = False

    def start(self, within: float) -> None:
        """Start the server and shake hands.

        Raises:
            HangError: no answer within `within` seconds.
            Exception: whatever the transport, the server or the handshake raised.
        """
        try:
            self._drive(self._open(), within)
        except BaseException:
            self.close()
            raise
        self.alive = True

    @property
    def strays(self) -> tuple[str, ...]:
        """The first replies of the server that nobody waited for, as phrases."""
        return tuple(self._tap.strays) if self._tap else ()

    @property
    def client(self) -> Client:
        """The SDK's client, entered."""
        assert self._client is not None, "the session is not started"
        return self._client

    def request(self, request: "types.Request[Any, Any]", within: float) -> dict[str, JSON]:
        """The raw JSON result of a request, as the server sent it.

        Raises:
            HangError: no reply within `within` seconds.
            DiedError: the server ended.
            MCPError: the server replied with a JSON-RPC error.
        """
        method = str(request.method)
        try:
            result: dict[str, JSON] = self._drive(self.client.session.send_request(request, _RAW), within)
        except ValidationError:
            raw = self._tap.take(method) if self._tap else None
            if raw is None:
                raise
            return raw
        except MCPError as error:
            if error.code == types.CONNECTION_CLOSED and "closed" in error.message.lower():
                self.alive = False
                raise DiedError(error.message) from error
            raise
        raw = self._tap.take(method) if self._tap else None
        return result if raw is None else raw

    def call(
        self, tool: str, arguments: JSONObject, within: float, *, rewind: Callable[[], None] | None = None
    ) -> tuple[Ended, Reply | None, str]:
        """Call a tool: how it ended, the reply if one came, and what is known beside.

        A call is made twice where the first one showed that the tool needs a worker thread; `rewind` is
        called in between.
        """
        self._called()
        ended = self._call(tool, arguments, within)
        if self._shelter is None or not self._shelter.call_again:
            return ended
        self._shelter.call_again = False
        if rewind is not None:
            rewind()
        return self._call(tool, arguments, within)

    def _call(self, tool: str, arguments: JSONObject, within: float) -> tuple[Ended, Reply | None, str]:
        params = types.CallToolRequestParams(name=tool, arguments=dict(arguments))
        try:
            raw = self.request(types.CallToolRequest(params=params), within)
        except MCPError as error:
            return Ended.REPLIED, Reply(error=RpcError(error.code, error.message)), ""
        except HangError as error:
            # A grandchild can hold the pipes of a child that is gone: then nothing says that it is.
            died = self.child.returncode is not None
            return Ended.DIED if died else Ended.HANG, None, str(error)
        except (DiedError, ValidationError) as error:
            unreadable = self.child.unreadable
            return Ended.DIED, None, f"a message {unreadable}" if unreadable else str(error).splitlines()[0]
        return Ended.REPLIED, Reply.from_raw(raw), ""

    def close(self) -> None:
        """End the session and whatever it started. Never raises what the server raises, never waits long."""
        self.alive = False
        if self._loop.is_closed():
            return
        with suppress(Exception, Interrupted, asyncio.CancelledError):
            self._drive(self._shut(), CLOSING)
        with suppress(Exception, Interrupted, asyncio.CancelledError):
            self._drive(self._cancel_rest(), CLOSING / 2)
        with suppress(Exception, Interrupted):
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _drive(self, work: Coroutine[Any, Any, T], within: float) -> T:
        """Run the loop until `work` is done, whatever the server's code does meanwhile."""
        armed = self._loop.time()  # before the timer is: what it ends took longer than it
        with ExitStack() as stack:
            if not isinstance(self.target, InProcess):
                stack.enter_context(_UNLOGGED)
            else:
                stack.enter_context(interrupt_after(within + 1.0))
                if self._shelter is not None:
                    stack.enter_context(driving(self._shelter, self._environment))
                stack.enter_context(skipping_waits(self._loop, within))
            began = self._loop.time()
            task = self._loop.create_task(work)
            try:
                result = self._loop.run_until_complete(asyncio.wait_for(task, within))
            except TimeoutError as error:
                if not _is_ours(task):
                    raise
                # Which of the two limits is told of blocking code differs between versions of asyncio.
                if self._loop.time() - armed >= within + 1.0:
                    raise self._blocked(within) from error
                self.child.is_late = True
                raise HangError(f"no reply within {within:g} s") from error
            except Interrupted as error:
                raise self._blocked(within) from error
            took = self._loop.time() - began
            if took > within:
                raise HangError(f"took {took:.1f} s, the limit is {within:g} s")
            return result

    def _blocked(self, within: float) -> HangError:
        self.alive = False
        return HangError(f"blocked for {within + 1:g} s without giving way")

    async def _open(self) -> None:
        self._stop = asyncio.Event()
        ready: asyncio.Future[None] = self._loop.create_future()

        async def own() -> None:
            try:
                async with AsyncExitStack() as stack:
                    await self._enter(stack)
                    self._entered = True
                    ready.set_result(None)
                    await self._stop.wait()
            except BaseException as error:
                if ready.done():
                    self.ended_by = error
                    return  # the server ended; whoever asks it next is told
                ready.set_exception(
                    HangError("cancelled") if isinstance(error, asyncio.CancelledError) else error
                )

        self._owner = self._loop.create_task(own())
        await asyncio.shield(ready)

    async def _enter(self, stack: AsyncExitStack) -> None:
        target, source = self.target, None
        if isinstance(target, InProcess):
            source = await load(target.path)
        elif isinstance(target, Command):
            self._tap = Tap()
            source = tapped(stdio(target.argv, target.environment, target.folder, self.child), self._tap)
        else:
            self._tap = Tap()
            http = await stack.enter_async_context(bounded.client(target.headers, self._refused))
            source = tapped(streamable_http_client(target.url, http_client=http), self._tap)
        self._client = await stack.enter_async_context(Client(source, mode=self._mode))

    def _refused(self, status: int) -> None:
        self.refusal = status

    async def _shut(self) -> None:
        if self._owner is not None:
            self._stop.set()
            if not self._entered:
                self._owner.cancel()
            done, _ = await asyncio.wait([self._owner], timeout=CLOSING - 1)
            if not done:
                self._owner.cancel()
                await asyncio.wait([self._owner], timeout=1)

    async def _cancel_rest(self) -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest, timeout=CLOSING / 4)


class _Unlogged:
    """Keeps the SDK from logging, with tracebacks, what a server does wrong: that is told by findings.

    Sessions on several threads may be in it at once; the last to leave lets the SDK log again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._off: list[logging.Logger] = []

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._off = [log for log in map(logging.getLogger, _LOGGERS) if not log.disabled]
                for log in self._off:
                    log.disabled = True

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                for log in self._off:
                    log.disabled = False


_UNLOGGED = _Unlogged()


def _is_ours(task: "asyncio.Task[Any]") -> bool:
    """Whether the limit ran out, and not a limit of the server's or the client's own."""
    return task.cancelled() or not task.done()
