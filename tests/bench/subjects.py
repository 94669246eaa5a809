"""All that is measured, each in an interpreter of its own."""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from tests.bench.figures import Figure

SUBJECTS = {
    "import": "start_up:plugin_import",
    "unused": "start_up:unused",
    "replay": "replaying:replaying",
    "upstream": "answering:answering",
    "faults": "faulting:faulting",
    "values": "drawing:drawing",
    "fuzz": "fuzzing:fuzzing",
    "drift": "comparing:comparing",
    "proofs": "proving:proving",
    "typescript": "typescript:reading",
    "html": "paging:paging",
    "embedded": "start_up:embedded",
    "tools-lists": "trees:tools_lists",
    "registry-82": "trees:registry_82",
    **{f"servers-{size}": f"trees:made_up:{size}" for size in (10, 100, 300, 1_000)},
}
"""Module, function, and the size where it takes one."""
WITHIN = 900.0
"""Seconds for one of them."""


def measured(name: str, laps: int) -> list[Figure]:
    """One subject, in an interpreter of its own: none pays for the memory or the patches of another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, SUBJECTS[name], laps).result(WITHIN)


def _measured(subject: str, laps: int) -> list[Figure]:
    module, function, *size = subject.split(":")
    measure = getattr(import_module(f"tests.bench.{module}"), function)
    with tempfile.TemporaryDirectory() as folder:
        figures: list[Figure] = measure(*map(int, size), Path(folder), laps)
    return figures
