"""Work in forks of this process, which has imported what all tests need; each is bounded in time."""

import gc
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OURS = ("pytest_mcp_contract", "tests", "conftest")
"""What each fork imports for itself, from the copy."""
_MEMORY = 4 << 30


@dataclass(frozen=True)
class Job:
    """What one fork does: its answer goes through JSON. After `within` seconds it is ended."""

    name: int
    do: Callable[[], Any]
    within: float


@dataclass(frozen=True)
class Done:
    """The answer of one job, or why there is none."""

    name: int
    answer: Any
    is_late: bool
    seconds: float


def all_done(jobs: Iterable[Job], tree: Path, at_once: int) -> Iterator[Done]:
    """Every job, in the order in which they end; each is done in the folder of the copy."""
    waiting = iter(jobs)
    running: dict[int, tuple[Job, float, Path]] = {}
    with tempfile.TemporaryDirectory() as folder:
        while True:
            while len(running) < at_once and (job := next(waiting, None)) is not None:
                answer = Path(folder) / str(job.name)
                if (child := os.fork()) == 0:
                    _fork(job, tree, answer)
                running[child] = job, time.monotonic(), answer
            if not running:
                return
            time.sleep(0.01)
            for child, (job, begun, answer) in list(running.items()):
                late = time.monotonic() - begun > job.within
                if late:
                    os.kill(child, signal.SIGKILL)
                if os.waitpid(child, 0 if late else os.WNOHANG)[0]:
                    _end_group(child)
                    del running[child]
                    said = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else None
                    yield Done(job.name, said, late and said is None, time.monotonic() - begun)


def take_in(modules: Iterable[str]) -> None:
    """Import what the tests need of others, so that no fork has to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in modules:
            try:
                importlib.import_module(module)
            except Exception:  # one that only a test can import
                continue
    for name, there in list(sys.modules.items()):
        if "." not in name:
            # pytest would warn that plugins are imported already, and not rewritten.
            there.__doc__ = "PYTEST_DONT_REWRITE"
    gc.freeze()


def of_others() -> list[str]:
    """What is imported here and is none of ours."""
    return [name for name in sys.modules if name.partition(".")[0] not in (*_OURS, "__main__")]


def _fork(job: Job, tree: Path, answer: Path) -> None:
    code = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
            del sys.modules[name]
        here = os.getcwd()
        os.chdir(tree)
        sys.path[:] = [str(tree), *(place for place in sys.path if place not in ("", here, str(tree)))]
        quiet = os.open(os.devnull, os.O_RDWR)
        for file in (0, 1, 2):
            os.dup2(quiet, file)
        said = json.dumps(job.do())
        half = answer.with_suffix(".half")
        half.write_text(said, encoding="utf-8")
        half.rename(answer)
        code = 0
    finally:
        os._exit(code)


def _end_group(child: int) -> None:
    """What a test started and left behind."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return
