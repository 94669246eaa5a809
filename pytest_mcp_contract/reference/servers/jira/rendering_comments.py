"""Comments of an issue as short Markdown for a model."""

from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.jira.issue_parts import (
    DESCRIPTION_BUDGET,
    SHORT_LIMIT,
    markdown_text,
)
from pytest_mcp_contract.reference.servers.jira.layout import length_within
from pytest_mcp_contract.reference.servers.jira.schemas import Comment, Comments

COMMENT_BUDGET = 600


def render_comments(page: Comments, *, start_at: int, per_page: int, comment_from: int = 1) -> str:
    """Some comments, oldest first, and how to get the next ones.

    A comment that is cut is read to its end on a page of its own, from character `comment_from`.
    """
    shown = page.comments[:per_page]
    if not shown:
        return f"## No comments{f' after the first {start_at}' if start_at else ''}"
    last = start_at + len(shown)
    part = f"Comments {start_at + 1} to {last} of {max(page.total, last)}"
    has_more = last < page.total or len(shown) < len(page.comments)
    following: dict[str, JSON] = {"include_comments": True, "comments_start_at": last}
    if comment_from > 1:
        following["comment_from"] = 1
    more = follow_up("comments", "get_issue", **following)
    head = f"## {part if has_more or start_at else counted(len(shown), 'comment')}"
    start = comment_from if per_page == 1 else None
    texts = (_comment(comment, place, start) for place, comment in enumerate(shown, start_at))
    return blocks(head, *texts, more if has_more else "")


def _comment(comment: Comment, place: int, start: int | None) -> str:
    """`place` is how many come before it; `start` its first character, if it has the page for itself."""

    def more(following: int) -> str:
        if start is None:
            return follow_up("characters", "get_issue", comments_at_once=1, comments_start_at=place)
        return follow_up("characters", "get_issue", comment_from=following)

    author = inline(
        (comment.author and (comment.author.display_name or comment.author.name)) or "unknown",
        SHORT_LIMIT,
    )
    when = f", {utc(comment.created)}" if comment.created else ""
    group = one_line(comment.visibility.value or "", SHORT_LIMIT) if comment.visibility else ""
    only = f", only for {inline(group)}" if group else ""
    budget = COMMENT_BUDGET if start is None else DESCRIPTION_BUDGET
    text = excerpt(
        markdown_text(comment.body), start or 1, fits=lambda text: length_within(text, budget), more=more
    )
    return blocks(f"### {author}{when}{only}", text or "The comment is empty.")
