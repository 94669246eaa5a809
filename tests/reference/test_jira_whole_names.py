"""Names that a caller may need as a value are shown whole; lists of them that are cut name a call."""

import re

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.jira.links import relation_of
from pytest_mcp_contract.reference.servers.jira.rendering import render_found, render_updated_issue
from pytest_mcp_contract.reference.servers.jira.rendering_comments import render_comments
from pytest_mcp_contract.reference.servers.jira.rendering_setup import (
    render_create_fields,
    render_issue_types,
    render_projects,
    render_transitions,
)
from pytest_mcp_contract.reference.servers.jira.schemas import Comments, Found, LinkType
from pytest_mcp_contract.reference.servers.jira.schemas_setup import (
    CreateFields,
    IssueTypes,
    Projects,
    Transitions,
)
from tests.reference.following import TOKEN_BUDGET, named_calls, parts_of
from tests.reference.test_jira_continuation import read

LONGEST = "label-" * 42 + "end"
"""Jira takes names and labels of 255 characters."""


def labelled(*labels: str) -> dict[str, JSON]:
    """Fields of an issue with these labels."""
    return {"summary": "A", "labels": [*labels]}


def search(fields: dict[str, JSON]) -> str:
    """A search that found an issue with these fields."""
    found = Found.model_validate({"issues": [{"id": "1", "key": "EX-1", "fields": fields}]})
    return render_found(found, "order by key", tool="search_issues_jql", next_page_token=None)


def test_a_label_of_the_longest_kind_is_shown_whole() -> None:
    """Provenance: ours. It was cut at 80 characters, and a search takes labels as they are."""
    for text in (read(labelled(LONGEST), {}), search(labelled(LONGEST))):
        assert LONGEST in text
        assert "…" not in text


def test_all_long_labels_can_be_read() -> None:
    """Provenance: ours. Their line was cut at 300 characters, though each of them was short enough."""
    labels = [f"{number}-{'x' * 200}" for number in range(40)]

    first = search(labelled(*labels))
    ((tool, arguments),) = named_calls(first)
    texts = parts_of(lambda _, given: read(labelled(*labels), given), tool, **arguments)

    shown = [text for text in (first, *texts) for text in re.findall(r"(\d+)-x{200}", text)]
    assert shown == [str(number) for number in range(40)]
    assert all(token_count(text) < TOKEN_BUDGET for text in (first, *texts))


def test_a_few_labels_name_no_call() -> None:
    """Provenance: ours, the other half."""
    labels = [f"a-label-of-{number}" for number in range(15)]

    for text in (read(labelled(*labels), {}), search(labelled(*labels))):
        assert ", ".join(labels) in text
        assert list(named_calls(text)) == []


def test_a_summary_of_the_longest_kind_is_whole_in_a_row() -> None:
    """Provenance: Jira takes summaries of 255 characters."""
    assert search({"summary": "s" * 255}).endswith(f": {'s' * 255}")


def test_names_of_projects_types_fields_and_transitions_are_shown_whole() -> None:
    """Provenance: ours. They were cut at 80 or 120 characters; a type is passed by its name."""
    kind: JSON = {"id": "1", "name": LONGEST, "description": "What it is for. " * 20 + "End."}
    field: JSON = {"fieldId": "customfield_1", "name": LONGEST, "required": True}
    transition: JSON = {"id": "1", "name": LONGEST, "to": {"name": LONGEST}, "fields": {"a": field}}

    texts = [
        render_projects(
            Projects.model_validate({"values": [{"id": "1", "key": "EX", "name": LONGEST}]}),
            text="",
            start_at=0,
        ),
        render_issue_types(IssueTypes.model_validate({"issueTypes": [kind]}), "EX", start_at=0),
        render_create_fields(CreateFields.model_validate({"fields": [field]}), "EX", "1", start_at=0),
        render_transitions(Transitions.model_validate({"transitions": [transition]}), "EX-1", start_at=0),
    ]

    assert [text.count(LONGEST) for text in texts] == [1, 1, 1, 3]
    assert texts[1].rstrip().endswith("End.")
    assert not any("…" in text for text in texts)


def test_all_fields_that_were_set_are_named() -> None:
    """Provenance: ours. The line was cut at 300 characters."""
    names = [f"customfield_{number}" for number in range(10_000, 10_050)]

    assert ", ".join(names) in render_updated_issue("EX-1", "https://x.example", names)


@pytest.mark.parametrize("number", [1, 40])
def test_all_words_of_links_are_named(number: int) -> None:
    """Provenance: ours. The list of what can be passed was cut at 300 characters."""
    types = [
        LinkType.model_validate(
            {"name": f"k{one}", "outward": f"leads to {one}", "inward": f"is led by {one}"}
        )
        for one in range(number)
    ]

    result = relation_of("nothing", types)

    assert isinstance(result, Err)
    assert len(re.findall(r"leads to \d+", result.message)) == number
    assert len(re.findall(r"is led by \d+", result.message)) == number


def test_the_author_of_a_comment_is_shown_whole() -> None:
    """Provenance: ours. The name was cut at 80 characters, and no other call shows it."""
    name = ("Anna " * 30).strip()
    page = Comments.model_validate({"total": 1, "comments": [{"id": "1", "author": {"displayName": name}}]})

    assert f"### {name}\n" in render_comments(page, start_at=0, per_page=5)
