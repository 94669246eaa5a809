"""GitHub's answers as short Markdown for a model: one line that sums up, then only what matters.

Pure functions. Text of strangers stands last in its line or inside a fence, so it cannot change what is
around it.
"""

from collections.abc import Iterable, Iterator

from pytest_mcp_contract.reference.markdown import blocks, counted, fact, fenced, listed, one_line, utc
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
    PullRequest,
    User,
)

BODY_LIMIT = 4_000
COMMENT_LIMIT = 1_000
SEARCH_LIMIT = 1_000  # GitHub returns no result beyond it, whatever total_count says


def render_issue(issue: Issue, repository: str, comments: str = "") -> str:
    """One issue with its body; `comments` is what `render_comments` made, if they were asked for."""
    facts = [
        f"- Author: {_author(issue.user)}",
        f"- Opened: {utc(issue.created_at)}",
        f"- Updated: {utc(issue.updated_at)}",
        *_closing(issue),
        *_people("Assignees", issue.assignees),
        *_labels(issue.labels),
        *fact("Milestone", issue.milestone.title if issue.milestone else None),
        f"- Comments: {issue.comments}",
        f"- Link: {one_line(issue.html_url)}",
    ]
    hint = "Branches and merge state: call get_pull_request." if issue.pull_request else ""
    head = (
        f"# {_kind(issue)} #{issue.number} in {repository} ({one_line(issue.state)}): {_title(issue.title)}"
    )
    return blocks(head, "\n".join(facts), hint, _body(issue.body, BODY_LIMIT, issue.html_url), comments)


def render_comments(page: Page[IssueComments], number: int) -> str:
    """A page of comments, oldest first, and how to get the next one. `number` is the page's."""
    comments = page.content.root
    head = f"## {counted(len(comments), 'comment')}" + (
        f" on page {number}" if number > 1 or page.has_next else ""
    )
    more = follow_up("comments", "get_issue", comments_page=number + 1) if page.has_next else ""
    return blocks(head, *(_comment(comment) for comment in comments), more)


def render_issue_list(page: Page[IssueList], repository: str, *, state: str, number: int) -> str:
    """A page of issues, pull requests marked as such, and how to get the next one. `number` is the page's."""
    issues = page.content.root
    adjective = "" if state == "all" else f"{state} "
    if not issues:
        where = f" on page {number}" if number > 1 else ""
        return f"No {adjective}issues or pull requests in {repository} match{where}."
    pulls = sum(issue.pull_request is not None for issue in issues)
    marked = f", {counted(pulls, 'pull request')} among them" if pulls else ""
    head = f"{counted(len(issues), f'{adjective}issue')} in {repository}{marked}:"
    more = follow_up("issues", "list_issues", page=number + 1) if page.has_next else ""
    return blocks(head, "\n".join(line for issue in issues for line in _row(issue)), more)


def render_search(search: IssueSearch, *, number: int, per_page: int) -> str:
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
    more = follow_up("matches", "search_issues", page=number + 1) if has_next else ""
    rows = "\n".join(line for issue in search.items for line in _row(issue, _repository(issue)))
    return blocks(head, rows, incomplete, more)


def render_created_issue(issue: Issue, repository: str) -> str:
    """Where the new issue is."""
    head = f"Created issue #{issue.number} in {repository}: {_title(issue.title)}"
    return blocks(head, f"- Link: {one_line(issue.html_url)}")


def render_created_comment(comment: CreatedComment, repository: str, number: int) -> str:
    """Where the new comment is."""
    return f"Added a comment to issue #{number} in {repository}: {one_line(comment.html_url)}"


