"""Text of strangers inside Markdown: it is shown as it is, and can change nothing around it."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FENCE = re.compile(r"`{3,}")
_MARKUP = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_+|_+(?!\w)")
"""Underscores inside a word are no markup: `Total__c` stays as it is, to be copied."""


def one_line(text: str, limit: int = 300) -> str:
    """`text` on one line, cut with "…" at `limit`.

    Put it last in its block (a heading, a list item): an open backtick then has nothing after it to swallow.
    """
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def inline(text: str, limit: int = 300) -> str:
    """`text` on one line with its markup escaped, for a place where more follows: a cell, a link text."""
    return _MARKUP.sub(lambda mark: "".join(f"\\{sign}" for sign in mark[0]), one_line(text, limit))


def blocks(*parts: str) -> str:
    """The parts with an empty line between, without those that are blank."""
    return "\n\n".join(part for part in parts if part)


def fact(name: str, value: str | None) -> list[str]:
    """`["- Name: value"]`, with the value on one line, or `[]` where there is none."""
    shown = one_line(value or "")
    return [f"- {name}: {shown}"] if shown else []


def listed(name: str, values: Iterable[str | None]) -> list[str]:
    """`["- Name: one, two"]`, or `[]` where no value is left."""
    return fact(name, ", ".join(filter(None, (one_line(value or "") for value in values))))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; every cell is escaped."""
    lines = [[inline(cell) for cell in row] for row in (head, *rows)]
    lines.insert(1, ["---"] * len(head))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fenced(text: str, *, limit: int, rest_at: str, language: str = "markdown") -> str:
    """`text` in a fence that is longer than any in it; cut text is followed by a sentence that says so.

    Returns "" for blank text.
    """
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip().lstrip("\n")
    if not clean:
        return ""
    shown = clean[:limit]
    fence = "`" * (max((len(run) for run in _FENCE.findall(shown)), default=2) + 1)
    block = f"{fence}{language}\n{shown}\n{fence}"
    if len(clean) <= limit:
        return block
    cut = f"The text above is cut after {limit} of {len(clean)} characters; read the rest at {rest_at}."
    return f"{block}\n\n{cut}"


def utc(moment: datetime) -> str:
    """`2026-11-22 09:05 UTC`.

    Raises:
        OverflowError: the moment, in UTC, lies outside the calendar.
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """`1 issue`, `2 issues`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
