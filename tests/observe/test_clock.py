"""Waits of servers are skipped, and count all the same."""

import asyncio
import threading
import time

import pytest

from pytest_mcp_contract.model import Ended
from pytest_mcp_contract.observe.clock import SkippingLoop, skipping_waits
from pytest_mcp_contract.observe.limits import Interrupted
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.shelter import Shelter
from tests.observe.helpers import START, in_process

HOUR = 3600.0


@pytest.fixture
def loop() -> SkippingLoop:
    return SkippingLoop(lambda: False)


def test_a_sleep_takes_no_time_and_moves_the_clock(loop: SkippingLoop) -> None:
    """Provenance: ours. The test would run for an hour."""
    began = loop.time()

    with skipping_waits(loop, 2 * HOUR):
        loop.run_until_complete(asyncio.sleep(HOUR))

    assert loop.time() - began >= HOUR
    loop.close()


def test_sleeps_end_in_the_order_of_their_length(loop: SkippingLoop) -> None:
    """Provenance: ours."""
    woken: list[int] = []

    async def sleeper(hours: int) -> None:
        await asyncio.sleep(hours * HOUR)
        woken.append(hours)

    async def all_of_them() -> None:
        await asyncio.gather(sleeper(3), sleeper(1), sleeper(2))

    with skipping_waits(loop, 9 * HOUR):
        loop.run_until_complete(all_of_them())

    assert woken == [1, 2, 3]
    loop.close()


def test_a_limit_runs_out_before_a_longer_sleep_ends(loop: SkippingLoop) -> None:
    """Provenance: ours."""
    with skipping_waits(loop, HOUR), pytest.raises(TimeoutError):
        loop.run_until_complete(asyncio.wait_for(asyncio.sleep(2 * HOUR), HOUR))

    loop.close()


def test_a_blocking_sleep_counts_up_to_its_limit(loop: SkippingLoop) -> None:
    """Provenance: ours."""
    with skipping_waits(loop, HOUR):
        time.sleep(HOUR / 2)
        with pytest.raises(Interrupted):
            time.sleep(HOUR)

    assert loop.skipped >= HOUR
    loop.close()


def test_the_clocks_are_put_back(loop: SkippingLoop) -> None:
    """Provenance: ours."""
    sleep = time.sleep

    with skipping_waits(loop, HOUR):
        assert time.sleep is not sleep

    assert time.sleep is sleep
    assert not loop.skipping
    loop.close()


def test_nothing_is_skipped_while_something_else_is_at_work() -> None:
    """Provenance: ours. A thread that works in real time would be timed out at once."""
    done = threading.Event()
    loop = SkippingLoop(lambda: not done.is_set())

    async def waits_for_a_thread() -> bool:
        ready = asyncio.Event()

        def work() -> None:
            done.set()
            loop.call_soon_threadsafe(ready.set)

        threading.Thread(target=work).start()
        return await asyncio.wait_for(ready.wait(), HOUR)

    with skipping_waits(loop, 2 * HOUR):
        assert loop.run_until_complete(waits_for_a_thread())
    assert loop.skipped < HOUR
    loop.close()


@pytest.mark.parametrize("tool", ["async_wait", "sync_sleep", "async_sleep"])
def test_a_tool_that_sleeps_past_its_limit_hangs_without_anybody_waiting(tool: str, shelter: Shelter) -> None:
    """Provenance: ours. The limit is an hour, and so would be the test."""
    session = Session(in_process("hanging:server"), mode="auto", shelter=shelter, skips_waits=True)
    session.start(START)
    try:
        ended, reply, detail = session.call(tool, {}, HOUR / 12)
    finally:
        session.close()

    assert (ended, reply) == (Ended.HANG, None)
    assert detail
