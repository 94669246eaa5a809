"""Keeps code that runs inside this process from reaching the world.

One audit hook, armed while in-process servers live. It judges only code that runs because we drive a server,
and threads that such code started: the tests of the user's own suite are not its business.
"""

import asyncio
import contextvars
import functools
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

from pytest_mcp_contract.model import Reach, Refusal

T = TypeVar("T")

_NETWORK = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
)
_PROCESSES = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})
_PATHS = frozenset({"os.remove", "os.rmdir", "os.truncate", "shutil.rmtree", "os.rename", "sqlite3.connect"})
_WATCHED = _NETWORK | _PROCESSES | _PATHS | {"open"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_MARK = "_mcp_contract_sheltered"


class RefusedError(PermissionError):
    """What sheltered code gets instead of the network, a process, or a file outside its folder."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal

    def __str__(self) -> str:
        return f"refused by the contract run: {self.refusal.event} {self.refusal.target}".rstrip()


@dataclass
class Shelter:
    """What is refused, and what was."""

    folder: Path
    network: bool = True
    """Whether the network is refused."""
    effects: bool = False
    """Whether processes, deletions and writing outside `folder` are refused."""
    refusals: list[Refusal] = field(default_factory=list)
    threaded: set[object] = field(default_factory=set)
    """Code of synchronous functions that need a real worker thread."""
    call_again: bool = False
    """Whether the last call showed such a function, and broke off there."""

    def judge(self, event: str, args: tuple[Any, ...]) -> Refusal | None:
        """What the event would do, where it is refused."""
        if event in _NETWORK:
            connected = event in ("socket.sendto", "socket.sendmsg") and args[1] is None
            refused = self.network and not connected
            return Refusal(Reach.NETWORK, event, _peer(event, args)) if refused else None
        if not self.effects:
            return None
        if event in _PROCESSES:
            return Refusal(Reach.PROCESS, event, _short(args[0]) if args else "")
        if event == "open":
            return self._judge_open(*args)
        outside = [path for path, folder in _named(event, args) if not self._is_own(path, folder)]
        return Refusal(Reach.FILE, event, _short(outside[0])) if outside else None

    def _judge_open(self, path: Any, mode: Any, flags: Any) -> Refusal | None:
        named = isinstance(mode, str)
        writes = any(letter in mode for letter in "wax+") if named else bool((flags or 0) & _WRITES)
        if not writes or isinstance(path, int) or self._is_own(path, follow=True):
            return None
        text = os.fsdecode(path)
        if "__pycache__" in text or text in (os.devnull, "/dev/tty"):
            return None
        return Refusal(Reach.FILE, "open", _short(text))

    def _is_own(self, path: Any, folder: int = -1, *, follow: bool = False) -> bool:
        """Whether a path lies in our folder; links on the way to it are followed, `follow`: itself, too."""
        try:
            text = os.path.join(_directory(folder), os.fsdecode(path))
        except (TypeError, OSError):
            return False
        text = os.path.abspath(text)
        whole = os.path.realpath(text if follow else os.path.dirname(text))
        return Path(whole).is_relative_to(os.path.realpath(self.folder))


def _named(event: str, args: tuple[Any, ...]) -> list[tuple[Any, int]]:
    """The paths that an event changes, each with the descriptor of its folder (-1: none)."""
    if event == "os.rename":
        source, target, source_folder, target_folder = args
        return [(source, source_folder), (target, target_folder)]
    if event == "sqlite3.connect":
        return [] if args[0] in (":memory:", "", b"") else [(args[0], -1)]
    if event == "os.truncate":
        return [] if isinstance(args[0], int) else [(args[0], -1)]
    folder = args[1] if len(args) > 1 and isinstance(args[1], int) else -1
    return [(args[0], folder)]


def _directory(descriptor: int) -> str:
    """The folder behind a descriptor; the working folder for -1.

    Raises:
        OSError: this platform does not tell.
    """
    return os.getcwd() if descriptor == -1 else os.readlink(f"/proc/self/fd/{descriptor}")


_installed = False
_current: Shelter | None = None
_driver: int | None = None
"""The thread that drives a sheltered server right now."""


def _hook(event: str, args: tuple[Any, ...]) -> None:
    shelter = _current
    if shelter is None or event not in _WATCHED or not _is_sheltered():
        return
    refusal = shelter.judge(event, args)
    if refusal is not None:
        shelter.refusals.append(refusal)
        raise RefusedError(refusal)


def _is_sheltered() -> bool:
    """Whether this thread drives a server, or was started by code that did."""
    return threading.get_ident() == _driver or getattr(threading.current_thread(), _MARK, False)


def others_at_work() -> bool:
    """Whether a thread is alive that code of a driven server started."""
    here = threading.current_thread()
    return any(getattr(thread, _MARK, False) for thread in threading.enumerate() if thread is not here)


_start_thread = threading.Thread.start


def _start_marked(self: threading.Thread) -> None:
    # The audit event for a new thread comes only with Python 3.12.
    setattr(self, _MARK, _is_sheltered())
    _start_thread(self)


def install(shelter: Shelter) -> None:
    """Arm the hook. An interpreter never lets go of one, so it goes in once, and only when asked for."""
    global _installed, _current
    _current = shelter
    threading.Thread.start = _start_marked  # type: ignore[method-assign]
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


def disarm() -> None:
    """Refuse nothing any more."""
    global _current
    _current = None
    threading.Thread.start = _start_thread  # type: ignore[method-assign]


@contextmanager
def driving(shelter: Shelter, environment: Mapping[str, str]) -> Iterator[None]:
    """Run server code on this thread: sheltered, with `environment` added, temporary files in its folder."""
    global _driver
    before = {name: os.environ.get(name) for name in (*environment, "TMPDIR")}
    temporary = tempfile.tempdir
    root_handlers, root_level = logging.root.handlers[:], logging.root.level
    if not os.path.isdir(shelter.folder):
        shelter.folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment, TMPDIR=str(shelter.folder))
    tempfile.tempdir = str(shelter.folder)
    _driver = threading.get_ident()
    try:
        with _sync_tools_on_this_thread(shelter):
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
def _sync_tools_on_this_thread(shelter: Shelter) -> Iterator[None]:
    """Run what a server hands to a worker thread right here.

    A blocked worker thread cannot be interrupted, and one that backtracks in `re` keeps the interpreter lock,
    so that nothing else runs either; on the main thread a signal ends both. The loop is hidden from the
    function as it is in a worker, so `asyncio.run` inside a synchronous tool still works. A function that
    calls back into the loop (`anyio.from_thread`) needs a real worker: the call is made again, with one.
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
        on_main = threading.current_thread() is threading.main_thread()
        if task is None or not on_main or _code(func) in shelter.threaded:
            return await original.__get__(None, cls)(func, args, *more, **options)  # type: ignore[no-any-return]
        asyncio._set_running_loop(None)
        asyncio._leave_task(loop, task)
        try:
            return contextvars.copy_context().run(func, *args)
        except RuntimeError as error:
            if "worker thread" in str(error):
                shelter.threaded.add(_code(func))
                shelter.call_again = True
            raise
        finally:
            asyncio._enter_task(loop, task)
            asyncio._set_running_loop(loop)

    type.__setattr__(backend, "run_sync_in_worker_thread", classmethod(inline))
    try:
        yield
    finally:
        type.__setattr__(backend, "run_sync_in_worker_thread", original)


def _code(func: Callable[..., object]) -> object:
    while isinstance(func, functools.partial):
        func = func.func
    return getattr(func, "__code__", func)


def _peer(event: str, args: tuple[Any, ...]) -> str:
    address = args[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else args[:2]
    if isinstance(address, tuple) and len(address) >= 2:
        return f"{address[0]}:{address[1]}"
    return _short(address)


def _short(value: Any) -> str:
    text = (
        " ".join(map(str, value))
        if isinstance(value, (list, tuple))
        else os.fsdecode(value)
        if isinstance(value, (str, bytes, os.PathLike))
        else repr(value)
    )
    return text[:80]