def render_pull_request(pull: PullRequest, repository: str) -> str:
    """One pull request: where it goes, whether it can be merged, who is asked, how big it is, its body."""
    facts = [
        f"- Author: {_author(pull.user)}",
        f"- From: {one_line(pull.head.label or pull.head.ref)}",
        f"- Into: {one_line(pull.base.ref)}",
        *_merge_state(pull),
        f"- Opened: {utc(pull.created_at)}",
        f"- Updated: {utc(pull.updated_at)}",
        *_size(pull),
        *_discussion(pull),
        *_people("Assignees", pull.assignees),
        *_people("Review asked of", pull.requested_reviewers),
        *(f"- Review asked of team: {one_line(team.name)}" for team in pull.requested_teams or []),
        *_labels(pull.labels),
        *fact("Milestone", pull.milestone.title if pull.milestone else None),
        f"- Link: {one_line(pull.html_url)}",
    ]
    head = f"# Pull request #{pull.number} in {repository} ({_pull_state(pull)}): {_title(pull.title)}"
    return blocks(head, "\n".join(facts), _body(pull.body, BODY_LIMIT, pull.html_url))


def _kind(issue: Issue) -> str:
    return "Pull request" if issue.pull_request else "Issue"


def _title(title: str) -> str:
    return one_line(title) or "(no title)"


def _author(user: User | None) -> str:
    return (one_line(user.login) if user else "") or "unknown"


def _body(body: str | None, limit: int, url: str) -> str:
    text = fenced(body or "", limit=limit, rest_at=one_line(url))
    return blocks("## Body", text) if text else "The body is empty."


def _comment(comment: Comment) -> str:
    text = fenced(comment.body or "", limit=COMMENT_LIMIT, rest_at=one_line(comment.html_url))
    return blocks(f"### {_author(comment.user)}, {utc(comment.created_at)}", text or "The comment is empty.")


def _row(issue: Issue, repository: str = "") -> Iterator[str]:
    mark = "pull request, " if issue.pull_request else ""
    where = f"{repository}#{issue.number}" if repository else f"#{issue.number}"
    about = f"{mark}{one_line(issue.state)}, by {_author(issue.user)}, updated {utc(issue.updated_at)}"
    yield f"- {where} ({about}): {_title(issue.title)}"
    yield from (f"  {line}" for line in _labels(issue.labels))


def _repository(issue: Issue) -> str:
    """`owner/repo` of a search result, which may be of any repository; "" where GitHub does not tell."""
    return one_line("/".join((issue.repository_url or "").split("/")[-2:]))


def _labels(labels: Iterable[Label | str]) -> list[str]:
    return listed("Labels", (label if isinstance(label, str) else label.name for label in labels))


def _people(title: str, users: Iterable[User] | None) -> list[str]:
    return listed(title, [_author(user) for user in users or []])


def _closing(issue: Issue) -> list[str]:
    if issue.closed_at is None:
        return []
    reason = one_line(issue.state_reason or "").replace("_", " ")
    return [f"- Closed: {utc(issue.closed_at)}" + (f" ({reason})" if reason else "")]


def _pull_state(pull: PullRequest) -> str:
    if pull.merged_at or pull.merged:
        return "merged"
    if pull.state == "closed":
        return "closed without merge"
    return f"{one_line(pull.state)}, draft" if pull.draft else one_line(pull.state)


def _merge_state(pull: PullRequest) -> list[str]:
    if pull.merged_at:
        return [f"- Merged: {utc(pull.merged_at)} by {_author(pull.merged_by)}"]
    if pull.closed_at:
        return [f"- Closed: {utc(pull.closed_at)}"]
    if pull.mergeable is None:
        return ["- Can be merged: GitHub has not worked it out yet; call again in a few seconds"]
    why = one_line(pull.mergeable_state or "")
    return [f"- Can be merged: {'yes' if pull.mergeable else 'no'}" + (f" ({why})" if why else "")]


def _size(pull: PullRequest) -> list[str]:
    parts = [
        *([counted(pull.commits, "commit")] if pull.commits is not None else []),
        *([counted(pull.changed_files, "changed file")] if pull.changed_files is not None else []),
        *([f"+{pull.additions}"] if pull.additions is not None else []),
        *([f"-{pull.deletions}"] if pull.deletions is not None else []),
    ]
    return [f"- Size: {', '.join(parts)}"] if parts else []


def _discussion(pull: PullRequest) -> list[str]:
    parts = [
        *([counted(pull.comments, "comment")] if pull.comments is not None else []),
        *([counted(pull.review_comments, "review comment")] if pull.review_comments is not None else []),
    ]
    return [f"- Discussion: {', '.join(parts)}"] if parts else []
