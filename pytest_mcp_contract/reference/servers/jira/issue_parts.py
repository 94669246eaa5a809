"""Which part of an issue is shown where it does not fit as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.jira.field_values import VALUE_LIMIT, text_of
from pytest_mcp_contract.reference.servers.jira.layout import BUDGET, fitting
from pytest_mcp_contract.reference.servers.jira.schemas import Text

DESCRIPTION_BUDGET = 3_600
LISTED_LIMIT = 15
LISTED_BUDGET = 1_800
"""For a list that stands on one line, such as the labels; seven of the longest ones."""
SHORT_LIMIT = VALUE_LIMIT


@dataclass(frozen=True, slots=True)
class Starts:
    """The first character or entry of each part, from 1."""

    description: int = 1
    lists: int = 1
    field: int = 1
    """Of a field that is asked for alone."""


FROM_THE_START = Starts()


class Lists:
    """The lists of an issue from entry number `start` (from 1), and what is the first that none shows."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._next = 0

    def part(self, entries: Sequence[str], budget: int = BUDGET) -> list[str]:
        """The entries that are shown."""
        here = entries[self._start - 1 :]
        shown = fitting(here[:LISTED_LIMIT], budget)
        if len(shown) < len(here):
            following = self._start + len(shown)
            self._next = min(self._next, following) if self._next else following
        return shown

    def more(self) -> str:
        """How to get the entries that are left out; "" where there are none."""
        return follow_up("entries of these lists", "get_issue", lists_from=self._next) if self._next else ""


def markdown_text(text: Text) -> str:
    """A document or a bare text as Markdown; "" for none."""
    return text if isinstance(text, str) else text_of(text) if text and text.get("type") == "doc" else ""
