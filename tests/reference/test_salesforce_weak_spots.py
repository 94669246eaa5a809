"""What goes wrong where Salesforce is connected in haste, each by its name."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from mcp.server import MCPServer
from pydantic import ValidationError

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers import salesforce
from pytest_mcp_contract.reference.servers.salesforce import api_helper, create_server
from pytest_mcp_contract.reference.servers.salesforce.schemas import FileRecord
from pytest_mcp_contract.reference.servers.salesforce.utils import (
    API_VERSION,
    BASE_URL_ENV,
    PLATFORM,
    TOKEN_ENV,
)
from tests.emulators.loopback import serve
from tests.emulators.salesforce import create_app
from tests.reference.sessions import TOKEN, call

ACME = "001000000000001AAA"
ACCOUNTS: dict[str, JSON] = {
    "query": "SELECT Id, Name, Parent.Name, Phone, (SELECT Name FROM Contacts) FROM Account"
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A Salesforce server that talks to an emulator of its own."""
    with serve(create_app()) as url:
        monkeypatch.setenv(BASE_URL_ENV, url)
        monkeypatch.setenv(TOKEN_ENV, TOKEN)
        yield create_server()


def test_the_identity_is_not_asked_before_each_call() -> None:
    """Provenance: a well-known integration asks who the user is before anything else, at every call."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={"totalSize": 0, "done": True, "records": []})

    api = HttpApi(PLATFORM, "https://example.my.salesforce.com", transport=httpx.MockTransport(answer))

    asyncio.run(api_helper.run_query(TOKEN, api, "SELECT Id FROM Account", cursor=None))

    assert asked == [f"/services/data/{API_VERSION}/query"]


def test_the_version_of_the_api_stands_in_one_place() -> None:
    """Provenance: a version per call is a schema per call."""
    folder = Path(salesforce.__file__).parent
    written = [
        f"{file.name}: {found[0]}"
        for file in sorted(folder.glob("*.py"))
        for found in re.finditer(r"\bv\d\d\.\d", file.read_text(encoding="utf-8"))
    ]

    assert written == [f"utils.py: {API_VERSION}"]


def test_attributes_are_not_shown_to_the_model(server: MCPServer) -> None:
    """Provenance: a well-known integration prints type and url of each record and parent."""
    (listed, _), (read, _) = call(
        server,
        ("execute_read_query", ACCOUNTS),
        ("get_record", {"object_name": "Account", "record_id": ACME}),
    )

    for text in (listed, read):
        assert "attributes" not in text
        assert "/services/data" not in text


def test_nested_records_are_neither_json_nor_the_words_of_a_language(server: MCPServer) -> None:
    """Provenance: parents and children used to be handed on as objects."""
    ((text, _),) = call(server, ("execute_read_query", ACCOUNTS))

    assert "- Parent.Name: Acme | *Rockets*\n" in text
    assert "- Contacts: 2 records\n  - Name: Jane Doe\n" in text
    assert not any(mark in text for mark in ("{", "totalSize", "None", "null", "True"))


def test_more_records_than_a_page_can_be_read(server: MCPServer) -> None:
    """Provenance: a well-known integration says "paginate" and has no argument for it."""
    query: dict[str, JSON] = {"query": "SELECT Id, Name, Value__c FROM Reading__c", "start_at": 200}

    ((text, _),) = call(server, ("execute_read_query", query))
    cursor = text.rpartition('cursor="')[2].removesuffix('".')
    ((second, is_error),) = call(server, ("execute_read_query", {**query, "start_at": 1, "cursor": cursor}))

    assert not is_error
    assert "| R-0201 |" in second


def test_files_are_lines_and_not_the_rows_of_a_query(server: MCPServer) -> None:
    """Provenance: a well-known integration answers with the JSON of three queries."""
    ((text, _),) = call(server, ("list_attachments", {"record_id": ACME}))

    assert text.startswith(f"3 files on record {ACME}:\n\n- attachment 00P")
    assert "{" not in text


def test_a_failed_row_of_a_write_is_an_error_and_not_a_number_in_a_success(server: MCPServer) -> None:
    """Provenance: "Update completed: 0 successful, 1 failed" used to be a success to the caller."""
    ((text, is_error),) = call(
        server, ("update_record", {"object_name": "RowFails__c", "record_id": ACME, "values": {"Name": "x"}})
    )

    assert is_error
    assert "FIELD_CUSTOM_VALIDATION_EXCEPTION on CloseDate__c: The close date must be in the future" in text


def test_values_of_a_picklist_beyond_the_first_can_be_seen(server: MCPServer) -> None:
    """Provenance: a well-known integration shows five and has no way to the others."""
    (short, _), (whole, _) = call(
        server,
        ("describe_object", {"object_name": "Invoice__c"}),
        ("describe_object", {"object_name": "Invoice__c", "filter": "Region__c"}),
    )

    assert "Region 08; and 22 more" in short
    assert 'More values follow: call describe_object again with filter="Region__c".' in short
    assert "Region 30" in whole


@pytest.mark.parametrize(
    "record_id", ["0" * 14, "0" * 16, "0" * 17, "0" * 19, "00100000000000'", "001' OR Id != ''"]
)
def test_an_id_has_15_or_18_letters_and_digits(server: MCPServer, record_id: str) -> None:
    """Provenance: a well-known integration takes 16 and 17; the id goes into a query."""
    ((text, is_error),) = call(server, ("list_attachments", {"record_id": record_id}))

    assert is_error
    assert "validation error" in text


@pytest.mark.parametrize("object_name", ["Broken__c", "Maintenance__c"])
def test_a_failure_of_salesforce_is_a_reply_and_no_exception(server: MCPServer, object_name: str) -> None:
    """Provenance: a well-known integration throws at HTTP 500 and above."""
    ((text, is_error),) = call(server, ("describe_object", {"object_name": object_name}))

    assert is_error
    assert text.startswith(f"Salesforce failed for object {object_name} (HTTP 50")
    assert text.endswith("the cause is on its side, so try again in a few minutes.")


def test_an_answer_of_another_shape_is_not_shown(server: MCPServer) -> None:
    """Provenance: a well-known integration validates nothing."""
    replies = call(
        server,
        ("execute_read_query", {"query": "SELECT Id FROM WrongShape__c"}),
        ("describe_object", {"object_name": "WrongShape__c"}),
        ("get_record", {"object_name": "WrongShape__c", "record_id": ACME}),
    )

    for text, is_error in replies:
        assert is_error
        assert "an answer of an unexpected shape" in text


def test_a_description_of_many_fields_is_shown_in_parts(server: MCPServer) -> None:
    """Provenance: recorded descriptions have up to 390 kB."""
    ((text, _),) = call(server, ("describe_object", {"object_name": "Account"}))

    assert "## Fields (20)" in text
    assert len(text) < 3_000


def test_a_date_that_utc_does_not_have_is_refused() -> None:
    """Provenance: ours. It used to pass the schema and to raise where it was shown."""
    with pytest.raises(ValidationError, match="outside of the calendar"):
        FileRecord.model_validate(
            {"attributes": {"type": "Attachment"}, "LastModifiedDate": "0001-01-01T00:00:00.000+1400"}
        )
