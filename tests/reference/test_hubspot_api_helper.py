"""Requests, and every sentence a failure can be told in."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import TypeVar

import httpx
import pytest

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.hubspot import api_helper, associations_helper
from pytest_mcp_contract.reference.servers.hubspot.arguments import Filter
from pytest_mcp_contract.reference.servers.hubspot.filters import search_body
from pytest_mcp_contract.reference.servers.hubspot.schemas import CrmObject, SearchAnswer
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM, error_text
from tests.emulators.hubspot import create_app

TOKEN = "pat-secret0123456789"
CORRELATION = "aeb5f871-7f07-4993-9211-075dc63e7cbf"
T = TypeVar("T")


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    return HttpApi(PLATFORM, "https://api.hubapi.com", transport=httpx.ASGITransport(create_app()))


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HttpApi:
    """An API that gives this answer to everything."""
    return HttpApi(PLATFORM, "https://api.hubapi.com", transport=httpx.MockTransport(answer))


def run(api: HttpApi, request: Callable[[], Coroutine[None, None, Result[T]]]) -> Result[T]:
    """The result of one request, with `api` closed after it."""

    async def main() -> Result[T]:
        async with api:
            return await request()

    return asyncio.run(main())


def get(api: HttpApi, record: str = "51", *, object_type: str = "contacts") -> Result[CrmObject]:
    """The result of reading one record."""
    return run(
        api, lambda: api_helper.get_object(TOKEN, api, object_type, record, properties=["email", "phone"])
    )


def create(api: HttpApi, **properties: str) -> Result[CrmObject]:
    """The result of creating a contact."""
    return run(api, lambda: api_helper.create_object(TOKEN, api, "contacts", properties))


def sentence(result: Result[object]) -> str:
    """The message of a failure, which keeps the rules that hold for all of them."""
    assert isinstance(result, Err)
    assert len(result.message) < 500
    assert result.message.count("\n") == 0
    assert result.message.endswith(".")
    assert TOKEN not in result.message
    assert not any(mark in result.message for mark in ("<", "Traceback", "None"))
    return result.message


def value(result: Result[T]) -> T:
    """What a request that went well returned."""
    assert isinstance(result, Ok), result
    return result.value


def test_a_created_record_can_be_read_and_changed() -> None:
    """Provenance: ours."""
    api = emulated()

    created = value(create(api, email="new@example.com"))
    changed = value(
        run(api, lambda: api_helper.update_object(TOKEN, api, "contacts", created.id, {"phone": "1"}))
    )
    read = value(get(api, "new@example.com"))

    assert (changed.id, read.id) == (created.id, created.id)
    assert read.properties["phone"] == "1"


def test_a_record_is_asked_for_by_id_and_a_contact_by_address() -> None:
    """Provenance: ours."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(404)

    get(answering(answer), "51")
    get(answering(answer), "a+b/c@example.com")

    base = "https://api.hubapi.com/crm/v3/objects/contacts"
    assert seen == [
        f"{base}/51?properties=email%2Cphone",
        f"{base}/a%2Bb%2Fc%40example.com?properties=email%2Cphone&idProperty=email",
    ]


def test_a_search_is_repeated_after_a_failure_for_a_moment_although_it_is_a_post() -> None:
    """Provenance: ours."""
    answers = [httpx.Response(502), httpx.Response(200, json={"total": 0, "results": []})]

    found = run(
        api := answering(lambda _: answers.pop(0)),
        lambda: api_helper.count_objects(TOKEN, api, "contacts", {}),
    )

    assert value(found).total == 0


