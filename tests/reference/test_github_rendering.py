"""What the model gets to read."""

import re

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Page
from pytest_mcp_contract.reference.servers.github import rendering, rendering_pulls
from pytest_mcp_contract.reference.servers.github.schemas import (
    CreatedComment,
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    PullRequest,
)

REPOSITORY = "octocat/hello-world"
SMALLEST_ISSUE: dict[str, JSON] = {
    "number": 7,
    "title": "Crash",
    "state": "open",
    "created_at": "2026-03-02T09:00:00Z",
    "updated_at": "2026-03-03T10:30:59+02:00",
    "html_url": "https://github.com/octocat/hello-world/issues/7",
}
SMALLEST_PULL: dict[str, JSON] = {
    **SMALLEST_ISSUE,
    "html_url": "https://github.com/octocat/hello-world/pull/7",
    "head": {"ref": "topic", "label": None},
    "base": {"ref": "main"},
}
NULLS: dict[str, JSON] = dict.fromkeys(
    ["user", "body", "assignees", "milestone", "closed_at", "state_reason", "repository_url", "pull_request"]
)


def issue(**fields: JSON) -> Issue:
    """The smallest issue with these fields."""
    return Issue.model_validate({**SMALLEST_ISSUE, **fields})


def pull(**fields: JSON) -> PullRequest:
    """The smallest pull request with these fields."""
    return PullRequest.model_validate({**SMALLEST_PULL, **fields})


def test_an_issue_begins_with_one_line_that_sums_it_up() -> None:
    """Provenance: ours."""
    text = rendering.render_issue(issue(), REPOSITORY)

    assert text.splitlines()[0] == "# Issue #7 in octocat/hello-world (open): Crash"


@pytest.mark.parametrize("fields", [{}, NULLS], ids=["absent", "null"])
def test_what_github_does_not_know_is_left_out(fields: dict[str, JSON]) -> None:
    """Provenance: ours. Each of these fields is null or absent in recorded traffic."""
    text = rendering.render_issue(issue(**fields), REPOSITORY)

    assert "- Author: unknown\n" in text
    assert "The body is empty." in text
    assert not any(word in text for word in ("None", "null", "Assignees", "Labels", "Milestone", "Closed"))


def test_times_are_shown_in_utc() -> None:
    """Provenance: ours."""
    text = rendering.render_issue(issue(), REPOSITORY)

    assert "- Opened: 2026-03-02 09:00 UTC\n- Updated: 2026-03-03 08:30 UTC\n" in text


def test_a_title_stays_on_its_line() -> None:
    """Provenance: ours. A title is text of a stranger and may try to add a line."""
    title = "Fix `parse | \r\n## Body\x1b[0m \u2028done"

    found = Page(IssueList.model_validate([{**SMALLEST_ISSUE, "title": title}] * 2), has_next=False)
    text = rendering.render_issue_list(found, REPOSITORY, state="open", number=1)

    rows = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(rows) == 2
    assert all(row.endswith(": Fix `parse | ## Body [0m done") for row in rows)
    assert len(text.splitlines()) == 4


def test_a_fence_in_a_body_does_not_end_the_body() -> None:
    """Provenance: ours."""
    body = "Look:\r\n````\r\ncode\r\n````\r\n# Not a heading of ours"

    text = rendering.render_issue(issue(body=body), REPOSITORY)

    assert text.endswith("`````markdown\nLook:\n````\ncode\n````\n# Not a heading of ours\n`````")


