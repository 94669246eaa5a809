"""The server as a client sees it."""

import json
import re
from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.entries.jira import ENTRY
from pytest_mcp_contract.reference.json_value import JSON
from tests.reference.sessions import call, emulated, tools_of

SAM = "5b10ac8d82e05b22cc7d4ef5"
MANY: dict[str, JSON] = {"jql": "project = MANY ORDER BY created ASC", "max_results": 30}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A Jira server that talks to an emulator of its own."""
    with emulated("jira", monkeypatch) as server:
        yield server


def one(server: MCPServer, tool: str, **arguments: JSON) -> str:
    """The text of one reply that is no error."""
    ((text, is_error),) = call(server, (tool, arguments))
    assert not is_error, text
    return text


def test_the_entry_names_the_tools_and_their_stakes(server: MCPServer) -> None:
    """Provenance: ours."""
    stakes = ENTRY["tools_stakes"]
    assert isinstance(stakes, dict)

    assert {tool.name for tool in tools_of(server)} == set(stakes)
    assert len(stakes) == 12


def test_what_was_created_can_be_read(server: MCPServer) -> None:
    """Provenance: ours."""
    created = one(
        server,
        "create_issue",
        project_key="EX",
        issue_type="Bug",
        summary="Saving twice fails",
        description="## Steps\n\n1. Save\n2. Save **again**\n\n```python\nsave()\n```",
        assignee_account_id=SAM,
        priority="High",
        labels=["crash"],
        due_date="2026-05-04",
        parent_key="EX-4",
    )
    read = one(server, "get_issue", issue_key="EX-6")

    assert created.startswith("Created issue EX-6: Saving twice fails\n")
    assert read.startswith("# Issue EX-6 (Bug, To Do): Saving twice fails\n")
    for line in (
        f"- Assignee: Sam Rivera, account id {SAM}",
        "- Priority: High",
        "- Due: 2026-05-04",
        "- Parent: EX-4 (To Do): Robust files",
        "- Labels: crash",
    ):
        assert f"{line}\n" in read
    assert "````markdown\n## Steps\n\n1. Save\n2. Save **again**\n\n```python\nsave()\n```\n````" in read


def test_two_creations_are_two_issues(server: MCPServer) -> None:
    """Provenance: ours. The tool says so of itself."""
    new: dict[str, JSON] = {"project_key": "EX", "issue_type": "Task", "summary": "Same"}

    (first, _), (second, _) = call(server, ("create_issue", new), ("create_issue", new))

    assert first.startswith("Created issue EX-6:")
    assert second.startswith("Created issue EX-7:")


def test_an_update_changes_only_what_it_is_given(server: MCPServer) -> None:
    """Provenance: ours."""
    before = one(server, "get_issue", issue_key="EX-1")
    updated = one(server, "update_issue", issue_key="EX-1", priority="Low", due_date="")
    after = one(server, "get_issue", issue_key="EX-1")

    gone, new = (
        set(before.splitlines()) - set(after.splitlines()),
        set(after.splitlines()) - set(before.splitlines()),
    )
    assert "priority" in updated
    assert {line for line in gone if not line.startswith("- Updated")} == {
        "- Priority: High",
        "- Due: 2026-05-04",
    }
    assert {line for line in new if not line.startswith("- Updated")} == {"- Priority: Low"}


def test_an_update_without_a_change_sends_nothing(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("update_issue", {"issue_key": "EX-1"}))

    assert is_error
    assert text.startswith("No change was given, so nothing changed;")


def test_a_transition_is_found_made_and_seen(server: MCPServer) -> None:
    """Provenance: ours."""
    listed = one(server, "get_transitions", issue_key="EX-2")
    number = re.search(r"^- (\d+) \(to In Progress\): Start work$", listed, re.MULTILINE)
    assert number
    made = one(
        server, "transition_issue", issue_key="EX-2", transition_id=number[1], comment="I *start* now."
    )
    read = one(server, "get_issue", issue_key="EX-2", include_comments=True)

    assert made.startswith(f"Made transition {number[1]} on issue EX-2: https://")
    assert read.startswith("# Issue EX-2 (Bug, In Progress):")
    assert "I *start* now." in read
    assert f"- {number[1]} (" not in one(server, "get_transitions", issue_key="EX-2")


def test_a_transition_that_needs_a_field_is_refused_by_its_name_and_made_with_it(server: MCPServer) -> None:
    """Provenance: ours."""
    (refused, is_error), (made, is_error_too) = call(
        server,
        ("transition_issue", {"issue_key": "EX-2", "transition_id": "31"}),
        ("transition_issue", {"issue_key": "EX-2", "transition_id": "31", "resolution": "Duplicate"}),
    )

    assert (is_error, is_error_too) == (True, False)
    assert "resolution: Resolution is required" in refused
    assert made.startswith("Made transition 31")
    assert ", Duplicate\n" in one(server, "get_issue", issue_key="EX-2")


def test_a_comment_can_be_read_and_tells_who_may_see_it(server: MCPServer) -> None:
    """Provenance: ours."""
    added = one(
        server,
        "create_comment",
        issue_key="EX-3",
        body="- done",
        visible_to="role",
        role_or_group="Developers",
    )
    read = one(server, "get_issue", issue_key="EX-3", include_comments=True)

    assert added.startswith("Added a comment to issue EX-3, which only the role Developers may see: https://")
    assert re.search(r"### Mia Krystof, .*, only for Developers\n\n```markdown\n- done\n```", read)


def test_a_comment_for_a_role_without_its_name_is_not_added(server: MCPServer) -> None:
    """Provenance: ours. It would be visible to everybody."""
    (refused, is_error), (read, _) = call(
        server,
        ("create_comment", {"issue_key": "EX-3", "body": "secret", "visible_to": "role"}),
        ("get_issue", {"issue_key": "EX-3", "include_comments": True}),
    )

    assert is_error
    assert "pass role_or_group" in refused
    assert "secret" not in read


@pytest.mark.parametrize(
    ("relation", "on_first", "on_second"),
    [
        ("blocks", "- blocks EX-5", "- is blocked by EX-2"),
        ("is blocked by", "- is blocked by EX-5", "- blocks EX-2"),
        ("Blocks", "- blocks EX-5", "- is blocked by EX-2"),
    ],
)
def test_a_link_has_the_direction_that_the_sentence_says(
    server: MCPServer, relation: str, on_first: str, on_second: str
) -> None:
    """Provenance: ours. Inward and outward are mixed up easily."""
    one(server, "create_issue_link", issue_key="EX-2", relation=relation, other_issue_key="EX-5")

    assert on_first in one(server, "get_issue", issue_key="EX-2")
    assert on_second in one(server, "get_issue", issue_key="EX-5")


def test_an_unknown_relation_is_answered_with_those_there_are(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(
        server, ("create_issue_link", {"issue_key": "EX-2", "relation": "eats", "other_issue_key": "EX-5"})
    )

    assert is_error
    assert "use one of: blocks, duplicates, relates to, is blocked by" in text


def keys_in(text: str) -> list[str]:
    """The keys of the issues that are listed."""
    return re.findall(r"^- (MANY-\d+) ", text, re.MULTILINE)


def test_a_search_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    found, arguments = list[str](), dict(MANY)
    for _ in range(20):
        text = one(server, "search_issues_jql", **arguments)
        found += keys_in(text)
        following = re.search(r"call search_issues_jql again with (.+)\.$", text)
        if following is None:
            break
        arguments |= {
            name: json.loads(value)
            for name, _, value in (part.partition("=") for part in following[1].split(" and "))
        }

    assert found == [f"MANY-{number}" for number in range(1, 66)]


def test_the_token_of_another_search_is_refused(server: MCPServer) -> None:
    """Provenance: ours."""
    first = one(server, "search_issues_jql", **MANY)
    token = json.loads(first.rpartition("next_page_token=")[2].rstrip("."))

    ((text, is_error),) = call(
        server, ("search_issues_jql", {"jql": "project = EX", "next_page_token": token})
    )

    assert is_error
    assert "HTTP 400" in text


def test_conditions_become_a_query_that_is_shown(server: MCPServer) -> None:
    """Provenance: ours."""
    text = one(
        server,
        "search_issues",
        filters=[{"field": "project", "value": "EX"}, {"field": "status", "value": "In Progress"}],
    )

    assert text.startswith('1 issue: project = "EX" AND status = "In Progress" ORDER BY updated DESC\n')
    assert "\n- EX-1 (Bug, In Progress, " in text


def test_no_match_is_an_answer_and_no_error(server: MCPServer) -> None:
    """Provenance: ours."""
    assert one(server, "search_issues_jql", jql="project = BLANK") == "No issues match: project = BLANK"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_issue", {"issue_key": "EX"}),
        ("get_issue", {"issue_key": "EX-1", "comments_start_at": -1}),
        ("search_issues", {"filters": []}),
        ("search_issues_jql", {"jql": " "}),
        ("search_issues_jql", {"jql": "project = EX", "max_results": 101}),
        ("create_issue", {"project_key": "EX", "issue_type": "Bug", "summary": " "}),
        ("create_comment", {"issue_key": "EX-1", "body": "\n"}),
        ("transition_issue", {"issue_key": "EX-1", "transition_id": "done"}),
        ("update_issue", {"issue_key": "EX-1", "due_date": "tomorrow"}),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    server: MCPServer, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, (tool, arguments))

    assert is_error
    assert "validation error" in text
