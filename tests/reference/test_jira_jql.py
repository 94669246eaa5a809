"""Filters as JQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.jira.jql import Filter, jql_of, quoted
from tests.emulators.jira import jql as emulated
from tests.emulators.jira.store import first_store


def jql(*filters: dict[str, str]) -> str:
    """The conditions as JQL, without the order."""
    result = jql_of([Filter.model_validate(one) for one in filters], "updated", "desc")
    assert isinstance(result, Ok), result
    return result.value.removesuffix(" ORDER BY updated DESC")


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        ({"field": "status", "value": "In Progress"}, 'status = "In Progress"'),
        ({"field": "issue_type", "operator": "!=", "value": "Bug"}, 'issuetype != "Bug"'),
        ({"field": "assignee", "value": "me"}, "assignee = currentUser()"),
        ({"field": "assignee", "value": "5b10"}, 'assignee = "5b10"'),
        ({"field": "status", "value": "me"}, 'status = "me"'),
        ({"field": "created", "operator": ">=", "value": "-7d"}, 'created >= "-7d"'),
        ({"field": "votes", "operator": ">", "value": "3"}, "votes > 3"),
        ({"field": "due", "operator": "is empty", "value": "ignored"}, "due IS EMPTY"),
        ({"field": "summary", "operator": "~", "value": "empty file"}, 'summary ~ "empty file"'),
        ({"field": "custom_field", "custom_field": "customfield_10016", "value": "5"}, 'cf[10016] = "5"'),
        ({"field": "custom_field", "custom_field": "cf[7]", "value": "5"}, 'cf[7] = "5"'),
        ({"field": "custom_field", "custom_field": "Story points", "value": "5"}, '"Story points" = "5"'),
    ],
)
def test_a_condition_becomes(condition: dict[str, str], clause: str) -> None:
    """Provenance: ours."""
    assert jql(condition) == clause


def test_conditions_are_joined_and_ordered() -> None:
    """Provenance: ours."""
    filters = [Filter(field="project", value="EX"), Filter(field="resolution", operator="is empty")]

    assert jql_of(filters, "created", "asc") == Ok(
        'project = "EX" AND resolution IS EMPTY ORDER BY created ASC'
    )


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"field": "status"}, "has no value"),
        ({"field": "status", "value": " \t"}, "has no value"),
        ({"field": "custom_field", "value": "5"}, "names no field"),
        ({"field": "status", "operator": "~", "value": "x"}, "cannot be compared by ~; use = or !="),
        ({"field": "status", "operator": ">", "value": "x"}, "cannot be compared by >; use = or !="),
        ({"field": "summary", "value": "x"}, "cannot be compared by =; use ~ or !~"),
        ({"field": "votes", "value": "3 OR 1=1"}, "needs a whole number"),
    ],
)
def test_a_condition_that_jira_cannot_answer_is_refused_with_the_way_out(
    condition: dict[str, str], why: str
) -> None:
    """Provenance: ours."""
    result = jql_of([Filter.model_validate(condition)], "updated", "desc")

    assert isinstance(result, Err)
    assert result.message.startswith(f"Jira was not asked, because the filter on {condition['field']} {why}")


ATTACKS = [
    'x" OR project = SECRET OR summary ~ "',
    "x\\",
    'x\\" OR 1=1',
    "EMPTY",
    "currentUser()",
    "x) OR (y",
    "AND",
    "a = b",
    "! & | ~ < > ( ) { } [ ] : ; , . ? * % ^ $ # @ + -",
    "line\nbreak\ttab\r",
    "\x00\x1f",
    "ünï 漢字 😀",
    "'single'",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_value_cannot_be_anything_but_a_value(attack: str) -> None:
    """Provenance: a weak spot of another integration: names unescaped, and ( ) = ! < > ~ & { } : unquoted."""
    by_value = jql({"field": "labels", "value": attack})
    by_name = jql({"field": "custom_field", "custom_field": attack, "value": "x"})

    assert emulated._tokens(by_value)[2:] == [quoted(attack.strip())]
    assert emulated._tokens(by_name) == [quoted(attack.strip()), "=", '"x"']


@given(st.text(max_size=50))
def test_a_quoted_text_is_one_token_that_means_the_text(text: str) -> None:
    """Provenance: ours."""
    (token,) = emulated._tokens(quoted(text))

    assert emulated._unquoted(token) == text
    assert "\n" not in token


def test_a_quoted_value_finds_what_it_says() -> None:
    """Provenance: ours."""
    query = jql({"field": "summary", "operator": "~", "value": '`sometimes` | "really"'})

    assert [issue.key for issue in emulated.found(query, first_store())] == ["EX-2"]
