"""The server as a client sees it."""

from collections.abc import Iterator

import pytest
from mcp.server import MCPServer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.reference.constants import REGISTRY
from pytest_mcp_contract.reference.entries.salesforce import ENTRY
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.salesforce import create_server
from pytest_mcp_contract.reference.servers.salesforce.utils import BASE_URL_ENV, TOKEN_ENV
from tests.emulators.loopback import serve
from tests.emulators.salesforce import create_app
from tests.reference.sessions import TOKEN, call, tools_of

ACME = "001000000000001AAA"
ROW = Registry.model_validate({**REGISTRY, "names": ["salesforce"], "servers": {"salesforce": ENTRY}})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A Salesforce server that talks to an emulator of its own."""
    with serve(create_app()) as url:
        monkeypatch.setenv(BASE_URL_ENV, url)
        monkeypatch.setenv(TOKEN_ENV, TOKEN)
        yield create_server()


def schema(server: MCPServer, tool: str, parameter: str) -> dict[str, JSON]:
    """The schema of one parameter."""
    found = next(one for one in tools_of(server) if one.name == tool)
    properties: dict[str, dict[str, JSON]] = found.input_schema["properties"]
    return properties[parameter]


def test_without_the_address_of_the_account_a_call_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Provenance: ours. There is no address that fits all accounts."""
    monkeypatch.delenv(BASE_URL_ENV, raising=False)
    monkeypatch.setenv(TOKEN_ENV, TOKEN)

    ((text, is_error),) = call(create_server(), ("list_objects", {}))

    assert is_error
    assert text.startswith("Salesforce was not asked for the list of objects, because its address is not")
    assert "set SALESFORCE_INSTANCE_URL to the account's https:// address" in text


def test_all_examples_of_the_entry_end_as_they_say(server: MCPServer) -> None:
    """Provenance: ours."""
    for tool, config in ROW.servers["salesforce"].tools.items():
        for example in config.examples:
            ((text, is_error),) = call(server, (tool, dict(example.arguments)))
            assert is_error is (example.expect == "error"), f"{tool}/{example.name}: {text}"


