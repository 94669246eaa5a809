"""Pull requests as short Markdown for a model."""

from itertools import takewhile

from pytest_mcp_contract.reference.budget import length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, fenced, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.results import Page
from pytest_mcp_contract.reference.servers.github.rendering import (
    author,
    body_block,
    labels_fact,
    page_rows,
    people_fact,
    shown_title,
)
from pytest_mcp_contract.reference.servers.github.schemas import (
    PullRequest,
    PullRequestList,
    Review,
)

DIFF_COST = 2_000


def render_pull_request(pull: PullRequest, repository: str, diff: str = "", *, body_from: int = 1) -> str:
    """One pull request: where it goes, whether it can be merged, who is asked, how big it is, its body.

    `diff` is what `render_diff` made, if it was asked for.
    """
    facts = [
        f"- Author: {author(pull.user)}",
        f"- From: {one_line(pull.head.label or pull.head.ref)}",
        f"- Into: {one_line(pull.base.ref)}",
        *_merge_state(pull),
        f"- Opened: {utc(pull.created_at)}",
        f"- Updated: {utc(pull.updated_at)}",
        *_size(pull),
        *_discussion(pull),
        *people_fact("Assignees", pull.assignees),
        *people_fact("Review asked of", pull.requested_reviewers),
        *(f"- Review asked of team: {one_line(team.name)}" for team in pull.requested_teams or []),
        *labels_fact(pull.labels),
        *fact("Milestone", pull.milestone.title if pull.milestone else None),
        f"- Link: {one_line(pull.html_url)}",
    ]
    head = f"# Pull request #{pull.number} in {repository} ({_pull_state(pull)}): {shown_title(pull.title)}"
    return blocks(head, "\n".join(facts), body_block(pull.body, "get_pull_request", body_from), diff)


def render_diff(diff: str, *, from_line: int, from_character: int = 1) -> str:
    """The lines of a diff from `from_line` (from 1), as many as fit, and how to get the next ones.

    A line that is too long for a reply is shown alone, from `from_character` (from 1), as much as fits.
    """
    lines = diff.splitlines()
    if not lines:
        return "The pull request changes nothing."
    if from_line > len(lines):
        return f"The diff has {counted(len(lines), 'line')}; there is no line {from_line}."
    here = lines[from_line - 1 :]
    if from_character > 1 or not _fits(here[0]):
        return _long_line(here[0], from_line, len(lines), from_character)
    shown = rows_within(takewhile(_fits, here), DIFF_COST)
    end = from_line - 1 + len(shown)
    more = follow_up("lines", "get_pull_request", include_diff=True, diff_from_line=end + 1)
    return blocks(
        f"## Diff, lines {from_line} to {end} of {len(lines)}",
        fenced("\n".join(shown), limit=len(diff), rest_at="", language="diff"),
        more if end < len(lines) else "",
    )


def _fits(line: str) -> bool:
    return length_within(line, DIFF_COST) >= len(line)


def _long_line(line: str, number: int, lines: int, start: int) -> str:
    text = excerpt(
        line,
        start,
        fits=lambda text: length_within(text, DIFF_COST),
        more=lambda following: follow_up(
            "characters",
            "get_pull_request",
            include_diff=True,
            diff_from_line=number,
            diff_from_character=following,
        ),
        language="diff",
    )
    anew: dict[str, JSON] = {"diff_from_character": 1} if start > 1 else {}
    more = follow_up("lines", "get_pull_request", include_diff=True, diff_from_line=number + 1, **anew)
    return blocks(
        f"## Diff, line {number} of {lines}", text or "The line is blank.", more if number < lines else ""
    )


def render_pull_list(
    page: Page[PullRequestList], repository: str, *, state: str, number: int, per_page: int = 30
) -> str:
    """A page of pull requests, and how to get the next one. `number` is the page's."""
    pulls = page.content.root
    adjective = "" if state == "all" else f"{state} "
    if not pulls:
        where = f" on page {number}" if number > 1 else ""
        return f"No {adjective}pull requests in {repository}{where}."
    head = f"{counted(len(pulls), f'{adjective}pull request')} in {repository}:"
    rows = [_row(pull) for pull in pulls]
    tool = "list_pull_requests"
    return blocks(head, *page_rows(rows, "pull requests", tool, number, per_page, has_next=page.has_next))


def render_review(review: Review, repository: str, number: int) -> str:
    """Where the new review is."""
    said = one_line(review.state).lower().replace("_", " ")
    return blocks(
        f"Published a review ({said}) of pull request #{number} in {repository}.",
        f"- Link: {one_line(review.html_url)}",
    )


def _row(pull: PullRequest) -> str:
    about = f"{_pull_state(pull)}, by {author(pull.user)}, updated {utc(pull.updated_at)}"
    head = f"- #{pull.number} ({about}): {shown_title(pull.title)}"
    return "\n".join([head, *(f"  {line}" for line in labels_fact(pull.labels))])


def _pull_state(pull: PullRequest) -> str:
    if pull.merged_at or pull.merged:
        return "merged"
    if pull.state == "closed":
        return "closed without merge"
    return f"{one_line(pull.state)}, draft" if pull.draft else one_line(pull.state)


def _merge_state(pull: PullRequest) -> list[str]:
    if pull.merged_at:
        return [f"- Merged: {utc(pull.merged_at)} by {author(pull.merged_by)}"]
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
