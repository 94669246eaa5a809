"""What the response schemas take and what they refuse."""

import pytest
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.salesforce.schemas import (
    CreatedRecord,
    FilesAnswer,
    ObjectDescription,
    ObjectList,
    QueryResult,
    Record,
    SaveResult,
)

ROW: dict[str, JSON] = {"attributes": {"type": "Account", "url": "/x/001"}, "Id": "001"}
AGGREGATE: JSON = {"attributes": {"type": "AggregateResult"}, "expr0": 300.0}
PAGE: dict[str, JSON] = {"totalSize": 1, "done": True, "records": [ROW]}
FIELD: dict[str, JSON] = {"name": "Name", "label": "Name", "type": "string"}
DESCRIPTION: dict[str, JSON] = {"name": "Account", "label": "Account", "fields": [FIELD]}


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (QueryResult, PAGE),
        (QueryResult, {**PAGE, "totalSize": 5, "records": []}),
        (QueryResult, {**PAGE, "done": False, "nextRecordsUrl": "/services/data/v62.0/query/01g"}),
        (QueryResult, {**PAGE, "size": 1, "queryLocator": None, "entityTypeName": None}),
        (QueryResult, {**PAGE, "records": [AGGREGATE]}),
        (Record, {**ROW, "BillingAddress": {"city": None}, "Owner": None, "Children": {"records": [ROW]}}),
        (Record, {"attributes": {"type": "Account"}}),
        (ObjectList, {"encoding": "UTF-8", "sobjects": [{"name": "A", "label": "B"}]}),
        (ObjectDescription, DESCRIPTION),
        (ObjectDescription, {**DESCRIPTION, "fields": [{**FIELD, "type": "a new one", "length": None}]}),
        (ObjectDescription, {**DESCRIPTION, "keyPrefix": None, "childRelationships": None}),
        (FilesAnswer, {**PAGE, "records": [{**ROW, "ContentDocument": None}]}),
        (FilesAnswer, {**PAGE, "records": [{**ROW, "LastModifiedDate": "2026-05-06T12:07:50.000+0000"}]}),
        (SaveResult, {"id": "001", "success": True, "errors": []}),
        (SaveResult, {"success": False}),
        (CreatedRecord, {"id": "", "success": False, "errors": ["text", {"fields": None}]}),
    ],
)
def test_what_salesforce_sends_is_taken(model: type[BaseModel], body: JSON) -> None:
    """Provenance: recorded answers, and Salesforce's documentation where none is recorded."""
    assert model.model_validate(body)


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (QueryResult, {**PAGE, "totalSize": "1"}),
        (QueryResult, {**PAGE, "done": None}),
        (QueryResult, {**PAGE, "records": None}),
        (QueryResult, {**PAGE, "records": [{"Id": "001"}]}),
        (QueryResult, {**PAGE, "records": [None]}),
        (Record, {**ROW, "attributes": {"type": None}}),
        (ObjectList, {"sobjects": [{"name": "A"}]}),
        (ObjectDescription, {**DESCRIPTION, "fields": None}),
        (ObjectDescription, {**DESCRIPTION, "fields": [{**FIELD, "type": None}]}),
        (FilesAnswer, {**PAGE, "records": [{**ROW, "LastModifiedDate": "yesterday"}]}),
        (SaveResult, {"id": "001", "success": "true"}),
        (CreatedRecord, {"id": None, "success": True}),
    ],
)
def test_what_cannot_be_shown_is_refused(model: type[BaseModel], body: JSON) -> None:
    """Provenance: ours."""
    with pytest.raises(ValidationError):
        model.model_validate(body)


def test_a_record_gives_its_values_without_the_attributes() -> None:
    """Provenance: ours."""
    assert Record.model_validate({**ROW, "Name": None}).fields == {"Id": "001", "Name": None}
