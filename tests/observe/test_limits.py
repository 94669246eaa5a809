"""Time limits for code that never gives way."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

import pytest

from pytest_mcp_contract.observe.limits import Interrupted, interrupt_after

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs SIGALRM")

SOON = 0.05
LATE = 60.0


@pytest.fixture(autouse=True)
def _timer() -> Iterator[None]:
    """No timer of one test rings in the next."""
    handler = signal.getsignal(signal.SIGALRM)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, handler)


def test_a_blocking_sleep_is_interrupted() -> None:
    """Provenance: ours."""
    with pytest.raises(Interrupted), interrupt_after(SOON):
        time.sleep(LATE)


def test_a_regular_expression_that_backtracks_without_end_is_interrupted() -> None:
    """Provenance: ours."""
    with pytest.raises(Interrupted), interrupt_after(SOON):
        re.match(r"(a+)+$", "a" * 40 + "b")


def test_code_that_swallows_every_exception_is_interrupted() -> None:
    """Provenance: ours. Tools say `except Exception` in loops."""

    def work() -> None:
        for _ in range(100):
            try:
                time.sleep(LATE)
            except Exception:
                continue

    with pytest.raises(Interrupted), interrupt_after(SOON):
        work()


def test_code_that_swallows_the_first_interrupt_gets_a_second() -> None:
    """Provenance: ours. A bare `except` takes one; the timer rings again each second."""

    def work() -> None:
        try:
            time.sleep(LATE)
        except BaseException:
            time.sleep(LATE)

    with pytest.raises(Interrupted), interrupt_after(SOON):
        work()


def test_code_within_its_limit_is_left_alone() -> None:
    """Provenance: ours."""
    with interrupt_after(LATE):
        total = sum(range(1000))

    assert total == 499_500


def test_nothing_rings_after_the_context() -> None:
    """Provenance: ours."""
    with interrupt_after(LATE):
        pass

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_nothing_rings_after_an_interrupt() -> None:
    """Provenance: ours. Else a server's hang would end a test of somebody else."""
    with pytest.raises(Interrupted), interrupt_after(SOON):
        time.sleep(LATE)

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_timer_and_handler_of_somebody_else_are_put_back() -> None:
    """Provenance: ours. `pytest-timeout` holds one around each test."""

    def mine(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("rang in the test")

    signal.signal(signal.SIGALRM, mine)
    signal.setitimer(signal.ITIMER_REAL, 100.0, 7.0)

    with interrupt_after(LATE):
        inside = signal.getsignal(signal.SIGALRM)

    left, interval = signal.getitimer(signal.ITIMER_REAL)
    assert inside is not mine
    assert signal.getsignal(signal.SIGALRM) is mine
    assert 0 < left <= 100.0
    assert interval == pytest.approx(7.0)


def test_a_timer_of_somebody_else_that_ran_out_meanwhile_rings_afterwards() -> None:
    """Provenance: ours. Their limit is kept late rather than forgotten."""
    rang = threading.Event()
    signal.signal(signal.SIGALRM, lambda _signal, _frame: rang.set())
    signal.setitimer(signal.ITIMER_REAL, SOON)

    with pytest.raises(Interrupted), interrupt_after(2 * SOON):
        time.sleep(LATE)

    assert rang.wait(10)


def test_where_nothing_can_interrupt_the_process_ends_with_code_3_and_the_stacks() -> None:
    """Provenance: ours. In a thread there is no signal, and a run must not hang for ever."""
    code = f"""
import threading, time
from pytest_mcp_contract.observe.limits import interrupt_after

def the_blocking_function():
    with interrupt_after({SOON}):
        time.sleep({LATE})

thread = threading.Thread(target=the_blocking_function)
thread.start()
thread.join()
"""

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)

    assert ended.returncode == 3
    assert f"mcp-contract: blocked for {SOON:g} s" in ended.stderr
    assert "the_blocking_function" in ended.stderr


def test_a_thread_within_its_limit_ends_nothing() -> None:
    """Provenance: ours."""
    ended: list[bool] = []

    def work() -> None:
        with interrupt_after(LATE):
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)

    assert ended == [True]
    assert not [
        timer
        for timer in threading.enumerate()
        if isinstance(timer, threading.Timer) and timer.is_alive() and not timer.finished.is_set()
    ]
