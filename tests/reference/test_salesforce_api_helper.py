"""Requests, continuations, the results of writes, and how Salesforce's errors are told."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

import httpx
import pytest

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.salesforce import api_helper
from pytest_mcp_contract.reference.servers.salesforce.schemas import CreatedRecord, QueryResult, Record
from pytest_mcp_contract.reference.servers.salesforce.soql import cursor_of, effect_of
from pytest_mcp_contract.reference.servers.salesforce.utils import API_VERSION, PLATFORM
from tests.emulators.salesforce import create_app

TOKEN = "00Dsecret0123456789"
INSTANCE = "https://example.my.salesforce.com"
ACME = "001000000000001AAA"
T = TypeVar("T")


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    return HttpApi(PLATFORM, INSTANCE, transport=httpx.ASGITransport(create_app()))


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HttpApi:
    """An API that gives this answer to everything."""
    return HttpApi(PLATFORM, INSTANCE, transport=httpx.MockTransport(answer))


def run(api: HttpApi, request: Callable[[], Coroutine[None, None, Result[T]]]) -> Result[T]:
    """The result of one request, with `api` closed after it."""

    async def main() -> Result[T]:
        async with api:
            return await request()

    return asyncio.run(main())


def query(
    api: HttpApi, text: str = "SELECT Id FROM Account", cursor: str | None = None
) -> Result[QueryResult]:
    """The result of a query."""
    return run(api, lambda: api_helper.run_query(TOKEN, api, text, cursor=cursor))


def get_record(api: HttpApi, object_name: str = "Account", record_id: str = ACME) -> Result[Record]:
    """The result of reading one record."""
    return run(api, lambda: api_helper.get_record(TOKEN, api, object_name, record_id, fields=()))


def create(api: HttpApi, object_name: str = "Account", **values: JSON) -> Result[CreatedRecord]:
    """The result of creating a record."""
    return run(api, lambda: api_helper.create_record(TOKEN, api, object_name, values=values))


def update(api: HttpApi, record_id: str = ACME, **values: JSON) -> Result[None]:
    """The result of changing an account."""
    return run(api, lambda: api_helper.update_record(TOKEN, api, "Account", record_id, values=values))


def sentence(result: Result[object]) -> str:
    """The message of a failure, which keeps the rules that hold for all of them."""
    assert isinstance(result, Err)
    assert len(result.message) < 500
    assert "\n" not in result.message
    assert result.message.endswith(".")
    assert TOKEN not in result.message
    assert not any(mark in result.message for mark in ("<", "{", "Traceback", "None"))
    return result.message


def value(result: Result[T]) -> T:
    """What a request that went well returned."""
    assert isinstance(result, Ok), result
    return result.value


def test_a_created_record_can_be_read_and_changed() -> None:
    """Provenance: ours."""
    api = emulated()

    created = value(create(api, Name="Umbrella")).id
    assert created is not None
    assert update(api, created, Industry="Healthcare") == Ok(None)
    read = value(get_record(api, record_id=created))

    assert (read.fields["Name"], read.fields["Industry"]) == ("Umbrella", "Healthcare")


def test_requests_go_to_the_version_that_the_schemas_are_for() -> None:
    """Provenance: ours."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(404)

    query(answering(answer))
    query(answering(answer), cursor="01g000000000001AAA-200")
    get_record(answering(answer))

    assert [request.url.path for request in seen] == [
        f"/services/data/{API_VERSION}/query",
        f"/services/data/{API_VERSION}/query/01g000000000001AAA-200",
        f"/services/data/{API_VERSION}/sobjects/Account/{ACME}",
    ]
    assert {request.headers["authorization"] for request in seen} == {f"Bearer {TOKEN}"}
    assert [request.headers.get("sforce-query-options") for request in seen] == ["batchSize=200"] * 2 + [None]


def test_all_pages_of_a_query_can_be_read_by_their_cursors() -> None:
    """Provenance: ours. `queryMore` repeats the size of the whole."""
    api, cursor = emulated(), None
    pages: list[QueryResult] = []
    while not pages or cursor:
        pages.append(value(query(api, "SELECT Id FROM Reading__c", cursor)))
        cursor = cursor_of(pages[-1].next_records_url)

    assert [(page.total_size, len(page.records), page.done) for page in pages] == [
        (450, 200, False),
        (450, 200, False),
        (450, 50, True),
    ]
    assert len({str(record.fields["Id"]) for page in pages for record in page.records}) == 450


