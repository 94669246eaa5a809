"""What sheltered code cannot reach, and whose code is not sheltered."""

import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from anyio._backends import _asyncio as anyio_backend

from pytest_mcp_contract.model import Ended, Reach, Refusal
from pytest_mcp_contract.observe import shelter as sheltering
from pytest_mcp_contract.observe.shelter import RefusedError, Shelter, driving
from tests.observe.helpers import CALL, in_process, started

WAIT = 10.0
KNOWS_THREADS = sys.version_info >= (3, 12)
"""CPython tells an audit hook of new threads since 3.12."""


@pytest.fixture
def port() -> Iterator[int]:
    """A port on loopback that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def effects(shelter: Shelter) -> Shelter:
    """An armed shelter that refuses effects too."""
    shelter.effects = True
    return shelter


def connect(port: int) -> None:
    with socket.socket() as plug:
        plug.settimeout(WAIT)
        plug.connect(("127.0.0.1", port))


def resolve(port: int) -> None:
    socket.getaddrinfo("127.0.0.1", port)


def send(port: int) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as plug:
        plug.sendto(b"hello", ("127.0.0.1", port))


def send_message(port: int) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as plug:
        plug.sendmsg([b"hello"], [], 0, ("127.0.0.1", port))


NETWORK = [
    pytest.param(connect, "socket.connect", id="connect"),
    pytest.param(resolve, "socket.getaddrinfo", id="getaddrinfo"),
    pytest.param(send, "socket.sendto", id="sendto"),
    pytest.param(
        send_message,
        "socket.sendmsg",
        id="sendmsg",
    ),
]


# -- the network


@pytest.mark.parametrize(("reach", "event"), NETWORK)
def test_driven_code_is_refused_the_network(
    shelter: Shelter, port: int, reach: Callable[[int], None], event: str
) -> None:
    """Provenance: ours. Loopback too: a tool that talks to a local service is no less alive."""
    with driving(shelter, {}), pytest.raises(RefusedError, match=event):
        reach(port)

    assert shelter.refusals == [Refusal(Reach.NETWORK, event, f"127.0.0.1:{port}")]


@pytest.mark.parametrize(("reach", "event"), NETWORK[:3])
def test_a_refusal_is_kept_where_the_code_swallows_it(
    shelter: Shelter, port: int, reach: Callable[[int], None], event: str
) -> None:
    """Provenance: ours. Servers say `except Exception: return "no results"`."""
    with driving(shelter, {}), suppress(Exception):
        reach(port)

    assert shelter.refusals == [Refusal(Reach.NETWORK, event, f"127.0.0.1:{port}")]


@pytest.mark.parametrize(("reach", "event"), NETWORK[:3])
def test_a_test_of_the_users_own_reaches_the_network_while_servers_live(
    shelter: Shelter, port: int, reach: Callable[[int], None], event: str
) -> None:
    """Provenance: ours. The hook holds for the process; the user's suite is not its business."""
    reach(port)
    with driving(shelter, {}):
        pass
    reach(port)

    assert shelter.refusals == []


def test_a_shelter_that_lets_the_network_be_refuses_nothing(shelter: Shelter, port: int) -> None:
    """Provenance: ours."""
    shelter.network = False

    with driving(shelter, {}):
        connect(port)

    assert shelter.refusals == []


def test_nothing_is_refused_once_the_shelter_is_disarmed(shelter: Shelter, port: int) -> None:
    """Provenance: ours. An audit hook cannot be taken out again."""
    sheltering.disarm()

    with driving(shelter, {}):
        connect(port)

    assert shelter.refusals == []


def test_listening_is_not_reaching_out(shelter: Shelter) -> None:
    """Provenance: ours. `asyncio.run` in a tool makes a socket pair; that is no network."""
    with driving(shelter, {}):
        one, other = socket.socketpair()
        socket.create_server(("127.0.0.1", 0)).close()
        one.close()
        other.close()

    assert shelter.refusals == []


# -- threads


