"""Servers that are started while others are asked: sooner, and with the same answers."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.model import Registry, ToolCalls
from pytest_mcp_contract.observe import sessions as rooms
from pytest_mcp_contract.observe.groups import LIVING
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.stopwatch import Stopwatch
from tests.observe.helpers import CALL, SHORT, START, script

Observe = Callable[..., Observer]
EXAMPLE = {"echo": {"examples": [{"name": "normal", "arguments": {"text": "hello"}}]}}


@pytest.fixture
def observe(tmp_path: Path) -> Iterator[Observe]:
    """Makes observers of servers that are scripts, and says that they will be asked in this order."""
    made: list[Observer] = []

    def make(ahead: int, *, start: float = START, **commands: tuple[str, ...]) -> Observer:
        rows: dict[str, Any] = {
            name: {
                "name": name,
                "command": list(script(*words).argv),
                "tools_stakes": {"echo": "never_ask"},
                "tools": EXAMPLE,
            }
            for name, words in commands.items()
        }
        registry = Registry.model_validate({"servers": rows, "file": tmp_path / "mcp_contract.toml"})
        observer = Observer(
            registry, rootdir=tmp_path, limits=Limits(start=start, call=CALL, ahead=ahead, seed=7)
        )
        made.append(observer)
        observer.expect(list(rows))
        return observer

    yield make
    for observer in made:
        observer.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Session]:
    """Every session that is made, each to be started at once."""
    sessions: list[Session] = []
    make = Session.__init__

    def counted(self: Session, *words: Any, **options: Any) -> None:
        sessions.append(self)
        make(self, *words, **options)

    monkeypatch.setattr(Session, "__init__", counted)
    return sessions


def meeting(folder: Path) -> dict[str, tuple[str, ...]]:
    """Two servers that start only where both do."""
    one, two = str(folder / "one"), str(folder / "two")
    return {"one": ("meets.py", one, two), "two": ("meets.py", two, one)}


def test_a_server_starts_while_the_one_before_it_is_asked(observe: Observe, tmp_path: Path) -> None:
    observer = observe(1, **meeting(tmp_path))
    assert observer.surface("one").failure is None
    assert [tool.name for tool in observer.surface("two").tools] == ["echo"]


def test_with_none_ahead_servers_start_one_by_one(observe: Observe, tmp_path: Path) -> None:
    failure = observe(0, start=SHORT, **meeting(tmp_path)).surface("one").failure
    assert failure is not None
    assert failure.saw.startswith("does not answer")


def test_what_started_ahead_shows_what_it_shows_by_itself(observe: Observe) -> None:
    names = ("first", "second", "third")
    ahead = observe(2, **dict.fromkeys(names, ("sound.py",)))
    alone = observe(0, **dict.fromkeys(names, ("sound.py",)))
    for name in names:
        assert ahead.surface(name) == alone.surface(name)
        calls = ahead.calls(name, "echo")
        assert isinstance(calls, ToolCalls)
        assert calls == alone.calls(name, "echo")


def test_no_more_start_at_once_than_may(observe: Observe, started: list[Session]) -> None:
    names = [f"server{number}" for number in range(6)]
    observer = observe(2, **dict.fromkeys(names, ("sound.py",)))
    for asked, name in enumerate(names, start=1):
        observer.surface(name)
        assert len(started) == min(asked + 2, 6)


def test_nobody_starts_before_one_is_asked_or_who_is_not_expected(
    observe: Observe, started: list[Session]
) -> None:
    observer = observe(2, one=("sound.py",), two=("sound.py",), three=("sound.py",))
    assert not started
    observer.expect(["one", "three"])
    observer.surface("one")
    observer.surface("three")
    assert len(started) == 2
    observer.surface("two")
    assert len(started) == 3


def test_what_failed_ahead_is_asked_again_by_itself(observe: Observe, tmp_path: Path) -> None:
    observer = observe(1, first=("sound.py",), second=("fails_once.py", str(tmp_path / "told")))
    observer.surface("first")
    surface = observer.surface("second")
    assert (tmp_path / "told").exists()
    assert surface.failure is None
    assert [tool.name for tool in surface.tools] == ["echo"]


def test_what_fails_each_time_is_told_as_ever(observe: Observe, started: list[Session]) -> None:
    observer = observe(1, first=("sound.py",), second=("exits.py",))
    observer.surface("first")
    failure = observer.surface("second").failure
    assert failure is not None
    assert failure.saw == "exits before it answers (exit code 3)"
    assert failure.stderr == ("cannot find settings.ini",)
    assert len(started) == 3


def test_a_command_that_does_not_exist_is_told_at_its_turn(observe: Observe, tmp_path: Path) -> None:
    rows = {
        "first": {"name": "first", "command": list(script("sound.py").argv)},
        "second": {"name": "second", "command": ["no-such-program-anywhere"]},
        "third": {"name": "third", "command": ["server", "${NO_SUCH_VARIABLE_HERE}"]},
    }
    registry = Registry.model_validate({"servers": rows, "file": tmp_path / "mcp_contract.toml"})
    observer = Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=CALL, ahead=2))
    try:
        observer.expect(list(rows))
        assert observer.surface("first").failure is None
        second, third = observer.surface("second").failure, observer.surface("third").failure
    finally:
        observer.close()
    assert second is not None
    assert "command that does not exist" in second.saw
    assert third is not None
    assert "NO_SUCH_VARIABLE_HERE" in third.saw


@pytest.mark.usefixtures("_impatient")
def test_the_end_leaves_nothing_of_those_that_nobody_asked(observe: Observe) -> None:
    observer = observe(2, first=("sound.py",), hangs=("silent.py",), sound=("sound.py",))
    observer.surface("first")
    working = [thread for thread in threading.enumerate() if thread.name.endswith("(work)")]
    observer.close()
    assert not LIVING
    for thread in working:
        thread.join(CALL)  # its work is over, and it may need a moment to be so itself
    assert not [thread for thread in threading.enumerate() if thread.name.endswith("(work)")]


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_is_let_go_starts_anew_when_it_is_asked(
    observe: Observe, started: list[Session]
) -> None:
    observer = observe(1, first=("sound.py",), second=("sound.py",))
    observer.surface("first")
    observer.release("second")
    assert len(LIVING) == 1
    assert observer.surface("second").failure is None
    assert len(started) == 3


def test_a_session_that_waited_for_long_is_started_anew(
    observe: Observe, started: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_IDLE", -1.0)
    observer = observe(0, one=("sound.py",))
    observer.surface("one")
    assert isinstance(observer.calls("one", "echo"), ToolCalls)
    assert len(started) == 2


def test_a_session_that_did_not_wait_goes_on(observe: Observe, started: list[Session]) -> None:
    observer = observe(0, one=("sound.py",))
    observer.surface("one")
    assert isinstance(observer.calls("one", "echo"), ToolCalls)
    assert len(started) == 1


def test_a_call_on_another_thread_is_of_no_open_stage() -> None:
    stopwatch = Stopwatch()
    with stopwatch.during("server", "start"):
        thread = threading.Thread(target=stopwatch.called)
        thread.start()
        thread.join(CALL)
        work = stopwatch.now()
        assert work is not None
        assert work.calls == 0
        stopwatch.called()
        work = stopwatch.now()
        assert work is not None
        assert work.calls == 1
