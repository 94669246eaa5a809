"""Text for terminals that cannot show all of it: what does not fit is spelled, never an error."""

import codecs
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import TextIO

_NAME = "mcp-contract-spelled"
_RAISE = ("strict", "surrogateescape")
"""What Python gives its streams by itself; the second under `LC_ALL=C`."""
_SPELLED = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u2022": "*",
    "\u00b7": "*",
    "\u2190": "<-",
    "\u2192": "->",
    "\u21d2": "=>",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u00a0": " ",
    "\u202f": " ",
}
"""What has a twin on every keyboard; anything else is spelled as JSON does: `\\u65e5`."""


def fit(streams: Iterable[TextIO]) -> Callable[[], None]:
    """Let streams spell what their encoding does not have; gives a function that undoes it.

    Streams for which somebody has said what to do with such characters, or that are no files, are left alone.
    """
    before = {one: one.errors for one in streams if isinstance(one, TextIOWrapper) and one.errors in _RAISE}
    for stream in before:
        stream.reconfigure(errors=_NAME)

    def undo() -> None:
        for stream, errors in before.items():
            if not stream.closed:
                stream.reconfigure(errors=errors)

    return undo


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unfit = error.object[error.start : error.end]
    return "".join(_SPELLED.get(one) or _escaped(one) for one in unfit), error.end


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


codecs.register_error(_NAME, _spell)
