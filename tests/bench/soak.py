"""Made-up calls for as long as is asked, with memory and descriptors watched: `make soak MINUTES=30`."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.timing import ROOT, environment

EVERY = 10.0
"""Seconds between two samples."""
GROWTH = 1.05
_PATIENCE = 300.0
"""Seconds beyond the time that the child may take to come to its end."""


class Sample(NamedTuple):
    """What the child held: seconds since its start, MB resident, open descriptors, rounds that are over."""

    at: float
    megabytes: float
    descriptors: int
    rounds: int


def main() -> int:
    """Watch a child that makes calls; exit 1 where it grew, leaked or died."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    options = parser.parse_args()
    seconds = options.minutes * 60
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as folder:
        rounds = Path(folder) / "rounds"
        call = f"from tests.bench.soaked import soaked; soaked({seconds}, {str(rounds)!r})"
        with subprocess.Popen([sys.executable, "-c", call], cwd=ROOT, env=environment()) as child:
            try:
                for sample in watched(child, rounds, seconds + _PATIENCE):
                    samples.append(sample)
                    _say(
                        f"{sample.at:6.0f} s {sample.megabytes:7.1f} MB {sample.descriptors:4} descriptors, "
                        f"round {sample.rounds + 1}"
                    )
            finally:
                if child.poll() is None:
                    child.kill()
    wrong = [
        *problems(samples, seconds),
        *([f"it ended with {child.returncode}"] if child.returncode else []),
    ]
    for word in wrong or ["memory and descriptors stayed as they were"]:
        _say(word)
    return 1 if wrong else 0


def watched(child: subprocess.Popen[bytes], rounds: Path, within: float) -> Iterator[Sample]:
    """A sample every few seconds until the child ends, or its time is over."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        try:
            child.wait(EVERY)
            return
        except subprocess.TimeoutExpired:
            done = rounds.read_text().count("\n") if rounds.exists() else 0
            yield Sample(time.monotonic() - began, *_held(child.pid), done)


def problems(samples: Sequence[Sample], seconds: float) -> list[str]:
    """What grew after the first sixth of the time and the first round; nothing where nothing did.

    What a tool needs is had once it was called: only what grows from round to round is lost.
    """
    later = [sample for sample in samples if sample.rounds and seconds / 6 <= sample.at <= seconds]
    if len(later) < 6:
        return [f"{len(later)} samples after the first round are too few to tell: take more minutes"]
    found = []
    before, after = _ends(later, lambda sample: sample.megabytes)
    if after > before * GROWTH:
        found.append(f"memory grew from {before:.1f} to {after:.1f} MB, x{after / before:.3f}")
    before, after = _ends(later, lambda sample: sample.descriptors)
    if after > before:
        found.append(f"descriptors grew from {before:.0f} to {after:.0f}")
    return found


def _ends(samples: Sequence[Sample], held: Callable[[Sample], float]) -> tuple[float, float]:
    """What was held at first, and the median of the last third: what is held for a moment is no leak."""
    return held(samples[0]), statistics.median(map(held, samples[-(len(samples) // 3) :]))


def _held(pid: int) -> tuple[float, int]:
    status = Path(f"/proc/{pid}/statm").read_text()
    pages = int(status.split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(os.listdir(f"/proc/{pid}/fd"))


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    sys.exit(main())
