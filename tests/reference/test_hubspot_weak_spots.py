"""The weak spots of other integrations with HubSpot, each done right here."""

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
from pytest_mcp_contract.reference.servers.hubspot.rendering import render_count, render_object, render_search
from pytest_mcp_contract.reference.servers.hubspot.schemas import AssociationBatch, CrmObject, SearchAnswer
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from tests.emulators.hubspot import create_app

TOKEN = "secret0123456789"
ADA, ENGINES = ("contacts", "51"), ("companies", "301")
T = TypeVar("T")


def run(api: HttpApi, request: Callable[[], Coroutine[None, None, Result[T]]]) -> Result[T]:
    """The result of one request, with `api` closed after it."""

    async def main() -> Result[T]:
        async with api:
            return await request()

    return asyncio.run(main())


def emulated(seen: list[httpx.Request] | None = None) -> HttpApi:
    """The API of a new emulator, without sockets; what is asked is noted in `seen`."""
    transport = httpx.ASGITransport(create_app())

    async def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return await transport.handle_async_request(request)

    return HttpApi(PLATFORM, "https://api.hubapi.com", transport=httpx.MockTransport(answer))


def answering(body: JSON, *, status: int = 200) -> HttpApi:
    """An API that gives this answer to everything."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=body))
    return HttpApi(PLATFORM, "https://api.hubapi.com", transport=transport)


def value(result: Result[T]) -> T:
    """What a request that went well returned."""
    assert isinstance(result, Ok), result
    return result.value


def refused(result: Result[object]) -> str:
    """The sentence of a request that did not go well."""
    assert isinstance(result, Err)
    return result.message


def test_a_contact_is_found_by_its_address_and_an_owner_never_in_its_place() -> None:
    """Provenance: a branch on `"email" in object` told owners from contacts the wrong way round."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    contact = run(api, lambda: _contact(api, "ada.lovelace@example.com"))
    owner = run(api, lambda: _contact(api, "ben.ito@example.com"))

    assert value(contact).id == "51"
    assert refused(owner).startswith("HubSpot found no contact ben.ito@example.com ")
    assert {request.url.path.rpartition("/")[0] for request in seen} == {"/crm/v3/objects/contacts"}


def test_an_owner_is_found_by_its_address_and_a_contact_never_in_its_place() -> None:
    """Provenance: a branch on `"email" in object` told owners from contacts the wrong way round."""
    api = emulated()

    def owners(email: str) -> list[str]:
        found = run(
            api,
            lambda: api_helper.list_owners(TOKEN, api, email=email, archived=False, limit=50, after=None),
        )
        return [owner.id for owner in value(found).results]

    assert owners("ben.ito@example.com") == ["71"]
    assert owners("ada.lovelace@example.com") == []


async def _contact(api: HttpApi, contact: str) -> Result[CrmObject]:
    return await api_helper.get_object(TOKEN, api, "contacts", contact, properties=["email"])


@pytest.mark.parametrize("name", ["hs_lead_status", "notes_last_contacted_date", "hs_timestamp", "firstname"])
def test_a_property_that_was_asked_for_is_never_pruned(name: str) -> None:
    """Provenance: names with `hs_`, `_date` or `_timestamp` were dropped even when they were asked for."""
    model = CrmObject.model_validate({"id": "51", "properties": {name: "a value"}})
    found = SearchAnswer(total=1, results=[model])

    assert f"- {name}: a value" in render_object(model, "contacts", asked=[name], chosen=True)
    assert f"- {name}: a value" in render_search(found, "contacts", asked=[name], chosen=True, after=0)
    assert f"- {name}: a value" in render_search(found, "2-7001", asked=[name], chosen=True, after=0)


def test_a_search_asks_for_a_few_properties_and_not_for_all() -> None:
    """Provenance: the default was the names of all properties, hundreds of them."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    value(
        run(
            api,
            lambda: api_helper.search_objects(
                TOKEN,
                api,
                "contacts",
                {},
                properties=["email"],
                limit=1,
            ),
        )
    )

    (request,) = seen
    assert json.loads(request.content)["properties"] == ["email"]


def test_the_cursor_of_a_search_is_not_dropped() -> None:
    """Provenance: the cursor of a search was dropped, so that only its first page could be read."""
    api = emulated()

    def page(after: str | None) -> SearchAnswer:
        body: dict[str, JSON] = {"query": "Grand Hotel"}
        return value(
            run(
                api,
                lambda: api_helper.search_objects(TOKEN, api, "contacts", body, limit=30, after=after),
            )
        )

    first = page(None)
    text = render_search(first, "contacts", asked=["email"], chosen=False, after=0)
    second = page("30")

    assert text.endswith('More contacts follow: call search_crm_objects again with after="30".')
    assert (len(first.results), len(second.results), second.paging) == (30, 15, None)
    assert not {one.id for one in first.results} & {one.id for one in second.results}


def test_no_match_is_an_answer_and_no_error() -> None:
    """Provenance: a count of zero was reported as the error "No objects found"."""
    api = emulated()

    found = value(
        run(api, lambda: api_helper.count_objects(TOKEN, api, "contacts", {"query": "no such person"}))
    )

    assert render_count(found, "contacts") == "No contacts match."


def test_a_count_that_reached_the_limit_does_not_claim_to_be_exact() -> None:
    """Provenance: HubSpot counts to 10,000."""
    api = emulated()

    found = value(run(api, lambda: api_helper.count_objects(TOKEN, api, "tickets", {})))

    assert render_count(found, "tickets").startswith("At least 10,000 tickets match. HubSpot's search counts")


@pytest.mark.parametrize(
    ("start", "end", "type_ids"),
    [
        (ADA, ENGINES, {279, 280}),
        (ENGINES, ("contacts", "52"), {279, 280}),
        (("deals", "402"), ADA, {3, 4}),
        (("notes", "601"), ENGINES, {189, 190}),
    ],
)
def test_an_association_gets_the_type_of_its_two_ends(
    start: tuple[str, str], end: tuple[str, str], type_ids: set[int]
) -> None:
    """Provenance: every association was made with type 1, which is contact to primary company."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    value(run(api, lambda: associations_helper.associate(TOKEN, api, start, end)))
    found = value(
        run(
            api,
            lambda: associations_helper.list_associations(TOKEN, api, *start, end[0], limit=100, after=None),
        )
    )

    assert seen[0].content == b""
    kinds = next(one.association_types for one in found.results if str(one.to_object_id) == end[1])
    assert kinds
    assert type_ids & {kind.type_id for kind in kinds}


