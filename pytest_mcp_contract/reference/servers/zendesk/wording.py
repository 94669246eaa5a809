"""Words that several renderings share: people, states, addresses, what comes next.

Pure functions. Text of strangers stands last in its line, so it cannot change what is around it.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from pytest_mcp_contract.reference.budget import length_within
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.zendesk.arguments import CURSOR, LONGEST_CURSOR
from pytest_mcp_contract.reference.servers.zendesk.schemas import CursorMeta, Ticket, User

_ZENDESK_ITSELF = -1
_NAME, _REASON, _STATE = 100, 150, 8
_HOST = re.compile(r"[A-Za-z0-9.-]{1,100}(?::[0-9]{1,5})?")


def short(text: str | None, most: int) -> str:
    """`text` on one line, cut with "…" where it would cost more than `most` tokens."""
    line = one_line(text or "", 2_000)
    return one_line(line, length_within(line, most))


def person(user_id: int | None, users: dict[int, User], *, is_complete: bool) -> str:
    """Name and e-mail address; the id where the name is not known.

    `is_complete`: all users could be asked for, so one who is not among them does not exist.
    """
    if user_id is None:
        return "unknown"
    if user_id <= _ZENDESK_ITSELF:
        return "Zendesk"
    user = users.get(user_id)
    if user is None:
        return f"unknown user {user_id}" if is_complete else f"user {user_id}"
    name = short(user.name, _NAME) or f"user {user_id}"
    notes = [short(user.email, _NAME), "deleted user" if user.active is False else ""]
    told = ", ".join(filter(None, notes))
    return f"{name} ({told})" if told else name


def states(status: str | None, priority: str | None, kind: str | None) -> list[str]:
    """What is known of `open`, `high priority`, `incident`."""
    words = short(status, _STATE), short(priority, _STATE), short(kind, _STATE)
    return [*filter(None, (words[0], words[1] and f"{words[1]} priority", words[2]))]


def titled(head: str, about: Iterable[str], subject: str) -> str:
    """`head (about): subject`."""
    told = ", ".join(about)
    return f"{head} ({told}): {subject}" if told else f"{head}: {subject}"


def agent_link(ticket: Ticket) -> str:
    """The ticket's page for people, made of its address in the API; "" where that is no address."""
    try:
        parts = urlsplit((ticket.url or "")[:500])
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return ""
    return f"{parts.scheme}://{parts.netloc}/agent/tickets/{ticket.id}"


def reason(failure: Err) -> str:
    """Why a side request failed, as a sentence."""
    return short(failure.message, _REASON)


def next_page(things: str, tool: str, meta: CursorMeta | None, cursor_name: str, **arguments: JSON) -> str:
    """How to get the next page of a list with cursors; "" where there is none."""
    if meta is None or not meta.has_more:
        return ""
    cursor = meta.after_cursor or ""
    if len(cursor) > LONGEST_CURSOR or not re.fullmatch(CURSOR, cursor):
        return f"More {things} follow, but Zendesk named no cursor that {tool} could be called with."
    return follow_up(things, tool, **arguments, **{cursor_name: cursor})
