"""A plot as SVG: a few lines over sizes, readable in light and in dark."""

from collections.abc import Sequence
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined

from tests.bench.figures import number

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 60, 50
_ROOM = 1.05
"""How far the axes go beyond what is drawn."""


class Line(NamedTuple):
    """A name, and its points by size."""

    name: str
    points: Sequence[tuple[int, float]]


_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" role="img">
<title>{{ title }}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2933; }
.grid { stroke: #bcccdc; } .end { text-anchor: end; } .middle { text-anchor: middle; }
polyline { fill: none; stroke-width: 2.5; }
.line0 { stroke: #0c6b58; } .line1 { stroke: #829ab1; stroke-dasharray: 6 4; }
.dot0 { fill: #0c6b58; } .dot1 { fill: #829ab1; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f4f8; } .grid { stroke: #52606d; }
  .line0 { stroke: #65d6ad; } .dot0 { fill: #65d6ad; }
}
</style>
{% for y, label in heights -%}
<path class="grid" d="M{{ left }} {{ y }}H{{ edge }}"/>
<text class="end" x="{{ left - 8 }}" y="{{ y + 4 }}">{{ label }}</text>
{% endfor -%}
{% for x, label in sizes -%}
<text class="middle" x="{{ x }}" y="{{ foot + 20 }}">{{ label }}</text>
{% endfor -%}
<text class="middle" x="{{ (left + edge) // 2 }}" y="{{ height - 8 }}">{{ along }}</text>
{% for line in lines -%}
<path class="line{{ loop.index0 }}" d="M{{ left }} {{ 12 + 20 * loop.index0 }}h28" stroke-width="2.5"/>
<text x="{{ left + 36 }}" y="{{ 16 + 20 * loop.index0 }}">{{ line.name }}</text>
<polyline class="line{{ loop.index0 }}" points="{% for x, y in line.places %}{{ x }},{{ y }} {% endfor %}"/>
{% for x, y in line.places -%}
<circle class="dot{{ line.dot }}" cx="{{ x }}" cy="{{ y }}" r="3.5"/>
{% endfor -%}
{% endfor -%}
</svg>
"""


def plot(title: str, along: str, unit: str, lines: Sequence[Line]) -> str:
    """The whole picture."""
    widest = max(size for line in lines for size, _ in line.points) * _ROOM
    step = _step(max(value for line in lines for _, value in line.points))
    ticks = [tick * step for tick in range(5)]
    edge, foot = WIDTH - RIGHT, HEIGHT - BOTTOM

    def across(size: float) -> int:
        return round(LEFT + (edge - LEFT) * size / widest)

    def up(value: float) -> int:
        return round(foot - (foot - TOP) * value / ticks[-1])

    return _TEMPLATE.render(
        title=title,
        along=along,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        edge=edge,
        foot=foot,
        heights=[(up(tick), f"{number(tick)} {unit}") for tick in ticks],
        sizes=[(across(size), f"{size:,}") for size, _ in lines[0].points],
        lines=[
            {
                "name": line.name,
                "dot": index,
                "places": [(across(size), up(value)) for size, value in line.points],
            }
            for index, line in enumerate(lines)
        ],
    )


def _step(highest: float) -> float:
    """A quarter of the height, as a number that is easily read."""
    power: float = 1e-4
    while True:
        for first in (1, 2, 2.5, 5):
            if first * power * 4 >= highest:
                return first * power
        power *= 10


_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(_PICTURE)
