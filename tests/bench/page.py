"""Makes docs/explain/performance.md and its plots of a run: every number on them comes from its figures."""

from itertools import groupby
from pathlib import Path

from tests.bench.figures import Figure, asked_in_words, number
from tests.bench.kept import LAST, Kept, read
from tests.bench.plot import Line, plot

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "explain" / "performance.md"
IMAGES = DOCS / "images"
_HEAD = """\
# Performance, measured

<!-- made by `make bench-page` of tests/bench/last.json -->

`make bench` measures what using the plugin costs. A second is worth little by itself, since machines differ,
so every figure stands beside a floor that was measured in the same run: the bare call, hypothesis alone, an
empty tree of tests, a strategy written by hand. The ratio of the two is compared with that of the last run
that was committed, and what has become more than a fifth worse is told. Less is better everywhere. What was
asked is a limit of the figure itself, of what it adds to its floor ("over it"), or of the ratio (x2).
"""
_NOTHING = """
No run has been committed yet; `make bench-commit` writes this page anew.
"""
_PLOTS = {
    "servers": (
        "Servers and time",
        "The static checks of registries of growing size, ten tools a server.",
        "servers",
        (("wall", "value", "checked"), ("wall", "floor", "a tree of as many empty items")),
    ),
    "files": (
        "Files and time",
        "Reading a registry in TypeScript whose servers have a metadata file each.",
        "TypeScript registry",
        (("files", "value", "read"), ("files", "floor", "parsed, and no more")),
    ),
    "memory": (
        "Servers and memory",
        "The most that the run of the first plot held.",
        "servers",
        (("memory", "value", "checked"), ("memory", "floor", "a tree of as many empty items")),
    ),
}
"""File -> title, what is measured, subject, and its lines: figure, side, name."""


def page(kept: Kept | None) -> str:
    """The whole page."""
    if kept is None:
        return _HEAD + _NOTHING
    parts = [_HEAD, f"Measured on {kept.machine}; medians of {kept.laps} laps where one takes seconds.\n"]
    for name, (title, words, _, _) in _PLOTS.items():
        if name in plots(kept):
            parts.append(f"## {title}\n\n{words}\n\n![{title}](../images/performance-{name}.svg)\n")
    parts.append("## All figures\n")
    for subject, figures in groupby(kept.figures, key=lambda figure: figure.subject):
        parts.append(f"### {subject[0].upper()}{subject[1:]}\n\n{_table(list(figures))}\n")
    return "\n".join(parts)


def plots(kept: Kept | None) -> dict[str, str]:
    """File -> picture; those of which a run has three sizes or more."""
    drawn = {}
    for name, (title, _, subject, lines) in _PLOTS.items():
        sized = [_line(kept.figures if kept else [], subject, *line) for line in lines]
        if all(len(line.points) > 2 for line in sized):
            unit = "MB" if name == "memory" else "s"
            drawn[name] = plot(title, "files" if name == "files" else "servers", unit, sized)
    return drawn


def publish(kept: Kept | None) -> None:
    """Write page and plots, and take away plots that are none any more."""
    PAGE.write_text(page(kept), encoding="utf-8")
    for old in IMAGES.glob("performance-*.svg"):
        old.unlink()
    for name, picture in plots(kept).items():
        (IMAGES / f"performance-{name}.svg").write_text(picture, encoding="utf-8")


def _line(figures: list[Figure], subject: str, figure: str, side: str, name: str) -> Line:
    found = [one for one in figures if (one.subject, one.figure) == (subject, figure)]
    return Line(name, sorted((one.at, getattr(one, side)) for one in found if one.at))


def _table(figures: list[Figure]) -> str:
    rows = ["| | measured | floor | ratio | asked | |", "|---|--:|--:|--:|--:|---|"]
    for figure in figures:
        name = figure.figure + (f" at {figure.at:,}" if figure.at else "")
        held = {None: "", True: "held", False: "**missed**"}[figure.is_held]
        rows.append(
            f"| {name} | {_amount(figure.value, figure.unit)} "
            f"| {_amount(figure.floor, figure.unit)}: {figure.floor_is} "
            f"| x{number(figure.ratio)} | {asked_in_words(figure)} | {held} |"
        )
    return "\n".join(rows)


def _amount(value: float, unit: str) -> str:
    return f"{number(value)} {unit}"


if __name__ == "__main__":
    publish(read(LAST))
