"""GitHub's answers as short Markdown for a model: one line that sums up, then only what matters.

Pure functions. Text of strangers stands last in its line or inside a fence, so it cannot change what is
around it.
"""

from collections.abc import Iterable, Sequence

from pytest_mcp_contract.reference.budget import cost, fair_share, length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, listed, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.results import Page
from pytest_mcp_contract.reference.servers.github.schemas import (
    Comment,
    CreatedComment,
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    Label,
    User,
)

BODY_COST = 1_100
COMMENTS_COST = 1_200
"""Tokens, as `reference.budget` estimates them: together they leave room for the rest of a reply."""
COMMENTS_PER_PAGE = 20
LISTED_LIMIT = 100
"""The most of anything on one page, whatever GitHub sends."""
SEARCH_LIMIT = 1_000  # GitHub returns no result beyond it, whatever total_count says


def render_issue(issue: Issue, repository: str, comments: str = "", *, body_from: int = 1) -> str:
    """One issue with its body; `comments` is what `render_comments` made, if they were asked for."""
    facts = [
        f"- Author: {author(issue.user)}",
        f"- Opened: {utc(issue.created_at)}",
        f"- Updated: {utc(issue.updated_at)}",
        *_closing(issue),
        *people_fact("Assignees", issue.assignees),
        *labels_fact(issue.labels),
        *fact("Milestone", issue.milestone.title if issue.milestone else None),
        f"- Comments: {issue.comments}",
        f"- Link: {one_line(issue.html_url)}",
    ]
    hint = "Branches and merge state: call get_pull_request." if issue.pull_request else ""
    kind, state = _kind(issue), one_line(issue.state)
    head = f"# {kind} #{issue.number} in {repository} ({state}): {shown_title(issue.title)}"
    return blocks(head, "\n".join(facts), hint, body_block(issue.body, "get_issue", body_from), comments)


def render_comments(
    page: Page[IssueComments], number: int, per_page: int = COMMENTS_PER_PAGE, *, comment_from: int = 1
) -> str:
    """A page of comments, oldest first, and how to get the next one. `number` is the page's.

    A comment that is cut is read to its end on a page of its own, from character `comment_from`.
    """
    comments = page.content.root[:LISTED_LIMIT]
    most = fair_share([cost(comment.body or "") for comment in comments], COMMENTS_COST)
    head = f"## {counted(len(comments), 'comment')}" + (
        f" on page {number}" if number > 1 or page.has_next else ""
    )
    following: dict[str, JSON] = {"comments_page": number + 1}
    if comment_from > 1:
        following["comment_from"] = 1
    more = follow_up("comments", "get_issue", **following) if page.has_next else ""
    first = (number - 1) * per_page + 1
    start = comment_from if per_page == 1 else None
    shown = (_comment(comment, most, place, start) for place, comment in enumerate(comments, first))
    return blocks(head, *shown, more)


def render_issue_list(
    page: Page[IssueList], repository: str, *, state: str, number: int, per_page: int = 30
) -> str:
    """A page of issues, pull requests marked as such, and how to get the next one. `number` is the page's."""
    issues = page.content.root
    adjective = "" if state == "all" else f"{state} "
    if not issues:
        where = f" on page {number}" if number > 1 else ""
        return f"No {adjective}issues or pull requests in {repository} match{where}."
    pulls = sum(issue.pull_request is not None for issue in issues)
    marked = f", {counted(pulls, 'pull request')} among them" if pulls else ""
    head = f"{counted(len(issues), f'{adjective}issue')} in {repository}{marked}:"
    rows = [_row(issue) for issue in issues]
    return blocks(head, *page_rows(rows, "issues", "list_issues", number, per_page, has_next=page.has_next))


def render_search(search: IssueSearch, *, number: int, per_page: int = 30) -> str:
    """A page of search results and how to get the next one. `number` is the page's."""
    incomplete = (
        "GitHub ran out of time, so matches may be missing; narrow the query."
        if search.incomplete_results
        else ""
    )
    if not search.items:
        found = f"No results on page {number}" if search.total_count else "No issues or pull requests match"
        return blocks(f"{found}.", incomplete)
    here = f", {len(search.items)} of them here" if len(search.items) < search.total_count else ""
    head = f"{counted(search.total_count, 'match', 'matches')}{here}:"
    has_next = number * per_page < min(search.total_count, SEARCH_LIMIT)
    rows = [_row(issue, _repository(issue)) for issue in search.items]
    shown, more = page_rows(rows, "matches", "search_issues", number, per_page, has_next=has_next)
    return blocks(head, shown, incomplete, more)