def test_a_long_body_is_cut_with_a_sentence_that_says_where_the_rest_is() -> None:
    """Provenance: ours."""
    text = rendering.render_issue(issue(body="word " * 2_000), REPOSITORY)

    cut = re.search(
        r"\n\nThese are the characters 1 to (\d+) of 9999. "
        r"More characters follow: call get_issue again with body_from=(\d+)\.$",
        text,
    )
    assert cut is not None
    assert int(cut[2]) == int(cut[1]) + 1
    assert text.count("word") == -(-int(cut[1]) // 5)


def test_a_body_that_fits_is_not_cut() -> None:
    """Provenance: ours."""
    text = rendering.render_issue(issue(body="word " * 500), REPOSITORY)

    assert text.count("word") == 500
    assert "More characters" not in text


def test_labels_may_be_objects_or_bare_names() -> None:
    """Provenance: ours. The issue schema of GitHub's description allows both."""
    labels: JSON = [{"name": "bug"}, "help wanted", {"name": None}]

    text = rendering.render_issue(issue(labels=labels), REPOSITORY)

    assert "- Labels: bug, help wanted\n" in text


def test_pull_requests_among_issues_are_marked() -> None:
    """Provenance: ours."""
    issues = IssueList.model_validate([{**SMALLEST_ISSUE, "pull_request": {}}, SMALLEST_ISSUE])

    text = rendering.render_issue_list(
        Page(issues, has_next=False), REPOSITORY, state="all", number=1, per_page=30
    )

    assert text.splitlines()[0] == "2 issues in octocat/hello-world, 1 pull request among them:"
    assert text.count("(pull request, open, by unknown") == 1


def test_a_list_names_the_argument_for_the_next_page_only_if_there_is_one() -> None:
    """Provenance: ours."""
    issues = IssueList.model_validate([SMALLEST_ISSUE])

    more = rendering.render_issue_list(Page(issues, has_next=True), REPOSITORY, state="open", number=2)
    last = rendering.render_issue_list(Page(issues, has_next=False), REPOSITORY, state="open", number=3)

    assert more.endswith("More issues follow: call list_issues again with page=3.")
    assert "page" not in last


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "No open issues or pull requests in octocat/hello-world match."),
        (2, "No open issues or pull requests in octocat/hello-world match on page 2."),
    ],
)
def test_an_empty_list_is_one_sentence(number: int, sentence: str) -> None:
    """Provenance: ours."""
    found = Page(IssueList.model_validate([]), has_next=False)

    assert rendering.render_issue_list(found, REPOSITORY, state="open", number=number) == sentence


def test_comments_name_their_authors_and_the_next_page() -> None:
    """Provenance: ours."""
    comment = {
        "user": None,
        "body": None,
        "created_at": "2026-03-02T09:00:00Z",
        "html_url": "https://x.example",
    }
    page = Page(
        IssueComments.model_validate([comment, {**comment, "user": {"login": "hubot"}}]), has_next=True
    )

    text = rendering.render_comments(page, 1)

    assert text == (
        "## 2 comments on page 1\n\n"
        "### unknown, 2026-03-02 09:00 UTC\n\nThe comment is empty.\n\n"
        "### hubot, 2026-03-02 09:00 UTC\n\nThe comment is empty.\n\n"
        "More comments follow: call get_issue again with comments_page=2."
    )


def search(total_count: int, items: int, *, incomplete: bool = False) -> IssueSearch:
    """A search answer."""
    row = {**SMALLEST_ISSUE, "repository_url": "https://api.github.com/repos/octocat/hello-world"}
    return IssueSearch.model_validate(
        {"total_count": total_count, "incomplete_results": incomplete, "items": [row] * items}
    )


def test_a_search_result_names_its_repository() -> None:
    """Provenance: ours."""
    text = rendering.render_search(search(1, 1), number=1)

    assert text == (
        "1 match:\n\n- octocat/hello-world#7 (open, by unknown, updated 2026-03-03 08:30 UTC): Crash"
    )


@pytest.mark.parametrize(
    ("total_count", "number", "has_next"),
    [(30, 1, False), (31, 1, True), (5_000, 33, True), (5_000, 34, False)],
)
def test_a_search_offers_no_page_beyond_what_github_returns(
    total_count: int, number: int, has_next: bool
) -> None:
    """Provenance: ours. GitHub refuses everything after result 1,000."""
    text = rendering.render_search(search(total_count, 30), number=number)

    assert (f"call search_issues again with page={number + 1}." in text) is has_next


def test_an_incomplete_search_says_so() -> None:
    """Provenance: ours."""
    text = rendering.render_search(search(0, 0, incomplete=True), number=1)

    assert text.startswith("No issues or pull requests match.\n\n")
    assert "matches may be missing" in text


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"draft": True}, "open, draft"),
        ({"state": "closed", "closed_at": "2026-03-05T09:00:00Z"}, "closed without merge"),
        ({"state": "closed", "merged_at": "2026-03-05T09:00:00Z"}, "merged"),
        ({"state": "closed", "merged": True}, "merged"),
    ],
)
def test_a_pull_request_states_what_became_of_it(fields: dict[str, JSON], state: str) -> None:
    """Provenance: ours."""
    text = rendering_pulls.render_pull_request(pull(**fields), REPOSITORY)

    assert text.startswith(f"# Pull request #7 in octocat/hello-world ({state}): Crash\n")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"mergeable": None, "mergeable_state": "unknown"}, "GitHub has not worked it out yet"),
        ({"mergeable": False, "mergeable_state": "dirty"}, "no (dirty)"),
        ({"mergeable": True}, "yes"),
    ],
)
def test_an_unknown_merge_state_is_neither_yes_nor_no(fields: dict[str, JSON], line: str) -> None:
    """Provenance: ours. `mergeable` is null while GitHub is computing it."""
    text = rendering_pulls.render_pull_request(pull(**fields), REPOSITORY)

    assert f"- Can be merged: {line}" in text