@pytest.mark.parametrize(
    ("url", "cursor"),
    [
        ("/services/data/v62.0/query/01gRO0000016PIAYA2-500", "01gRO0000016PIAYA2-500"),
        ("/services/data/v26.0/query/01gD", "01gD"),
        (None, ""),
        ("", ""),
        ("https://evil.example/services/data/v62.0/query/01gD", ""),
        ("/services/data/v62.0/query/../sobjects", ""),
        ("/services/data/v62.0/query/01gD?q=SELECT", ""),
        ("/services/data/v62.0/query/01gD/x", ""),
        ("/services/data/v62.0/sobjects/Account", ""),
        ("/services/data/v62.0/query/", ""),
        ("/services/data/v62.0/query/" + "a" * 5_000, ""),
    ],
)
def test_a_cursor_is_the_last_part_of_a_query_path_and_nothing_else(url: str | None, cursor: str) -> None:
    """Provenance: ours."""
    assert cursor_of(url) == cursor


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("SELECT Id FROM Account", ""),
        ("SELECT Id FROM Account FOR VIEW", "FOR VIEW"),
        ("select Id from Account for\n reference", "FOR REFERENCE"),
        ("SELECT Id FROM Account LIMIT 1 FOR UPDATE", "FOR UPDATE"),
        ("SELECT Title FROM FAQ__kav UPDATE TRACKING, VIEWSTAT", "UPDATE TRACKING"),
        ("SELECT Title FROM FAQ__kav UPDATE VIEWSTAT", "UPDATE VIEWSTAT"),
        ("SELECT Id FROM Account WHERE Name = 'Ready for update'", ""),
        (r"SELECT Id FROM Account WHERE Name = 'It\'s for view' FOR VIEW", "FOR VIEW"),
        (r"SELECT Id FROM Account WHERE Name = 'It\'s for view'", ""),
        ("SELECT Id, For_Update__c FROM Account", ""),
    ],
)
def test_a_select_that_changes_something_is_known_by_its_clause(text: str, effect: str) -> None:
    """Provenance: Salesforce's SOQL reference: these clauses mark records as viewed, lock or count them."""
    assert effect_of(text) == effect


@pytest.mark.parametrize(
    ("object_name", "message"),
    [
        (
            "Expired__c",
            f"Salesforce did not accept the access token for Expired__c record {ACME} (HTTP 401: "
            "INVALID_SESSION_ID: Session expired or invalid); set SALESFORCE_TOKEN to a valid token "
            "or connect Salesforce again.",
        ),
        (
            "Forbidden__c",
            f"Salesforce does not allow this token to use Forbidden__c record {ACME} (HTTP 403: "
            "INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id); "
            "use a token with that permission or ask the owner for access.",
        ),
        (
            "Limited__c",
            "Salesforce is limiting requests (HTTP 429: rate limit reached, REQUEST_LIMIT_EXCEEDED: "
            "ConcurrentRequests Limit exceeded); "
            f"wait 8 seconds before you ask for Limited__c record {ACME} again.",
        ),
        (
            "Broken__c",
            f"Salesforce failed for Broken__c record {ACME} (HTTP 500: UNKNOWN_EXCEPTION: An unexpected "
            "error occurred. ErrorId: 1234-5678); the cause is on its side, so try again in a few minutes.",
        ),
        (
            "Html__c",
            f"Salesforce answered HTTP 200 without readable JSON for Html__c record {ACME}; "
            "try again in a few minutes, and check SALESFORCE_INSTANCE_URL if it happens again.",
        ),
        (
            "WrongShape__c",
            f"Salesforce sent an answer of an unexpected shape for WrongShape__c record {ACME} "
            "(at attributes: Field required); do not rely on it, and try again in a few minutes.",
        ),
        (
            "Nothing__c",
            f"Salesforce found no Nothing__c record {ACME} (HTTP 404: NOT_FOUND: The requested resource does "
            "not exist); check the names and numbers, and if they are right, use a token that may see it.",
        ),
    ],
)
def test_a_failed_read_says_what_happened_and_the_next_step(object_name: str, message: str) -> None:
    """Provenance: ours."""
    assert sentence(get_record(emulated(), object_name)) == message


def test_a_used_up_limit_is_told_from_a_missing_permission() -> None:
    """Provenance: Salesforce's list of error codes. Both are 403; only the code tells them apart."""
    message = sentence(query(emulated(), "SELECT Id FROM Exhausted__c"))

    assert message.startswith("Salesforce is limiting requests (HTTP 403: rate limit reached, REQUEST_LIMIT_")
    assert "does not allow" not in message


