"""What changed in a golden, as lines for a terminal."""

from collections.abc import Callable
from difflib import unified_diff

from pytest_mcp_contract.report.text import printable

SHOWN = 40
"""Lines of one golden's difference that are shown."""
_WIDTH = 160


def difference(old: str, new: str, *, clean: Callable[[str], str], room: int = SHOWN) -> list[str]:
    """The lines that differ, with two around them; at most `room` and one that says how many more there are.

    `clean` takes secrets out: a golden may be older than the variable that holds one.
    """
    before, after = (clean(text).split("\n") for text in (old, new))
    whole = [_shown(line) for line in unified_diff(before, after, "before", "now", lineterm="", n=2)]
    if len(whole) <= room:
        return whole
    return [*whole[:room], f"... and {len(whole) - room} more lines"]


def _shown(line: str) -> str:
    """A line as a terminal may be given it: nothing that moves the cursor, nothing without end."""
    spelled = printable(line)
    return spelled if len(spelled) <= _WIDTH else f"{spelled[: _WIDTH - 1]}…"
