"""Discussions as short Markdown for a model."""

from pytest_mcp_contract.reference.budget import cost, fair_share, length_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.github.discussions_helper import (
    FIRST_PAGE,
    REPLIES_OF_ONE,
    REPLIES_SHOWN,
    CommentsPage,
)
from pytest_mcp_contract.reference.servers.github.rendering import (
    COMMENTS_COST,
    LISTED_LIMIT,
    author,
    body_block,
    shown_title,
)
from pytest_mcp_contract.reference.servers.github.schemas_discussions import (
    Comment,
    Discussion,
    Discussions,
    PageInfo,
    Reply,
)

REPLY_COST, REPLIES_COST = 40, 1_500
"""Of a reply beside several comments, and of all replies to a comment that is read alone."""


def render_discussions(found: Discussions, repository: str) -> str:
    """A page of discussions, and how to get the next one."""
    nodes = [node for node in found.nodes or [] if node][:LISTED_LIMIT]
    if not nodes:
        return f"No discussions in {repository}."
    here = f", {len(nodes)} of them here" if len(nodes) < found.total_count else ""
    return blocks(
        f"{counted(found.total_count, 'discussion')} in {repository}{here}:",
        "\n".join(_row(node) for node in nodes),
        _more("discussions", "list_discussions", "after", found.page_info),
    )


def render_discussion(
    discussion: Discussion, repository: str, *, body_from: int = 1, page: CommentsPage = FIRST_PAGE
) -> str:
    """One discussion with its text and a page of comments, and how to get the next one."""
    facts = [
        f"- Author: {author(discussion.author)}",
        *fact("Category", discussion.category.name if discussion.category else None),
        f"- Opened: {utc(discussion.created_at)}",
        f"- Updated: {utc(discussion.updated_at)}",
        f"- Comments: {discussion.comments.total_count}",
        f"- Link: {one_line(discussion.url)}",
    ]
    comments = [node for node in discussion.comments.nodes or [] if node][: page.size]
    most = fair_share([cost(comment.body) for comment in comments], COMMENTS_COST // 2)
    return blocks(
        f"# Discussion #{discussion.number} in {repository} ({_state(discussion)}): "
        f"{shown_title(discussion.title)}",
        "\n".join(facts),
        body_block(discussion.body, "get_discussion", body_from),
        *(_comment(comment, most, page) for comment in comments),
        _more("comments", "get_discussion", "comments_after", discussion.comments.page_info, **_anew(page)),
    )


def _more(things: str, tool: str, argument: str, page: PageInfo | None, **others: JSON) -> str:
    if page is None or not page.has_next_page or not page.end_cursor:
        return ""
    return follow_up(things, tool, **{argument: page.end_cursor}, **others)


def _anew(page: CommentsPage) -> dict[str, JSON]:
    """What a call for the next comment has to take back."""
    return {
        **({"comment_from": 1} if page.comment_from > 1 else {}),
        **({"replies_after": None} if page.replies_after else {}),
        **({"replies_per_page": REPLIES_OF_ONE} if page.replies_size < REPLIES_OF_ONE else {}),
        **({"reply_from": 1} if page.reply_from > 1 else {}),
    }


def _state(discussion: Discussion) -> str:
    states = ["closed" if discussion.closed else "open"]
    if discussion.is_answered is not None:
        states.append("answered" if discussion.is_answered else "not answered")
    return ", ".join(states)


def _row(discussion: Discussion) -> str:
    about = ", ".join(
        (
            _state(discussion),
            f"by {author(discussion.author)}",
            counted(discussion.comments.total_count, "comment"),
            f"updated {utc(discussion.updated_at)}",
        )
    )
    return f"- #{discussion.number} ({about}): {shown_title(discussion.title)}"


def _comment(comment: Comment, most: int, page: CommentsPage) -> str:
    """A comment that is cut, or has more answers, is read to its end on a page of its own."""
    text = excerpt(
        comment.body,
        page.comment_from if page.is_single else 1,
        fits=lambda text: length_within(text, most),
        more=lambda following: follow_up(
            "characters",
            "get_discussion",
            **({"comment_from": following} if page.is_single else {"comments_per_page": 1}),
        ),
    )
    replies = [node for node in (comment.replies.nodes if comment.replies else None) or [] if node]
    replies = replies[: page.replies_size if page.is_single else REPLIES_SHOWN]
    most_of_each = REPLIES_COST // page.replies_size if page.is_single else REPLY_COST
    lines = [_reply(reply, most_of_each) for reply in replies]
    is_cut = any(line.endswith("…") for line in lines)
    if page.is_single_reply and replies:
        lines, is_cut = [_whole_reply(replies[0], page)], False
    mark = ", marked as the answer" if comment.is_answer else ""
    return blocks(
        f"## {author(comment.author)}, {utc(comment.created_at)}{mark}",
        text or "The comment is empty.",
        "\n".join(lines),
        _more_replies(comment, len(lines), page, is_cut=is_cut),
    )


def _more_replies(comment: Comment, shown: int, page: CommentsPage, *, is_cut: bool) -> str:
    """How to get further replies, and more of those that end with "…"."""
    if page.is_single:
        info = comment.replies.page_info if comment.replies else None
        anew: dict[str, JSON] = {"reply_from": 1} if page.reply_from > 1 else {}
        whole = follow_up("characters of replies", "get_discussion", replies_per_page=1, **anew)
        more = _more("replies", "get_discussion", "replies_after", info, **anew)
        return blocks(whole if is_cut else "", more)
    left_out = comment.replies.total_count - shown if comment.replies else 0
    if left_out <= 0:
        return follow_up("characters of replies", "get_discussion", comments_per_page=1) if is_cut else ""
    number = counted(left_out, "reply", "replies")
    return f"{number} left out. {follow_up('replies', 'get_discussion', comments_per_page=1)}"


def _reply(reply: Reply, most: int) -> str:
    """A reply on one line, cut with "…" where it is too long."""
    said = one_line(reply.body, length_within(reply.body, most))
    return f"- {_said_by(reply)}: {said}"


def _whole_reply(reply: Reply, page: CommentsPage) -> str:
    """A reply that has the page for itself."""
    text = excerpt(
        reply.body,
        page.reply_from,
        fits=lambda text: length_within(text, REPLIES_COST),
        more=lambda following: follow_up("characters", "get_discussion", reply_from=following),
    )
    return blocks(f"### Reply of {_said_by(reply)}", text or "The reply is empty.")


def _said_by(reply: Reply) -> str:
    mark = ", the answer" if reply.is_answer else ""
    return f"{author(reply.author)}, {utc(reply.created_at)}{mark}"