class Later:
    """A thread that does `work` when it is told to, and keeps what that raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._go = threading.Event()
        self.raised: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._go.wait(WAIT)
        try:
            self._work()
        except Exception as error:
            self.raised = error

    def finish(self) -> None:
        """Let it work, and wait for the end."""
        self._go.set()
        self._thread.join(WAIT)
        assert not self._thread.is_alive()


def test_a_thread_that_a_server_started_is_refused_later(shelter: Shelter, port: int) -> None:
    """Provenance: ours. Background threads of a server work between our calls."""
    with driving(shelter, {}):
        thread = Later(lambda: connect(port))

    thread.finish()

    assert isinstance(thread.raised, RefusedError)
    assert shelter.refusals == [Refusal(Reach.NETWORK, "socket.connect", f"127.0.0.1:{port}")]


def test_a_thread_of_a_servers_thread_is_refused(shelter: Shelter, port: int) -> None:
    """Provenance: ours."""
    inner: list[Later] = []

    with driving(shelter, {}):
        outer = Later(lambda: inner.append(Later(lambda: connect(port))))
    outer.finish()
    inner[0].finish()

    assert isinstance(inner[0].raised, RefusedError)


def test_a_name_that_an_async_tool_resolves_on_its_loop_is_refused(shelter: Shelter) -> None:
    """Provenance: ours. asyncio resolves names in a thread of its executor, and httpx does it that way."""
    with started(in_process("curious:server"), shelter=shelter) as session:
        ended, reply, _ = session.call("resolves", {}, CALL)

    assert ended is Ended.REPLIED
    assert reply is not None
    assert reply.texts() == ("no results",)
    assert shelter.refusals == [Refusal(Reach.NETWORK, "socket.getaddrinfo", "127.0.0.1:80")]


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_thread_of_the_users_own_is_left_alone(shelter: Shelter, port: int, when: str) -> None:
    """Provenance: ours. Also while a server is driven elsewhere, as by a fixture's local HTTP server."""
    thread = Later(lambda: connect(port))

    if when == "during":
        with driving(shelter, {}):
            thread.finish()
    else:
        thread.finish()

    assert thread.raised is None
    assert shelter.refusals == []


# -- effects

OUTSIDE: list[Any] = [
    pytest.param(lambda path: path.write_text("mine"), id="write"),
    pytest.param(lambda path: path.open("a").close(), id="append"),
    pytest.param(lambda path: path.open("r+").close(), id="update"),
    pytest.param(lambda path: os.close(os.open(path, os.O_WRONLY)), id="os.open"),
    pytest.param(os.remove, id="remove"),
    pytest.param(lambda path: path.rename(path.with_suffix(".new")), id="rename"),
    pytest.param(lambda path: os.truncate(path, 0), id="truncate"),
    pytest.param(lambda path: os.rmdir(path.parent / "empty"), id="rmdir"),
    pytest.param(lambda path: shutil.rmtree(path.parent), id="rmtree"),
]
INSIDE: list[Any] = [
    *OUTSIDE[:-1],
    pytest.param(lambda path: shutil.rmtree(path.parent), id="rmtree"),
]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A file of the user's."""
    folder = tmp_path / "home"
    (folder / "empty").mkdir(parents=True)
    (folder / "document").write_text("theirs")
    return folder / "document"


@pytest.mark.parametrize("act", OUTSIDE)
def test_effects_outside_the_folder_are_refused(
    effects: Shelter, document: Path, act: Callable[[Path], object]
) -> None:
    """Provenance: ours."""
    with driving(effects, {}), pytest.raises(RefusedError):
        act(document)

    (refusal,) = effects.refusals
    assert refusal.reach is Reach.FILE
    assert document.read_text() == "theirs"
    assert sorted(path.name for path in document.parent.iterdir()) == ["document", "empty"]


@pytest.mark.parametrize("act", OUTSIDE)
def test_effects_are_let_be_where_only_the_network_is_refused(
    shelter: Shelter, document: Path, act: Callable[[Path], object]
) -> None:
    """Provenance: ours. A tool whose stake is `never_ask` may keep a cache on disk."""
    with driving(shelter, {}):
        act(document)

    assert shelter.refusals == []


