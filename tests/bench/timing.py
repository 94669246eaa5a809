"""Runs commands several times, in turn, and gives medians."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ("-p", "no:cacheprovider", "-p", "no:schemathesis")
"""Options of every run; schemathesis' own plugin adds 0.4 s to any pytest, and is none of ours."""
_CHILD = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
took = time.perf_counter() - began
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
print(done.stdout[-2000:])
"""


class Timing(NamedTuple):
    """Medians over the runs of one command: seconds, and the most memory it held."""

    wall: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s wall, {self.cpu:.2f} s cpu, {self.megabytes:.0f} MB"


class Command(NamedTuple):
    """pytest with these arguments, in this folder."""

    folder: Path
    arguments: Sequence[str]
    expect: Sequence[int] = (0,)

    def also(self, *arguments: str) -> "Command":
        """The same with more arguments."""
        return self._replace(arguments=(*self.arguments, *arguments))


def environment() -> dict[str, str]:
    """The environment of a run: byte code is written, and this repository can be imported."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def once(command: Command) -> Timing:
    """One run of a command.

    Raises:
        SystemExit: it ended with an exit code that was not expected.
    """
    words = [sys.executable, "-m", "pytest", *PYTEST, *command.arguments]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *words],
        cwd=command.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    first, _, output = done.stdout.partition("\n")
    code, wall, cpu, megabytes = json.loads(first)
    if code not in command.expect:
        raise SystemExit(f"{' '.join(words)} ended with {code}:\n{output}")
    return Timing(wall, cpu, megabytes)


def median(timings: Sequence[Timing]) -> Timing:
    """The median of each figure by itself."""
    return Timing(*map(statistics.median, zip(*timings, strict=True)))


def medians(commands: Mapping[str, Command], runs: int) -> dict[str, Timing]:
    """Each command's medians. The commands take turns, so that a busy machine slows down all of them."""
    for command in commands.values():
        once(command)  # writes byte code
    taken = [{name: once(command) for name, command in commands.items()} for _ in range(runs)]
    return {name: median([each[name] for each in taken]) for name in commands}
