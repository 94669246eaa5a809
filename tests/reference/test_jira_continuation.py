"""Whatever is left out of an issue can be got by the call that the reply names."""

import dataclasses
import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.jira.issue_parts import Starts
from pytest_mcp_contract.reference.servers.jira.rendering import render_found, render_issue
from pytest_mcp_contract.reference.servers.jira.rendering_setup import render_transitions
from pytest_mcp_contract.reference.servers.jira.schemas import Found, Issue
from pytest_mcp_contract.reference.servers.jira.schemas_setup import Transitions
from tests.reference.following import named_calls, parts_of

LINK = "https://x.example/browse/EX-1"


def read(fields: dict[str, JSON], arguments: dict[str, JSON]) -> str:
    """What get_issue says with these arguments."""
    asked = arguments.get("more_fields", [])
    assert isinstance(asked, list)
    names = {"lists_from": "lists", "field_from": "field", "description_from": "description"}
    starts = {own: arguments[name] for name, own in names.items() if name in arguments}
    return render_issue(
        Issue.model_validate({"id": "1", "key": "EX-1", "fields": fields}),
        LINK,
        more_fields=[str(one) for one in asked],
        starts=dataclasses.replace(Starts(), **starts),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("count", [1, 21, 900])
def test_all_values_of_a_field_can_be_read(count: int) -> None:
    """Provenance: ours. Many values are a long text."""
    values: list[JSON] = [{"value": f"option{number}"} for number in range(count)]

    texts = parts_of(
        lambda _, arguments: read({"customfield_1": values}, arguments),
        "get_issue",
        more_fields=["customfield_1"],
    )

    whole = "".join("".join(re.findall(r"```\w+\n(.*)\n```", text)) or text for text in texts)
    assert re.findall(r"option\d+", whole) == [f"option{number}" for number in range(count)]


def test_all_long_fields_can_be_read() -> None:
    """Provenance: ours. Twenty fields can be asked for at once."""
    names = [f"customfield_{number}" for number in range(20)]
    fields: dict[str, JSON] = {name: f"{name} " * 40 for name in names}

    texts = parts_of(
        lambda _, arguments: read(fields, arguments), "get_issue", more_fields=[*names], field_from=5
    )

    assert set(re.findall(r"^### (\w+)$", "\n".join(texts), re.MULTILINE)) == set(names)
    assert "long fields left out. More fields follow: call get_issue again with more_fields=[" in texts[0]


def test_short_fields_name_no_call() -> None:
    """Provenance: ours, the other half."""
    text = read({"customfield_1": ["a", "b"]}, {"more_fields": ["customfield_1"]})

    assert "- customfield_1: a, b" in text
    assert list(named_calls(text)) == []


def test_all_labels_of_a_found_issue_can_be_read() -> None:
    """Provenance: ours. The search names the tool that shows the other ones."""
    labels = [f"label{number}" for number in range(40)]
    fields: dict[str, JSON] = {"labels": [*labels]}
    few: JSON = {"id": "2", "key": "EX-2", "fields": {"labels": [*labels[:15]]}}
    found = Found.model_validate({"issues": [{"id": "1", "key": "EX-1", "fields": fields}, few]})

    first = render_found(found, "project = EX", tool="search_issues", next_page_token=None)
    ((tool, arguments),) = named_calls(first)
    texts = parts_of(lambda _, given: read(fields, given), tool, **arguments)

    assert arguments == {"issue_key": "EX-1", "lists_from": 16}
    assert re.findall(r"label\d+", first.split("EX-2")[0] + "\n".join(texts)) == labels


def test_all_fields_that_a_transition_needs_are_shown() -> None:
    """Provenance: ours. It cannot be made without them."""
    needed: JSON = {
        f"customfield_{number}": {"required": True, "name": f"Need{number}"} for number in range(20)
    }
    found = Transitions.model_validate({"transitions": [{"id": "1", "name": "Close", "fields": needed}]})

    text = render_transitions(found, "EX-1", start_at=0)

    assert re.findall(r"Need\d+", text) == [f"Need{number}" for number in range(20)]