def test_a_query_can_be_read_to_its_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours. Three pages, none of which fits into one reply."""
    query: JSON = "SELECT Id, Name FROM Reading__c"
    arguments: dict[str, JSON] = {}
    texts: list[str] = []
    while not texts or arguments:
        ((text, is_error),) = call(server, ("execute_read_query", {"query": query, **arguments}))
        assert not is_error, text
        texts.append(text)
        _, _, said = text.partition("More records follow: call execute_read_query again with ")
        arguments = {}
        for part in filter(None, said.rstrip(".").split(" and ")):
            name, _, value = part.partition("=")
            arguments[name] = int(value) if name == "start_at" else value.strip('"')

    assert len(texts) > 3
    assert sum(text.count("\n| a02") for text in texts) == 450


@pytest.mark.parametrize(
    "cursor",
    ["../sobjects", "01g/../../sobjects", "01g?q=SELECT", "https://evil.example", "..", "", "01g-", "01g%2e"],
)
def test_a_cursor_that_could_lead_elsewhere_is_refused(server: MCPServer, cursor: str) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(
        server, ("execute_read_query", {"query": "SELECT Id FROM Account", "cursor": cursor})
    )

    assert is_error
    assert "validation error" in text


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM Account", "FIND {Acme}", "UPDATE Account SET Name = 'x'", "SELECTED", "x SELECT"],
)
def test_only_a_select_is_a_query(server: MCPServer, query: str) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("execute_read_query", {"query": query}))

    assert is_error
    assert "validation error" in text


def test_a_query_that_locks_records_is_refused_with_the_way_out(server: MCPServer) -> None:
    """Provenance: ours. The tool is one that nobody is asked about."""
    ((text, is_error),) = call(
        server, ("execute_read_query", {"query": "SELECT Id FROM Account LIMIT 1 FOR UPDATE"})
    )

    assert is_error
    assert text == (
        "Salesforce was not asked, because FOR UPDATE in the query changes something; "
        "take it out and call again."
    )


@pytest.mark.parametrize(
    "text", ["  select Id from Account ", "SELECT\n Id\nFROM Account", "\tSeLeCt Id FROM Account"]
)
def test_a_query_may_be_written_in_any_case_and_over_lines(server: MCPServer, text: str) -> None:
    """Provenance: ours."""
    ((shown, is_error),) = call(server, ("execute_read_query", {"query": text}))

    assert not is_error, shown
    assert shown.startswith("3 records:")


def test_what_was_created_can_be_read_and_changed(server: MCPServer) -> None:
    """Provenance: ours."""
    contact: dict[str, JSON] = {"object_name": "Contact", "record_id": "003000000000005AAA"}
    (created, _), (updated, _), (read, _) = call(
        server,
        ("create_record", {"object_name": "Contact", "values": {"LastName": "Roe", "Title": "CTO"}}),
        ("update_record", {**contact, "values": {"FirstName": "Jo", "Title": None}}),
        ("get_record", {**contact, "fields": ["LastName", "FirstName", "Title"]}),
    )

    assert created.startswith("Created Contact 003000000000005AAA.\n")
    assert updated.startswith("Updated Contact 003000000000005AAA: set FirstName; cleared Title.\n")
    assert "- LastName: Roe\n- FirstName: Jo\n" in read
    assert read.endswith("Empty: Title.")


@pytest.mark.parametrize(
    "object_name", ["Forbidden__c", "RowFails__c", "Broken__c", "Html__c", "WrongShape__c"]
)
def test_a_write_that_did_not_happen_is_never_reported_as_done(server: MCPServer, object_name: str) -> None:
    """Provenance: ours."""
    replies = call(
        server,
        ("create_record", {"object_name": object_name, "values": {"Name": "x"}}),
        ("update_record", {"object_name": object_name, "record_id": ACME, "values": {"Name": "x"}}),
    )

    for text, is_error in replies:
        assert is_error
        assert "Created" not in text
        assert "Updated" not in text


@pytest.mark.parametrize("values", [{}, {"": "x"}, {"a b": "x"}, {"Name": {"nested": "x"}}, {"Name": ["x"]}])
def test_values_that_no_record_can_have_are_not_sent(server: MCPServer, values: JSON) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("create_record", {"object_name": "Account", "values": values}))

    assert is_error
    assert "validation error" in text


def test_values_keep_their_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. `true` is no 1, "1" is no 1 either, and null clears a field."""
    bodies: list[JSON] = []

    async def keep(request: Request) -> Response:
        bodies.append(await request.json())
        return JSONResponse({"id": ACME, "success": True, "errors": []}, status_code=201)

    values: dict[str, JSON] = {
        "Name": "1",
        "Active__c": True,
        "Employees__c": 1,
        "Score__c": 1.5,
        "Phone": None,
    }
    with serve(Starlette(routes=[Route("/{path:path}", keep, methods=["POST"])])) as url:
        monkeypatch.setenv(BASE_URL_ENV, url)
        monkeypatch.setenv(TOKEN_ENV, TOKEN)
        call(create_server(), ("create_record", {"object_name": "Account", "values": values}))

    assert [repr(body) for body in bodies] == [repr(values)]


def test_the_server_lists_the_tools_of_its_entry_with_stakes_that_fit(server: MCPServer) -> None:
    """Provenance: ours."""
    stakes = ROW.servers["salesforce"].tools_stakes or {}
    tools = {tool.name: tool for tool in tools_of(server)}

    assert set(tools) == set(stakes) == set(ROW.servers["salesforce"].tools)
    for name, tool in tools.items():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (stakes[name] == "never_ask"), name
        assert tool.annotations.destructive_hint is False, name


def test_no_reply_and_no_error_holds_the_token(server: MCPServer) -> None:
    """Provenance: ours. `call` looks at every text."""
    failing = ["Expired__c", "Forbidden__c", "Exhausted__c", "Limited__c", "Broken__c", "Maintenance__c"]
    calls: list[tuple[str, dict[str, JSON]]] = [
        ("describe_object", {"object_name": name}) for name in failing
    ]
    replies = call(server, *calls)

    assert all(is_error for _, is_error in replies)


def test_two_servers_can_be_two_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The address is read when a server is made."""
    monkeypatch.setenv(TOKEN_ENV, TOKEN)
    with serve(create_app()) as one, serve(create_app()) as other:
        monkeypatch.setenv(BASE_URL_ENV, one)
        first = create_server()
        monkeypatch.setenv(BASE_URL_ENV, f"{other}/")
        second = create_server()

        call(first, ("create_record", {"object_name": "Account", "values": {"Name": "Only here"}}))
        query: dict[str, JSON] = {"query": "SELECT COUNT() FROM Account"}
        counts = [call(server, ("execute_read_query", query))[0][0] for server in (first, second)]

    assert counts == ["4 records match the query.", "3 records match the query."]
