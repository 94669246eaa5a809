"""The server as a client sees it."""

import re
from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.json_value import JSON
from tests.reference.sessions import call, emulated

HELLO_WORLD: dict[str, JSON] = {"owner": "octocat", "repo": "hello-world"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A GitHub server that talks to an emulator of its own."""
    with emulated("github", monkeypatch) as server:
        yield server


def test_get_issue_shows_comments_only_on_request(server: MCPServer) -> None:
    """Provenance: ours."""
    (without, _), (with_comments, _) = call(
        server,
        ("get_issue", {**HELLO_WORLD, "number": 1}),
        ("get_issue", {**HELLO_WORLD, "number": 1, "include_comments": True}),
    )

    assert "Happens on Linux too" not in without
    assert with_comments.startswith(without)
    assert "### unknown, 2026-03-04 09:00 UTC\n\n```markdown\nI had this" in with_comments


def test_get_issue_reads_any_page_of_comments(server: MCPServer) -> None:
    """Provenance: ours."""
    arguments: dict[str, JSON] = {"owner": "octocat", "repo": "many", "number": 1, "include_comments": True}

    (first, _), (second, _) = call(
        server, ("get_issue", arguments), ("get_issue", {**arguments, "comments_page": 2})
    )

    assert first.endswith("More comments follow: call get_issue again with comments_page=2.")
    assert "## 15 comments on page 2" in second
    assert "comments_page" not in second


def test_list_issues_marks_pull_requests_and_survives_deleted_authors(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("list_issues", HELLO_WORLD))

    assert not is_error
    assert text.startswith("4 open issues in octocat/hello-world, 2 pull requests among them:\n")
    assert "- #3 (pull request, open, by dependabot[bot], " in text
    assert "- #2 (open, by unknown, " in text


def test_list_issues_filters_by_state_and_labels(server: MCPServer) -> None:
    """Provenance: ours."""
    (closed, _), (labelled, _) = call(
        server,
        ("list_issues", {**HELLO_WORLD, "state": "closed"}),
        ("list_issues", {**HELLO_WORLD, "labels": ["bug", "good first issue"]}),
    )

    assert closed.startswith("2 closed issues in octocat/hello-world, 1 pull request among them:")
    assert labelled.startswith("1 open issue in octocat/hello-world:")


def test_list_issues_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    many: dict[str, JSON] = {"owner": "octocat", "repo": "many"}

    pages = call(server, *(("list_issues", {**many, "page": page}) for page in (1, 2, 3)))

    assert [f"page={number}" in text for number, (text, _) in zip((2, 3, 4), pages, strict=True)] == [
        True,
        True,
        False,
    ]
    assert sum(text.count("\n- #") for text, _ in pages) == 65


def test_search_issues_refuses_what_lies_beyond_the_first_thousand(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("search_issues", {"query": "Task", "page": 11, "per_page": 100}))

    assert is_error
    assert "Only the first 1000 search results are available" in text


def test_search_issues_names_the_next_page(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, _),) = call(server, ("search_issues", {"query": "repo:octocat/many Task", "per_page": 20}))

    assert text.startswith("65 matches, 20 of them here:\n\n- octocat/many#1 (open, ")
    assert text.endswith("More matches follow: call search_issues again with page=2.")


def test_what_was_created_can_be_read(server: MCPServer) -> None:
    """Provenance: ours."""
    (created, _), (commented, _), (read, _) = call(
        server,
        ("create_issue", {**HELLO_WORLD, "title": "New", "labels": ["bug"], "assignees": ["hubot"]}),
        ("comment_on_issue", {**HELLO_WORLD, "number": 7, "body": "Me too"}),
        ("get_issue", {**HELLO_WORLD, "number": 7, "include_comments": True}),
    )

    assert created.startswith("Created issue #7 in octocat/hello-world: New\n")
    assert commented.startswith("Added a comment to issue #7 in octocat/hello-world: https://github.com/")
    assert "- Labels: bug\n" in read
    assert "```markdown\nMe too\n```" in read


def test_get_pull_request_shows_where_it_goes_and_whether_it_can(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, _),) = call(server, ("get_pull_request", {**HELLO_WORLD, "number": 3}))

    assert (
        "- From: octocat:dependabot/pip/requests-2.32.0\n- Into: main\n- Can be merged: yes (clean)\n" in text
    )


def test_an_error_sentence_reaches_the_caller_unchanged(server: MCPServer) -> None:
    """Provenance: ours. The SDK puts words before the text of an exception."""
    ((text, is_error),) = call(server, ("get_pull_request", {**HELLO_WORLD, "number": 1}))

    assert is_error
    assert text.startswith("GitHub found no pull request #1 in octocat/hello-world (HTTP 404: Not Found); ")


def test_one_server_object_can_be_used_in_one_session_after_another(server: MCPServer) -> None:
    """Provenance: ours. The HTTP client of the first session is closed by then."""
    calls = [call(server, ("get_issue", {**HELLO_WORLD, "number": 1})) for _ in range(2)]

    assert calls[0] == calls[1]
    assert not calls[0][0][1]


def test_a_diff_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    asked: dict[str, JSON] = {**HELLO_WORLD, "number": 6, "include_diff": True}
    lines, start = 0, 1
    for _ in range(20):
        ((text, is_error),) = call(server, ("get_pull_request", {**asked, "diff_from_line": start}))
        assert not is_error
        lines += text.count("\n+def parse_")
        more = re.search(r"diff_from_line=(\d+)\.$", text)
        if more is None:
            break
        start = int(more[1])

    assert start > 1
    assert lines == 300
    assert "x" * 500 in text
    assert "…" not in text


def test_discussions_of_deleted_authors_are_shown(server: MCPServer) -> None:
    """Provenance: the reference product fails as a whole where an author is null."""
    (listed, _), (read, _) = call(
        server,
        ("list_discussions", HELLO_WORLD),
        ("get_discussion", {**HELLO_WORLD, "number": 8}),
    )

    assert "- #8 (open, by unknown, 25 comments, " in listed
    assert "- Author: unknown\n" in read
    assert (
        "4 replies left out. More replies follow: call get_discussion again with comments_per_page=1." in read
    )
    assert read.endswith('More comments follow: call get_discussion again with comments_after="cursor_10".')


def test_a_discussion_that_is_not_there_is_an_error_in_githubs_words(server: MCPServer) -> None:
    """Provenance: ours. The status is 200."""
    ((text, is_error),) = call(server, ("get_discussion", {**HELLO_WORLD, "number": 99}))

    assert is_error
    assert "discussion #99 in octocat/hello-world (Could not resolve to a Discussion" in text


def test_an_update_changes_only_what_it_is_given(server: MCPServer) -> None:
    """Provenance: ours."""
    (updated, _), (read, _), (nothing, is_error) = call(
        server,
        ("update_issue", {**HELLO_WORLD, "number": 1, "state": "closed", "labels": []}),
        ("get_issue", {**HELLO_WORLD, "number": 1}),
        ("update_issue", {**HELLO_WORLD, "number": 1}),
    )

    assert updated.startswith(
        "Updated issue #1 in octocat/hello-world (closed, completed): Crash when saving"
    )
    assert "- Assignees: hubot\n" in read
    assert "Labels" not in read
    assert (nothing, is_error) == (
        "No change was given, so nothing changed; pass title, body, state, labels or assignees.",
        True,
    )


def test_a_review_is_published_or_refused_with_githubs_reason(server: MCPServer) -> None:
    """Provenance: ours."""
    pull: dict[str, JSON] = {**HELLO_WORLD, "number": 3}
    (approved, failed), (silent, refused), (lost, unknown_path) = call(
        server,
        ("create_pull_request_review", {**pull, "event": "APPROVE"}),
        ("create_pull_request_review", {**pull, "event": "COMMENT"}),
        (
            "create_pull_request_review",
            {
                **pull,
                "event": "COMMENT",
                "body": "?",
                "comments": [{"path": "no.py", "line": 1, "body": "?"}],
            },
        ),
    )

    assert not failed
    assert approved.startswith("Published a review (approved) of pull request #3")
    assert refused
    assert "only an approval may have no text" in silent
    assert unknown_path
    assert "Path could not be resolved" in lost
