"""What a benchmark gives: figures, each beside a floor that was measured in the same run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

WORSE = 1.2
"""A ratio that has grown by more than this is told."""

Of = Literal["value", "ratio", "added"]


@dataclass(frozen=True)
class Asked:
    """The most that a figure may be: by itself, over its floor, or as a ratio to it."""

    most: float
    of: Of = "value"


@dataclass(frozen=True)
class Figure:
    """A cost, so that less is better. `subject`, `figure` and `at`, a size, tell it from all others."""

    subject: str
    figure: str
    value: float
    floor: float
    unit: str
    floor_is: str
    asked: Asked | None = None
    at: int | None = None

    @property
    def ratio(self) -> float:
        """How many floors it is."""
        return self.value / self.floor

    @property
    def key(self) -> tuple[str, str, int | None]:
        """By which it is found again in another run."""
        return self.subject, self.figure, self.at

    @property
    def is_held(self) -> bool | None:
        """Whether it is as little as was asked; None where nothing was."""
        if self.asked is None:
            return None
        reached = {"value": self.value, "ratio": self.ratio, "added": self.value - self.floor}
        return reached[self.asked.of] <= self.asked.most

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "subject": self.subject,
            "figure": self.figure,
            "at": self.at,
            "value": _short(self.value),
            "floor": _short(self.floor),
            "floor_is": self.floor_is,
            "ratio": _short(self.ratio),
            "asked": self.asked and {"most": self.asked.most, "of": self.asked.of},
            "unit": self.unit,
        }


def figure_of(data: Mapping[str, Any]) -> Figure:
    """What `data` was made of."""
    given = {name: value for name, value in data.items() if name != "ratio"}
    return Figure(**{**given, "asked": data["asked"] and Asked(**data["asked"])})


def worse(now: Iterable[Figure], before: Iterable[Figure]) -> list[tuple[Figure, Figure]]:
    """What has grown by more than a fifth as a ratio, each beside what it was."""
    known = {figure.key: figure for figure in before}
    return [
        (figure, known[figure.key])
        for figure in now
        if figure.key in known and figure.ratio > known[figure.key].ratio * WORSE
    ]


def growth(figures: Iterable[Figure]) -> list[Figure]:
    """What one server more costs in the longest registry, beside one more in the one before: 1 is linear."""
    found = []
    for kind, unit in (("wall", "s"), ("memory", "MB")):
        sized = sorted(
            (figure.at, figure.value)
            for figure in figures
            if figure.subject == "servers" and figure.figure == kind and figure.at
        )
        if len(sized) < 3:
            continue
        (small, first), (middle, second), (large, third) = sized[-3:]
        last, before = (third - second) / (large - middle), (second - first) / (middle - small)
        compared = f"one more of {middle:,}"
        found.append(Figure("servers", f"one server more, {kind}", last, before, unit, compared, at=large))
    return found


def number(value: float) -> str:
    """A number to read, with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def asked_in_words(figure: Figure) -> str:
    """What was asked of a figure; nothing where nothing was."""
    if figure.asked is None:
        return ""
    most = number(figure.asked.most)
    unit = f" {figure.unit}" if figure.unit else ""
    return {"value": f"{most}{unit}", "ratio": f"x{most}", "added": f"{most}{unit} over it"}[figure.asked.of]


def _short(value: float) -> float:
    return float(f"{value:.4g}")