def test_a_note_is_put_on_its_records_by_the_types_that_hubspot_documents() -> None:
    """Provenance: the list of association types in HubSpot's documentation; tasks are recorded with + 2."""
    seen: list[JSON] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(201, json={"id": "1", "properties": {}})

    api = answering(answer)
    targets = [("contacts", "51"), ("companies", "301"), ("deals", "401"), ("tickets", "20001")]
    value(run(api, lambda: api_helper.create_note(TOKEN, api, {"hs_note_body": "x"}, targets)))

    (body,) = seen
    assert isinstance(body, dict)
    assert body["associations"] == [
        {
            "to": {"id": record},
            "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}],
        }
        for (_, record), type_id in zip(targets, (202, 190, 214, 228), strict=True)
    ]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            "99",
            "HubSpot found no contact 99 (HTTP 404: resource not found); check the names and numbers, "
            "and if they are right, use a token that may see it.",
        ),
        (
            "9401",
            "HubSpot did not accept the access token for contact 9401 (HTTP 401: The OAuth token used to "
            "make this call expired 3 hour(s) ago); set HUBSPOT_TOKEN to a valid token or connect HubSpot "
            "again.",
        ),
        (
            "9429",
            "HubSpot is limiting requests (HTTP 429: You have reached your secondly limit); "
            "wait 8 seconds before you ask for contact 9429 again.",
        ),
        (
            "9409",
            "HubSpot rejected what was sent for contact 9409 (HTTP 409: The record was changed by somebody "
            "else); correct it and call again.",
        ),
        (
            "9500",
            "HubSpot failed for contact 9500 (HTTP 500: internal error); "
            "the cause is on its side, so try again in a few minutes.",
        ),
        (
            "9502",
            "HubSpot failed for contact 9502 (HTTP 502); "
            "the cause is on its side, so try again in a few minutes.",
        ),
        (
            "9601",
            "HubSpot answered HTTP 200 without readable JSON for contact 9601; "
            "try again in a few minutes, and check HUBSPOT_API_URL if it happens again.",
        ),
        (
            "9602",
            "HubSpot sent an answer of an unexpected shape for contact 9602 "
            "(at id: Input should be a valid string); do not rely on it, and try again in a few minutes.",
        ),
    ],
)
def test_a_failed_read_says_what_happened_and_the_next_step(record: str, message: str) -> None:
    """Provenance: ours."""
    assert sentence(get(emulated(), record)) == message


def test_a_missing_permission_is_named_first() -> None:
    """Provenance: ours. HubSpot names it after two sentences and an address."""
    message = sentence(get(emulated(), "9403"))

    assert message.startswith(
        "HubSpot does not allow this token to use contact 9403 "
        "(HTTP 403: the token needs crm.objects.contacts.read: This app hasn't been granted"
    )


def test_a_page_instead_of_an_error_body_is_not_quoted() -> None:
    """Provenance: recorded 404 answers are such pages."""
    page = "<html><head><title>Error 404 Not Found</title></head><body><h2>HTTP ERROR 404</h2></body></html>"

    message = sentence(get(answering(lambda _: httpx.Response(404, html=page))))

    assert message.startswith("HubSpot found no contact 51 (HTTP 404); check")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            {"status": "error", "message": "resource not found", "requestId": "497183c4"},
            "resource not found",
        ),
        (
            {
                "status": "error",
                "message": "contact does not exist",
                "errors": [{"message": "The contact 0 does not exist."}],
                "category": "OBJECT_NOT_FOUND",
            },
            "contact does not exist: The contact 0 does not exist",
        ),
        (
            {
                "validationResults": [
                    {"isValid": False, "message": 'Property "x" does not exist', "name": "x"},
                    {"isValid": False, "message": "Too long.", "name": "phone"},
                ],
                "status": "error",
                "message": "Property values were not valid",
            },
            'Property values were not valid: Property "x" does not exist, phone: Too long',
        ),
        (
            {"message": 'Property values were not valid: [{"message":"Too long","name":"phone"}]'},
            "Property values were not valid: phone: Too long",
        ),
        (
            {"message": '{"msg":"Contact already existed","error":"CONTACT_EXISTS","property":{"vid":8}}'},
            "Contact already existed",
        ),
        (
            {"message": '{"status":"error","message":"Every list must have a name."}'},
            "Every list must have a name",
        ),
        ({"message": "Unclosed {brace"}, "Unclosed {brace"),
        ({"message": "Deep " + "[" * 9_000}, "Deep " + "[" * 9_000),
        ({"message": "Odd", "errors": ["plain", {}, None, 3, {"message": 4, "context": []}]}, "Odd: plain"),
        (
            {"errors": [{"message": "One of"}, {"context": {"requiredScopes": ["contacts", 1]}}]},
            "the token needs contacts: One of",
        ),
        ({"message": None, "errors": "none"}, ""),
        ({}, ""),
        (["message"], ""),
        (None, ""),
    ],
)
def test_the_words_of_hubspot_are_found_in_every_shape_of_error(body: JSON, said: str) -> None:
    """Provenance: recorded error bodies have at least twenty shapes; the rest of these are ours."""
    assert error_text(body) == said


def test_an_error_inside_an_error_ends_somewhere() -> None:
    """Provenance: ours."""
    body: JSON = {"message": "x"}
    for _ in range(8):
        body = {"message": json.dumps(body)}

    assert error_text(body) == "x"


def test_what_hubspot_says_cannot_carry_markup_the_token_or_a_flood() -> None:
    """Provenance: ours."""
    echo = f"<b>token</b> {TOKEN}\n" + "very long " * 2_000

    message = sentence(get(answering(lambda _: httpx.Response(418, json={"message": echo}))))

    assert "(HTTP 418: token REDACTED very long" in message


