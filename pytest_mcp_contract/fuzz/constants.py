"""Keeps what hypothesis draws from depending on what happens to be imported.

hypothesis mixes constants of the code under the working folder into what it draws: of every module that is
imported by then. Which ones these are depends on what ran before, and with them all that is drawn later: a
tool selected by itself would be called otherwise than in a full run. There is no setting for it; where the
internals below are gone, things are drawn as hypothesis draws them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis.internal.conjecture import providers


@contextmanager
def without_local_constants() -> Iterator[None]:
    """Draw without the constants of imported code; users' own tests draw as before once it is over."""
    internals: Any = providers
    original = getattr(internals, "_get_local_constants", None)
    kinds = getattr(internals, "Constants", None)
    cache = getattr(getattr(internals, "CONSTANTS_CACHE", None), "cache", None)
    if original is None or kinds is None or cache is None:
        yield
        return
    none = kinds()
    internals._get_local_constants = lambda: none
    cache.clear()
    try:
        yield
    finally:
        internals._get_local_constants = original
        cache.clear()
