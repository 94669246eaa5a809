"""Long texts and lists in parts: the parts together are the whole."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.jira.issue_parts import Starts
from pytest_mcp_contract.reference.servers.jira.rendering import render_issue
from pytest_mcp_contract.reference.servers.jira.rendering_setup import (
    render_create_fields,
    render_transitions,
)
from pytest_mcp_contract.reference.servers.jira.schemas import Issue
from pytest_mcp_contract.reference.servers.jira.schemas_setup import CreateFields, Transitions
from pytest_mcp_contract.reference.servers.salesforce.rendering_objects import render_description
from pytest_mcp_contract.reference.servers.salesforce.schemas import ObjectDescription


def part(text: str, start: int, *, limit: int = 10) -> str:
    """What is shown of a text where that many characters fit."""
    return excerpt(text, start, fits=lambda _: limit, more=lambda following: f"More: {following}.")


def read(shown: Callable[[int], str], named: str, *, start: int = 1) -> list[str]:
    """All parts, each from the number that the one before names."""
    texts = [shown(start)]
    while found := re.search(rf"{named}(\d+)\.", texts[-1]):
        assert int(found[1]) > start, "the next part begins where this one does"
        start = int(found[1])
        texts.append(shown(start))
        assert len(texts) < 100
    return texts


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(alphabet="ab `\n", max_size=60))
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    """Provenance: ours. Blanks and fences at a cut must not shift the next part."""
    fences = [
        re.search(r"(`{3,})markdown\n(.*)\n\1", one, re.DOTALL)
        for one in read(lambda n: part(text, n), "More: ")
    ]
    shown = "".join(found[2] for found in fences if found)

    assert shown.replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_a_text_that_fits_has_no_sentence() -> None:
    """Provenance: ours."""
    assert part("abc", 1) == "```markdown\nabc\n```"
    assert part(" \n", 1) == ""


def test_a_number_beyond_the_text_is_said() -> None:
    """Provenance: ours."""
    assert part("abc", 4) == "The text has 3 characters; there is no number 4."


def test_the_lists_of_an_issue_can_be_read_to_their_end() -> None:
    """Provenance: ours. They ended with "and 25 more"."""
    names = [f"label-{number:02}" for number in range(40)]
    keys = [f"EX-{number}" for number in range(100, 130)]
    fields: JSON = {"labels": list[JSON](names), "subtasks": [{"key": key, "fields": {}} for key in keys]}
    issue = Issue.model_validate({"key": "EX-1", "fields": fields})

    texts = read(
        lambda start: render_issue(issue, "https://x.example", more_fields=(), starts=Starts(lists=start)),
        "lists_from=",
    )

    assert len(texts) == 3
    assert set(re.findall(r"label-\d\d", "".join(texts))) == set(names)
    assert set(re.findall(r"^- (EX-\d+)", "".join(texts), re.MULTILINE)) == set(keys)


def test_short_lists_are_shown_at_once() -> None:
    """Provenance: ours. The other half."""
    issue = Issue.model_validate({"key": "EX-1", "fields": {"labels": ["a", "b"]}})

    text = render_issue(issue, "https://x.example", more_fields=())

    assert "- Labels: a, b\n" in text
    assert "lists_from" not in text


def test_all_transitions_can_be_read() -> None:
    """Provenance: ours."""
    found = Transitions.model_validate(
        {"transitions": [{"id": str(number), "name": "word " * 20} for number in range(150)]}
    )

    texts = read(lambda start: render_transitions(found, "EX-1", start_at=start), "start_at=", start=0)

    assert len(texts) > 1
    assert re.findall(r"^- (\d+)", "\n".join(texts), re.MULTILINE) == [str(number) for number in range(150)]
    assert render_transitions(found, "EX-1", start_at=150) == "No more transitions of issue EX-1."


def test_all_allowed_values_of_a_field_can_be_read() -> None:
    """Provenance: ours. They ended with "and 25 more"."""
    values: list[JSON] = [{"value": f"value-{number:02}"} for number in range(35)]
    page = CreateFields.model_validate({"fields": [{"fieldId": "a", "allowedValues": values}], "total": 1})

    texts = read(
        lambda start: render_create_fields(page, "EX", "1", start_at=0, values_from=start), "values_from="
    )

    assert re.findall(r"value-\d\d", "".join(texts)) == [f"value-{number:02}" for number in range(35)]


STATUSES = ["Status", "StatusCode", "SubStatus", "Status__c", "OldStatus"]


def described(text: str, values_from: int) -> str:
    """An object of fields with names alike and many values."""
    fields: list[JSON] = [
        {
            "name": name,
            "label": name,
            "type": "picklist",
            "picklistValues": [
                {"active": True, "value": f"{name} value {number:03}"} for number in range(400)
            ],
        }
        for name in reversed(STATUSES)
    ]
    found = ObjectDescription.model_validate({"name": "Case", "label": "Case", "fields": fields})
    return render_description(found, show="fields", text=text, start_at=1, values_from=values_from)


@pytest.mark.parametrize("name", STATUSES)
def test_all_values_of_a_picklist_can_be_read(name: str) -> None:
    """Provenance: ours. The filter that the text named fitted five fields, and led back to itself."""
    # A call with another filter is about another field.
    texts = read(lambda start: described(name, start), f'filter="{name}" and values_from=')

    values = set(re.findall(rf"\b{name} value (\d\d\d)", "".join(texts)))
    assert values == {f"{number:03}" for number in range(400)}
    assert len(texts) > 1


def test_a_filter_that_names_no_field_shows_some_values_and_the_call_for_more() -> None:
    """Provenance: ours."""
    text = described("tatus", 1)

    assert "; and 392 more" in text
    assert 'More values follow: call describe_object again with filter="OldStatus".' in text
