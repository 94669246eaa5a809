"""Fixtures for all rooms."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.warm import warm

pytest_plugins = ["pytester"]
LONG = (
    "plugin/test_node_servers",
    "zoo/test_zoo",
    "fuzz_zoo/test_repeatable",
    "scaffold/test_new_server",
    "hostile/test_hostile",
    "docs/test_following",
    "plugin/test_fuzzing",
    "plugin/test_traffic",
    "reference/test_every_server",
    "reference/test_continuations",
    "plugin/test_reports",
    "fuzz/test_tools_lists",
    "drift/test_proof_over_tools",
)
"""Files that take half a minute or more: begun last, one of them would keep one worker busy alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; needs `--no-loadscope-reorder`."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(_file(item), len(places)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition(".py::")[0].removeprefix("tests/")


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
