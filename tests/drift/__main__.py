"""Proves many pairs of edited schemas, and tells what came of it: `python -m tests.drift --pairs 20000`."""

import argparse
import statistics
import sys

from tests.drift.over_tools import SEED, Summary, swept


def main() -> int:
    """Sweep; exit 1 where something was proved that is not so, or too little was."""
    parser = argparse.ArgumentParser(prog="python -m tests.drift", description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", type=int, default=3, help="pairs of each kind that went wrong (default: 3)")
    options = parser.parse_args()
    summary = swept(options.pairs, options.seed)
    for line in told(summary, options.show):
        _say(line)
    return 1 if summary.wrong or len(summary.not_proved) * 100 >= summary.pairs else 0


def told(summary: Summary, most: int) -> list[str]:
    """The figures, and examples of what went wrong."""
    lines = [
        f"{way:<8} {result:<11} {number:>7,}" for (way, result), number in sorted(summary.results.items())
    ]
    for result in sorted({result for result, _ in summary.milliseconds}):
        taken = sorted(each for name, each in summary.milliseconds if name == result)
        median, late = statistics.median(taken), taken[int(0.95 * len(taken))]
        lines.append(f"{result:<11} median {median:.2f} ms, p95 {late:.1f} ms, longest {taken[-1]:.0f} ms")
    for name, found in (
        ("proved against a witness, or breaking without one", summary.wrong),
        ("not proved", summary.not_proved),
        ("respellings that were not taken for equal", summary.weak),
    ):
        lines.append(f"{name}: {len(found)} of {summary.pairs:,} ({len(found) / max(1, summary.pairs):.2%})")
        lines += found[:most]
    return lines


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    sys.exit(main())
