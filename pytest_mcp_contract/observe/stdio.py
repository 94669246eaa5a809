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
from mcp.client._transport import TransportStreams
from mcp.shared.message import SessionMessage

from pytest_mcp_contract.observe import messages
from pytest_mcp_contract.observe.groups import LIVING, MARK, kill, new_mark, send_signal
from pytest_mcp_contract.observe.messages import UnreadableError, message

GRACE = 1.5
"""Seconds a child has to leave after its stdin closes, and half of that after SIGTERM."""
HURRY = 0.5
"""The same seconds for a child that has used up a limit."""
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
    unreadable: str = ""
    """Why no more of stdout is read, as a phrase that follows `a message`; "" while it is."""
    unfinished: str = ""
    """The beginning of the last line on stdout, where its end has not come."""
    repeated: list[str] = field(default_factory=list)
    """The first keys that an object of a message has twice."""
    closed_stdout: bool = False
    broke: bool = False
    """Whether one of its pipes ended before the session."""
    is_ending: bool = False
    went: bool = False
    """Whether it ended before it was asked to."""
    is_late: bool = False
    """Whether it has used up a limit, and gets less time to leave."""
    _stderr: deque[bytes] = field(default_factory=lambda: deque(maxlen=STDERR_LINES))
    _partial: bytes = b""

    def hear(self, chunk: bytes) -> None:
        """Take in a piece of stderr; only the last lines are kept, each at most 500 bytes."""
        *lines, self._partial = (self._partial + chunk).split(b"\n")
        self._partial = self._partial[-500:]
        self._stderr.extend(line[:500] for line in lines[-STDERR_LINES:] if line.strip())

    def repeats(self, key: str) -> None:
        """Take in a key that an object of a message has twice."""
        if key not in self.repeated and len(self.repeated) < NOISE_LINES:
            self.repeated.append(key)

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
    whoever is left of the group, or has left it, also where the child went by itself.

    Raises:
        OSError: the command cannot be started.
    """
    mark = new_mark()
    process = await anyio.open_process(
        list(command), env={**env, MARK: mark}, cwd=cwd, start_new_session=sys.platform != "win32"
    )
    child.pid, child.process = process.pid, process
    LIVING[process.pid] = mark
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
                try:
                    async for line in _lines(process.stdout, child):
                        read = message(line, child.repeats)
                        if read is not None:
                            await to_client.send(read)
                            continue
                        child.noise_count += 1
                        if len(child.noise) < NOISE_LINES and line.strip():
                            child.noise.append(line[:200].decode("utf-8", "replace"))
                    if not child.is_ending:
                        child.closed_stdout = child.broke = child.is_late = True
                except UnreadableError as error:
                    child.unreadable = str(error)
                    child.is_late = True

    async def write_stdin() -> None:
        assert process.stdin is not None
        try:
            async with from_client:
                async for sent in from_client:
                    text = sent.message.model_dump_json(by_alias=True, exclude_unset=True)
                    await process.stdin.send(text.encode() + b"\n")
        except (anyio.ClosedResourceError, anyio.BrokenResourceError, OSError):
            # The child took no more: end the session instead of waiting for a reply that cannot come.
            child.broke = True
            await to_client.aclose()

    async with anyio.create_task_group() as tasks:
        for task in (hear_stderr, read_stdout, write_stdin):
            tasks.start_soon(task)
        try:
            yield read, write
        finally:
            with anyio.CancelScope(shield=True):
                child.is_ending = True
                read.close()
                write.close()
                await _end(process, child)
                LIVING.pop(process.pid, None)
            tasks.cancel_scope.cancel()
    for stream in (to_client, from_client):
        stream.close()


async def _lines(stdout: anyio.abc.ByteReceiveStream, child: Child) -> AsyncIterator[bytes]:
    """Every line.

    Raises:
        UnreadableError: one is longer than a message may be.
    """
    pending: list[bytes] = []
    size = 0
    async for chunk in stdout:
        first, *rest = chunk.split(b"\n")
        pending.append(first)
        size += len(first)
        for piece in rest:
            yield b"".join(pending)
            pending, size = [piece], len(piece)
        child.unfinished = b"".join(pending[:2])[:60].decode("utf-8", "replace")
        if size > messages.MOST_BYTES:
            raise UnreadableError(messages.TOO_LONG)


async def _end(process: anyio.abc.Process, child: Child) -> None:
    """End a child and its group; also where the wait for it is cancelled."""
    grace = HURRY if child.is_late else GRACE
    try:
        if child.broke:
            await _gone(process, HURRY)  # its pipes are seen to end before it is
        child.went = process.returncode is not None
        with suppress(OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
            if process.stdin is not None:
                await process.stdin.aclose()
        if not await _gone(process, grace):
            send_signal(process.pid, signal.SIGTERM)
            await _gone(process, grace / 2)
    finally:
        kill(process.pid, LIVING.get(process.pid, ""))
        await _gone(process, GRACE)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
                    await stream.aclose()
        # A survivor outside the group can hold a pipe end open; nothing public closes the transport then.
        transport = getattr(getattr(process, "_process", None), "_transport", None)
        if transport is not None:
            with suppress(PermissionError):
                transport.close()


async def _gone(process: anyio.abc.Process, within: float) -> bool:
    """Whether the child leaves in time. Polls: `wait()` also waits for pipes a grandchild holds."""
    with anyio.move_on_after(within):
        while process.returncode is None:  # noqa: ASYNC110 (there is no event: see above)
            await anyio.sleep(0.01)
    return process.returncode is not None
