"""One run of pytest inside a fork: with the lines that each test runs, or with one module changed."""

import importlib
import importlib.abc
import importlib.machinery
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.mutation.forks import of_others
from tests.mutation.subjects import HEAVY

# Rewriting asserts would load the changed module from its file: the package is a plugin of pytest.
_ALWAYS = ("--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0")


def covered(files: Sequence[str], sources: Sequence[str]) -> dict[str, Any]:
    """The tests of these files with their seconds, the lines that each runs, and what is imported for it."""
    coverage = importlib.import_module("coverage")
    measured = coverage.Coverage(data_file=None, include=["pytest_mcp_contract/*"], config_file=False)
    timed = _Timed(measured)
    measured.start()
    _pytest([*files, *(f"--deselect={test}" for test in HEAVY)], timed)
    measured.stop()
    lines: dict[str, dict[int, list[str]]] = defaultdict(dict)
    data = measured.get_data()
    at = {str(Path(file).resolve()): file for file in sources}
    for measured_file in data.measured_files():
        if (file := at.get(measured_file)) is not None:
            for line, tests in data.contexts_by_lineno(measured_file).items():
                lines[file][line] = [test for test in tests if test]
    return {"seconds": timed.seconds, "failed": timed.failed, "lines": lines, "modules": of_others()}


def killed_by(file: str, source: str, tests: Sequence[str]) -> dict[str, Any]:
    """The first of these tests that fails where the file is this source; `at_import` where none was run."""
    module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    sys.meta_path.insert(0, _Changed(module, source))
    random.seed(0)
    asked = _Asked(tests)
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    try:
        code = int(_pytest(["-x", *files], asked))
    except (Exception, SystemExit) as error:  # the plugin itself could not be imported
        return {"by": type(error).__name__, "at_import": not asked.ran}
    if code in (0, 5):
        return {"by": None, "at_import": False}
    return {"by": asked.failed or f"pytest ended with {code}", "at_import": not asked.ran}


def _pytest(arguments: Sequence[str], plugin: object) -> int:
    settings = importlib.import_module("hypothesis").settings
    settings.register_profile("mutation", database=None, derandomize=True)
    settings.load_profile("mutation")
    return int(pytest.main([*_ALWAYS, *arguments], plugins=[plugin]))


class _Timed:
    """Says to `coverage` which test runs, and remembers how long it took."""

    def __init__(self, measured: Any) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        begun = time.monotonic()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.monotonic() - begun
            self.measured.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


class _Asked:
    """Leaves the tests that were asked for, in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}
        self.ran = False
        self.failed = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.ran = True
        if report.failed and not self.failed:
            self.failed = report.nodeid


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module with a source of its own; nothing is written, so nothing can be left behind."""

    def __init__(self, module: str, source: str) -> None:
        self.module = module
        self.source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin, self.source)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, source: str) -> None:
        super().__init__(fullname, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)
