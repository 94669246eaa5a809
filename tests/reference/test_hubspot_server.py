"""The server as a client sees it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from mcp.server import MCPServer

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.reference.entries.hubspot import ENTRY
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.oauth.hubspot import PROVIDER
from pytest_mcp_contract.reference.servers.hubspot import create_server
from pytest_mcp_contract.reference.servers.hubspot.utils import BASE_URL_ENV, DEFAULT_BASE_URL, TOKEN_ENV
from tests.emulators.hubspot import create_app
from tests.emulators.loopback import serve
from tests.reference.sessions import TOKEN, call, tools_of

GUESTS: JSON = [{"property": "company", "operator": "EQ", "values": ["Grand Hotel"]}]
CASSETTES = Path(__file__).resolve().parents[2] / "cassettes" / "hubspot"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A HubSpot server that talks to an emulator of its own, always at the same moment."""
    with serve(create_app()) as url:
        monkeypatch.setenv(BASE_URL_ENV, url)
        monkeypatch.setenv(TOKEN_ENV, TOKEN)
        yield create_server(lambda: datetime(2026, 3, 20, 9, 0, tzinfo=UTC))


def test_the_entry_is_one_that_a_registry_takes(server: MCPServer) -> None:
    """Provenance: ours."""
    registry: dict[str, object] = {"format": 1, "names": ["hubspot"], "servers": {"hubspot": ENTRY}}
    entry = Registry.model_validate(registry).servers["hubspot"]

    assert {tool.name for tool in tools_of(server)} == set(entry.tools_stakes or {}) == set(entry.tools)
    assert entry.token_env == TOKEN_ENV
    assert entry.upstream == {BASE_URL_ENV: DEFAULT_BASE_URL}
    assert PROVIDER.name == "hubspot"


def test_every_parameter_is_described(server: MCPServer) -> None:
    """Provenance: ours."""
    for tool in tools_of(server):
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), f"{tool.name}.{name}"


def test_no_cassette_holds_a_token_or_asks_for_one() -> None:
    """Provenance: ours. HubSpot has an endpoint with the token in its path."""
    files = sorted(CASSETTES.rglob("*.yaml"))

    assert files
    for file in files:
        for interaction in yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"]:
            assert interaction["request"]["headers"]["authorization"] == ["REDACTED"], file
            assert "access-tokens" not in interaction["request"]["uri"], file


