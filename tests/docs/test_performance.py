"""The page of figures is made of the last committed run, and what grew is told: no figure is taken here."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bench.figures import Asked, Figure, growth, worse
from tests.bench.kept import LAST, Kept, read, write
from tests.bench.page import IMAGES, PAGE, page, plots
from tests.bench.soak import Sample, problems

CALL = Figure("replay", "one cassette", 3.0, 2.0, "ms", "the bare call", Asked(1.5, "added"))
TREES = [
    Figure("servers", kind, size * each, size * 0.01, unit, "an empty tree", at=size)
    for size in (10, 100, 1_000)
    for kind, each, unit in (("wall", 0.02, "s"), ("memory", 0.3, "MB"))
]


def test_page_and_plots_are_those_of_the_last_committed_run() -> None:
    """Provenance: ours. `make bench-page` writes them."""
    last = read(LAST)

    assert PAGE.read_text(encoding="utf-8") == page(last)
    assert {
        path.stem.removeprefix("performance-"): path.read_text(encoding="utf-8")
        for path in IMAGES.glob("performance-*.svg")
    } == plots(last)


def test_a_figure_that_changes_makes_the_page_stale() -> None:
    """Provenance: ours. The other half: a page that shows no figure is never stale."""
    kept = Kept("2 cores", 3, [CALL, *TREES])
    slower = Kept("2 cores", 3, [replace(CALL, value=3.2), *TREES])
    larger = Kept("2 cores", 3, [CALL, *TREES[:-1], replace(TREES[-1], value=400.0)])

    assert page(kept) != page(slower)
    assert plots(kept) == plots(slower)
    assert plots(kept)["memory"] != plots(larger)["memory"]
    assert plots(kept)["servers"] == plots(larger)["servers"]


def test_a_plot_is_one_picture_with_a_dot_for_each_size() -> None:
    """Provenance: ours. Nothing is drawn of a subject with fewer than three sizes."""
    drawn = plots(Kept("2 cores", 3, TREES))
    circles = ElementTree.fromstring(drawn["servers"]).findall("{http://www.w3.org/2000/svg}circle")

    assert sorted(drawn) == ["memory", "servers"]
    assert len(circles) == 6
    assert all(60 <= float(circle.attrib["cy"]) <= 270 for circle in circles)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Provenance: ours."""
    kept = Kept("2 cores", 3, [CALL, *TREES])

    write(kept, tmp_path / "deep" / "bench.json")

    assert read(tmp_path / "deep" / "bench.json") == kept
    assert read(tmp_path / "none.json") is None


def test_only_a_ratio_that_has_grown_by_a_fifth_is_worse() -> None:
    """Provenance: ours. A machine of half the speed has the same ratio; a new figure has no other."""
    slow_machine = replace(CALL, value=6.0, floor=4.0)
    grown = replace(CALL, value=3.7)

    assert worse([slow_machine, *TREES], [CALL]) == []
    assert worse([replace(CALL, value=3.5)], [CALL]) == []
    assert worse([grown], [CALL]) == [(grown, CALL)]


@pytest.mark.parametrize(
    ("asked", "is_held"),
    [
        (Asked(3), True),
        (Asked(2.9), False),
        (Asked(1, "added"), True),
        (Asked(0.9, "added"), False),
        (Asked(1.5, "ratio"), True),
        (Asked(1.4, "ratio"), False),
        (None, None),
    ],
)
def test_what_was_asked_is_held_or_missed(asked: Asked | None, is_held: bool | None) -> None:
    """Provenance: ours."""
    assert replace(CALL, asked=asked).is_held is is_held


def test_growth_is_one_where_it_is_linear() -> None:
    """Provenance: ours. The other half costs twice as much in its last stretch."""
    steeper = [*TREES[:-2], replace(TREES[-2], value=2 + 0.04 * 900), TREES[-1]]

    assert [round(one.ratio, 6) for one in growth(TREES)] == [1, 1]
    assert [round(one.ratio, 6) for one in growth(steeper)] == [2, 1]
    assert growth(TREES[:4]) == []


def _samples(*, megabytes: float = 0.0, descriptors: float = 0.0) -> list[Sample]:
    """Half an hour, a sample a minute and a round in four, that grows so much in each minute."""
    return [
        Sample(60.0 * minute, 200 + megabytes * minute, 20 + int(descriptors * minute), rounds=minute // 4)
        for minute in range(31)
    ]


def test_a_soak_tells_memory_and_descriptors_that_grow() -> None:
    """Provenance: ours. What grows in the first sixth of the time or the first round is no leak.

    Then all is imported, and every tool had its turn.
    """
    started = [one._replace(megabytes=min(200.0, 100 + one.at / 3)) for one in _samples()]

    assert problems(_samples(), 1800) == problems(started, 1800) == []
    late = [
        one._replace(megabytes=min(300.0, 200 + one.at / 6), rounds=int(one.at) // 600) for one in _samples()
    ]
    assert problems(late, 1800) == []
    assert "memory grew" in problems(_samples(megabytes=1), 1800)[0]
    assert "descriptors grew" in problems(_samples(descriptors=0.1), 1800)[0]
    assert "too few" in problems(_samples()[:8], 1800)[0]
    assert "too few" in problems([one._replace(rounds=0) for one in _samples()], 1800)[0]
