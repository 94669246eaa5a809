"""Values of a strategy, the same each time."""

from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def drawn(values: SearchStrategy[T], number: int) -> list[T]:
    """At most so many values; fewer where the strategy has no more."""
    found: list[T] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
    )
    @given(values)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found
