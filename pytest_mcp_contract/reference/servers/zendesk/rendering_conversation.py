"""The conversation of a ticket and its files as short Markdown for a model."""

from dataclasses import dataclass

from pytest_mcp_contract.reference.budget import cost, fair_share, length_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.zendesk.schemas import Attachment, Comment, CommentsAnswer
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import Parts, TicketView, shown_comments
from pytest_mcp_contract.reference.servers.zendesk.wording import next_page, person, reason, short

_NAME, _KIND = 260, 25
"""Tokens; names of files of 255 characters, as file systems take them, are whole in any script."""
_LONGEST_LINK = 300
_AROUND_A_TEXT = 50
"""Fence and a sentence that the text is cut."""
_START_OF_A_TEXT = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it will be shown, before its text is cut to fit."""

    head: str
    body: str
    files: list[str]
    """Lines about attachments."""

    @property
    def frame(self) -> int:
        """What all but the text costs."""
        return cost(self.head) + sum(map(cost, self.files)) + _AROUND_A_TEXT


def render_conversation(view: TicketView, *, budget: int) -> str:
    """A page of comments, or only their attachments, within `budget` tokens, and how to get the next page."""
    if view.comments is None:
        return ""
    title = "## Conversation" if view.shows_conversation else "## Attachments"
    if isinstance(view.comments, Err):
        return blocks(title, f"The comments could not be read. {reason(view.comments)}")
    comments = shown_comments(view.comments.value, view.parts).comments
    if view.shows_conversation:
        comments = comments[: _fitting(comments, view, budget)]
    more = _more(view, view.comments.value, comments)
    room = budget - cost(title) - sum(map(cost, more))
    files, too_many = _files(view, comments, room // 2)
    is_alone = view.parts.comments_per_page == 1
    listed = "\n".join(line for lines in files for line in lines)
    left_out = ""
    if too_many:
        shown_files = sum(map(len, files))
        following: dict[str, JSON] = (
            {"attachments_from": view.parts.attachments_from + shown_files}
            if is_alone
            else {"comments_per_page": 1}
        )
        left_out = (
            f"{counted(too_many, 'attachment')} left out. "
            f"{follow_up('attachments', 'get_ticket', **following)}"
        )
    if not view.shows_conversation:
        nothing = "No attachments." if not more else "No attachments on this page of comments."
        return blocks(title, listed or nothing, left_out, *more)
    said = [Said(_head(one, view), _body(one), lines) for one, lines in zip(comments, files, strict=True)]
    share = fair_share([cost(one.body) for one in said], room - sum(one.frame for one in said))
    shown = [_comment(one, share, view.parts) for one in said]
    return blocks(title, *(shown or [_no_comments(view.comments.value, view.parts)]), left_out, *more)


def _fitting(comments: list[Comment], view: TicketView, budget: int) -> int:
    """How many of the comments fit with at least the start of their texts; one at least."""
    for number, one in enumerate(comments):
        budget -= cost(_head(one, view)) + _AROUND_A_TEXT + min(cost(_body(one)), _START_OF_A_TEXT)
        if budget < 0:
            return max(1, number)
    return len(comments)


def _no_comments(answer: CommentsAnswer, parts: Parts) -> str:
    if parts.comments_from == 1 or not answer.comments:
        return "No comments."
    sent = counted(len(answer.comments), "comment")
    return f"This page has {sent}; there is no number {parts.comments_from}."


def fitting_length(text: str, most: int) -> int:
    """How many characters of `text` cost at most `most` tokens."""
    limit = length_within(text, most) if cost(text) > most else len(text) + 1
    return min(limit, max(1, most) * 8)


def _comment(said: Said, most: int, parts: Parts) -> str:
    """A comment that is cut is read to its end on a page of its own."""

    def more(following: int) -> str:
        if parts.comments_per_page > 1:
            return follow_up("characters", "get_ticket", comments_per_page=1)
        return follow_up("characters", "get_ticket", comment_from=following)

    start = parts.comment_from if parts.comments_per_page == 1 else 1
    text = excerpt(said.body, start, fits=lambda text: fitting_length(text, most), more=more)
    return blocks(said.head, text or "The comment is empty.", "\n".join(said.files))


def _head(comment: Comment, view: TicketView) -> str:
    kind = {True: "public reply", False: "internal note", None: "comment"}[comment.public]
    when = f"{utc(comment.created_at)}, " if comment.created_at else ""
    who = person(comment.author_id, view.users, is_complete=view.no_users is None)
    return f"### {when}{kind} by {who}"


def _body(comment: Comment) -> str:
    return (comment.body or "").strip() or (comment.plain_body or "").strip()


def _files(view: TicketView, comments: list[Comment], room: int) -> tuple[list[list[str]], int]:
    """The lines about each comment's attachments, as many as fit into `room`, and how many do not.

    Of a comment that has the page for itself one at least, or there would be no way to get it.
    """
    lines: list[list[str]] = []
    too_many = 0
    is_alone = view.parts.comments_per_page == 1
    first = view.parts.attachments_from - 1 if is_alone else 0
    for comment in comments:
        lines.append([])
        for attachment in (comment.attachments or [])[first:] if view.shows_attachments else []:
            line = "" if too_many else _file(attachment)
            room -= cost(line)
            if line and (room >= 0 or (is_alone and not lines[-1])):
                lines[-1].append(line)
            else:
                too_many += 1
    return lines, too_many


def _file(attachment: Attachment) -> str:
    """`- crash.log (text/plain, 2.5 kB): https://...`"""
    notes = [
        inline(short(attachment.content_type, _KIND)),
        "" if attachment.size is None else _size(attachment.size),
        "deleted" if attachment.deleted else "",
        "malware found" if attachment.malware_scan_result == "malware_found" else "",
    ]
    about = ", ".join(filter(None, notes))
    name = inline(short(attachment.file_name, _NAME)) or "file without a name"
    url = "" if attachment.deleted else short(attachment.content_url, _LONGEST_LINK)
    link = f": {url}" if url and not url.endswith("…") and " " not in url else ""
    return f"- {name}{f' ({about})' if about else ''}{link}"


def _size(size: int) -> str:
    """`2.5 kB`, in steps of 1,000."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB"):
        if abs(amount) < 1_000:
            return f"{amount:.3g} {unit}"
        amount /= 1_000
    return f"{amount:,.1f} GB" if amount < 1_000_000 else "more than a petabyte"


def _more(view: TicketView, answer: CommentsAnswer, comments: list[Comment]) -> list[str]:
    """What follows after these comments: others, and attachments that were not asked for."""
    last = view.parts.comments_from - 1 + len(comments)
    includes: dict[str, JSON] = {
        **({"include_conversation": True} if view.shows_conversation else {}),
        **({"include_attachments": True} if view.shows_attachments else {}),
        **({"comment_from": 1} if view.parts.comment_from > 1 else {}),
        **({"attachments_from": 1} if view.parts.attachments_from > 1 else {}),
    }
    unlisted = 0
    if not view.shows_attachments:
        unlisted = sum(len(comment.attachments or []) for comment in comments)
    files = counted(unlisted, "attachment")
    if comments and last < len(answer.comments):
        following = follow_up("comments", "get_ticket", **includes, comments_from=last + 1)
    else:
        if view.parts.comments_from > 1:
            includes["comments_from"] = 1
        following = next_page("comments", "get_ticket", answer.meta, "comments_after", **includes)
    return [
        line
        for line in (
            f"{files} not listed: call get_ticket again with include_attachments=true." if unlisted else "",
            following,
        )
        if line
    ]
