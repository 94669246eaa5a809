"""The declared response schemas and the renderers against recorded traffic and the vendor's own examples."""

import json
from pathlib import Path

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Ok
from pytest_mcp_contract.reference.servers.zendesk import rendering
from pytest_mcp_contract.reference.servers.zendesk.rendering_metrics import render_metrics
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    FieldsAnswer,
    MetricAnswer,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketAnswer,
    TicketMetric,
    UpdateAnswer,
    User,
    UsersAnswer,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import TicketView
from pytest_mcp_contract.reference.servers.zendesk.wording import person
from tests.reference.real_traffic import LEAKS, Recording, Renderer, complaints, recordings

DESCRIPTION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "openapi" / "zendesk.json"


def shown(ticket: Ticket) -> str:
    """A ticket by itself."""
    return rendering.render_ticket(TicketView(ticket))


def ticket(body: JSON) -> list[str]:
    """A ticket."""
    return [shown(TicketAnswer.model_validate(body).ticket)]


def tickets(body: JSON) -> list[str]:
    """A list of tickets, each by itself."""
    assert isinstance(body, dict)
    listed = body["tickets"]
    assert isinstance(listed, list)
    return [shown(Ticket.model_validate(one)) for one in listed] or [""]


def updated(body: JSON) -> list[str]:
    """A ticket after an update, as the ticket and as an answer to a reply."""
    answer = UpdateAnswer.model_validate(body)
    return [shown(answer.ticket), rendering.render_reply(answer, answer.ticket.id, public=True)]


def search(body: JSON) -> list[str]:
    """A search."""
    return [rendering.render_search(SearchAnswer.model_validate(body), number=1, per_page=100)]


def comments(body: JSON) -> list[str]:
    """A conversation with its files."""
    read = Ok(CommentsAnswer.model_validate(body))
    view = TicketView(Ticket(id=1), comments=read, shows_conversation=True, shows_attachments=True)
    return [rendering.render_ticket(view)]


def metric(body: JSON) -> list[str]:
    """The metrics of a ticket, which the vendor's example has in a list."""
    found = MetricAnswer.model_validate(body).ticket_metric
    return [render_metrics(Ok(one)) for one in ([found] if isinstance(found, TicketMetric) else found)]


def users(body: JSON) -> list[str]:
    """Some users."""
    found = {user.id: user for user in UsersAnswer.model_validate(body).users}
    return [person(one, found, is_complete=True) for one in found] or [""]


def user(body: JSON) -> list[str]:
    """One user."""
    assert isinstance(body, dict)
    one = User.model_validate(body["user"])
    return [person(one.id, {one.id: one}, is_complete=True)]


def fields(body: JSON) -> list[str]:
    """Some ticket fields."""
    answer = FieldsAnswer.model_validate(body)
    return [rendering.render_fields(answer, include_inactive=True, per_page=100, is_first=True)]


def field(body: JSON) -> list[str]:
    """One ticket field."""
    assert isinstance(body, dict)
    return fields({"ticket_fields": [body["ticket_field"]]})


def tags(body: JSON) -> list[str]:
    """The tags of a ticket."""
    return [rendering.render_tags(TagsAnswer.model_validate(body), 1, [], replaced=False)]


API = r"/api/v2"
SHAPES: dict[str, Renderer] = {
    rf"GET {API}/tickets/\d+(?:\.json)?": ticket,
    rf"POST {API}/tickets(?:\.json)?": updated,
    rf"PUT {API}/tickets/\d+(?:\.json)?": updated,
    rf"GET {API}/(?:\w+/\d+/)?tickets(?:/\w+)?(?:\.json)?": tickets,
    rf"GET {API}/incremental/tickets(?:/cursor)?(?:\.json)?": tickets,
    rf"GET {API}/tickets/\d+/comments(?:\.json)?": comments,
    rf"GET {API}/tickets/\d+/metrics(?:\.json)?": metric,
    rf"(?:GET|PUT|POST) {API}/tickets/\d+/tags(?:\.json)?": tags,
    rf"GET {API}/search(?:\.json)?": search,
    rf"GET {API}/users(?:/show_many|/search)?(?:\.json)?": users,
    rf"(?:GET|PUT|DELETE) {API}/users/(?:\d+|me)(?:\.json)?": user,
    rf"POST {API}/users(?:\.json)?": user,
    rf"GET {API}/ticket_fields(?:/show_many)?(?:\.json)?": fields,
    rf"(?:GET|PUT) {API}/ticket_fields/\d+(?:\.json)?": field,
    rf"POST {API}/ticket_fields(?:\.json)?": field,
}
EXAMPLES: dict[str, Renderer] = {
    "TicketResponseExample": ticket,
    "TicketUpdateResponseExample": updated,
    "TicketCommentsResponseExample": comments,
    "TicketMetricResponseExample": metric,
    "SearchResponseExample": search,
    "ShowManyUsersResponseExample": users,
    "UsersResponseExample": users,
    "TicketFieldsResponseExample": fields,
    "TagsByObjectIdResponse": tags,
    "AddTagsByObjectIdResponseExample": tags,
}


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("zendesk", SHAPES)


@pytest.mark.shared_data
def test_every_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    print(f"{len(found)} recordings")  # noqa: T201

    assert found
    assert complaints(found, internal="/api/v2/") == {}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_of_the_vendor_validates_and_renders(name: str) -> None:
    """Provenance: the examples of answers in the vendor's API description."""
    if not DESCRIPTION.is_file():
        pytest.skip(f"there is no description of the API: {DESCRIPTION} is absent")
    examples = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["components"]["examples"]

    texts = EXAMPLES[name](examples[name]["value"])

    assert texts
    assert all(text and not LEAKS.search(text) for text in texts)
