"""What came of each mutant, counted by package, as text and as JSON."""

import difflib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutation.subjects import PACKAGES

LAST = Path(__file__).with_name("last.json")
"""The last run that was committed."""
ASKED = 85
"""Per cent."""
ALIVE = ("survived", "not covered")


@dataclass(frozen=True)
class Result:
    """One mutant, and what the tests said: `killed`, `late`, `import`, `survived` or `not covered`."""

    package: str
    at: str
    """File and line."""
    operator: str
    diff: str
    outcome: str
    by: str = ""

    @property
    def key(self) -> str:
        """What is the same of this mutant in the next run."""
        return f"{self.at} {self.operator} {self.diff}"


@dataclass(frozen=True)
class Figure:
    """The mutants of a package, or of all; `late` and `at_import` are part of `killed`."""

    package: str
    places: int
    sampled: int
    killed: int
    late: int
    at_import: int
    survived: int
    not_covered: int
    per_cent: float
    low: float
    high: float


def figures(results: Sequence[Result], places: dict[str, int]) -> list[Figure]:
    """One for each package, and one for all."""
    found = [
        _figure(package, [one for one in results if one.package == package], places[package])
        for package in PACKAGES
    ]
    return [*found, _figure("all", results, sum(places.values()))]


def wilson(part: int, of: int) -> tuple[float, float]:
    """The interval of 95 % of a part, in per cent."""
    if not of:
        return 0.0, 100.0
    z, p = 1.959964, part / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(100 * (middle - half), 1), round(100 * (middle + half), 1)


def short_diff(before: str, after: str) -> str:
    """The lines that differ, without what stands around them."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return "\n".join(line[0] + " " + line[1:].strip() for line in lines if not line.startswith("@@"))


def write(path: Path, words: str, seed: int, found: Sequence[Figure], results: Sequence[Result]) -> None:
    """Keep a run there."""
    data = {
        "format": 1,
        "run": words,
        "seed": seed,
        "figures": [asdict(one) for one in found],
        "mutants": [asdict(one) for one in results],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def killed_before(path: Path) -> dict[str, Result]:
    """The mutants that were killed in a run that was kept there, by their keys."""
    data = json.loads(path.read_text(encoding="utf-8"))
    found = [Result(**one) for one in data["mutants"]]
    return {one.key: one for one in found if one.outcome not in ALIVE}


def _figure(package: str, results: Sequence[Result], places: int) -> Figure:
    def count(*outcomes: str) -> int:
        return sum(one.outcome in outcomes for one in results)

    killed = count("killed", "late", "import")
    low, high = wilson(killed, len(results))
    return Figure(
        package=package,
        places=places,
        sampled=len(results),
        killed=killed,
        late=count("late"),
        at_import=count("import"),
        survived=count("survived"),
        not_covered=count("not covered"),
        per_cent=round(100 * killed / len(results), 1) if results else 0.0,
        low=low,
        high=high,
    )
