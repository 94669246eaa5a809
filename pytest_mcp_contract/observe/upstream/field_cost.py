"""What the values of a field cost in a text. Pure, but for the data of the tokenizer."""

from collections.abc import Iterable
from functools import lru_cache

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.tokens import token_count

MOST_VALUES = 2000
"""Values of one field that are counted; the others cost as much each."""
_SHORTEST = 8
"""Characters that must stand in the text for it to be a part of a longer value."""
_LONGEST = 40
"""Characters of a date or number in another spelling."""


def cost(values: Iterable[JSON], text: str) -> int:
    """Tokens of the values as they stand in a text, whole or cut; of other spellings as they were sent."""
    line = " ".join(text.split())
    recorded = [value for value in values if value is not None and value != ""]
    counted = sum(_tokens(_shown(value, line)) for value in recorded[:MOST_VALUES])
    return counted * len(recorded) // MOST_VALUES if len(recorded) > MOST_VALUES else counted


def _shown(value: JSON, line: str) -> str:
    """As much of a value as stands in a text."""
    whole = " ".join(str(value).split())
    if len(whole) <= _SHORTEST or whole in line:
        return whole
    if whole[:_SHORTEST] not in line:
        return whole if len(whole) < _LONGEST else ""
    known, unknown = _SHORTEST, len(whole)
    while unknown - known > 1:
        middle = (known + unknown) // 2
        known, unknown = (middle, unknown) if whole[:middle] in line else (known, middle)
    return whole[:known]


@lru_cache(maxsize=4096)
def _tokens(text: str) -> int:
    return token_count(text)
