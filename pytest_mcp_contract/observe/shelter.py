"""Keeps code that runs inside this process from reaching the world.

One audit hook, armed while in-process servers live. It judges only code that runs because we drive a server,
and threads that such code started: the tests of the user's own suite are not its business.
"""

import asyncio
import contextvars
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from anyio._backends import _asyncio as anyio_backend

T = TypeVar("T")

_NETWORK = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"})
_EFFECTS = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.remove",
        "os.rmdir",
        "os.rename",
        "os.truncate",
        "shutil.rmtree",
    }
)
_THREADS = frozenset({"_thread.start_new_thread", "_thread.start_joinable_thread"})
_WATCHED = _NETWORK | _EFFECTS | _THREADS | {"open"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_MARK = "_mcp_contract_sheltered"


class RefusedError(PermissionError):
    """What sheltered code gets instead of the network, a process, or a file outside its folder."""


@dataclass
class Shelter:
    """What is refused, and what was."""

    folder: Path
    network: bool = True
    """Whether the network is refused."""
    effects: bool = False
    """Whether processes, deletions and writing outside `folder` are refused."""
    refusals: list[str] = field(default_factory=list)

    def judge(self, event: str, args: tuple[Any, ...]) -> str | None:
        """What the event would do, as a phrase, where it is refused."""
        if event in _NETWORK:
            return f"`{event}` {_peer(event, args)}" if self.network else None
        if not self.effects:
            return None
        if event == "open":
            return self._judge_open(*args)
        if event in ("os.remove", "os.rmdir", "os.rename", "os.truncate", "shutil.rmtree") and self._is_own(
            args[0]
        ):
            return None
        return f"`{event}` {_short(args[0])}"

    def _judge_open(self, path: Any, mode: Any, flags: Any) -> str | None:
        writes = (
            any(letter in mode for letter in "wax+")
            if isinstance(mode, str)
            else bool((flags or 0) & _WRITES)
        )
        if not writes or isinstance(path, int) or self._is_own(path):
            return None
        text = os.fsdecode(path)
        if "__pycache__" in text or text in (os.devnull, "/dev/tty"):
            return None
        return f"opening {_short(text)} for writing"

    def _is_own(self, path: Any) -> bool:
        try:
            return Path(os.path.abspath(os.fsdecode(path))).is_relative_to(self.folder)
        except TypeError:
            return False


_installed = False
_current: Shelter | None = None
_driver: int | None = None
"""The thread that drives a sheltered server right now."""


def _hook(event: str, args: tuple[Any, ...]) -> None:
    shelter = _current
    if shelter is None or event not in _WATCHED:
        return
    is_driver = threading.get_ident() == _driver
    if event in _THREADS:
        thread = getattr(args[0], "__self__", None) if args else None
        if isinstance(thread, threading.Thread):
            setattr(thread, _MARK, is_driver or getattr(threading.current_thread(), _MARK, False))
        return
    if not (is_driver or getattr(threading.current_thread(), _MARK, False)):
        return
    what = shelter.judge(event, args)
    if what is not None:
        shelter.refusals.append(what)
        raise RefusedError(f"refused by the contract run: {what}")


def install(shelter: Shelter) -> None:
    """Arm the hook. An interpreter never lets go of one, so it goes in once, and only when asked for."""
    global _installed, _current
    _current = shelter
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


def disarm() -> None:
    """Refuse nothing any more."""
    global _current
    _current = None


@contextmanager
def driving(shelter: Shelter, environment: Mapping[str, str]) -> Iterator[None]:
    """Run server code on this thread: sheltered, with `environment` added, temporary files in its folder."""
    global _driver
    before = {name: os.environ.get(name) for name in (*environment, "TMPDIR")}
    temporary = tempfile.tempdir
    root_handlers, root_level = logging.root.handlers[:], logging.root.level
    shelter.folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment, TMPDIR=str(shelter.folder))
    tempfile.tempdir = str(shelter.folder)
    _driver = threading.get_ident()
    try:
        with _sync_tools_on_this_thread():
            yield
    finally:
        _driver = None
        tempfile.tempdir = temporary
        # MCPServer() gives the whole process a log handler of its own.
        logging.root.handlers[:], logging.root.level = root_handlers, root_level
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _sync_tools_on_this_thread() -> Iterator[None]:
    """Run what a server hands to a worker thread right here.

    A blocked worker thread cannot be interrupted, and one that backtracks in `re` keeps the interpreter lock,
    so that nothing else runs either; on the main thread a signal ends both. The loop is hidden from the
    function as it is in a worker, so `asyncio.run` inside a synchronous tool still works. A function that
    calls back into the loop (`anyio.from_thread`) needs a real worker: it says so, and gets one.
    """
    backend = anyio_backend.AsyncIOBackend
    original = backend.__dict__["run_sync_in_worker_thread"]
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    async def inline(
        cls: type[object], func: Callable[..., T], args: tuple[Any, ...], *more: Any, **options: Any
    ) -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is None or threading.current_thread() is not threading.main_thread():
            return await original.__get__(None, cls)(func, args, *more, **options)  # type: ignore[no-any-return]
        asyncio._set_running_loop(None)
        asyncio._leave_task(loop, task)
        try:
            return contextvars.copy_context().run(func, *args)
        except RuntimeError as error:
            if "worker thread" not in str(error):
                raise
        finally:
            asyncio._enter_task(loop, task)
            asyncio._set_running_loop(loop)
        return await original.__get__(None, cls)(func, args, *more, **options)  # type: ignore[no-any-return]

    type.__setattr__(backend, "run_sync_in_worker_thread", classmethod(inline))
    try:
        yield
    finally:
        type.__setattr__(backend, "run_sync_in_worker_thread", original)


def _peer(event: str, args: tuple[Any, ...]) -> str:
    address = args[1] if event in ("socket.connect", "socket.sendto") and len(args) > 1 else args[:2]
    if isinstance(address, tuple) and len(address) >= 2:
        return f"to {address[0]}:{address[1]}"
    return f"to {_short(address)}"


def _short(value: Any) -> str:
    text = (
        " ".join(map(str, value))
        if isinstance(value, (list, tuple))
        else os.fsdecode(value)
        if isinstance(value, (str, bytes, os.PathLike))
        else repr(value)
    )
    return f"`{text[:80]}`"
