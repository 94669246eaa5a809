"""Salesforce's REST API: one function per endpoint, each returning a validated model or why there is none.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for. Nothing is
asked beforehand: a token that is refused is told by the request itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference import failures
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.salesforce.schemas import (
    CreatedRecord,
    FilesAnswer,
    ObjectDescription,
    ObjectList,
    QueryResult,
    Record,
    SaveResult,
)
from pytest_mcp_contract.reference.servers.salesforce.utils import API_VERSION, PLATFORM, error_text

NO_CONTENT = 204
PAGE_SIZE = 200
"""The smallest that Salesforce takes, and more than a model can read at once."""
_PAGED = {"Sforce-Query-Options": f"batchSize={PAGE_SIZE}"}
_DATA = ("services", "data", API_VERSION)

_ATTACHMENTS = (
    "SELECT Id, Name, ContentType, BodyLength, LastModifiedDate FROM Attachment "
    "WHERE ParentId = '{record_id}' ORDER BY LastModifiedDate DESC"
)
_FILES = (
    "SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.FileExtension, "
    "ContentDocument.ContentSize, ContentDocument.LatestPublishedVersionId, ContentDocument.LastModifiedDate "
    "FROM ContentDocumentLink WHERE LinkedEntityId = '{record_id}'"
)

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FilesOf:
    """One kind of files on a record, and the query that found them."""

    answer: FilesAnswer
    query: str


async def run_query(
    access_token: str, api: HttpApi, query: str, *, cursor: str | None
) -> Result[QueryResult]:
    """A page of the records that a SOQL query finds; `cursor` is the one that the page before names.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
    """
    if cursor is None:
        return await _query(QueryResult, access_token, api, query, "the query")
    path, subject = (*_DATA, "query", cursor), f"the query's next page {cursor}"
    return await api.model(QueryResult, ApiRequest("GET", path, access_token, subject, headers=_PAGED))


async def list_objects(access_token: str, api: HttpApi) -> Result[ObjectList]:
    """All objects that the user may see.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_describeGlobal.htm
    """
    return await api.model(
        ObjectList, ApiRequest("GET", (*_DATA, "sobjects"), access_token, "the list of objects")
    )


async def describe_object(access_token: str, api: HttpApi, object_name: str) -> Result[ObjectDescription]:
    """Fields, record types and child relationships of one object.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
    """
    path, subject = (*_DATA, "sobjects", object_name, "describe"), f"object {object_name}"
    return await api.model(ObjectDescription, ApiRequest("GET", path, access_token, subject))


async def get_record(
    access_token: str, api: HttpApi, object_name: str, record_id: str, *, fields: Sequence[str]
) -> Result[Record]:
    """One record: the named fields, or all that the user may see.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_retrieve_get.htm
    """
    path, subject = (*_DATA, "sobjects", object_name, record_id), f"{object_name} record {record_id}"
    query = {"fields": ",".join(fields)} if fields else None
    return await api.model(Record, ApiRequest("GET", path, access_token, subject, query))


async def list_attachments(access_token: str, api: HttpApi, record_id: str) -> Result[list[FilesOf]]:
    """The attachments of a record, then the files that are linked to it, 200 of each at most.

    Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference
    """
    found: list[FilesOf] = []
    for template in (_ATTACHMENTS, _FILES):
        query = template.format(record_id=record_id)
        answer = await _query(FilesAnswer, access_token, api, query, f"the files of record {record_id}")
        if isinstance(answer, Err):
            return answer
        found.append(FilesOf(answer.value, query))
    return Ok(found)


async def create_record(
    access_token: str, api: HttpApi, object_name: str, *, values: Mapping[str, JSON]
) -> Result[CreatedRecord]:
    """The id of the record that was created; an answer with `success: false` is a failure.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_basic_info_post.htm
    """
    ask = ApiRequest(
        "POST",
        (*_DATA, "sobjects", object_name),
        access_token,
        f"object {object_name}",
        json=dict(values),
    )
    result = await api.model(CreatedRecord, ask)
    if isinstance(result, Ok) and not result.value.success:
        return _refused(api, ask, result.value)
    return result


async def update_record(
    access_token: str, api: HttpApi, object_name: str, record_id: str, *, values: Mapping[str, JSON]
) -> Result[None]:
    """Nothing: a record that was changed is answered by 204. A body with `success: false` is a failure.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_retrieve_patch.htm
    """
    path, subject = (*_DATA, "sobjects", object_name, record_id), f"{object_name} record {record_id}"
    ask = ApiRequest("PATCH", path, access_token, subject, json=dict(values))
    result = await api.response(ask)
    if isinstance(result, Err):
        return result
    if result.value.status_code == NO_CONTENT:
        return Ok(None)
    saved = _saved(ask, result.value)
    if isinstance(saved, Err):
        return saved
    return Ok(None) if saved.value.success else _refused(api, ask, saved.value)


async def _query(
    model: type[ModelT], access_token: str, api: HttpApi, query: str, subject: str
) -> Result[ModelT]:
    """The first page of what a query finds."""
    return await api.model(
        model, ApiRequest("GET", (*_DATA, "query"), access_token, subject, {"q": query}, headers=_PAGED)
    )


def _saved(ask: ApiRequest, response: httpx.Response) -> Result[SaveResult]:
    """The body of an answer that has one, although the documented one has none."""
    attempt = failures.Attempt(PLATFORM, ask.reads, ask.subject, ask.token)
    try:
        return Ok(SaveResult.model_validate(response.json()))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return Err(failures.unexpected_shape(attempt, where, first["msg"]))
    except (ValueError, RecursionError):
        return Err(failures.not_json(attempt, response.status_code))


def _refused(api: HttpApi, ask: ApiRequest, saved: SaveResult) -> Err:
    return api.refusal(ask, error_text(saved.errors or []))
