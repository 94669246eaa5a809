"""Servers as child processes: what is heard of them, and that nothing of them stays."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from pytest_mcp_contract.model import Ended
from pytest_mcp_contract.observe import groups, messages, stdio
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.stdio import Child
from pytest_mcp_contract.observe.survey import failure
from tests.observe.helpers import CALL, SHORT, START, asked, script, started, until

WAIT = 10.0


@dataclass
class Family:
    """A child and its child, each seen by a connection that ends with it."""

    listener: socket.socket
    connections: list[socket.socket]

    @property
    def port(self) -> str:
        return str(self.listener.getsockname()[1])

    def meet(self) -> None:
        """Wait until both are there."""
        for _ in range(2):
            connection, _ = self.listener.accept()
            connection.settimeout(WAIT)
            self.connections.append(connection)

    def is_gone(self) -> bool:
        """Whether both have ended."""
        return [connection.recv(1) for connection in self.connections] == [b"", b""]

    def lives(self) -> bool:
        """Whether neither has ended."""
        for connection in self.connections:
            connection.setblocking(False)
            try:
                connection.recv(1)
            except BlockingIOError:
                connection.settimeout(WAIT)
            else:
                return False
        return len(self.connections) == 2


@pytest.fixture
def family() -> Iterator[Family]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(WAIT)
        family = Family(listener, [])
        yield family
        for connection in family.connections:
            connection.close()


# -- the end


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("kind", ["leaves", "stubborn"])
def test_child_and_grandchild_are_gone_after_the_session(family: Family, kind: str) -> None:
    """Provenance: ours. The child goes by itself, or ignores a closed stdin and SIGTERM."""
    with started(script("grandchild.py", family.port, kind)):
        family.meet()
        lived = family.lives()

    assert lived
    assert family.is_gone()


@pytest.mark.usefixtures("_impatient")
def test_the_grandchild_is_gone_after_a_child_that_ended_in_the_middle(family: Family) -> None:
    """Provenance: ours. The SDK kills the group only where the leader does not exit by itself."""
    with started(script("grandchild.py", family.port, "exits")) as session:
        family.meet()
        ended, _, _ = session.call("echo", {}, CALL)

    assert ended is Ended.DIED
    assert family.is_gone()


@pytest.mark.usefixtures("_impatient")
def test_a_grandchild_that_shares_stdout_is_gone_too(family: Family) -> None:
    """Provenance: ours. The pipe stays open after the child's end, so nothing says that it ended."""
    with started(script("grandchild.py", family.port, "shares")) as session:
        family.meet()
        ended, _, _ = session.call("echo", {}, SHORT)

    assert ended is not Ended.REPLIED
    assert family.is_gone()


@pytest.mark.usefixtures("_impatient")
def test_the_grandchild_is_gone_after_a_failed_start(family: Family) -> None:
    """Provenance: ours."""
    session = Session(script("grandchild.py", family.port, "fails"), mode="auto", shelter=None)

    with pytest.raises(Exception):  # noqa: B017 (whatever the SDK makes of it)
        session.start(START)

    family.meet()
    assert session.child.returncode == 5
    assert family.is_gone()


def test_nothing_but_the_group_is_killed() -> None:
    """Provenance: ours. A process of the user's own, started meanwhile, goes on."""
    with started(script("sound.py")):
        own = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

    lived = own.poll() is None
    own.communicate(b"\n", timeout=WAIT)
    assert lived
    assert own.returncode == 0


@pytest.mark.usefixtures("_impatient")
def test_groups_that_live_are_killed_at_exit(family: Family) -> None:
    """Provenance: ours. Whatever ends the run, no server outlives it."""
    with started(script("grandchild.py", family.port, "stubborn")) as session:
        family.meet()
        groups.kill_all()
        ended, _, _ = session.call("echo", {}, CALL)

    assert ended is Ended.DIED
    assert family.is_gone()


# -- stdout


