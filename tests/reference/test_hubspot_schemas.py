"""What the schemas accept: all that recorded traffic holds, and nothing that cannot be shown."""

import pytest
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    AssociationTypeList,
    CrmObject,
    OwnerList,
    PropertyList,
    SearchAnswer,
)

RECORD: dict[str, JSON] = {"id": "51", "properties": {"email": "ada@example.com"}}
RESULT: dict[str, JSON] = {"fromObjectId": 51, "toObjectId": 301, "labels": []}
ERROR: JSON = {"status": "error", "category": "VALIDATION_ERROR", "message": "CONTACT=1234 is not valid"}


@pytest.mark.parametrize("value", ["1500.00", "true", "", None])
def test_a_property_value_is_a_text_or_null(value: JSON) -> None:
    """Provenance: 2,827 texts, 832 nulls and 42 empty texts in recordings of client test suites."""
    record = CrmObject.model_validate({**RECORD, "properties": {"amount": value}})

    assert record.properties == {"amount": value}


@pytest.mark.parametrize("value", [1500, 1.5, True, ["a"], {"value": "a"}])
def test_a_property_value_is_nothing_else(value: JSON) -> None:
    """Provenance: ours. The old API has objects here; to show one as a text would show a Python value."""
    with pytest.raises(ValidationError):
        CrmObject.model_validate({**RECORD, "properties": {"amount": value}})


@pytest.mark.parametrize("name", ["createdAt", "updatedAt", "archived", "url"])
def test_a_record_may_lack_what_is_not_shown_of_it_everywhere(name: str) -> None:
    """Provenance: `url` is absent from 34 of 397 recorded records."""
    CrmObject.model_validate(RECORD)
    CrmObject.model_validate({**RECORD, name: None})


@pytest.mark.parametrize("missing", ["id", "properties"])
def test_a_record_has_an_id_and_properties(missing: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ValidationError):
        CrmObject.model_validate({name: value for name, value in RECORD.items() if name != missing})


@pytest.mark.parametrize("paging", [{}, {"paging": None}, {"paging": {}}, {"paging": {"next": None}}])
def test_the_last_page_has_no_cursor(paging: dict[str, JSON]) -> None:
    """Provenance: the whole `paging` key is missing from recorded last pages."""
    answer = SearchAnswer.model_validate({"total": 0, "results": [], **paging})

    assert answer.paging is None or answer.paging.next is None


@pytest.mark.parametrize("end", [9756411983, "9756411983"])
def test_the_other_end_of_an_association_is_a_number_or_a_text(end: JSON) -> None:
    """Provenance: a number in recordings; a text in the newest versions of the API."""
    body: JSON = {"results": [{"toObjectId": end, "associationTypes": [_kind(None)]}]}

    (found,) = AssociationList.model_validate(body).results

    assert str(found.to_object_id) == "9756411983"


def _kind(label: str | None) -> dict[str, JSON]:
    return {"category": "HUBSPOT_DEFINED", "typeId": 342, "label": label}


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (PropertyList, {"results": [{"name": "industry", "type": "a new type", "fieldType": "a new field"}]}),
        (OwnerList, {"results": [{"id": "71", "type": "A_NEW_TYPE"}]}),
        (AssociationTypeList, {"results": [{**_kind("Primary"), "category": "A_NEW_CATEGORY"}]}),
    ],
    ids=["property", "owner", "association"],
)
def test_a_word_that_nobody_knows_yet_is_accepted(model: type[BaseModel], body: JSON) -> None:
    """Provenance: ours."""
    model.model_validate(body)


@pytest.mark.parametrize(
    ("body", "is_refused"),
    [
        ({"status": "COMPLETE", "results": [RESULT]}, False),
        ({"status": "COMPLETE", "results": [{"from": {"id": "1"}, "to": {"id": "2"}}]}, False),
        ({"status": "COMPLETE", "results": [], "numErrors": 1, "errors": [ERROR]}, True),
        ({"status": "COMPLETE", "results": [RESULT], "errors": [ERROR]}, True),
        ({"status": "COMPLETE", "results": [], "numErrors": 1}, True),
        ({"status": "COMPLETE", "results": [RESULT], "numErrors": 0, "errors": []}, False),
    ],
)
def test_a_batch_is_refused_as_soon_as_it_has_an_error(body: JSON, is_refused: bool) -> None:
    """Provenance: the third is recorded, with HTTP 207; its `status` says COMPLETE all the same."""
    assert AssociationBatch.model_validate(body).is_refused is is_refused


def test_a_batch_that_says_nothing_is_no_success() -> None:
    """Provenance: ours."""
    with pytest.raises(ValidationError, match="neither an association nor an error"):
        AssociationBatch.model_validate({"status": "COMPLETE", "results": []})
