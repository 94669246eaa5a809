"""Measures which part of the mutants of the pure code the tests kill: `make mutation`.

A mutant is one small change of one file, made by an operator of cosmic-ray (a comparison, a bound, `and`
for `or`, a condition the other way round, a loop left out) or one of two of our own: another name for a
field, and a function that gives back nothing. A sample is drawn, the same for the same seed; each mutant
gets the tests that run its statement, in a fork, and is killed where one fails.

Left out: texts (docstrings, `saw`, `want`, titles), what a check says of itself and its examples,
annotations, unions of types in `isinstance`, the arguments of `dataclass` and of caches, the `*` of a
signature, `is` for `==` and the other way round, and `return None` for `return False`. Other mutants that
change nothing which can be seen are counted as survivors like any. Killed are also those that run for ever
(`late`) and those with which the module cannot be imported or no test collected (`import`); both are counted
apart.
"""

import argparse
import atexit
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.mutation.asking import covered, killed_by
from tests.mutation.choosing import Known
from tests.mutation.figures import (
    ALIVE,
    ASKED,
    LAST,
    Figure,
    Result,
    figures,
    killed_before,
    short_diff,
    write,
)
from tests.mutation.forks import Job, all_done, take_in
from tests.mutation.mutants import Mutant, changed, mutants, sample
from tests.mutation.subjects import PACKAGES, TESTS, sources, test_files

ROOT = Path(__file__).parents[2]
_TREE = ROOT / f"build/mutation/tree-{os.getpid()}"
_SECONDS_OF_ALL = 900.0


def main() -> None:
    """Draw a sample, ask the tests about each mutant, print what came of it and keep it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=600, help="mutants of all packages (default: 600)")
    parser.add_argument("--seed", type=int, default=1, help="another one draws others (default: 1)")
    parser.add_argument("--only", nargs="+", choices=PACKAGES, default=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--under", default="", metavar="PATH", help="only files whose path begins so")
    parser.add_argument("--tests", nargs="+", default=TESTS, metavar="PATH", help="asked instead of all")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="processes (default: cores)")
    parser.add_argument("--json", type=Path, default=Path("build/mutation.json"), metavar="FILE")
    parser.add_argument(
        "--again", type=Path, metavar="FILE", help="of a run with this sample: what was killed stays so"
    )
    parser.add_argument("--commit", action="store_true", help="write tests/mutation/last.json too")
    options = parser.parse_args()
    if options.commit and (options.only != PACKAGES or options.under or options.tests != TESTS):
        parser.error("`--commit` keeps a whole run: leave out `--only`, `--under` and `--tests`")
    os.chdir(ROOT)
    begun = time.monotonic()
    _copy()
    atexit.register(shutil.rmtree, _TREE, ignore_errors=True)
    of_package = {
        package: [file for file in files if file.startswith(options.under)]
        for package, files in sources(_TREE).items()
        if package in options.only
    }
    known = _known(
        [file for files in of_package.values() for file in files],
        test_files(_TREE, options.tests),
        options.at_once,
    )
    _say(f"{len(known.seconds):,} tests are asked ({time.monotonic() - begun:.0f} s).")
    for test in known.failed:
        _say(f"LEFT OUT, it fails without any mutant: {test}")
    found = mutants(_TREE, of_package)
    places = {package: len(found.get(package, ())) for package in PACKAGES}
    drawn = sample(found, options.sample, options.seed)
    before = killed_before(options.again) if options.again else {}
    results = []
    for result in _results(drawn, known, options.seed, options.at_once, before):
        results.append(result)
        if result.outcome in ALIVE:
            _say(f"{result.at} {result.outcome} ({result.operator})\n{_indented(result.diff)}")
    results.sort(key=lambda one: (one.at.partition(":")[0], int(one.at.partition(":")[2]), one.operator))
    told = figures(results, places)
    for figure in told:
        _say(_line(figure))
    words = f"Python {platform.python_version()}, {os.cpu_count()} cores, {time.monotonic() - begun:.0f} s"
    _say(f"{words}; asked of all: {ASKED} %")
    write(options.json, words, options.seed, told, results)
    if options.commit:
        write(LAST, words, options.seed, told, [one for one in results if one.outcome in ALIVE])


def _copy() -> None:
    """The files of the working tree as they are now, so that a run of twenty minutes measures one state."""
    shutil.rmtree(_TREE, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if Path(name).is_file():
            (_TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, _TREE / name)


def _known(files: list[str], tests: list[str], at_once: int) -> Known:
    """What each test runs, seen on the unchanged copy."""
    known = Known()
    parts = [tests[number :: at_once * 4] for number in range(at_once * 4)]
    jobs = [
        Job(number, lambda part=part: covered(part, files), _SECONDS_OF_ALL)  # type: ignore[misc]
        for number, part in enumerate(filter(None, parts))
    ]
    modules: dict[str, None] = {}
    for done in all_done(jobs, _TREE, at_once):
        if done.answer is None:
            raise SystemExit("the tests of the unchanged copy could not be run to their end")
        known.take(done.answer["seconds"], done.answer["failed"], done.answer["lines"])
        modules |= dict.fromkeys(done.answer["modules"])
    take_in(name for name in modules if name.partition(".")[0] != "coverage")
    return known


def _results(
    drawn: list[Mutant], known: Known, seed: int, at_once: int, before: dict[str, Result]
) -> Iterator[Result]:
    """What came of each mutant, as soon as it is known; of those killed before, what came of them then."""
    asked: dict[int, Result] = {}
    settled: list[Result] = []

    def jobs() -> Iterator[Job]:
        for number, mutant in enumerate(drawn):
            made = changed(_TREE, mutant, seed)
            if made is None:
                continue
            operator, source = made
            at = f"{mutant.file}:{mutant.start[0]}"
            diff = short_diff((_TREE / mutant.file).read_text(encoding="utf-8"), source)
            one = Result(mutant.package, at, operator, diff, "survived")
            tests = known.chosen(_TREE, mutant)
            if one.key in before:
                settled.append(before[one.key])
                continue
            if not tests:
                settled.append(replace(one, outcome="not covered"))
                continue
            asked[number] = one
            yield Job(
                number,
                lambda file=mutant.file, source=source, tests=tests: killed_by(file, source, tests),  # type: ignore[misc]
                known.within(tests),
            )

    for done in all_done(jobs(), _TREE, at_once):
        one, answer = asked[done.name], done.answer or {}
        outcome, by = "survived", answer.get("by") or ""
        if done.is_late:
            outcome = "late"
        elif done.answer is None:
            outcome, by = "killed", "the process of the tests"
        elif by:
            outcome = "import" if answer["at_import"] else "killed"
        yield replace(one, outcome=outcome, by=by)
    yield from settled


def _line(figure: Figure) -> str:
    return (
        f"{figure.package:<10} {figure.sampled:>4} of {figure.places:>6,}  killed {figure.killed:>4}"
        f" (late {figure.late}, import {figure.at_import})  survived {figure.survived:>3}"
        f"  not covered {figure.not_covered:>3}  {figure.per_cent:>5} % ({figure.low} to {figure.high})"
    )


def _indented(diff: str) -> str:
    return "\n".join(f"    {line}" for line in diff.splitlines())


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