def test_a_cursor_that_has_expired_is_told_with_the_way_out() -> None:
    """Provenance: ours. Salesforce forgets cursors after a while."""
    assert sentence(query(emulated(), cursor="01g000000009999AAA-200")).endswith(
        "invalid query locator: run the query again without a cursor); correct it and call again."
    )


def test_the_cause_of_a_wrong_query_is_not_pushed_out_by_the_query() -> None:
    """Provenance: Salesforce's answers. The query itself stands before the cause, over several lines."""
    columns = ", ".join(f"Some_Field_{number}__c" for number in range(40))

    message = sentence(query(emulated(), f"SELECT {columns} FROM Account"))

    assert "INVALID_FIELD: row 1, column 8: No such column 'Some_Field_0__c' on entity 'Account'." in message
    assert "Some_Field_39__c" not in message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([{"message": "m", "errorCode": "CODE"}], "CODE: m"),
        ([{"message": "m", "errorCode": "CODE", "fields": []}], "CODE: m"),
        ([{"message": "m", "errorCode": "CODE", "fields": ["A", "B"]}], "CODE on A, B: m"),
        ([{"message": "m", "statusCode": "CODE", "fields": ["A"]}], "CODE on A: m"),
        ([{"message": "a", "errorCode": "X"}, {"message": "b", "errorCode": "Y"}], "X: a; Y: b"),
        ({"error": "invalid_grant", "error_description": "expired"}, "invalid_grant: expired"),
        ([{}, None, 3, "text", {"message": 7, "fields": "A"}], "text"),
        ([], ""),
        (None, ""),
    ],
)
def test_errors_are_a_list_and_those_of_oauth_an_object(body: JSON, said: str) -> None:
    """Provenance: recorded answers have both; `statusCode` is what rows of bulk writes have."""
    assert PLATFORM.error_text(body) == said


def test_an_update_is_answered_without_a_body() -> None:
    """Provenance: recorded PATCH answers: 204 and nothing."""
    assert update(answering(lambda _: httpx.Response(204)), Name="New") == Ok(None)


def test_a_failure_in_a_row_of_a_successful_answer_is_a_failure() -> None:
    """Provenance: ours. Collections answer 200 with `success: false` in the row."""
    body = {"id": None, "success": False, "errors": [{"statusCode": "LOCKED", "message": "m", "fields": []}]}
    api = answering(lambda _: httpx.Response(200, json=body))

    for result in (create(api, Name="New"), update(api, Name="New")):
        message = sentence(result)
        assert message.startswith("Salesforce did not do what was asked for ")
        assert "(LOCKED: m)" in message


def test_an_errors_key_beside_success_is_no_failure() -> None:
    """Provenance: recorded POST answers have `errors: []`."""
    body = {"id": ACME, "success": True, "errors": []}
    api = answering(lambda _: httpx.Response(200, json=body))

    assert value(create(api, Name="New")).id == ACME
    assert update(api, Name="New") == Ok(None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "without readable JSON"),
        (b"<html>", "without readable JSON"),
        (b"[" * 100_000, "without readable JSON"),
        (b"[]", "an unexpected shape"),
        (b'{"success": "yes"}', "an unexpected shape"),
        (b'{"success": true, "errors": 7}', "an unexpected shape"),
    ],
)
def test_a_write_with_an_unreadable_answer_is_not_called_done(content: bytes, said: str) -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(200, content=content))

    for result in (create(api, Name="New"), update(api, Name="New")):
        message = sentence(result)
        assert said in message
        assert "check whether the change was made before you try again" in message


def test_a_created_record_without_an_id_is_not_called_created() -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(201, json={"id": None, "success": True, "errors": []}))

    assert "an unexpected shape" in sentence(create(api, Name="New"))


def test_files_are_asked_for_by_the_record_and_fail_as_a_whole() -> None:
    """Provenance: ours. Half of the files would look like all of them."""
    answers = iter(
        [
            httpx.Response(200, json={"totalSize": 0, "done": True, "records": []}),
            httpx.Response(500, json=[{"message": "m", "errorCode": "UNKNOWN_EXCEPTION"}]),
        ]
    )
    api = answering(lambda _: next(answers))

    assert f"the files of record {ACME}" in sentence(
        run(api, lambda: api_helper.list_attachments(TOKEN, api, ACME))
    )
