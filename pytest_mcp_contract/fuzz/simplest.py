"""The simplest value of a strategy, the same each time."""

from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import InvalidArgument, NoSuchExample, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.constants import without_local_constants

T = TypeVar("T")

TRIES = 300
_SETTINGS = settings(
    max_examples=1,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=tuple(HealthCheck),
)


def simplest(values: SearchStrategy[T]) -> T | None:
    """A value that hypothesis holds for simple; `None` where it finds none at all."""
    for tries in (1, TRIES):
        try:
            with without_local_constants():
                return find(values, lambda _: True, settings=settings(_SETTINGS, max_examples=tries))
        except (NoSuchExample, Unsatisfiable):
            continue
        except InvalidArgument:  # a text or a list longer than hypothesis makes any
            return None
    return None
