"""The same call again: what changes a text, and an other process that cannot hurt the run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.model import (
    CassetteHeader,
    Entry,
    Exchange,
    Experiment,
    Registry,
    Replay,
    Request,
    Response,
    Unchecked,
)
from pytest_mcp_contract.observe import twin_process
from pytest_mcp_contract.observe.circumstances import (
    in_locale,
    in_zone,
    other_hash_seed,
    other_locale,
    other_zone,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.twin_process import TwinProcess
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from pytest_mcp_contract.observe.upstream.repeats import LOCALE, PROCESS, SAME, ZONE
from tests.observe.helpers import CALL, SHORT, START

TOOLS = (
    "steady", "by_zone", "by_locale", "by_zone_and_locale", "by_seed", "by_chance", "dies_elsewhere",
    "hangs_elsewhere", "fails",
)  # fmt: skip
BASE = "https://api.acme.example"
WAIT = 30.0
"""Seconds for a process to end that should end at once: never reached."""

Repeated = Callable[..., Replay]


@pytest.fixture
def observers() -> Iterator[list[Observer]]:
    """Every observer that a test made; closed at its end."""
    made: list[Observer] = []
    yield made
    for observer in made:
        observer.close()


@pytest.fixture
def repeated(tmp_path: Path, observers: list[Observer]) -> Repeated:
    """Gives the replay of one tool without an API, repeated; all of a test in one run."""

    def make(tool: str, *, python: str = "tests.servers.moody:server", call: float = CALL) -> Replay:
        header = CassetteHeader("moody", tool, "normal", {}, "error" if tool == "fails" else "success")
        write(Cassette(cassette_path(tmp_path / "cassettes", "moody", tool, "normal"), header, ()))
        if not observers:
            row = {"name": "moody", "python": python, "tools_stakes": dict.fromkeys(TOOLS, "never_ask")}
            observers.append(observer(tmp_path, {"moody": row}, call))
        return only(observers[0].replays("moody", tool, [Experiment.REPEATS]))

    return make


def observer(tmp_path: Path, servers: dict[str, dict[str, Any]], call: float = CALL) -> Observer:
    registry = Registry.model_validate({"servers": servers, "file": tmp_path / "mcp_contract.toml"})
    return Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=call))


def only(replays: tuple[Replay | Unchecked, ...] | Unchecked) -> Replay:
    assert not isinstance(replays, Unchecked), replays.reason
    (replay,) = replays
    assert isinstance(replay, Replay)
    return replay


def circumstances(replay: Replay) -> list[tuple[str, bool]]:
    """Under what the call was repeated, and whether the text was the same."""
    return [(one.circumstances, one.rendering == replay.rendering) for one in replay.repeats or ()]


def test_a_steady_tool_says_the_same_twice(repeated: Repeated) -> None:
    """Provenance: ours. The sound twin; what it prints and reads is not in the way of the answer."""
    replay = repeated("steady")

    assert circumstances(replay) == [(SAME, True), (PROCESS, True)]
    assert replay.why_not(Experiment.REPEATS) == ""


def test_a_text_by_the_zone_of_the_machine_is_told_as_that(repeated: Repeated) -> None:
    before = time.tzname, os.environ.get("TZ")

    replay = repeated("by_zone")

    assert circumstances(replay) == [(SAME, True), (ZONE, False)]
    assert (time.tzname, os.environ.get("TZ")) == before


@pytest.mark.skipif(other_locale() is None, reason="one locale only is installed")
def test_a_text_by_the_locale_is_told_as_that(repeated: Repeated) -> None:
    assert circumstances(repeated("by_locale")) == [(SAME, True), (LOCALE, False)]


@pytest.mark.skipif(other_locale() is None, reason="one locale only is installed")
def test_two_causes_are_both_told(repeated: Repeated) -> None:
    assert circumstances(repeated("by_zone_and_locale")) == [(SAME, True), (ZONE, False), (LOCALE, False)]


def test_the_order_of_a_set_is_told_as_the_hash_seed(repeated: Repeated) -> None:
    assert circumstances(repeated("by_seed")) == [(SAME, True), (PROCESS, False)]


def test_a_text_by_chance_differs_under_the_same_circumstances(repeated: Repeated) -> None:
    replay = repeated("by_chance")

    assert circumstances(replay)[0] == (SAME, False)
    assert len(circumstances(replay)) == 2


def test_what_ends_the_other_process_is_no_finding_and_the_next_tool_gets_another(repeated: Repeated) -> None:
    died = repeated("dies_elsewhere")
    after = repeated("steady")

    assert circumstances(died) == [(SAME, True)]
    assert died.why_not(Experiment.REPEATS) == "another process ended with exit code 7"
    assert circumstances(after) == [(SAME, True), (PROCESS, True)]


def test_a_hang_in_the_other_process_is_bounded_and_no_finding(repeated: Repeated) -> None:
    hung = repeated("hangs_elsewhere", call=SHORT)
    after = repeated("by_seed")

    assert circumstances(hung) == [(SAME, True)]
    assert hung.why_not(Experiment.REPEATS) == "no reply came in another process"
    assert circumstances(after) == [(SAME, True), (PROCESS, False)]


def test_a_server_that_does_not_start_elsewhere_is_no_finding(repeated: Repeated) -> None:
    replay = repeated("steady", python="tests.servers.moody:starts_only_here")

    assert circumstances(replay) == [(SAME, True)]
    assert "no licence on this machine" in replay.why_not(Experiment.REPEATS)


def test_a_call_that_fails_is_not_repeated(repeated: Repeated, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. And no process is started for it."""
    monkeypatch.setattr(TwinProcess, "_start", lambda self: pytest.fail("started"))

    replay = repeated("fails")

    assert replay.repeats == ()
    assert replay.why_not(Experiment.REPEATS) == "the call does not succeed"


