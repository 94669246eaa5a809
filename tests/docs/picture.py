"""Draws docs/images/architecture.svg: the rooms of the package, and what each imports, from the code."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import pairwise

from tests.docs.pages import ROOT
from tests.test_architecture import MAY_IMPORT, PACKAGE, imported_rooms, room_of

PICTURE = ROOT / "docs" / "images" / "architecture.svg"
WIDTH, HEIGHT = 116, 40
PLACES: Mapping[str, tuple[int, int]] = {
    "runner": (302, 100),
    "fuzzer": (372, 180),
    "gate": (512, 180),
    "discover": (22, 270),
    "observe": (162, 270),
    "fuzz": (302, 270),
    "drift": (442, 270),
    "checks": (582, 270),
    "report": (722, 270),
    "catalogue": (582, 350),
}
"""Upper left corners. Rooms that all others stand on, and those that may import all, are drawn as bars."""
FLOW = ("discover", "observe", "fuzz", "drift", "checks", "report")
LEFT_OUT = ("reference", "options", "plugin", "__init__")
"""The example registry imports nothing of the package, the plugin is its door."""
BASE = ("model", *(room for room, used in MAY_IMPORT.items() if not used and room not in LEFT_OUT))
STYLE = """\
text { font: 14px system-ui, sans-serif; fill: #1f2933; text-anchor: middle; }
.small { font-size: 12px; fill: #52606d; }
rect { fill: #f0f4f8; stroke: #829ab1; rx: 6; }
.flow { fill: #c6f7e9; stroke: #0c6b58; }
path { fill: none; stroke: #829ab1; marker-end: url(#end); }
.data { stroke: #0c6b58; stroke-width: 3; marker-end: url(#go); }
#end path { fill: #829ab1; stroke: none; } #go path { fill: #0c6b58; stroke: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f4f8; } .small { fill: #bcccdc; }
  rect { fill: #243b53; stroke: #829ab1; } .flow { fill: #0c6b58; stroke: #65d6ad; }
  .data { stroke: #65d6ad; } #go path { fill: #65d6ad; }
}"""


def picture() -> str:
    """The whole picture."""
    body = [*_bar(_bridge(), 10, "may import all"), *_bar(BASE, 430, "imported by all"), *_arrows()]
    for room, (x, y) in PLACES.items():
        body += _box(room, x, y, WIDTH, "flow" if room in FLOW else "")
    body.append(_text("data: discover → observe → call and compare → check → report", 262, 345, "small"))
    return "\n".join([*_HEAD, *body, "</svg>", ""])


_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 500" role="img">',
    "<title>The rooms of the package, and what each imports</title>",
    f"<style>\n{STYLE}\n</style>",
    "<defs>",
    *(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="{size}" markerHeight="{size}" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>'
        for name, size in (("end", 8), ("go", 12))
    ),
    "</defs>",
)


@cache
def imports() -> dict[str, set[str]]:
    """Room -> the rooms that its modules import."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        found[room_of(path)] |= imported_rooms(path) - {room_of(path)}
    return dict(found)


def _bridge() -> tuple[str, ...]:
    """Rooms that may import all: the bridge to pytest, and the commands."""
    return tuple(room for room in imports() if room not in MAY_IMPORT and room not in LEFT_OUT)


def _arrows() -> Iterator[str]:
    for room, used in imports().items():
        for other in sorted(used & PLACES.keys()):
            if room in PLACES:
                yield _arrow(room, other)
    for left, right in pairwise(FLOW):
        x, y = PLACES[left]
        yield f'<path class="data" d="M{x + WIDTH} {y + 12}H{PLACES[right][0]}"/>'


def _arrow(room: str, other: str) -> str:
    """From the lower edge to the upper one; beside each other, under the data."""
    (x, y), (to_x, to_y) = PLACES[room], PLACES[other]
    middle = WIDTH // 2
    if y == to_y:
        right = to_x > x
        edge, to_edge = (x + WIDTH, to_x) if right else (x, to_x + WIDTH)
        return f'<path d="M{edge} {y + 30}H{to_edge}"/>'
    edge, to_edge = (y + HEIGHT, to_y) if to_y > y else (y, to_y + HEIGHT)
    side = 16 if to_y > y else -16
    return f'<path d="M{x + middle + side} {edge}L{to_x + middle + side} {to_edge}"/>'


def _bar(rooms: tuple[str, ...], y: int, what: str) -> Iterator[str]:
    yield f'<rect x="22" y="{y}" width="816" height="56"/>'
    yield _text(" · ".join(rooms), 430, y + 24)
    yield _text(what, 430, y + 44, "small")


def _box(room: str, x: int, y: int, width: int, kind: str) -> list[str]:
    rect = f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{HEIGHT}"/>'
    return [rect, _text(room, x + width // 2, y + 25)]


def _text(text: str, x: int, y: int, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
