"""Measures what using the plugin costs, each figure beside a floor taken in the same run: `make bench`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure, asked_in_words, growth, number, worse
from tests.bench.kept import LAST, here, read, write
from tests.bench.page import publish
from tests.bench.subjects import SUBJECTS, measured

SLOW = ("servers-300", "servers-1000", "embedded", "fuzz", "faults")
"""What `--quick` leaves out."""
LAPS = 3


def main() -> None:
    """Measure what was named, or all; print it beside the last committed figures; keep it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, metavar="NAME", help=", ".join(SUBJECTS))
    parser.add_argument("--quick", action="store_true", help=f"one lap, without {', '.join(SLOW)}")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="FILE")
    parser.add_argument("--laps", type=int, default=LAPS, help=f"laps of what is short (default: {LAPS})")
    parser.add_argument("--commit", action="store_true", help="write tests/bench/last.json, page and plots")
    options = parser.parse_args()
    if options.commit and (options.only or options.quick):
        parser.error("`--commit` keeps a whole run: leave out `--only` and `--quick`")
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        _say("PYTHONDONTWRITEBYTECODE is set; what is measured runs without it.")
    before = read(LAST)
    known = before.figures if before else []
    run = here(1 if options.quick else options.laps)
    _say(f"{run.machine}.")
    for name in options.only or [name for name in SUBJECTS if not (options.quick and name in SLOW)]:
        _tell(measured(name, run.laps), known, run.figures)
    _tell(growth(run.figures), known, run.figures)
    for figure, old in worse(run.figures, known):
        _say(f"WORSE: {_name(figure)} is x{number(figure.ratio)} of its floor, was x{number(old.ratio)}")
    write(run, options.json)
    if options.commit:
        write(run, LAST)
        publish(run)


def _tell(figures: Sequence[Figure], known: Sequence[Figure], all_figures: list[Figure]) -> None:
    before = {figure.key: figure for figure in known}
    for figure in figures:
        old = before.get(figure.key)
        words = [
            f"{_name(figure):<58}",
            f"{number(figure.value):>7} {figure.unit:<5}",
            f"x{number(figure.ratio):<6}",
            f"was x{number(old.ratio):<6}" if old else "",
            f"asked {asked_in_words(figure)}" if figure.asked else "",
            "MISSED" if figure.is_held is False else "",
        ]
        _say(" ".join(word for word in words if word))
    all_figures += figures


def _name(figure: Figure) -> str:
    return f"{figure.subject}: {figure.figure}" + (f" at {figure.at:,}" if figure.at else "")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
