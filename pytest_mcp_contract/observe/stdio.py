"""A server as a child process.

The SDK's own stdio transport hides the process id, the lines on stdout that are no JSON-RPC, and stderr; it
leaves grandchildren alive where the child exits by itself, and keeps one endless line whole. All five are
what a contract run must know or bound, so this room has a transport of its own.
"""

import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import anyio.abc
import mcp_types as types
from mcp.client._transport import TransportStreams
from mcp.shared.message import SessionMessage

from pytest_mcp_contract.observe.groups import KILL, LIVING, send_signal

GRACE = 2.0
"""Seconds a child has to leave after its stdin closes, and again after SIGTERM."""
LINE_LIMIT = 64 * 1024 * 1024
"""Bytes one line of stdout may have."""
STDERR_LINES = 20
NOISE_LINES = 20


@dataclass
class Child:
    """What is known of a child process besides its JSON-RPC."""

    pid: int | None = None
    process: anyio.abc.Process | None = None
    noise: list[str] = field(default_factory=list)
    """The first lines on stdout that are no JSON-RPC."""
    noise_count: int = 0
    overlong: bool = False
    _stderr: deque[bytes] = field(default_factory=lambda: deque(maxlen=STDERR_LINES))
    _partial: bytes = b""

    def hear(self, chunk: bytes) -> None:
        """Take in a piece of stderr; only the last lines are kept, each at most 500 bytes."""
        *lines, self._partial = (self._partial + chunk).split(b"\n")
        self._partial = self._partial[-500:]
        self._stderr.extend(line[:500] for line in lines[-STDERR_LINES:] if line.strip())

    @property
    def returncode(self) -> int | None:
        """The exit code; None while the child lives, or where there is none."""
        return self.process.returncode if self.process else None

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines of stderr."""
        last = [self._partial] if self._partial.strip() else []
        return tuple(line.decode("utf-8", "replace").rstrip() for line in [*self._stderr, *last])[
            -STDERR_LINES:
        ]


@asynccontextmanager
async def stdio(
    command: Sequence[str], env: Mapping[str, str], cwd: Path | None, child: Child
) -> AsyncIterator[TransportStreams]:
    """Start `command` in a process group of its own and speak JSON-RPC with it, one message a line.

    When the context ends, so does the whole group: stdin closes, then SIGTERM, then SIGKILL, and SIGKILL for
    whoever is left of the group also where the child went by itself.

    Raises:
        OSError: the command cannot be started.
    """
    process = await anyio.open_process(
        list(command), env=dict(env), cwd=cwd, start_new_session=sys.platform != "win32"
    )
    child.pid, child.process = process.pid, process
    LIVING.add(process.pid)
    to_client, read = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    write, from_client = anyio.create_memory_object_stream[SessionMessage](0)

    async def hear_stderr() -> None:
        assert process.stderr is not None
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError, ConnectionError):
            async for chunk in process.stderr:
                child.hear(chunk)

    async def read_stdout() -> None:
        assert process.stdout is not None
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError, ConnectionError):
            async with to_client:
                async for line in _lines(process.stdout, child):
                    message = _message(line)
                    if message is None:
                        child.noise_count += 1
                        if len(child.noise) < NOISE_LINES and line.strip():
                            child.noise.append(line[:200].decode("utf-8", "replace"))
                        continue
                    await to_client.send(message)

    async def write_stdin() -> None:
        assert process.stdin is not None
        try:
            async with from_client:
                async for message in from_client:
                    text = message.message.model_dump_json(by_alias=True, exclude_unset=True)
                    await process.stdin.send(text.encode() + b"\n")
        except (anyio.ClosedResourceError, anyio.BrokenResourceError, OSError):
            # The child took no more: end the session instead of waiting for a reply that cannot come.
            await to_client.aclose()

    async with anyio.create_task_group() as tasks:
        for task in (hear_stderr, read_stdout, write_stdin):
            tasks.start_soon(task)
        try:
            yield read, write
        finally:
            with anyio.CancelScope(shield=True):
                read.close()
                write.close()
                await _end(process)
                LIVING.discard(process.pid)
            tasks.cancel_scope.cancel()
    for stream in (to_client, from_client):
        stream.close()


async def _lines(stdout: anyio.abc.ByteReceiveStream, child: Child) -> AsyncIterator[bytes]:
    pending: list[bytes] = []
    size = 0
    async for chunk in stdout:
        first, *rest = chunk.split(b"\n")
        pending.append(first)
        size += len(first)
        for piece in rest:
            yield b"".join(pending)
            pending, size = [piece], len(piece)
        if size > LINE_LIMIT:
            child.overlong = True
            return


def _message(line: bytes) -> SessionMessage | None:
    try:
        return SessionMessage(types.jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError:
        return None


async def _end(process: anyio.abc.Process) -> None:
    with suppress(OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        if process.stdin is not None:
            await process.stdin.aclose()
    if not await _gone(process):
        send_signal(process.pid, signal.SIGTERM)
        if not await _gone(process):
            send_signal(process.pid, KILL)
            await _gone(process)
    send_signal(process.pid, KILL)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
                await stream.aclose()
    # A survivor outside the group can hold a pipe end open; nothing public closes the transport then.
    transport = getattr(getattr(process, "_process", None), "_transport", None)
    if transport is not None:
        with suppress(PermissionError):
            transport.close()


async def _gone(process: anyio.abc.Process) -> bool:
    """Whether the child leaves within the grace. Polls: `wait()` also waits for pipes a grandchild holds."""
    with anyio.move_on_after(GRACE):
        while process.returncode is None:  # noqa: ASYNC110 (there is no event: see above)
            await anyio.sleep(0.01)
    return process.returncode is not None
