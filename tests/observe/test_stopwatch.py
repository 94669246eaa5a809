"""What is being done, and how long it took."""

from pytest_mcp_contract.model import Work
from pytest_mcp_contract.observe.stopwatch import Stopwatch


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_within_another_one_counts_for_itself_alone() -> None:
    """Provenance: ours. What several checks need used to count for the first of them."""
    clock = Clock()
    stopwatch = Stopwatch(clock)

    with stopwatch.during("github", "checks"):
        clock.now += 1
        with stopwatch.during("github", "start"):
            clock.now += 5
        clock.now += 2
    clock.now += 100
    with stopwatch.during("jira", "checks"):
        clock.now += 4

    assert sorted(stopwatch.taken()) == [
        ("github", "checks", 3),
        ("github", "start", 5),
        ("jira", "checks", 4),
    ]
    assert stopwatch.taken() == []


def test_what_raises_is_counted_and_over() -> None:
    """Provenance: ours. Ctrl-C, and a server that does not start."""
    clock, rests = Clock(), list[float]()
    stopwatch = Stopwatch(clock)
    stopwatch.at_rest = lambda: rests.append(clock.now)

    try:
        with stopwatch.during("github", "checks"), stopwatch.during("github", "start"):
            clock.now += 2
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass

    assert stopwatch.now() is None
    assert rests == [2]
    assert ("github", "start", 2) in stopwatch.taken()


def test_the_innermost_stage_is_what_is_being_done() -> None:
    """Provenance: ours. With its own time, and the calls that were begun in it."""
    clock = Clock()
    stopwatch = Stopwatch(clock)
    stopwatch.called()

    with stopwatch.during("github", "made-up calls"):
        clock.now += 3
        stopwatch.called()
        stopwatch.called()
        with stopwatch.during("github", "start"):
            clock.now += 1
            restarting = stopwatch.now()
        going_on = stopwatch.now()

    assert restarting == Work("github", "start", 1, 0)
    assert going_on == Work("github", "made-up calls", 4, 2)
