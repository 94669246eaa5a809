"""HubSpot's CRM API for records, properties and owners: one function per endpoint.

Each returns a validated model or why there is none. Every `Err` is one sentence made by `reference.failures`,
and names the thing that was asked for.
"""

from collections.abc import Mapping, Sequence

from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Result
from pytest_mcp_contract.reference.servers.hubspot.object_types import (
    named,
    newest_first,
    several,
    title_properties,
)
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    CrmObject,
    OwnerList,
    PropertyList,
    SearchAnswer,
)

OBJECTS = ("crm", "v3", "objects")
NOTE_ASSOCIATION_TYPES: Mapping[str, int] = {"contacts": 202, "companies": 190, "deals": 214, "tickets": 228}
"""The type of the association from a note to a record of each type.

Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide#note-to-object
"""


async def get_object(
    access_token: str, api: HttpApi, object_type: str, record: str, *, properties: Sequence[str]
) -> Result[CrmObject]:
    """One record, by its id; a contact by its e-mail address too.

    Source: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide#retrieve-contacts
    """
    query = {"properties": ",".join(properties), **_key(record)}
    subject = named(object_type, record)
    return await api.model(
        CrmObject, ApiRequest("GET", (*OBJECTS, object_type, record), access_token, subject, query)
    )


async def search_objects(
    access_token: str,
    api: HttpApi,
    object_type: str,
    body: Mapping[str, JSON],
    *,
    properties: Sequence[str] = (),
    sort_by: str | None = None,
    limit: int,
    after: str | None = None,
) -> Result[SearchAnswer]:
    """A page of the records that match, newest first where nothing else is asked for.

    Source: https://developers.hubspot.com/docs/api-reference/search/guide
    """
    sent: dict[str, JSON] = {**body, "limit": limit, "sorts": [sort_by or newest_first(object_type)]}
    if properties:
        sent["properties"] = list(properties)
    if after:
        sent["after"] = after
    path, subject = (*OBJECTS, object_type, "search"), f"search for {several(object_type)}"
    return await api.model(
        SearchAnswer, ApiRequest("POST", path, access_token, subject, json=sent, is_read=True)
    )


async def count_objects(
    access_token: str, api: HttpApi, object_type: str, body: Mapping[str, JSON]
) -> Result[SearchAnswer]:
    """How many records match, with one of them; HubSpot counts to 10,000.

    Source: https://developers.hubspot.com/docs/api-reference/search/guide#limitations
    """
    path, subject = (*OBJECTS, object_type, "search"), f"search for {several(object_type)}"
    sent: dict[str, JSON] = {**body, "limit": 1, "properties": ["hs_object_id"]}
    return await api.model(
        SearchAnswer, ApiRequest("POST", path, access_token, subject, json=sent, is_read=True)
    )


async def list_properties(access_token: str, api: HttpApi, object_type: str) -> Result[PropertyList]:
    """All properties of a type of records.

    Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
    """
    path, subject = ("crm", "v3", "properties", object_type), f"properties of {several(object_type)}"
    return await api.model(PropertyList, ApiRequest("GET", path, access_token, subject))


async def list_owners(
    access_token: str, api: HttpApi, *, email: str | None, archived: bool, limit: int, after: str | None
) -> Result[OwnerList]:
    """A page of the people and queues that records can be assigned to.

    Source: https://developers.hubspot.com/docs/api-reference/crm-crm-owners-v3/guide
    """
    query: dict[str, str | int] = {"limit": limit, "archived": "true" if archived else "false"}
    if email:
        query["email"] = email
    if after:
        query["after"] = after
    path = ("crm", "v3", "owners")
    return await api.model(OwnerList, ApiRequest("GET", path, access_token, "list of owners", query))


async def create_object(
    access_token: str, api: HttpApi, object_type: str, properties: Mapping[str, str]
) -> Result[CrmObject]:
    """The record that was created.

    Source: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide#create-contacts
    """
    title = " ".join(properties[name] for name in title_properties(object_type, properties))
    subject = named(object_type, title or "without a name")
    sent: JSON = {"properties": dict(properties)}
    return await api.model(
        CrmObject, ApiRequest("POST", (*OBJECTS, object_type), access_token, subject, json=sent)
    )


async def create_note(
    access_token: str, api: HttpApi, properties: Mapping[str, str], targets: Sequence[tuple[str, str]]
) -> Result[CrmObject]:
    """The note that was created, on each of `targets`: type and id. It is put on all of them, or not made.

    Source: https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide#create-a-note
    """
    associations: list[JSON] = [
        {
            "to": {"id": record},
            "types": [
                {
                    "associationCategory": "HUBSPOT_DEFINED",
                    "associationTypeId": NOTE_ASSOCIATION_TYPES[object_type],
                }
            ],
        }
        for object_type, record in targets
    ]
    sent: JSON = {"properties": dict(properties), "associations": associations}
    subject = f"note on {', '.join(named(*target) for target in targets)}"
    return await api.model(
        CrmObject, ApiRequest("POST", (*OBJECTS, "notes"), access_token, subject, json=sent)
    )


async def update_object(
    access_token: str, api: HttpApi, object_type: str, record: str, properties: Mapping[str, str]
) -> Result[CrmObject]:
    """The record after the change, of which HubSpot sends only a part.

    Source: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide#update-contacts
    """
    subject = named(object_type, record)
    sent: JSON = {"properties": dict(properties)}
    return await api.model(
        CrmObject,
        ApiRequest("PATCH", (*OBJECTS, object_type, record), access_token, subject, _key(record), sent),
    )


def _key(record: str) -> dict[str, str]:
    """What tells HubSpot that a record is named by its e-mail address."""
    return {"idProperty": "email"} if "@" in record else {}