@pytest.mark.parametrize(
    ("start", "end", "type_id"), [(ADA, ENGINES, 28), (ENGINES, ADA, 29)], ids=["there", "back"]
)
def test_a_label_is_looked_up_for_its_direction(
    start: tuple[str, str], end: tuple[str, str], type_id: int
) -> None:
    """Provenance: every association was made with type 1; a label has another type in each direction."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    made = value(
        run(
            api,
            lambda: associations_helper.associate_with_label(TOKEN, api, start, end, " billing CONTACT "),
        )
    )

    (one,) = json.loads(seen[1].content)["inputs"]
    assert one["types"] == [{"associationCategory": "USER_DEFINED", "associationTypeId": type_id}]
    assert made.results[0].labels == ["Billing contact"]


def test_an_unknown_label_is_refused_with_the_labels_there_are() -> None:
    """Provenance: ours."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    message = refused(
        run(api, lambda: associations_helper.associate_with_label(TOKEN, api, ADA, ENGINES, "Best friend"))
    )

    assert message == (
        "Nothing was associated, because HubSpot has no label Best friend from contacts to companies; "
        "use one of: Primary, Billing contact; or no label."
    )
    assert [request.method for request in seen] == ["GET"]


def test_a_label_between_types_without_any_is_refused() -> None:
    """Provenance: ours."""
    api = emulated()

    message = refused(
        run(
            api,
            lambda: associations_helper.associate_with_label(TOKEN, api, ADA, ("deals", "402"), "Primary"),
        )
    )

    assert message.endswith("; there are none, so give no label.")


@pytest.mark.parametrize("label", [None, "Primary"])
def test_an_association_that_was_not_made_is_no_success(label: str | None) -> None:
    """Provenance: recorded as HTTP 207 with `status` COMPLETE, no results and one error."""
    api, nothing = emulated(), ("companies", "1234")

    async def request() -> Result[AssociationBatch]:
        if label is None:
            return await associations_helper.associate(TOKEN, api, ADA, nothing)
        return await associations_helper.associate_with_label(TOKEN, api, ADA, nothing, label)

    assert refused(run(api, request)) == (
        "HubSpot did not do what was asked for association of contact 51 with company 1234 "
        "(COMPANIES=1234 is not valid); correct what was sent, check the names, and call again."
    )


def test_what_does_not_fit_the_schema_is_told_and_not_shown() -> None:
    """Provenance: answers were not validated, and shown as JSON."""
    api = answering({"id": "51", "properties": {"email": {"value": "ada@example.com"}}})

    message = refused(run(api, lambda: _contact(api, "51")))

    assert message.startswith(
        "HubSpot sent an answer of an unexpected shape for contact 51 (at properties.email"
    )


def test_a_rate_limit_is_told_from_other_failures() -> None:
    """Provenance: no other integration looked at HTTP 429."""
    body: JSON = {
        "status": "error",
        "message": "You have reached your daily limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": "c033cdaa-2c40-4a64-ae48-b4cec88dad24",
        "policyName": "DAILY",
    }
    transport = httpx.MockTransport(lambda _: httpx.Response(429, json=body, headers={"retry-after": "36"}))
    api = HttpApi(PLATFORM, "https://api.hubapi.com", transport=transport)

    assert refused(run(api, lambda: _contact(api, "51"))) == (
        "HubSpot is limiting requests (HTTP 429: You have reached your daily limit); "
        "wait 36 seconds before you ask for contact 51 again."
    )


def test_the_token_stands_in_no_address() -> None:
    """Provenance: links were made by asking /oauth/v1/access-tokens/ with the token in the path."""
    seen: list[httpx.Request] = []
    api = emulated(seen)

    record = value(run(api, lambda: _contact(api, "51")))

    assert record.url == "https://app.hubspot.com/contacts/4422/record/0-1/51"
    assert not any(TOKEN in str(request.url) for request in seen)
