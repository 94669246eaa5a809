"""How much of a long answer is shown, and names that can be copied from it into the next call."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pytest_mcp_contract.reference.markdown import inline

BUDGET = 4_800
"""For the rows of one reply, in bytes: about 3,000 tokens of ids, up to 3,700 of rare scripts."""

_API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,199}")


def api_name(name: str) -> str:
    """A name of Salesforce as it is, so that it can be copied; anything else escaped, as text of a stranger.

    Only underscores between letters and digits are in such names, and those are no markup.
    """
    return name if _API_NAME.fullmatch(name) and not name.endswith("_") else inline(name, 80)


def fitting(rows: Iterable[str], budget: int = BUDGET) -> list[str]:
    """The first rows that fit, at least one."""
    kept: list[str] = []
    for row in rows:
        budget -= _cost(row) + 1
        if budget < 0 and kept:
            break
        kept.append(row)
    return kept


def length_within(text: str, budget: int = BUDGET) -> int:
    """How many of its first characters fit."""
    if _cost(text) <= budget:
        return len(text)
    return next(index for index, used in enumerate(accumulate(map(_cost, text))) if used > budget)


def _cost(text: str) -> int:
    """Bytes, and one more for each character beyond ASCII: emoji and rare scripts take several tokens."""
    return len(text.encode("utf-8", "replace")) + sum(character > "\x7f" for character in text)


def some(values: Sequence[str], limit: int, *, mark: str = ", ") -> str:
    """The first `limit` values, and how many more there are."""
    rest = len(values) - limit
    return mark.join(values[:limit]) + (f"{mark}and {rest} more" if rest > 0 else "")
