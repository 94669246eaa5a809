"""Whatever is left out of the description of an object can be got by the call that it names."""

import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.salesforce.rendering_objects import render_description
from pytest_mcp_contract.reference.servers.salesforce.schemas import ObjectDescription
from tests.reference.following import named_calls, parts_of

TARGETS = [f"Target_Object_{number}__c" for number in range(400)]
TYPES = [f"Type_{number}" for number in range(200)]
FIELD: dict[str, JSON] = {"label": "", "type": "reference"}


def task(**others: JSON) -> ObjectDescription:
    """An object with these keys besides the necessary ones."""
    return ObjectDescription.model_validate({"name": "Task", "label": "Task", "fields": [], **others})


def described(found: ObjectDescription, arguments: dict[str, JSON]) -> str:
    """What describe_object says with these arguments."""
    start_at, values_from = arguments.get("start_at", 1), arguments.get("values_from", 1)
    assert isinstance(start_at, int)
    assert isinstance(values_from, int)
    return render_description(
        found,
        show=str(arguments.get("show", "fields")),
        text=str(arguments.get("filter", "")),
        start_at=start_at,
        values_from=values_from,
    )


def test_all_objects_that_a_reference_can_point_to_can_be_read() -> None:
    """Provenance: ours. A task can be about nearly any object."""
    what: JSON = {**FIELD, "name": "WhatId", "referenceTo": [*TARGETS], "relationshipName": "What"}
    found = task(fields=[*({**FIELD, "name": f"Other{number}"} for number in range(9)), what])

    texts = parts_of(lambda _, arguments: described(found, arguments), "describe_object")

    assert "reference to Target_Object_0__c" in texts[0]
    assert ", and 395 more, relationship What, read-only)" in texts[0]
    shown = [name for text in texts[1:] for name in re.findall(r"Target_Object_\d+__c", text)]
    assert shown == TARGETS


def test_a_reference_that_is_shown_whole_names_no_call() -> None:
    """Provenance: ours, the other half."""
    found = task(fields=[{**FIELD, "name": "WhoId", "referenceTo": ["Contact", "Lead"]}])

    text = described(found, {})

    assert "(reference to Contact, Lead, read-only" in text
    assert list(named_calls(text)) == []


def test_all_record_types_can_be_read() -> None:
    """Provenance: ours."""
    infos: list[JSON] = [{"name": name, "recordTypeId": "012000000000000AAA"} for name in TYPES]
    found = task(recordTypeInfos=[*infos, {"name": "Master", "master": True}])

    texts = parts_of(lambda _, arguments: described(found, arguments), "describe_object")

    assert "and 190 more" in texts[0]
    assert re.findall(r"\bType_\d+", "\n".join(texts)) == TYPES


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"start_at": 9}, "Its last record type is number 1; there is no number 9."),
        ({"filter": "x"}, 'No record type matches "x".'),
    ],
)
def test_record_types_that_are_not_there_are_said(arguments: dict[str, JSON], sentence: str) -> None:
    """Provenance: ours."""
    found = task(recordTypeInfos=[{"name": "Sale"}])

    assert sentence in described(found, {"show": "record_types", **arguments})
    assert "It has no record types." in described(task(), {"show": "record_types"})


def test_further_fields_with_cut_values_are_reachable_after_the_first() -> None:
    """Provenance: ours. One call is named, and the others are like it."""
    fields: list[JSON] = [
        {**FIELD, "name": f"Ref{number}", "referenceTo": [*TARGETS[:9]]} for number in range(5)
    ]
    found = task(fields=fields)

    text = described(found, {"filter": "Ref", "values_from": 3})

    assert list(named_calls(text)) == [("describe_object", {"filter": "Ref0", "values_from": 1})]
    assert text.endswith("The name of any other field as filter shows its values.")
