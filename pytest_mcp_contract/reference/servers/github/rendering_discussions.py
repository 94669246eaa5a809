"""Discussions as short Markdown for a model."""

from pytest_mcp_contract.reference.budget import cost, fair_share, length_within
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.github.discussions_helper import COMMENTS_SHOWN, REPLIES_SHOWN
from pytest_mcp_contract.reference.servers.github.rendering import (
    COMMENTS_COST,
    LISTED_LIMIT,
    author,
    body_block,
    cut_text,
    shown_title,
)
from pytest_mcp_contract.reference.servers.github.schemas_discussions import (
    Comment,
    Discussion,
    Discussions,
    PageInfo,
    Reply,
)

REPLY_COST = 40


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


def render_discussion(discussion: Discussion, repository: str) -> str:
    """One discussion with its text and a page of comments, and how to get the next one."""
    facts = [
        f"- Author: {author(discussion.author)}",
        *fact("Category", discussion.category.name if discussion.category else None),
        f"- Opened: {utc(discussion.created_at)}",
        f"- Updated: {utc(discussion.updated_at)}",
        f"- Comments: {discussion.comments.total_count}",
        f"- Link: {one_line(discussion.url)}",
    ]
    comments = [node for node in discussion.comments.nodes or [] if node][:COMMENTS_SHOWN]
    most = fair_share([cost(comment.body) for comment in comments], COMMENTS_COST // 2)
    return blocks(
        f"# Discussion #{discussion.number} in {repository} ({_state(discussion)}): "
        f"{shown_title(discussion.title)}",
        "\n".join(facts),
        body_block(discussion.body, discussion.url),
        *(_comment(comment, most) for comment in comments),
        _more("comments", "get_discussion", "comments_after", discussion.comments.page_info),
    )


def _more(things: str, tool: str, argument: str, page: PageInfo | None) -> str:
    if page is None or not page.has_next_page or not page.end_cursor:
        return ""
    return follow_up(things, tool, **{argument: page.end_cursor})


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


def _comment(comment: Comment, most: int) -> str:
    text = cut_text(comment.body, most, comment.url)
    replies = [node for node in (comment.replies.nodes if comment.replies else None) or [] if node]
    lines = [_reply(reply) for reply in replies[:REPLIES_SHOWN]]
    left_out = comment.replies.total_count - len(lines) if comment.replies else 0
    if left_out > 0:
        lines.append(f"- {counted(left_out, 'more reply', 'more replies')} at {one_line(comment.url)}")
    mark = ", marked as the answer" if comment.is_answer else ""
    return blocks(
        f"## {author(comment.author)}, {utc(comment.created_at)}{mark}",
        text or "The comment is empty.",
        "\n".join(lines),
    )


def _reply(reply: Reply) -> str:
    mark = ", the answer" if reply.is_answer else ""
    said = one_line(reply.body, length_within(reply.body, REPLY_COST))
    return f"- {author(reply.author)}, {utc(reply.created_at)}{mark}: {said}"