def test_a_process_that_cannot_be_started_is_no_finding(
    repeated: Repeated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    replay = repeated("steady")

    assert circumstances(replay) == [(SAME, True)]
    assert replay.why_not(Experiment.REPEATS).startswith("another process cannot be started: ")


def test_recorded_traffic_is_matched_there_as_it_is_here(tmp_path: Path, observers: list[Observer]) -> None:
    """Provenance: ours. The token in the query is redacted in the cassette, and in the other process, too."""
    header = CassetteHeader("vendor", "get_by_key", "normal", {"number": 7})
    exchange = Exchange(
        Request("GET", f"{BASE}/items/7?k=REDACTED"),
        Response(200, "OK", (("Content-Type", "application/json"),), b'{"name": "spanner", "owner": "o"}'),
    )
    write(
        Cassette(cassette_path(tmp_path / "cassettes", "vendor", "get_by_key", "normal"), header, (exchange,))
    )
    row = {
        "name": "vendor",
        "python": "tests.servers.vendor:server",
        "token_env": "ACME_TOKEN",
        "upstream": {"ACME_API_URL": BASE},
        "tools_stakes": {"get_by_key": "never_ask"},
    }
    observers.append(observer(tmp_path, {"vendor": row}))

    replay = only(observers[0].replays("vendor", "get_by_key", [Experiment.REPEATS]))

    assert replay.rendering == "spanner"
    assert circumstances(replay) == [(SAME, True), (PROCESS, True)]


class TestProcess:
    """The process by itself."""

    @pytest.fixture
    def twin(self) -> Iterator[TwinProcess]:
        made = TwinProcess(Redactor(secrets=["hunter2hunter2"]))
        yield made
        made.close()

    @staticmethod
    def ask(twin: TwinProcess, tmp_path: Path) -> Callable[[], twin_process.Answer]:
        entry = Entry(name="moody", python="tests.servers.moody:server", env={"KEY": "hunter2hunter2"})
        limits = Limits(start=START, call=CALL)
        return twin.play(
            [],
            entry=entry,
            tool="steady",
            folder=tmp_path,
            registry=tmp_path,
            limits=limits,
            refuses_effects=True,
        )

    @staticmethod
    def process(twin: TwinProcess) -> "subprocess.Popen[bytes]":
        assert twin._process is not None
        return twin._process

    def test_it_is_one_and_its_command_line_holds_no_secret(self, twin: TwinProcess, tmp_path: Path) -> None:
        assert self.ask(twin, tmp_path)().untried == ""
        first = self.process(twin)
        assert self.ask(twin, tmp_path)().untried == ""

        assert self.process(twin) is first
        assert isinstance(first.args, list)
        assert first.args[1:] == ["-P", "-m", "pytest_mcp_contract.observe.twin"]

    def test_it_ends_with_the_run(self, twin: TwinProcess, tmp_path: Path) -> None:
        self.ask(twin, tmp_path)()
        process = self.process(twin)

        twin.close()

        assert process.returncode == 0

    def test_it_is_ended_although_it_owes_an_answer(self, twin: TwinProcess, tmp_path: Path) -> None:
        self.ask(twin, tmp_path)
        process = self.process(twin)

        twin.close()

        assert process.returncode is not None

    def test_one_that_owes_an_answer_is_replaced(self, twin: TwinProcess, tmp_path: Path) -> None:
        self.ask(twin, tmp_path)
        first = self.process(twin)

        answer = self.ask(twin, tmp_path)()

        assert answer.untried == ""
        assert self.process(twin) is not first

    def test_silence_is_bounded_and_after_two_nobody_is_asked_again(
        self, twin: TwinProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(twin_process, "_STARTING", SHORT)
        started: list[subprocess.Popen[bytes]] = []

        def start(self: TwinProcess) -> "subprocess.Popen[bytes]":
            started.append(
                subprocess.Popen(
                    [sys.executable, "-c", "import time; time.sleep(600)"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,
                )
            )
            return started[-1]

        monkeypatch.setattr(TwinProcess, "_start", start)

        told = [self.ask(twin, tmp_path)().untried for _ in range(3)]

        assert told == ["another process did not answer"] * 2 + ["another process died 2 times"]
        assert [process.returncode is None for process in started] == [False, False]

    @pytest.mark.parametrize("is_at_work", [False, True])
    def test_it_ends_when_its_parent_is_gone(self, tmp_path: Path, is_at_work: bool) -> None:
        """Provenance: ours. The end of its standard input is all that a killed parent leaves behind."""
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pytest_mcp_contract.observe.twin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        cassette = cassette_path(tmp_path, "moody", "hangs_elsewhere", "normal")
        write(Cassette(cassette, CassetteHeader("moody", "hangs_elsewhere", "normal"), ()))
        ask = {
            "entry": {"name": "moody", "python": "tests.servers.moody:server"},
            "tool": "hangs_elsewhere",
            "cassettes": [str(cassette)],
            "paths": sys.path,
            "folder": str(tmp_path),
            "start": 600,
            "call": 600,
            "protocol": "auto",
            "refuses_effects": True,
            "secrets": [],
        }

        process.communicate(json.dumps(ask).encode() + b"\n" if is_at_work else b"", timeout=WAIT)

        assert process.returncode == 0


class TestCircumstances:
    """Other ones than here."""

    def test_another_zone_has_another_offset(self) -> None:
        here = time.localtime().tm_gmtoff
        with in_zone(other_zone()):
            there = time.localtime().tm_gmtoff

        assert there != here
        assert time.localtime().tm_gmtoff == here

    def test_a_zone_is_chosen_that_is_not_the_one_here(self) -> None:
        with in_zone("Pacific/Auckland"):
            assert other_zone() != "Pacific/Auckland"

    def test_without_data_of_zones_there_is_one_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("zoneinfo.TZPATH", ())

        assert other_zone() == "XXX-13"

    def test_a_locale_that_is_not_installed_is_not_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("LC_ALL", "LC_TIME", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr("pytest_mcp_contract.observe.circumstances._LOCALES", ("xx_XX.UTF-8", "C"))

        assert other_locale() is None
        with in_locale(None):
            assert "LC_ALL" not in os.environ

    def test_another_seed_is_another_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONHASHSEED", "1")

        assert other_hash_seed() != "1"