def test_a_write_that_may_have_happened_is_not_repeated_blindly() -> None:
    """Provenance: ours."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(502)

    message = sentence(create(answering(answer), email="new@example.com"))

    assert asked == ["POST"]
    assert message.endswith("so check whether the change was made before you try again.")


def test_a_contact_that_exists_is_named() -> None:
    """Provenance: ours."""
    assert sentence(create(emulated(), email="ada.lovelace@example.com")) == (
        "HubSpot rejected what was sent for contact ada.lovelace@example.com "
        "(HTTP 409: Contact already exists. Existing ID: 51); correct it and call again."
    )


def test_a_note_on_nothing_is_not_made() -> None:
    """Provenance: ours."""
    api = emulated()

    result = run(
        api,
        lambda: api_helper.create_note(
            TOKEN, api, {"hs_note_body": "x"}, [("contacts", "51"), ("deals", "99")]
        ),
    )
    found = run(api, lambda: api_helper.count_objects(TOKEN, api, "notes", {}))

    assert sentence(result).startswith(
        "HubSpot found no note on contact 51, deal 99 (HTTP 404: No deals with"
    )
    assert value(found).total == 1


def one(operator: str, *values: str) -> Filter:
    """A filter on the amount."""
    return Filter.model_validate({"property": "amount", "operator": operator, "values": values})


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (one("EQ", "2026-03-31"), {"operator": "EQ", "value": "2026-03-31"}),
        (one("GTE", "2026-03-31"), {"operator": "GTE", "value": "1774915200000"}),
        (one("LT", "1500"), {"operator": "LT", "value": "1500"}),
        (one("BETWEEN", "1", "2"), {"operator": "BETWEEN", "value": "1", "highValue": "2"}),
        (one("IN", "a", "b"), {"operator": "IN", "values": ["a", "b"]}),
        (one("HAS_PROPERTY"), {"operator": "HAS_PROPERTY"}),
    ],
)
def test_a_filter_is_sent_as_hubspot_takes_it(asked: Filter, sent: dict[str, JSON]) -> None:
    """Provenance: ours."""
    assert search_body("", [asked]) == Ok(
        {"filterGroups": [{"filters": [{"propertyName": "amount", **sent}]}]}
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (one("EQ"), "has no values, and EQ takes exactly one"),
        (one("GT", "1", "2"), "has 2 values, and GT takes exactly one"),
        (one("BETWEEN", "1"), "has 1 value, and BETWEEN takes a low and a high one"),
        (one("NOT_IN"), "has no values, and NOT_IN takes one at least"),
        (one("NOT_HAS_PROPERTY", "1"), "has values, and NOT_HAS_PROPERTY takes none"),
    ],
)
def test_a_filter_with_the_wrong_number_of_values_is_not_sent(asked: Filter, said: str) -> None:
    """Provenance: ours."""
    assert search_body("", [asked]) == Err(
        f"Nothing was searched, because the filter on amount {said}; correct it."
    )


def test_an_empty_search_asks_for_everything() -> None:
    """Provenance: ours."""
    assert search_body("  ", []) == Ok({})


@pytest.mark.parametrize(
    ("object_type", "sort_by", "sent"),
    [
        ("contacts", None, "-createdate"),
        ("notes", None, "-hs_createdate"),
        ("2-7001", None, "-hs_createdate"),
        ("contacts", "lastname", "lastname"),
    ],
)
def test_the_newest_records_come_first_unless_asked_otherwise(
    object_type: str, sort_by: str | None, sent: str
) -> None:
    """Provenance: ours. Activities and custom types have no `createdate`; unknown names are refused."""
    seen: list[JSON] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(200, json={"total": 0, "results": []})

    api = answering(answer)
    found: Result[SearchAnswer] = run(
        api,
        lambda: api_helper.search_objects(TOKEN, api, object_type, {}, sort_by=sort_by, limit=20),
    )

    assert value(found).results == []
    assert seen == [{"limit": 20, "sorts": [sent]}]


def test_a_label_that_cannot_be_looked_up_associates_nothing() -> None:
    """Provenance: ours. The plain association would be another one than was asked for."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path}")
        return httpx.Response(403, json={"message": "This app has not been granted the scope."})

    api = answering(answer)
    result = run(
        api,
        lambda: associations_helper.associate_with_label(
            TOKEN, api, ("contacts", "51"), ("companies", "301"), "Billing"
        ),
    )

    assert "association labels from contacts to companies" in sentence(result)
    assert asked == ["GET /crm/v4/associations/contacts/companies/labels"]
