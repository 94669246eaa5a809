"""Measures what using the plugin costs, each figure beside a floor taken in the same run: `make bench`."""

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.answering import Answered, answering
from tests.bench.comparing import Compared, comparing
from tests.bench.drawing import Drawn, drawing
from tests.bench.faulting import Faulted, faulting
from tests.bench.fuzzing import Fuzzed, fuzzing
from tests.bench.replaying import Replayed, replaying
from tests.bench.start_up import Imported, Started, embedded, plugin_import, unused
from tests.bench.trees import SIZES, Measured, made_up, registry_82, tools_lists
from tests.bench.typescript import Read, reading

Subject = Callable[
    [Path, int],
    Imported | Started | Measured | Replayed | Faulted | Drawn | Fuzzed | Compared | Answered | Read | None,
]
SUBJECTS: dict[str, tuple[Subject, str]] = {
    "import": (lambda _, runs: plugin_import(runs), "asked: 5 ms"),
    "unused": (unused, "asked: nothing to be seen"),
    "embedded": (embedded, "asked: 15 s wall with all cassettes"),
    "replay": (replaying, "asked: 1.5 ms over the call without HTTP"),
    "upstream": (answering, "asked: 2 ms added to an exchange"),
    "faults": (faulting, "asked: x2 of a plain call, 40 s for all, 1 marked call a cassette"),
    "values": (drawing, "asked: x0.7 of the speed by hand, 2 ms to build a tool"),
    "fuzz": (fuzzing, "asked: 0.3 ms over the bare call, x1.3 of drawing and calling"),
    "drift": (comparing, "asked: 0.3 s for 598 tools, 4 s and 500 MB for 10,000"),
    "tools-lists": (tools_lists, "asked: 1.5 s own, 4 s wall, 150 MB"),
    "typescript": (reading, "asked: 2 s and 200 MB"),
    "registry-82": (registry_82, "asked: 3 s wall"),
    **{
        f"made-up-{size}": (partial(made_up, size), "asked of 1,000: 10 s own, x1.3 wall, 700 MB, linear")
        for size in SIZES
    },
}


def main() -> None:
    """Run the benchmarks that were named, or all; print each; write JSON where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, metavar="NAME", help=", ".join(SUBJECTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command (default: 3)")
    options = parser.parse_args()
    figures: dict[str, object] = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "runs": options.runs,
    }
    trees: dict[str, Measured] = {}
    for name in options.only or SUBJECTS:
        measure, asked = SUBJECTS[name]
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(Path(folder), options.runs)
        _say(f"{name:<12} {measured or 'not measured: its data is not at hand'}  ({asked})")
        if measured is not None:
            figures[name] = measured.figures
        if isinstance(measured, Measured):
            trees[name] = measured
    _growth(trees, figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


def _growth(trees: dict[str, Measured], figures: dict[str, object]) -> None:
    """What one server more costs in the longest registry, against the one before it: 1 is linear."""
    sizes = [size for size in SIZES if f"made-up-{size}" in trees]
    if len(sizes) < len(SIZES):
        return
    small, middle, large = (trees[f"made-up-{size}"] for size in sizes)
    for account in ("cpu", "megabytes"):
        first, second, third = (getattr(each.ours, account) for each in (small, middle, large))
        ratio = ((third - second) / (sizes[2] - sizes[1])) / ((second - first) / (sizes[1] - sizes[0]))
        figures[f"growth_{account}"] = ratio
        _say(
            f"one more server of {sizes[2]} costs x{ratio:.2f} {account} of what one more of {sizes[1]} costs"
        )


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
