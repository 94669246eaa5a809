"""Live sessions with servers of each kind, over each transport, in both protocol eras."""

import os

import pytest

from pytest_mcp_contract.model import Ended
from pytest_mcp_contract.observe.session import HangError, Session
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.target import Command, Url
from tests.emulators.loopback import serve
from tests.observe.helpers import (
    CALL,
    SHORT,
    START,
    both_eras,
    every_kind,
    in_process,
    reached,
    script,
    started,
)


@every_kind
@both_eras
def test_a_call_is_answered(kind: str, mode: str, shelter: Shelter) -> None:
    """Provenance: ours. In memory, as a child process and over HTTP."""
    with reached(kind) as target, started(target, mode, shelter=shelter) as session:
        ended, reply, detail = session.call("echo", {"text": "hello"}, CALL)

        assert (ended, detail) == (Ended.REPLIED, "")
        assert reply is not None
        assert reply.texts() == ("hello",)
        assert reply.succeeded
        assert session.alive


@both_eras
def test_the_era_is_the_one_that_was_asked_for(mode: str) -> None:
    """Provenance: ours."""
    with started(in_process("in_process:sound"), mode) as session:
        assert session.client.protocol_version == {"auto": "2026-07-28", "legacy": "2025-11-25"}[mode]


@both_eras
def test_a_json_rpc_error_is_a_reply(mode: str) -> None:
    """Provenance: ours. The server lives, and said no."""
    with started(script("unknown_tool.py", "rpc"), mode) as session:
        ended, reply, _ = session.call("nope", {}, CALL)
        _, again, _ = session.call("nope", {}, CALL)

    assert ended is Ended.REPLIED
    assert reply is not None
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (-32602, "Unknown tool: nope")
    assert again == reply


@both_eras
def test_a_tool_that_raises_does_not_end_the_session(mode: str, shelter: Shelter) -> None:
    """Provenance: ours."""
    with started(in_process("in_process:lowlevel"), mode, shelter=shelter) as session:
        ended, reply, _ = session.call("crash", {}, CALL)
        _, sound, _ = session.call("echo", {"text": "hello"}, CALL)

    assert ended is Ended.REPLIED
    assert reply is not None
    assert not reply.succeeded
    assert sound is not None
    assert sound.texts() == ("hello",)


@both_eras
def test_a_server_that_dies_in_a_call_is_seen_to_die(mode: str) -> None:
    """Provenance: ours."""
    with started(script("dies_in_call.py"), mode) as session:
        ended, reply, detail = session.call("echo", {"text": "hello"}, CALL)

        assert (ended, reply) == (Ended.DIED, None)
        assert "closed" in detail.lower()
        assert not session.alive

    assert session.child.returncode == 9
    assert session.child.stderr == ("echo is too much for me",)


def test_a_dead_server_stays_dead() -> None:
    """Provenance: ours."""
    with started(script("dies_in_call.py")) as session:
        session.call("echo", {"text": "hello"}, CALL)
        ended, _, _ = session.call("echo", {"text": "hello"}, CALL)

    assert ended is Ended.DIED


def test_a_closed_session_leaves_nothing_to_close() -> None:
    """Provenance: ours."""
    with started(in_process("in_process:sound")) as session:
        pass
    session.close()

    assert not session.alive


# -- hangs

HANGS = ["async_wait", "sync_sleep", "async_sleep", "sync_regex", "async_regex", "stubborn"]


@pytest.mark.parametrize(
    ("tool", "mode"),
    [*((tool, "auto") for tool in HANGS), ("async_wait", "legacy"), ("sync_regex", "legacy")],
)
def test_a_tool_that_hangs_is_seen_to_hang_and_a_new_session_works(
    tool: str, mode: str, shelter: Shelter
) -> None:
    """Provenance: ours. Waiting, sleeping or backtracking, on the loop or off it."""
    target = in_process("hanging:server")

    with started(target, mode, shelter=shelter) as session:
        ended, reply, detail = session.call(tool, {}, SHORT)
    with started(target, mode, shelter=shelter) as session:
        _, sound, _ = session.call("sound", {}, CALL)

    assert (ended, reply) == (Ended.HANG, None)
    assert detail
    assert sound is not None
    assert sound.texts() == ("here",)


