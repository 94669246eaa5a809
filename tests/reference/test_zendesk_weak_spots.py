"""The weak spots of other integrations with Zendesk, each done right here."""

import asyncio

import httpx
import pytest
from pydantic import ValidationError

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.zendesk import api_helper
from pytest_mcp_contract.reference.servers.zendesk.rendering import render_search, render_ticket
from pytest_mcp_contract.reference.servers.zendesk.rendering_metrics import duration, render_metrics
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    MetricAnswer,
    SearchAnswer,
    Ticket,
    TicketMetric,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import TicketView, read_view
from pytest_mcp_contract.reference.servers.zendesk.utils import PLATFORM
from tests.emulators.zendesk import create_app

TOKEN = "secret0123456789"
LEAKS = ("undefined", "None", "null", "NaN")


def view(api: HttpApi, ticket_id: int, *, everything: bool = True) -> Result[TicketView]:
    """All that get_ticket shows of a ticket."""

    async def main() -> Result[TicketView]:
        async with api:
            return await read_view(
                TOKEN,
                api,
                ticket_id,
                include_metrics=everything,
                include_conversation=everything,
                include_attachments=everything,
            )

    return asyncio.run(main())


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    transport = httpx.ASGITransport(create_app())
    return HttpApi(PLATFORM, "https://example.zendesk.com", transport=transport)


def shown(result: Result[TicketView]) -> str:
    """The text of a ticket that could be read."""
    assert isinstance(result, Ok), result
    return render_ticket(result.value)


@pytest.mark.parametrize("absent", [{}, dict.fromkeys(("status", "type", "priority", "subject"))])
def test_weak_spot_status_undefined(absent: dict[str, JSON]) -> None:
    """Provenance: the reference product prints "Status: undefined" and "Type: undefined"."""
    text = render_ticket(TicketView(Ticket.model_validate({"id": 7, **absent})))
    row = render_search(
        SearchAnswer.model_validate({"results": [{"id": 7, **absent}], "count": 1}), number=1, per_page=25
    )

    assert text.splitlines()[0] == "# Ticket #7: (no subject)"
    assert row == "1 matching ticket:\n\n- #7: (no subject)"
    assert not any(word in text for word in LEAKS)


def test_weak_spot_a_real_ticket_is_mostly_null() -> None:
    """Provenance: ours, after recorded traffic, where 666 of 699 tickets have no priority."""
    text = shown(view(emulated(), 2))

    assert text.startswith(
        "# Ticket #2 (new): `Printer` | fails ## on line breaks\n\n- Requester: Anna Okafor"
    )
    assert "- Assignee: nobody\n" in text
    assert not any(word in text for word in LEAKS)


@pytest.mark.parametrize(
    "date", ["", "soon", "2026-13-45T99:00:00Z", "2026-03-02", "0001-01-01T00:00:00+14:00", 1e300, {}]
)
def test_weak_spot_a_bad_date_raises(date: JSON) -> None:
    """Provenance: the reference product calls toISOString, which throws. Here the answer is refused."""
    ticket: JSON = {"ticket": {"id": 1, "created_at": "2026-03-02T09:00:00Z", "due_at": date}}
    api = HttpApi(
        PLATFORM,
        "https://example.zendesk.com",
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=ticket)),
    )

    result = view(api, 1, everything=False)

    assert isinstance(result, Err)
    assert "an answer of an unexpected shape for ticket #1 (at ticket.due_at: " in result.message


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 minutes"),
        (0.4, "0 minutes"),
        (1, "1 minute"),
        (59.4, "59 minutes"),
        (59.6, "1 hour"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (119.6, "2 hours"),
        (1446, "24 hours 6 minutes"),
        (-90, "minus 1 hour 30 minutes"),
        (-0.2, "0 minutes"),
        (1e300, "more than a thousand years"),
    ],
)
def test_weak_spot_sixty_minutes(minutes: float, told: str) -> None:
    """Provenance: the reference product rounds after it split off the hours: 59.6 is its "60 minutes"."""
    assert duration(minutes) == told


def test_weak_spot_fractional_minutes_never_fill_an_hour() -> None:
    """Provenance: ours."""
    assert not any("60 minutes" in duration(tenths / 10) for tenths in range(10_000))


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN"])
def test_weak_spot_a_number_that_json_does_not_have_is_refused(number: str) -> None:
    """Provenance: ours. Python's parser takes them, and rounding them raises."""
    body = f'{{"ticket_metric": {{"on_hold_time_in_minutes": {{"calendar": {number}}}}}}}'.encode()
    api = HttpApi(
        PLATFORM,
        "https://example.zendesk.com",
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body)),
    )

    result = asyncio.run(api_helper.get_metrics(TOKEN, api, 1))

    assert isinstance(result, Err)
    assert "an unexpected shape" in result.message


def test_weak_spot_a_failed_side_request_is_silent() -> None:
    """Provenance: the reference product leaves out custom fields whose names it could not read."""
    text = shown(view(emulated(), 6))

    assert "- Requester: user 199\n" in text
    assert "Some names of people could not be read. Zendesk does not allow this token" in text
    assert "- field 3699: tell nobody\n" in text
    assert "Some names of custom fields could not be read. Zendesk does not allow this token" in text
    assert "## Metrics\n\nThe metrics could not be read. Zendesk found no metrics of ticket #6" in text
    assert "## Conversation\n\nThe comments could not be read. Zendesk does not allow this token" in text
    assert "Only for your eyes." in text


def test_weak_spot_an_exception_of_the_network_escapes() -> None:
    """Provenance: the reference product does not catch what its HTTP client throws."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    api = HttpApi(PLATFORM, "https://example.zendesk.com", transport=httpx.MockTransport(fail))

    result = view(api, 1)

    assert isinstance(result, Err)
    assert result.message.startswith("Zendesk did not answer within 30 seconds for ticket #1; ")


def test_weak_spot_a_field_has_no_type() -> None:
    """Provenance: the schema of the reference product lacks `type`, so it prints "Type: undefined"."""
    fields = asyncio.run(api_helper.list_fields(TOKEN, emulated(), per_page=100, after=None))

    assert isinstance(fields, Ok)
    assert {field.type for field in fields.value.ticket_fields} >= {"tagger", "checkbox", "multiselect"}


def test_weak_spot_metrics_may_come_in_a_list() -> None:
    """Provenance: the vendor's example of the answer shows a list, real answers an object."""
    metric: JSON = {"reopens": 2, "reply_time_in_minutes": {"calendar": None, "business": 5}}

    one = MetricAnswer.model_validate({"ticket_metric": metric}).ticket_metric
    (listed,) = MetricAnswer.model_validate({"ticket_metric": [metric]}).model_dump()["ticket_metric"]

    assert isinstance(one, TicketMetric)
    assert listed == one.model_dump()
    assert "- Reopened: 2\n- First reply after: 5 minutes in business hours" in render_metrics(Ok(one))
    assert render_metrics(Ok(TicketMetric())).endswith("Zendesk has no metrics of this ticket.")


def test_metrics_in_an_empty_list_are_said() -> None:
    """Provenance: ours."""
    api = HttpApi(
        PLATFORM,
        "https://example.zendesk.com",
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"ticket_metric": []})),
    )

    assert render_metrics(asyncio.run(api_helper.get_metrics(TOKEN, api, 1))).endswith(
        "Zendesk has no metrics of this ticket."
    )


def test_weak_spot_a_ticket_without_an_id_is_none() -> None:
    """Provenance: ours. What the text begins with must be there."""
    with pytest.raises(ValidationError):
        Ticket.model_validate({"subject": "Printer"})