def page_rows(
    rows: Sequence[str], things: str, tool: str, number: int, per_page: int, *, has_next: bool
) -> tuple[str, str]:
    """The rows of page `number` that fit, and the call that goes on after them, if anything follows.

    Where rows are left out, that call asks for smaller pages, so that it begins with the first of them.
    """
    kept = rows_within(rows)
    if len(kept) == len(rows):
        return "\n".join(kept), follow_up(things, tool, page=number + 1) if has_next else ""
    before = (number - 1) * per_page + len(kept)
    size = next(size for size in range(min(len(kept), 100), 0, -1) if before % size == 0)
    return "\n".join(kept), follow_up(things, tool, page=before // size + 1, per_page=size)


def render_created_issue(issue: Issue, repository: str) -> str:
    """Where the new issue is."""
    head = f"Created issue #{issue.number} in {repository}: {shown_title(issue.title)}"
    return blocks(head, f"- Link: {one_line(issue.html_url)}")


def render_created_comment(comment: CreatedComment, repository: str, number: int) -> str:
    """Where the new comment is."""
    return f"Added a comment to issue #{number} in {repository}: {one_line(comment.html_url)}"


def _kind(issue: Issue) -> str:
    return "Pull request" if issue.pull_request else "Issue"


def render_updated_issue(issue: Issue, repository: str) -> str:
    """What an issue is after a change."""
    state = one_line(issue.state) + (f", {one_line(issue.state_reason)}" if issue.state_reason else "")
    head = f"Updated issue #{issue.number} in {repository} ({state}): {shown_title(issue.title)}"
    facts = [*people_fact("Assignees", issue.assignees), *labels_fact(issue.labels)]
    return blocks(head, "\n".join([*facts, f"- Link: {one_line(issue.html_url)}"]))


def shown_title(title: str) -> str:
    """A title on one line."""
    return one_line(title) or "(no title)"


def author(user: User | None) -> str:
    """A login; `unknown` where the account was deleted."""
    return (one_line(user.login) if user else "") or "unknown"


def body_block(body: str | None, tool: str, start: int) -> str:
    """A text from character `start` under its heading, or a sentence that there is none."""
    text = excerpt(
        body or "",
        start,
        fits=lambda text: length_within(text, BODY_COST),
        more=lambda following: follow_up("characters", tool, body_from=following),
    )
    return blocks("## Body", text) if text else "The body is empty."


def _comment(comment: Comment, most: int, place: int, start: int | None) -> str:
    """`place` is its number among all comments; `start` its first character, where it stands alone."""

    def more(following: int) -> str:
        if start is None:
            return follow_up("characters", "get_issue", comments_per_page=1, comments_page=place)
        return follow_up("characters", "get_issue", comment_from=following)

    text = excerpt(comment.body or "", start or 1, fits=lambda text: length_within(text, most), more=more)
    return blocks(f"### {author(comment.user)}, {utc(comment.created_at)}", text or "The comment is empty.")


def _row(issue: Issue, repository: str = "") -> str:
    mark = "pull request, " if issue.pull_request else ""
    where = f"{repository}#{issue.number}" if repository else f"#{issue.number}"
    about = f"{mark}{one_line(issue.state)}, by {author(issue.user)}, updated {utc(issue.updated_at)}"
    head = f"- {where} ({about}): {shown_title(issue.title)}"
    return "\n".join([head, *(f"  {line}" for line in labels_fact(issue.labels))])


def _repository(issue: Issue) -> str:
    """`owner/repo` of a search result, which may be of any repository; "" where GitHub does not tell."""
    return one_line("/".join((issue.repository_url or "").split("/")[-2:]))


def labels_fact(labels: Iterable[Label | str]) -> list[str]:
    """The line with the labels, if there are any."""
    return listed("Labels", (label if isinstance(label, str) else label.name for label in labels))


def people_fact(title: str, users: Iterable[User] | None) -> list[str]:
    """The line with some accounts, if there are any."""
    return listed(title, [author(user) for user in users or []])


def _closing(issue: Issue) -> list[str]:
    if issue.closed_at is None:
        return []
    reason = one_line(issue.state_reason or "").replace("_", " ")
    return [f"- Closed: {utc(issue.closed_at)}" + (f" ({reason})" if reason else "")]