@both_eras
def test_a_tool_that_ends_after_its_limit_hangs_all_the_same(mode: str, shelter: Shelter) -> None:
    """Provenance: ours. It blocked the loop meanwhile, so nobody could stop it."""
    with started(in_process("hanging:server"), mode, shelter=shelter) as session:
        late, _, _ = session.call("slow", {}, SHORT)
        in_time, _, _ = session.call("slow", {}, CALL)

    assert (late, in_time) == (Ended.HANG, Ended.REPLIED)


@pytest.mark.usefixtures("_impatient")
@both_eras
def test_a_child_that_hangs_is_seen_to_hang(mode: str) -> None:
    """Provenance: ours."""
    with started(script("unknown_tool.py", "silent"), mode) as session:
        ended, _, detail = session.call("nope", {}, SHORT)

    assert (ended, detail) == (Ended.HANG, "no reply within 0.3 s")


@both_eras
def test_a_server_over_http_that_hangs_is_seen_to_hang(mode: str) -> None:
    """Provenance: ours."""
    from tests.servers.in_process import create_new

    with (
        serve(create_new().streamable_http_app()) as url,
        started(Url(f"{url}/mcp"), mode) as session,
    ):
        ended, _, _ = session.call("wait", {}, SHORT)

    assert ended is Ended.HANG


def test_an_error_of_the_servers_own_clock_is_no_hang(shelter: Shelter) -> None:
    """Provenance: ours. A `TimeoutError` that a tool raises is its reply."""
    with started(in_process("in_process:sound"), shelter=shelter) as session:
        ended, reply, _ = session.call("times_out", {}, CALL)

    assert ended is Ended.REPLIED
    assert reply is not None
    assert reply.is_error


def test_a_start_that_runs_into_the_servers_own_limit_is_no_hang(shelter: Shelter) -> None:
    """Provenance: ours."""
    session = Session(in_process("in_process:lifespan_times_out"), mode="auto", shelter=shelter)

    with pytest.raises(Exception) as caught:
        session.start(START)

    assert not isinstance(caught.value, HangError)
    assert "the database did not answer" in repr(caught.value)


# -- starts that fail


@pytest.mark.usefixtures("_impatient")
@both_eras
def test_a_server_that_never_answers_hangs_at_the_start(mode: str) -> None:
    """Provenance: ours."""
    session = Session(script("silent.py"), mode=mode, shelter=None)

    with pytest.raises(HangError, match=r"no reply within 0\.3 s"):
        session.start(SHORT)

    assert not session.alive
    assert session.child.returncode is not None


@both_eras
def test_a_server_that_exits_at_once_does_not_start(mode: str) -> None:
    """Provenance: ours."""
    session = Session(script("exits.py"), mode=mode, shelter=None)

    with pytest.raises(Exception) as caught:
        session.start(START)

    assert not isinstance(caught.value, HangError)
    assert session.child.returncode == 3


def test_a_command_that_does_not_exist_does_not_start() -> None:
    """Provenance: ours."""
    session = Session(Command(("mcp-contract-no-such-command",)), mode="auto", shelter=None)

    with pytest.raises(FileNotFoundError):
        session.start(START)


def test_a_server_that_blocks_while_it_is_made_hangs_at_the_start(shelter: Shelter) -> None:
    """Provenance: ours."""
    session = Session(in_process("in_process:creation_blocks"), mode="auto", shelter=shelter)

    with pytest.raises(HangError, match=r"blocked for 1\.3 s"):
        session.start(SHORT)


# -- what else the driver does to the process


def test_the_environment_of_a_session_holds_while_it_is_driven(
    shelter: Shelter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The user's own tests run between two calls, and must not see it."""
    monkeypatch.setenv("ACME_TOKEN", "real")
    session = Session(
        in_process("curious:server"), mode="auto", shelter=shelter, environment={"ACME_TOKEN": "fixed"}
    )
    session.start(START)

    try:
        _, reply, _ = session.call("token", {}, CALL)
    finally:
        session.close()

    assert reply is not None
    assert reply.texts() == ("fixed",)
    assert os.environ["ACME_TOKEN"] == "real"


def test_two_sessions_live_side_by_side(shelter: Shelter) -> None:
    """Provenance: ours."""
    with (
        started(in_process("in_process:sound"), shelter=shelter) as one,
        started(script("sound.py")) as other,
    ):
        replies = [session.call("echo", {"text": "hello"}, CALL)[1] for session in (one, other, one, other)]

    assert [reply.texts() for reply in replies if reply] == [("hello",)] * 4
