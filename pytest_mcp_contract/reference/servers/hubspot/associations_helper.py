"""HubSpot's associations API, version 4: what links records.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Sequence

from pytest_mcp_contract.reference.budget import rows_within
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.hubspot.object_types import named, several
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    AssociationType,
    AssociationTypeList,
)

_LABELS_BUDGET = 2_400
"""More than the 50 labels take that HubSpot allows between two types of records."""
_LONGEST_LABEL = 300


async def list_associations(
    access_token: str,
    api: HttpApi,
    object_type: str,
    record: str,
    to_object_type: str,
    *,
    limit: int,
    after: str | None,
) -> Result[AssociationList]:
    """A page of the records of one type that a record is associated with.

    Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    """
    path = ("crm", "v4", "objects", object_type, record, "associations", to_object_type)
    subject = f"{several(to_object_type)} of {named(object_type, record)}"
    query: dict[str, str | int] = {"limit": limit}
    if after:
        query["after"] = after
    return await api.model(AssociationList, ApiRequest("GET", path, access_token, subject, query))


async def associate(
    access_token: str, api: HttpApi, from_record: tuple[str, str], to_record: tuple[str, str]
) -> Result[AssociationBatch]:
    """The plain association of two records, each a type and an id; HubSpot knows its type.

    Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    """
    path = ("crm", "v4", "objects", *from_record, "associations", "default", *to_record)
    return await _done(api, ApiRequest("PUT", path, access_token, _subject(from_record, to_record)))


async def associate_with_label(
    access_token: str, api: HttpApi, from_record: tuple[str, str], to_record: tuple[str, str], label: str
) -> Result[AssociationBatch]:
    """The association of two records, each a type and an id, that has this label.

    The number of its type is looked up, because it differs by direction, and by account for custom labels.

    Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    """
    pair = ("crm", "v4", "associations", from_record[0], to_record[0])
    subject = f"association labels from {several(from_record[0])} to {several(to_record[0])}"
    types = await api.model(AssociationTypeList, ApiRequest("GET", (*pair, "labels"), access_token, subject))
    if isinstance(types, Err):
        return types
    asked = next((one for one in types.value.results if _same(one.label, label)), None)
    if asked is None:
        return Err(_no_such_label(types.value.results, from_record[0], to_record[0], label))
    sent: JSON = {
        "inputs": [
            {
                "from": {"id": from_record[1]},
                "to": {"id": to_record[1]},
                "types": [{"associationCategory": asked.category, "associationTypeId": asked.type_id}],
            }
        ]
    }
    path = (*pair, "batch", "create")
    return await _done(
        api, ApiRequest("POST", path, access_token, _subject(from_record, to_record), json=sent)
    )


async def _done(api: HttpApi, ask: ApiRequest) -> Result[AssociationBatch]:
    """The answer, unless it says that something was not done: its status is a success all the same."""
    result = await api.model(AssociationBatch, ask)
    if isinstance(result, Ok) and result.value.is_refused:
        return api.refusal(ask, ", ".join(error.message or "" for error in result.value.errors or ()))
    return result


def _subject(from_record: tuple[str, str], to_record: tuple[str, str]) -> str:
    return f"association of {named(*from_record)} with {named(*to_record)}"


def _same(label: str | None, asked: str) -> bool:
    return (label or "").strip().casefold() == asked.strip().casefold()


def _no_such_label(types: Sequence[AssociationType], from_type: str, to_type: str, label: str) -> str:
    """What can be asked for instead."""
    known = [one_line(one.label, _LONGEST_LABEL) for one in types if one.label and one.label.strip()]
    listed = ", ".join(rows_within(known, _LABELS_BUDGET))
    instead = f"use one of: {listed}; or no label" if known else "there are none, so give no label"
    return (
        f"Nothing was associated, because HubSpot has no label {one_line(label, _LONGEST_LABEL)} from "
        f"{several(from_type)} to {several(to_type)}; {instead}."
    )
