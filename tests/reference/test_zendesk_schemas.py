"""What the schemas accept: all that recorded traffic holds, and nothing that cannot be shown."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    Comment,
    CommentsAnswer,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketAnswer,
    UpdateAnswer,
    User,
)

TICKET_NULLS = (
    "assignee_id due_at external_id forum_topic_id group_id organization_id priority problem_id recipient "
    "satisfaction_probability satisfaction_rating type"
)
USER_NULLS = "alias email custom_role_id default_group_id external_id organization_id phone photo role_type"


@pytest.mark.parametrize(
    ("model", "names"), [(Ticket, TICKET_NULLS), (User, USER_NULLS)], ids=["ticket", "user"]
)
def test_what_is_null_or_absent_in_recorded_traffic_is_accepted(model: type[BaseModel], names: str) -> None:
    """Provenance: counts over recordings of public API client test suites."""
    model.model_validate({"id": 1})
    model.model_validate({"id": 1, **dict.fromkeys(names.split())})


@pytest.mark.parametrize("name", ["created_at", "plain_body", "via", "metadata", "audit_id"])
def test_a_comment_may_lack_what_most_recorded_ones_lack(name: str) -> None:
    """Provenance: 103 of 116 recorded comments have no date."""
    comment: dict[str, JSON] = {
        "id": 1,
        "author_id": 2,
        "body": "Hello",
        "plain_body": "Hello",
        "public": True,
        "created_at": "2026-03-02T09:00:00Z",
    }
    comment.pop(name, None)

    assert Comment.model_validate(comment).body == "Hello"


@pytest.mark.parametrize("value", [None, "", "text", 5, 5.5, True, ["a", "b"], {"id": 1}])
def test_a_custom_field_has_any_value(value: JSON) -> None:
    """Provenance: recorded are texts and null; the vendor documents numbers, booleans and lists."""
    ticket = Ticket.model_validate({"id": 1, "custom_fields": [{"id": 36, "value": value}]})

    assert ticket.custom_fields is not None
    assert ticket.custom_fields[0].value == value


def test_new_words_of_zendesk_are_taken_as_they_are() -> None:
    """Provenance: ours. An account can add its own statuses, and channels come and go."""
    ticket = Ticket.model_validate({"id": 1, "status": "paused", "via": {"channel": "telepathy"}, "new": 1})

    assert ticket.status == "paused"
    assert ticket.model_extra == {"new": 1}


def test_a_date_is_kept_in_utc() -> None:
    """Provenance: ours."""
    ticket = Ticket.model_validate({"id": 1, "due_at": "2026-03-02T01:00:00+02:00"})

    assert ticket.due_at == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)


def test_search_results_of_other_kinds_are_accepted() -> None:
    """Provenance: the vendor's example of a search finds groups."""
    group: JSON = {
        "id": 211,
        "name": "Hello DJs",
        "result_type": "group",
        "url": "https://foo/groups/211.json",
    }

    assert SearchAnswer.model_validate({"results": [group], "count": 1, "facets": None}).results[0].id == 211


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (TicketAnswer, {}),
        (TicketAnswer, {"ticket": None}),
        (TicketAnswer, {"ticket": {"id": "1"}}),
        (TicketAnswer, {"ticket": {"id": 2**70}}),
        (TicketAnswer, {"tickets": [{"id": 1}]}),
        (CommentsAnswer, {"comments": None}),
        (CommentsAnswer, {"comments": [None]}),
        (SearchAnswer, {"results": []}),
        (SearchAnswer, {"results": [], "count": "0"}),
        (UpdateAnswer, {"audit": {"events": []}}),
        (TagsAnswer, {"tags": None}),
        (TagsAnswer, {"tags": [1]}),
    ],
)
def test_what_cannot_be_shown_is_refused(model: type[BaseModel], body: JSON) -> None:
    """Provenance: ours."""
    with pytest.raises(ValidationError):
        model.model_validate(body)
