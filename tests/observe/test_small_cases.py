"""Clocks, variables, spellings and replies in cases that are rare."""

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pytest_mcp_contract.model import Entry, Registry, Stage, Tool, Trial, Unchecked
from pytest_mcp_contract.model.read_tools import ReadTools
from pytest_mcp_contract.observe.circumstances import in_zone
from pytest_mcp_contract.observe.clock import SkippingLoop, skipping_waits
from pytest_mcp_contract.observe.recorder_session import RecorderSession
from pytest_mcp_contract.observe.redact import REDACTED, Redactor
from pytest_mcp_contract.observe.rig import Rig
from pytest_mcp_contract.observe.server_rig import ServerRig
from pytest_mcp_contract.observe.sessions import NOT_STARTED, Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.tap import MOST_STRAYS, Tap
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.stand_in import StandIn
from tests.observe.helpers import CALL, START
from tests.observe.test_clock import HOUR
from tests.observe.test_tap import received

LIMITS = Limits(start=START, call=CALL)
ABSENT = Entry(name="acme", python="tests.servers.no_such_module:server")
TOOL = Tool("read")


def test_what_is_at_work_outside_is_waited_for_and_the_clock_does_not_jump() -> None:
    """Provenance: ours. It brings what is waited for."""
    ours, theirs = socket.socketpair()

    def is_busy() -> bool:
        return theirs.send(b"x") == 1

    loop = SkippingLoop(is_busy)

    async def arrives() -> bool:
        arrived = asyncio.Event()
        loop.add_reader(ours, arrived.set)
        return await asyncio.wait_for(arrived.wait(), HOUR)

    with skipping_waits(loop, 2 * HOUR):
        assert loop.run_until_complete(arrives())

    assert loop.skipped == 0
    loop.close()
    ours.close()
    theirs.close()


def test_a_sleep_of_another_thread_is_a_real_one() -> None:
    """Provenance: ours. Its time is not that of the call."""
    loop = SkippingLoop(lambda: False)
    thread = threading.Thread(target=lambda: time.sleep(0.0))

    with skipping_waits(loop, 0.0):
        thread.start()
        thread.join()

    assert loop.skipped == 0
    loop.close()


def test_a_loop_of_another_kind_waits_as_ever() -> None:
    """Provenance: ours."""
    loop, sleep = asyncio.new_event_loop(), time.sleep

    with skipping_waits(loop, HOUR):
        assert time.sleep is sleep

    loop.close()


@pytest.mark.parametrize("before", ["UTC", None])
def test_a_time_zone_is_put_back(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. One that was not set is not set afterwards."""
    monkeypatch.delenv("TZ", raising=False)
    if before is not None:
        monkeypatch.setenv("TZ", before)

    with in_zone("Asia/Tokyo"):
        assert os.environ["TZ"] == "Asia/Tokyo"

    assert os.environ.get("TZ") == before


@pytest.mark.parametrize(
    "secret", ["pl4nted\\s3cret", "pl4nted\\\\s3cret", "pl4nted%s3cret", "pl4nted%41s3cret"]
)
@pytest.mark.parametrize("spell", [str, json.dumps, quote, lambda text: json.dumps(json.dumps(text))])
def test_a_secret_with_an_escape_in_it_is_found_in_every_spelling(secret: str, spell: object) -> None:
    """Provenance: ours. A backslash is doubled in JSON, and again in JSON within JSON."""
    assert callable(spell)

    said = Redactor(secrets=[secret]).line(f"it says {spell(secret)} and more")

    assert REDACTED in said
    assert "s3cret" not in said
    assert said.endswith(" and more")


def test_of_replies_that_nobody_asked_for_so_many_are_told() -> None:
    """Provenance: ours. A server may send them without end."""
    tap = Tap()

    for number in range(MOST_STRAYS + 3):
        received(tap, number)

    assert tap.strays == [
        f"replies to a request {number}, which nobody has sent" for number in range(MOST_STRAYS)
    ]


# -- a server that does not start


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    """The sessions of a run."""
    made = Sessions(Registry(), LIMITS, Shelter(tmp_path / "run"), str)
    yield made
    made.close()


def test_whoever_calls_a_server_that_does_not_start_is_told_why(sessions: Sessions) -> None:
    """Provenance: ours. One tool, all tools in turn, and a recording: each in the same words."""
    down = sessions.get(ABSENT)
    trial = Trial(Stage.RANDOM)
    assert isinstance(down, Unchecked)

    with Rig(ABSENT, TOOL, sessions, LIMITS, is_stateless=True).opened() as call_one:
        assert call_one({}, trial) == down
    with ServerRig(ABSENT, (TOOL,), sessions, LIMITS, lambda request: request).opened() as call_any:
        assert call_any("read", {}) == down
    assert RecorderSession(ABSENT, sessions, LIMITS).call("read", {}).failed == down.reason

    assert down.lost
    assert down.reason.startswith("server `acme` ")


def test_a_server_inside_this_process_that_does_not_start_is_told_of_with_its_api_played(
    sessions: Sessions, tmp_path: Path
) -> None:
    """Provenance: ours."""
    bench = Bench(
        entry=ABSENT,
        tool=TOOL,
        folder=tmp_path,
        sessions=sessions,
        shelter=Shelter(tmp_path / "bench"),
        limits=LIMITS,
        redact=lambda request: request,
        refuses_effects=True,
    )
    stand_in = StandIn((), ())
    rig = Rig(ABSENT, TOOL, sessions, LIMITS, is_stateless=True, bench=bench, stand_in=stand_in)

    with rig.opened() as call:
        assert call({}, Trial(Stage.RANDOM)) == sessions.get(ABSENT)
    assert stand_in.asked == 0


def test_a_server_of_which_only_the_source_is_read_cannot_be_asked(sessions: Sessions) -> None:
    """Provenance: ours."""
    read = ABSENT.model_copy(update={"read": ReadTools()})

    assert sessions.get(read) == sessions.down(read) == Unchecked(NOT_STARTED)
    assert sessions.surface(read).tools == ()