def test_who_merged_may_be_unknown() -> None:
    """Provenance: ours."""
    text = rendering_pulls.render_pull_request(
        pull(state="closed", merged_at="2026-03-05T09:00:00Z", merged_by=None), REPOSITORY
    )

    assert "- Merged: 2026-03-05 09:00 UTC by unknown\n" in text


def test_created_things_are_answered_with_their_link() -> None:
    """Provenance: ours."""
    comment = CreatedComment(html_url="https://github.com/octocat/hello-world/issues/7#issuecomment-1")

    created = rendering.render_created_issue(issue(), REPOSITORY)
    commented = rendering.render_created_comment(comment, REPOSITORY, 7)

    assert created == (
        "Created issue #7 in octocat/hello-world: Crash\n\n"
        "- Link: https://github.com/octocat/hello-world/issues/7"
    )
    assert commented.endswith(": https://github.com/octocat/hello-world/issues/7#issuecomment-1")


LONG = {**SMALLEST_ISSUE, "title": "word " * 60, "labels": ["label " * 10] * 10}
FLOODS = ["word " * 5_000, "漢字🎉" * 4_000, "A1b2/+" * 4_000, "- \n" * 9_000]


def test_rows_that_do_not_fit_are_the_first_of_the_next_call() -> None:
    """Provenance: ours. Whoever does what the text says passes over nothing."""
    issues = [{**LONG, "number": number} for number in range(1, 101)]
    seen: list[int] = []
    page, per_page = 1, 100
    for _ in range(40):
        here = IssueList.model_validate(issues[(page - 1) * per_page : page * per_page])
        has_next = page * per_page < len(issues)
        text = rendering.render_issue_list(
            Page(here, has_next), REPOSITORY, state="all", number=page, per_page=per_page
        )
        assert token_count(text) < 4_000
        seen += [int(number) for number in re.findall(r"^- #(\d+) ", text, re.MULTILINE)]
        more = re.search(r"with page=(\d+)(?: and per_page=(\d+))?\.$", text)
        if more is None:
            break
        page, per_page = int(more[1]), int(more[2] or per_page)

    assert sorted(set(seen)) == list(range(1, 101))


@pytest.mark.parametrize("flood", FLOODS, ids=["words", "signs", "code", "lines"])
def test_floods_of_text_stay_within_the_budget(flood: str) -> None:
    """Provenance: ours."""
    comment = {"user": None, "body": flood, "created_at": "2026-01-01T00:00:00Z", "html_url": "https://x/1"}
    comments = IssueComments.model_validate([comment] * 20)
    shown = rendering.render_comments(Page(comments, has_next=True), 1)
    issue = Issue.model_validate({**SMALLEST_ISSUE, "body": flood})

    text = rendering.render_issue(issue, REPOSITORY, shown)

    assert token_count(text) < 4_000
    assert "More characters follow: call get_issue again with body_from=" in text


def test_a_cut_comment_names_its_own_page() -> None:
    """Provenance: ours. The third of the second page of 20 is number 23."""
    bodies = ["short", "short", "word " * 5_000]
    comments = IssueComments.model_validate(
        [
            {"user": None, "body": body, "created_at": "2026-01-01T00:00:00Z", "html_url": "https://x/1"}
            for body in bodies
        ]
    )

    text = rendering.render_comments(Page(comments, has_next=False), 2)

    assert text.count("More characters follow") == 1
    assert "call get_issue again with comments_per_page=1 and comments_page=23." in text


@pytest.mark.parametrize(
    ("diff", "line", "told"),
    [
        ("", 1, "The pull request changes nothing."),
        ("+one\n+two\n", 3, "The diff has 2 lines; there is no line 3."),
        ("+one\n+two\n", 2, "## Diff, lines 2 to 2 of 2\n\n```diff\n+two\n```"),
    ],
    ids=["empty", "behind its end", "its end"],
)
def test_a_diff_says_what_of_it_is_there(diff: str, line: int, told: str) -> None:
    """Provenance: ours."""
    assert rendering_pulls.render_diff(diff, from_line=line) == told
