"""Fixtures for all rooms."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.warm import warm

pytest_plugins = ["pytester"]
RunPytest = Callable[..., pytest.RunResult]


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """A folder with `python-m-pytest`, which spares the time of imports."""
    with warm() as folder:
        yield folder


@pytest.fixture
def run_pytest(programs: Path) -> RunPytest:
    """`python -m pytest` in the folder of a Pytester, in a process of its own."""

    def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
        own = f"--basetemp={pytester.mkdir(f'runpytest-{uuid4().hex}')}"
        return pytester.run(programs / "python-m-pytest", own, *arguments, timeout=120)

    return run
