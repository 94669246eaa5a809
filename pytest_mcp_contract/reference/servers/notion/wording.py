"""Words that several renderings share: ids, cursors, what comes next, what is in the trash.

Pure functions.
"""

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from pytest_mcp_contract.reference.budget import cost
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.notion.arguments import CURSOR, ID, LONGEST_CURSOR
from pytest_mcp_contract.reference.servers.notion.schemas import Item
from pytest_mcp_contract.reference.servers.notion.schemas_text import Parent

T = TypeVar("T")
_WEB = re.compile(r"https?://[^\s<>`]{1,300}")


class ListAnswer(Protocol):
    """A page of a list."""

    @property
    def has_more(self) -> bool | None: ...
    @property
    def next_cursor(self) -> str | None: ...


def shown_id(text: str | None) -> str:
    """An id on one line, cut where it is none of Notion's."""
    return one_line(text or "", 36) or "unknown"


def is_usable_id(text: str | None) -> bool:
    """Whether a tool can be called with it."""
    return bool(re.fullmatch(ID, text or ""))


def is_usable_cursor(text: str | None) -> bool:
    """Whether a tool can be called with it."""
    return bool(text) and len(text or "") <= LONGEST_CURSOR and bool(re.fullmatch(CURSOR, text or ""))


def next_page(things: str, tool: str, page: ListAnswer, **arguments: JSON) -> str:
    """How to get the next page; "" where there is none."""
    if not page.has_more:
        return ""
    if not is_usable_cursor(page.next_cursor):
        return f"More {things} follow, but Notion named no cursor that {tool} could be called with."
    return follow_up(things, tool, **arguments, start_cursor=page.next_cursor)


def nothing_here(things: str, nothing: str, follow: str) -> str:
    """`nothing`, or that only this page is empty where another one follows: Notion filters after it pages."""
    return blocks(f"This page of {things} is empty.", follow) if follow else nothing


def fitting_rows(rows: Sequence[T], render: Callable[[T], str], room: int) -> list[str]:
    """The first of the rendered rows that together cost at most `room` tokens; one at least."""
    shown: list[str] = []
    for row in rows:
        line = render(row)
        room -= cost(line) + 1
        if room < 0 and shown:
            break
        shown.append(line)
    return shown


def cut_page(things: str, tool: str, *, shown: int, here: int, asked: int) -> str:
    """How to get the rest of a page of which only `shown` are shown; "" where all are."""
    if shown < min(here, asked):
        return (
            f"Only the first {shown} of {here} {things} fit: call {tool} again with page_size={shown}, and "
            "go on with the cursor that it names then."
        )
    if here > asked:
        return (
            f"Notion sent {here:,} {things} though {asked} were asked for; only the first {asked} are shown."
        )
    return ""


def count_line(number: int, singular: str, plural: str | None = None, *, has_more: bool | None) -> str:
    """`3 users`, or `100 users (more follow)`."""
    return counted(number, singular, plural) + (" (more follow)" if has_more else "")


def states(item: Item) -> list[str]:
    """What is not as usual: in the trash, archived, locked."""
    is_gone = bool(item.in_trash) or bool(item.archived and item.in_trash is None)
    marks = ((is_gone, "in trash"), (bool(item.is_archived) and not is_gone, "archived"))
    return [word for is_so, word in (*marks, (bool(item.is_locked), "locked")) if is_so]


def parent_text(parent: Parent | None) -> str:
    """`page <id>`, `data source <id>`, `the workspace`; "" where it is not told."""
    if parent is None:
        return ""
    for name, target in (
        ("data source", parent.data_source_id),
        ("database", parent.database_id),
        ("page", parent.page_id),
        ("block", parent.block_id),
    ):
        if target:
            return f"{name} {shown_id(target)}"
    return "the workspace" if parent.type == "workspace" else ""


def web_address(url: str | None) -> str:
    """The address of a page for people; "" where it is none."""
    return url if url and _WEB.fullmatch(url) else ""
