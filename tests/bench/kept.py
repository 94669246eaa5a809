"""The figures of a run as JSON, with the machine in words: `build/bench.json`, `tests/bench/last.json`."""

import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.figures import Figure, figure_of

LAST = Path(__file__).with_name("last.json")
"""The last run that was committed."""
_BUSY = 0.5
"""A load beyond this part of the cores, before anything is measured, is other work."""


@dataclass
class Kept:
    """A run: all its figures, and where they were taken."""

    machine: str
    laps: int
    figures: list[Figure] = field(default_factory=list)


def here(laps: int) -> Kept:
    """A run on this machine, with nothing measured yet."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    words = f"{cores} cores, Python {platform.python_version()}, {platform.system()} on {platform.machine()}"
    busy = load > cores * _BUSY
    return Kept(words + (f", busy with other work (load {load:.1f})" if busy else ""), laps)


def read(path: Path) -> Kept | None:
    """What was kept there; None where nothing was."""
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return Kept(data["machine"], data["laps"], [figure_of(each) for each in data["figures"]])


def write(kept: Kept, path: Path) -> None:
    """Keep a run there."""
    figures = [figure.data() for figure in kept.figures]
    data = {"format": 1, "machine": kept.machine, "laps": kept.laps, "figures": figures}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
