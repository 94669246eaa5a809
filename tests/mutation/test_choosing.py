"""Which tests are asked about a mutant, and how the figures are counted."""

import ast
from pathlib import Path

import pytest

from tests.mutation.choosing import Known
from tests.mutation.figures import Result, figures, short_diff, wilson
from tests.mutation.mutants import Mutant, no_code, sample

SOURCE = """\
LIMIT = 3


def judged(value):
    if (
        value
        and value > LIMIT
    ):
        return "high"
    return "low"
"""


def mutant(line: int, package: str = "model") -> Mutant:
    """A change of one place of the source."""
    return Mutant(package, "judged.py", (line, 8), (line, 9), (("core/AddNot", 0),))


@pytest.fixture
def known(tmp_path: Path) -> Known:
    """Two tests of the source: one sees each value."""
    (tmp_path / "judged.py").write_text(SOURCE, encoding="utf-8")
    seconds = {"a.py::test_high": 0.2, "a.py::test_low": 0.1, "b.py::test_slow": 5.0}
    lines = {
        "judged.py": {"5": [*seconds], "6": [*seconds], "9": ["a.py::test_high"], "10": ["a.py::test_low"]}
    }
    found = Known()
    found.take(seconds, [], lines)
    return found


@pytest.mark.parametrize(
    ("line", "tests"),
    [
        (9, ["a.py::test_high"]),
        (10, ["a.py::test_low"]),
        (7, ["a.py::test_low", "a.py::test_high"]),
        (1, ["a.py::test_low", "a.py::test_high"]),
    ],
    ids=["a statement", "another", "a condition over lines", "a constant, by whoever runs the module"],
)
def test_tests_that_run_the_statement_are_asked(
    known: Known, tmp_path: Path, line: int, tests: list[str]
) -> None:
    """Provenance: ours. The quickest first; one that takes seconds is not asked."""
    assert known.chosen(tmp_path, mutant(line)) == tests


def test_a_sample_is_the_same_for_the_same_seed_and_balanced() -> None:
    """Provenance: ours."""
    places = {"model": 10, "drift": 90}
    found = {name: [mutant(line, name) for line in range(number)] for name, number in places.items()}

    drawn = sample(found, 20, 1)

    assert sample(found, 20, 1) == drawn != sample(found, 20, 2)
    assert [one.package for one in drawn] == ["model"] * 2 + ["drift"] * 18
    assert len(set(drawn)) == 20


def test_what_is_late_counts_as_killed_and_what_no_test_runs_does_not() -> None:
    """Provenance: ours."""
    outcomes = ("killed", "late", "import", "survived", "not covered")
    results = [Result("drift", "file.py:1", "core/AddNot", "", outcome) for outcome in outcomes]

    *_, drift, _, every = figures(results, {"model": 1, "catalogue": 1, "checks": 1, "drift": 7, "fuzz": 1})

    assert (drift.killed, drift.late, drift.at_import, drift.survived, drift.not_covered) == (3, 1, 1, 1, 1)
    assert drift.per_cent == 60
    assert (every.sampled, every.places) == (5, 11)


@pytest.mark.parametrize(
    ("part", "of", "bounds"),
    [(0, 10, (0.0, 27.8)), (10, 10, (72.2, 100.0)), (5, 10, (23.7, 76.3)), (0, 0, (0.0, 100.0))],
)
def test_the_interval_is_that_of_wilson(part: int, of: int, bounds: tuple[float, float]) -> None:
    """Provenance: Brown, Cai, DasGupta, Interval Estimation for a Binomial Proportion (2001), 3.1.1."""
    assert wilson(part, of) == bounds


def test_a_diff_is_the_lines_that_differ() -> None:
    """Provenance: ours."""
    assert short_diff("a\n  b\nc\n", "a\n  d\nc\n") == "- b\n+ d"


def test_what_shows_in_no_value_is_not_mutated() -> None:
    """Provenance: ours. Slots, caches and the `*` of a signature are no code; what stands beside them is."""
    source = """\
@dataclass(frozen=True, slots=True)
class Held:
    value: int = 1


@lru_cache(maxsize=4)
def held(a, *, b=2):
    return a or b
"""
    lines = source.splitlines()

    ranges = sorted(no_code(ast.parse(source), lines))

    assert [_between(lines, *each) for each in ranges] == [
        "dataclass(frozen=True, slots=True)",
        "int",
        "lru_cache(maxsize=4)",
        ", *, ",
    ]


def _between(lines: list[str], first: tuple[int, int], last: tuple[int, int]) -> str:
    assert first[0] == last[0]
    return lines[first[0] - 1][first[1] : last[1]]