def test_without_an_address_the_real_api_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Without a token nothing is asked there."""
    monkeypatch.delenv(BASE_URL_ENV, raising=False)
    monkeypatch.delenv(TOKEN_ENV, raising=False)

    ((text, is_error),) = call(create_server(), ("get_contact", {"contact": "51"}))

    assert is_error
    assert text.startswith("HubSpot is not connected: there is no access token; set HUBSPOT_TOKEN ")


def test_a_contact_is_the_same_by_id_and_by_address(server: MCPServer) -> None:
    """Provenance: ours."""
    by_id, by_address = call(
        server,
        ("get_contact", {"contact": "51"}),
        ("get_contact", {"contact": "ada.lovelace@example.com"}),
    )

    assert by_id == by_address
    assert by_id[0].startswith("# Contact 51: Ada Lovelace\n\n- email: ada.lovelace@example.com\n")


def test_chosen_properties_are_shown_and_no_others(server: MCPServer) -> None:
    """Provenance: ours. HubSpot sends six more than it was asked for."""
    ((text, _),) = call(
        server, ("get_contact", {"contact": "51", "properties": ["hs_lead_status", "hs_lead_status"]})
    )

    assert text == (
        "# Contact 51: Ada Lovelace\n\n- hs_lead_status: NEW\n"
        "- Link: https://app.hubspot.com/contacts/4422/record/0-1/51"
    )


def test_a_search_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    arguments: dict[str, JSON] = {"object_type": "contacts", "filters": GUESTS, "limit": 20}
    ids: list[str] = []
    after: str | None = None
    for _ in range(9):
        ((text, is_error),) = call(server, ("search_crm_objects", {**arguments, "after": after}))
        assert not is_error
        ids += re.findall(r"^### (\d+)", text, re.MULTILINE)
        following = re.search(r'call search_crm_objects again with after="(\d+)"\.$', text)
        if following is None:
            break
        after = following[1]

    assert len(ids) == len(set(ids)) == 45


@pytest.mark.parametrize(
    ("tool", "arguments", "row", "number"),
    [
        (
            "list_associations",
            {"object_type": "companies", "record_id": "302", "to_object_type": "contacts", "limit": 20},
            r"^- (\d+)",
            46,
        ),
        ("list_owners", {"limit": 2}, r"^- (\d+)", 3),
        ("list_properties", {"object_type": "contacts"}, r"^- (\w+) \(", 136),
        (
            "list_properties",
            {"object_type": "companies", "name_contains": "industry"},
            r"^- ([A-Z]+_\d+)",
            360,
        ),
    ],
    ids=["associations", "owners", "properties", "options"],
)
def test_a_list_can_be_read_to_the_end_by_doing_what_it_says(
    server: MCPServer, tool: str, arguments: dict[str, JSON], row: str, number: int
) -> None:
    """Provenance: ours."""
    rows: list[str] = []
    for _ in range(9):
        ((text, is_error),) = call(server, (tool, arguments))
        assert not is_error
        rows += re.findall(row, text, re.MULTILINE)
        following = re.search(rf"call {tool} again with (\w+)=(.+)\.$", text)
        if following is None:
            break
        arguments = {**arguments, following[1]: json.loads(following[2])}

    assert len(rows) == len(set(rows)) == number


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ([{"property": "email", "operator": "HAS_PROPERTY"}], "47"),
        ([{"property": "lifecyclestage", "operator": "IN", "values": ["customer", "lead"]}], "1"),
        ([{"property": "createdate", "operator": "GTE", "values": ["2026-03-03"]}], "2"),
        ([{"property": "createdate", "operator": "LT", "values": ["2026-03-02T09:00:00Z"]}], "45"),
        ([{"property": "createdate", "operator": "BETWEEN", "values": ["2026-03-02", "2026-03-03"]}], "1"),
    ],
)
def test_a_count_follows_the_filters(server: MCPServer, filters: JSON, number: str) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("count_objects", {"object_type": "contacts", "filters": filters}))

    assert not is_error
    assert text.startswith(f"{number} contact")


@pytest.mark.parametrize("tool", ["search_crm_objects", "count_objects"])
def test_a_filter_that_makes_no_sense_is_told_in_one_sentence(server: MCPServer, tool: str) -> None:
    """Provenance: ours."""
    filters: JSON = [{"property": "createdate", "operator": "BETWEEN", "values": ["2026-03-02"]}]

    ((text, is_error),) = call(server, (tool, {"object_type": "contacts", "filters": filters}))

    assert is_error
    assert text.startswith("Nothing was searched, because the filter on createdate has 1 value, ")


def test_what_was_created_can_be_found_read_and_linked(server: MCPServer) -> None:
    """Provenance: ours."""
    (contact, _), (deal, _), (linked, _), (deals, _), (read, _) = call(
        server,
        (
            "create_contact",
            {"email": "new@example.com", "first_name": "New", "properties": {"email": "old@example.com"}},
        ),
        ("create_deal", {"name": "Big", "stage": "closedwon", "amount": 10.5, "close_date": "2026-06-30"}),
        (
            "create_association",
            {
                "from_object_type": "deals",
                "from_record_id": "90002",
                "to_object_type": "contacts",
                "to_record_id": "90001",
            },
        ),
        ("list_associations", {"object_type": "contacts", "record_id": "90001", "to_object_type": "deals"}),
        ("get_deal", {"deal_id": "90002"}),
    )

    assert contact.startswith("Created contact 90001: New\n\n- email: new@example.com\n")
    assert deal.startswith("Created deal 90002: Big\n")
    assert linked == "Associated deal 90002 with contact 90001."
    assert deals.startswith("1 deal associated with contact 90001, by id:\n\n- 90002\n")
    assert "- amount: 10.5\n" in read
    assert "- closedate: 2026-06-30\n" in read


def test_a_contact_without_a_name_is_not_created(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("create_contact", {"phone": "1"}))

    assert is_error
    assert text == "No contact was created, because it has no name; pass email, first_name or last_name."


def test_a_note_without_a_date_is_of_now(server: MCPServer) -> None:
    """Provenance: ours. HubSpot requires a date."""
    put_on: JSON = [{"object_type": "contacts", "record_id": "51"}] * 2

    (created, _), (found, _) = call(
        server,
        ("create_note", {"text": "One <b>\ntwo", "put_on": put_on}),
        ("search_crm_objects", {"object_type": "notes", "query": "one"}),
    )

    assert created.startswith("Created note 90001 on contact 51.\n")
    assert "- hs_note_body: One <b> two\n- hs_timestamp: 2026-03-20 09:00 UTC\n" in found


def test_a_blank_note_is_not_created(server: MCPServer) -> None:
    """Provenance: ours."""
    put_on: JSON = [{"object_type": "contacts", "record_id": "51"}]

    ((text, is_error),) = call(server, ("create_note", {"text": " \n", "put_on": put_on}))

    assert is_error
    assert text == "No note was created, because its text is blank; pass what it says."


def test_an_update_changes_what_was_named_and_nothing_else(server: MCPServer) -> None:
    """Provenance: ours."""
    (updated, _), (read, _) = call(
        server,
        ("update_contact", {"contact": "51", "properties": {"jobtitle": "Director", "phone": None}}),
        ("get_contact", {"contact": "51", "properties": ["jobtitle", "phone", "company"]}),
    )

    assert updated.startswith("Updated contact 51: Ada Lovelace\n\n- jobtitle: Director\n- Cleared: phone\n")
    assert "- jobtitle: Director\n- company: Analytical Engines\n" in read
    assert read.endswith("Without a value: phone.")


def test_one_bad_value_leaves_everything_as_it_was(server: MCPServer) -> None:
    """Provenance: ours."""
    (refused, is_error), (read, _) = call(
        server,
        ("update_deal", {"deal_id": "401", "properties": {"amount": 1, "dealstage": "someday"}}),
        ("get_deal", {"deal_id": "401"}),
    )

    assert is_error
    assert "dealstage: someday was not one of the allowed options" in refused
    assert "- amount: 1500.00\n" in read


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_contact", {"contact": "51/../52"}),
        ("get_contact", {"contact": "ada"}),
        ("get_deal", {"deal_id": ""}),
        ("update_deal", {"deal_id": "401", "properties": {}}),
        ("create_note", {"text": "x", "put_on": []}),
        ("create_note", {"text": "x", "put_on": [{"object_type": "contacts", "record_id": "51", "x": 1}]}),
        ("search_crm_objects", {"object_type": "contacts", "filters": [{"operator": "EQ"}]}),
        ("search_crm_objects", {"object_type": "contacts", "after": "-1"}),
        ("list_owners", {"email": "ada"}),
    ],
)
def test_what_cannot_make_sense_is_refused_before_it_is_sent(
    server: MCPServer, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: ours."""
    ((_, is_error),) = call(server, (tool, arguments))

    assert is_error