@pytest.mark.parametrize("act", INSIDE)
def test_effects_inside_the_folder_are_let_be(effects: Shelter, act: Callable[[Path], object]) -> None:
    """Provenance: ours."""
    inside = effects.folder / "home" / "document"
    (inside.parent / "empty").mkdir(parents=True)
    inside.write_text("scratch")

    with driving(effects, {}):
        act(inside)

    assert effects.refusals == []


@pytest.mark.parametrize("act", [lambda path: path.read_text(), lambda path: os.listdir(path.parent)])
def test_reading_outside_the_folder_is_let_be(
    effects: Shelter, document: Path, act: Callable[[Path], object]
) -> None:
    """Provenance: ours. Servers read their templates and certificates."""
    with driving(effects, {}):
        act(document)

    assert effects.refusals == []


def run_process() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True, timeout=WAIT)


def fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def spawn() -> None:
    os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", ":"], {}), 0)


PROCESSES = [
    pytest.param(run_process, id="subprocess"),
    pytest.param(lambda: os.system(":"), id="system"),
    pytest.param(spawn, id="posix_spawn"),
    pytest.param(
        fork,
        id="fork",
    ),
]


@pytest.mark.parametrize("start", PROCESSES)
def test_processes_are_refused_with_effects(effects: Shelter, start: Callable[[], object]) -> None:
    """Provenance: ours. `multiprocessing` forks."""
    with driving(effects, {}), pytest.raises(RefusedError):
        start()

    (refusal,) = effects.refusals
    assert refusal.reach is Reach.PROCESS


@pytest.mark.parametrize("start", PROCESSES[:3])
def test_processes_are_let_be_where_only_the_network_is_refused(
    shelter: Shelter, start: Callable[[], object]
) -> None:
    """Provenance: ours."""
    with driving(shelter, {}):
        start()

    assert shelter.refusals == []


def test_a_file_of_the_folder_is_not_moved_over_one_outside(effects: Shelter, document: Path) -> None:
    """Provenance: ours. Writing a temporary file and moving it into place is how careful servers write."""
    with driving(effects, {}):
        scratch = effects.folder / "scratch"
        scratch.write_text("mine")
        with pytest.raises(RefusedError):
            scratch.replace(document)

    assert document.read_text() == "theirs"


def test_a_link_inside_the_folder_does_not_lead_outside(effects: Shelter, document: Path) -> None:
    """Provenance: ours."""
    with driving(effects, {}):
        link = effects.folder / "link"
        link.symlink_to(document)
        with pytest.raises(RefusedError):
            link.write_text("mine")

    assert document.read_text() == "theirs"


def test_a_database_outside_the_folder_is_refused(effects: Shelter, document: Path) -> None:
    """Provenance: ours. Much of what servers write is a SQLite file."""
    database = document.with_name("new.db")

    with driving(effects, {}), pytest.raises(RefusedError):
        sqlite3.connect(database).close()

    assert not database.exists()


# -- the folder


def test_temporary_files_go_to_the_folder(effects: Shelter) -> None:
    """Provenance: ours."""
    with driving(effects, {}):
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write("scratch")
        with tempfile.NamedTemporaryFile("w") as gone:
            gone.write("scratch")
        told = os.environ["TMPDIR"]

    assert Path(file.name).parent == effects.folder
    assert told == str(effects.folder)
    assert effects.refusals == []


def test_a_temporary_directory_is_cleaned_up_without_a_refusal(effects: Shelter) -> None:
    """Provenance: ours. A false alarm otherwise, and a leaking folder."""
    with driving(effects, {}), tempfile.TemporaryDirectory() as folder:
        Path(folder, "file").write_text("scratch")

    assert effects.refusals == []


# -- what is put back