def test_lines_that_are_no_json_rpc_are_kept_and_the_others_are_not() -> None:
    """Provenance: ours."""
    surface = asked(script("noisy.py"), "legacy")

    assert surface.noise == (
        "INFO handling initialize",
        "INFO handling tools/list",
        "INFO handling tools/list",
        "INFO handling tools/call",
        "INFO handling mcp_contract/no_such_method",
    )
    assert [tool.name for tool in surface.tools] == ["echo"]


def test_a_server_that_writes_only_json_rpc_makes_no_noise() -> None:
    """Provenance: ours."""
    with started(script("sound.py")) as session:
        session.call("echo", {"text": "hello"}, CALL)

        assert (session.child.noise, session.child.noise_count) == ([], 0)


def test_only_the_first_lines_of_noise_are_kept_but_all_are_counted() -> None:
    """Provenance: ours."""
    with started(script("noisy.py")) as session:
        for _ in range(30):
            session.call("echo", {"text": "hello"}, CALL)

        assert len(session.child.noise) == stdio.NOISE_LINES
        assert session.child.noise_count >= 30


@pytest.mark.usefixtures("_impatient")
def test_an_endless_line_in_a_call_is_cut_and_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The SDK keeps it whole, until there is no memory."""
    monkeypatch.setattr(messages, "MOST_BYTES", 200_000)

    with started(script("endless_line.py", "late")) as session:
        ended, _, _ = session.call("echo", {}, CALL)

        assert ended is Ended.DIED
        assert session.child.unreadable


def test_a_long_line_below_the_limit_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Larger than any pipe's buffer."""
    monkeypatch.setattr(messages, "MOST_BYTES", 400_000)

    with started(script("sound.py")) as session:
        _, reply, _ = session.call("echo", {"text": "x" * 300_000}, CALL)

        assert reply is not None
        assert reply.texts() == ("x" * 300_000,)
        assert not session.child.unreadable


@pytest.mark.usefixtures("_impatient")
def test_an_endless_line_at_the_start_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setattr(messages, "MOST_BYTES", 200_000)
    target = script("endless_line.py")
    session = Session(target, mode="auto", shelter=None)

    with pytest.raises(Exception) as caught:
        session.start(START)

    assert session.child.unreadable
    assert failure(caught.value, session, target, START).saw == "writes a message that has more than 8 MB"


# -- stderr


@pytest.mark.parametrize("count", [3, 50])
def test_only_the_last_lines_of_stderr_are_kept(count: int) -> None:
    """Provenance: ours."""
    written = tuple(f"line {number}" for number in range(count))

    with started(script("talks_on_stderr.py", str(count))) as session:
        until(session, lambda: session.child.stderr[-1:] == written[-1:])

        assert session.child.stderr == written[-20:]


def test_a_megabyte_on_stderr_neither_blocks_nor_stays() -> None:
    """Provenance: ours. A child blocks in `write` where nobody reads; its last line has no end."""
    with started(script("talks_on_stderr.py", "flood")) as session:
        _, reply, _ = session.call("echo", {"text": "hello"}, CALL)
        until(session, lambda: session.child.stderr[-1:] == ("the last line",))

        assert reply is not None
        assert reply.texts() == ("hello",)
        assert session.child.stderr[-1] == "the last line"
        assert max(map(len, session.child.stderr)) <= 500


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_stderr_is_the_same_however_it_is_cut_into_pieces(size: int) -> None:
    """Provenance: ours. Umlauts are cut in two where a piece ends inside one."""
    text = "".join(f"größer {number}\n" for number in range(30)) + "the end"
    data = text.encode()
    child = Child()

    for start in range(0, len(data), size):
        child.hear(data[start : start + size])

    assert child.stderr == tuple(text.splitlines()[-20:])


def test_a_line_on_stderr_without_end_does_not_pile_up() -> None:
    """Provenance: ours."""
    child = Child()

    for _ in range(100):
        child.hear(b"x" * 1000)

    assert list(map(len, child.stderr)) == [500]


def test_a_child_that_never_was_has_no_last_words() -> None:
    """Provenance: ours."""
    child = Child()

    assert (child.stderr, child.returncode, child.pid) == ((), None, None)
