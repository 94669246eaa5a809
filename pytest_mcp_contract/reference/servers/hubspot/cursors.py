"""Where the next page begins: what HubSpot says, and the call that gets it."""

import re

from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.hubspot.schemas import Paging

CURSOR = r"^[A-Za-z0-9_=%+/.~-]+$"
LONGEST_CURSOR = 500
MOST_ON_A_PAGE = 100
"""What the tools ask for at most."""


def next_cursor(paging: Paging | None) -> str:
    """The cursor of the next page, "" where there is none."""
    return paging.next.after if paging and paging.next else ""


def more(things: str, tool: str, after: str) -> str:
    """How to get what follows `after`."""
    if re.fullmatch(CURSOR, after) and len(after) <= LONGEST_CURSOR:
        return follow_up(things, tool, after=after)
    return f"More {things} follow, but HubSpot did not say how to get them; narrow what you ask for."


def next_page(things: str, tool: str, paging: Paging | None, *, rows: int, here: int) -> str:
    """How to get what follows the `rows` that are shown of the `here` on this page; "" where nothing does."""
    if rows < here:
        smaller = follow_up(things, tool, limit=min(rows, MOST_ON_A_PAGE))
        return f"Only the first {rows} of {here} fit. {smaller} That page says where the next one begins."
    after = next_cursor(paging)
    return more(things, tool, after) if after else ""
