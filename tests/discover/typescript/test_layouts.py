"""Every layout of a registry in TypeScript, read whole: sound ones are left alone, violations are found."""

from pathlib import Path

import pytest

from pytest_mcp_contract.discover.typescript import read_typescript
from pytest_mcp_contract.model import Registry, Source
from tests.discover.typescript.layouts import LAYOUTS, write

GET_TICKET = {
    "type": "object",
    "properties": {"ticketId": {"type": "integer", "description": "Number of the ticket, 7."}},
    "required": ["ticketId"],
}


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def registry(layout: str, tmp_path: Path) -> Registry:
    return read_typescript(write(tmp_path, LAYOUTS[layout]))


def test_all_of_it_is_read(registry: Registry) -> None:
    """Provenance: ours, after the facts."""
    assert registry.unread == ()
    assert registry.problems == ()
    assert registry.source is Source.TYPESCRIPT
    assert registry.names == ["tickets", "weather"]
    assert sorted(registry.retired_ids) == [4, 28]
    assert registry.stakes == ["never_ask", "low", "high"]
    assert list(registry.servers) == ["tickets", "weather"]


def test_rows_say_the_same_in_every_layout(registry: Registry) -> None:
    """Provenance: ours, after the facts."""
    tickets, weather = registry.servers.values()

    assert (tickets.problems, weather.problems) == ((), ())
    assert (tickets.id, weather.id) == (1, 2)
    assert (tickets.availability, weather.availability) == ("manual", "auto")
    assert (tickets.allow_multiple_instances, weather.is_preview) == (True, False)
    assert (tickets.is_restricted, weather.is_restricted) == ("({ plan }) => !plan.isPaid", None)
    assert (tickets.timeout_ms, weather.timeout_ms) == (120_000, None)
    assert tickets.tools_retry_policies == {"default": "retry_on_interrupt"}
    assert tickets.tools_stakes == {"get_ticket": "never_ask", "post_reply": "high"}
    assert weather.tools_stakes == {"get_forecast": "never_ask"}
    assert tickets.server_info is not None
    assert tickets.server_info.model_dump(exclude_unset=True) == {
        "name": "tickets",
        "version": "1.0.0",
        "description": "Read and answer support tickets.",
        "icon": "ActionDocumentTextIcon",
        "documentation_url": "https://docs.acme.example/tickets",
    }


def test_tools_are_read_with_their_schemas(registry: Registry) -> None:
    """Provenance: ours, after the facts."""
    read = registry.servers["tickets"].read
    assert read is not None
    assert read.tools is not None

    get_ticket, post_reply = read.tools
    assert (get_ticket.name, get_ticket.description) == (
        "get_ticket",
        "Read one ticket with its conversation.",
    )
    assert get_ticket.input_schema == GET_TICKET
    assert post_reply.description == "Answer a ticket, for its requester to see."
    assert post_reply.required() == ("ticketId", "body")
    assert read.partly == {}


def test_findings_have_a_place_in_the_source(registry: Registry, layout: str, tmp_path: Path) -> None:
    """Provenance: ours. Of a stake in a metadata file, the line there."""
    at = "servers.tickets.tools_stakes.post_reply"
    file, line = registry.file_of(at), registry.line_of(at)
    assert file is not None
    assert line is not None

    text = file.read_text(encoding="utf-8").splitlines()[line - 1]

    assert "post_reply" in text or "high" in text or text.strip() == "{"
    assert file.relative_to(tmp_path).as_posix() == (
        "actions/constants.ts" if layout == "seed" else "actions/servers/tickets/metadata.ts"
    )
