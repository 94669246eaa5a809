"""Each mode states every setting of hypothesis, so that no profile of the user's leaks in."""

import inspect
import random
import sys
from types import ModuleType

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase
from hypothesis.internal.conjecture import providers

from pytest_mcp_contract.fuzz import modes
from pytest_mcp_contract.fuzz.constants import without_local_constants
from pytest_mcp_contract.fuzz.modes import Mode, profile


def test_every_setting_is_stated() -> None:
    """Provenance: ours. One that a new hypothesis adds has to be stated, too."""
    known = set(inspect.signature(settings).parameters) - {"parent"}
    source = inspect.getsource(modes.profile)

    assert {name for name in known if f"{name}=" in source} == known


def test_ci_keeps_nothing_and_draws_alike() -> None:
    """Provenance: ours. hypothesis forbids a database beside `derandomize`."""
    kept = InMemoryExampleDatabase()

    ci, local = (profile(mode, most=5, database=kept) for mode in (Mode.CI, Mode.LOCAL))

    assert (ci.derandomize, ci.database) == (True, None)
    assert (local.derandomize, local.database) == (False, kept)
    assert Phase.reuse in local.phases


@pytest.fixture
def imported() -> ModuleType:
    """A module that an import would bring in between two draws."""
    return sys.modules[__name__]


def test_nothing_of_imported_code_is_drawn(imported: ModuleType) -> None:
    """Provenance: ours. The names below are internals of hypothesis: were they gone, this would tell."""
    assert callable(providers._get_local_constants)
    assert providers.CONSTANTS_CACHE.cache is not None
    original = providers._get_local_constants

    with without_local_constants():
        found = providers._get_local_constants()

    assert not list(found.set_for_type("integer"))
    assert providers._get_local_constants is original


def test_the_draws_of_others_are_left_as_they_were() -> None:
    """Provenance: ours. Both draw by the same seed, once before and once after."""

    def drawn() -> list[int]:
        values: list[int] = []

        @settings(max_examples=20, derandomize=True, database=None)
        @given(st.integers())
        def draw(value: int) -> None:
            values.append(value)

        draw()
        return values

    before = drawn()
    state = random.getstate()
    with without_local_constants():
        drawn()
    random.setstate(state)

    assert drawn() == before
