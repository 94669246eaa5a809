"""How much of a long answer is shown."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

BUDGET = 7_500
"""For the rows of one reply, in bytes: about 2,500 tokens of text, up to 3,500 of rare scripts."""


def fitting(rows: Iterable[str], budget: int = BUDGET) -> list[str]:
    """The first rows that fit, at least one."""
    kept: list[str] = []
    for row in rows:
        budget -= cost(row) + 1
        if budget < 0 and kept:
            break
        kept.append(row)
    return kept


def length_within(text: str, budget: int) -> int:
    """How many of its first characters fit."""
    start = text[: budget + 1]  # no character costs less than one byte
    if cost(start) <= budget:
        return len(text) if len(start) == len(text) else budget
    return next(index for index, used in enumerate(accumulate(map(cost, start))) if used > budget)


def cost(text: str) -> int:
    """Bytes, and two more for each character beyond ASCII: emoji and rare scripts take several tokens."""
    return len(text.encode("utf-8", "replace")) + 2 * sum(character > "\x7f" for character in text)


def some(values: Sequence[str], limit: int) -> str:
    """The first `limit` values, and how many more there are."""
    rest = len(values) - limit
    return ", ".join(values[:limit]) + (f", and {rest} more" if rest > 0 else "")
