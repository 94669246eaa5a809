"""Writers that are killed while they write, each in a fork of this process; prints what they left as JSON.

A writer is ended by SIGKILL before its n-th line of code, or by the kernel at the n-th byte of a file.
"""

import json
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from pytest_mcp_contract.drift.lock_files import write_lock
from pytest_mcp_contract.model import CassetteHeader, Exchange, Locked, Request, Response
from pytest_mcp_contract.observe.upstream.cassette import Cassette, write
from pytest_mcp_contract.report.files import ReportFile
from pytest_mcp_contract.whole_file import write_whole

KILLS = 50
"""Of each writer; half of them by lines, half by bytes."""


def lock(folder: Path, words: str) -> Path:
    write_lock(folder / "lock", [Locked(name="github", id=1, entry={"description": words})])
    return folder / "lock" / "github.json"


def cassette(folder: Path, words: str) -> Path:
    path = folder / "normal.yaml"
    exchange = Exchange(Request("GET", "https://api.acme.example/x"), Response(200, body=words.encode()))
    write(Cassette(path, CassetteHeader("github", "get_issue", "normal"), (exchange,)))
    return path


def golden(folder: Path, words: str) -> Path:
    write_whole(folder / "normal.md", words.encode())
    return folder / "normal.md"


def report(folder: Path, words: str) -> Path:
    file = ReportFile("json", folder / "report.json")
    file.write({"format": 1, "tool_version": words, "registry": "x", "servers": [], "verdicts": []})
    return file.path


def in_place(folder: Path, words: str) -> Path:
    """What no writer of ours does."""
    path = folder / "naive.txt"
    with path.open("wb") as file:
        for start in range(0, len(words), 100):
            file.write(words[start : start + 100].encode())
    return path


WRITERS: tuple[Callable[[Path, str], Path], ...] = (lock, cassette, golden, report, in_place)
OLD, NEW = "old words " * 2_000, "new words " * 3_000


def main(folder: Path, seed: int) -> None:
    """Kill every writer in turn, and print what became of each."""
    kills = [left for writer in WRITERS for left in killed(writer, folder, random.Random(seed))]
    sys.stdout.write(json.dumps(kills))


def killed(
    writer: Callable[[Path, str], Path], folder: Path, at_random: random.Random
) -> Iterator[dict[str, Any]]:
    """What stands there after each kill: `old`, `new`, or `broken`."""
    place = folder / writer.__name__
    place.mkdir()
    new = writer(place, NEW).read_bytes()
    lines = counting(lambda: writer(place, OLD))
    old = writer(place, OLD).read_bytes()
    for kill in range(KILLS):
        by = "bytes" if kill % 2 else "lines"
        at = at_random.randrange(1, len(new) if by == "bytes" else lines)
        stop = limited if by == "bytes" else stopped

        def work(stop: Callable[[int], None] = stop, at: int = at) -> int:
            stop(at)
            writer(place, NEW)
            return 0

        status = in_a_child(work)
        found = writer_path(place).read_bytes()
        yield {
            "writer": writer.__name__,
            "by": by,
            "at": at,
            "signal": -status,
            "left": "old" if found == old else "new" if found == new else "broken",
        }
        writer(place, OLD)


def writer_path(place: Path) -> Path:
    """The one file that a writer writes."""
    (path,) = (path for path in place.rglob("*.*") if path.is_file() and path.suffix != ".part")
    return path


def in_a_child(work: Callable[[], int]) -> int:
    """The exit code of a fork that does the work; below zero the signal that ended it."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 99
    try:
        code = work()
    finally:
        os._exit(code)


def counting(work: Callable[[], object]) -> int:
    """How many lines of Python the work takes."""
    seen = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal seen
        seen += event == "line"
        return trace

    sys.settrace(trace)
    work()
    sys.settrace(None)
    return seen


def stopped(at: int) -> None:
    """Kill this process before its line number `at`."""
    left = at

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        left -= event == "line"
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def limited(at: int) -> None:
    """Let the kernel end this process at byte number `at` of any file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