def test_the_environment_is_put_back(shelter: Shelter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("MCP_TEST_SET", "before")
    monkeypatch.delenv("MCP_TEST_UNSET", raising=False)
    before = dict(os.environ)

    with driving(shelter, {"MCP_TEST_SET": "inside", "MCP_TEST_UNSET": "inside"}):
        inside = os.environ["MCP_TEST_SET"], os.environ["MCP_TEST_UNSET"]

    assert inside == ("inside", "inside")
    assert dict(os.environ) == before


def test_everything_is_put_back_when_the_driven_code_raises(shelter: Shelter, port: int) -> None:
    """Provenance: ours."""
    before, temporary, patch = dict(os.environ), tempfile.tempdir, run_sync()

    with pytest.raises(LookupError), driving(shelter, {"MCP_TEST": "inside"}):
        raise LookupError

    connect(port)
    assert (dict(os.environ), tempfile.tempdir, run_sync()) == (before, temporary, patch)
    assert shelter.refusals == []


def test_log_handlers_that_a_server_adds_are_taken_off(shelter: Shelter) -> None:
    """Provenance: ours. `MCPServer()` gives the whole process one, on a stream that pytest closes later."""
    handlers, level = logging.root.handlers[:], logging.root.level

    with driving(shelter, {}):
        logging.root.addHandler(logging.NullHandler())
        logging.root.setLevel(logging.DEBUG)

    assert logging.root.handlers == handlers
    assert logging.root.level == level


# -- synchronous tools


def run_sync() -> object:
    """What anyio runs synchronous functions with."""
    return anyio_backend.AsyncIOBackend.__dict__["run_sync_in_worker_thread"]


def test_the_inline_patch_is_there_only_while_driving(shelter: Shelter) -> None:
    """Provenance: ours. The user's own anyio code keeps its threads."""
    before = run_sync()

    with driving(shelter, {}):
        inside = run_sync()

    assert inside is not before
    assert run_sync() is before


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("tool", ["own_loop", "servers_loop"])
def test_a_synchronous_tool_gets_at_an_event_loop(shelter: Shelter, tool: str, mode: str) -> None:
    """Provenance: ours. By `asyncio.run`, and by `anyio.from_thread.run` on the server's."""
    with started(in_process("curious:server"), mode, shelter=shelter) as session:
        _, reply, _ = session.call(tool, {}, CALL)

    assert reply is not None
    assert (reply.is_error, reply.texts()) == (False, ("from a loop",))


def test_a_tool_that_needs_a_worker_is_called_again_from_the_start_once(shelter: Shelter) -> None:
    """Provenance: ours. The first call breaks off; every later one has a worker from its start."""
    rewound = []
    with started(in_process("curious:server"), shelter=shelter) as session:
        _, first, _ = session.call("counts_then_calls_loop", {}, CALL, rewind=lambda: rewound.append(1))
        _, second, _ = session.call("counts_then_calls_loop", {}, CALL, rewind=lambda: rewound.append(1))

    assert first is not None
    assert second is not None
    assert (first.texts(), second.texts()) == (("begun 2 times",), ("begun 3 times",))
    assert rewound == [1]


def test_a_tool_that_swallows_a_refusal_is_seen_through(shelter: Shelter) -> None:
    """Provenance: ours."""
    with started(in_process("curious:server"), shelter=shelter) as session:
        _, reply, _ = session.call("connects", {}, CALL)

    assert reply is not None
    assert (reply.is_error, reply.texts()) == (False, ("no results",))
    assert shelter.refusals == [Refusal(Reach.NETWORK, "socket.connect", "127.0.0.1:9")]


@pytest.mark.parametrize(("refused", "answer"), [(True, "no results"), (False, "started")])
def test_a_tool_that_starts_a_process_is_refused_only_with_effects(
    shelter: Shelter, refused: bool, answer: str
) -> None:
    """Provenance: ours."""
    shelter.effects = refused

    with started(in_process("curious:server"), shelter=shelter) as session:
        _, reply, _ = session.call("starts_process", {}, CALL)

    assert reply is not None
    assert reply.texts() == (answer,)
    assert bool(shelter.refusals) is refused
