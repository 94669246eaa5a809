"""What the model gets to read of properties, owners and associations."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering_lists
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    OwnerList,
    PropertyList,
)


def properties(*definitions: dict[str, JSON], **asked: object) -> str:
    """Properties of contacts."""
    model = PropertyList.model_validate({"results": list(definitions)})
    usual: dict[str, object] = {
        "name_contains": "",
        "writable_only": False,
        "start_at": 1,
        "options_start_at": 1,
    }
    return rendering_lists.render_properties(model, "contacts", **{**usual, **asked})  # type: ignore[arg-type]


def definition(name: str, **fields: JSON) -> dict[str, JSON]:
    """A property."""
    return {"name": name, "label": name.title(), "type": "string", **fields}


def test_properties_are_listed_by_name_with_what_a_writer_needs() -> None:
    """Provenance: ours."""
    stage = definition(
        "stage",
        type="enumeration",
        options=[{"value": f"s_{number}", "label": "S"} for number in range(10)],
        modificationMetadata={"readOnlyValue": True},
    )
    text = properties(stage, definition("email", hasUniqueValue=True, description="Its\naddress"))

    assert text == (
        "2 properties of contacts:\n\n"
        "- email (string, unique): Email. Its address\n"
        "- stage (enumeration, read-only; s_0, s_1, s_2, s_3, s_4, s_5, s_6, s_7 and 2 more): Stage\n\n"
        'More options follow: call list_properties again with name_contains="stage".'
    )


def test_a_property_that_is_named_whole_is_shown_with_all_its_options() -> None:
    """Provenance: ours. `hs_stage_date` has the name in it too."""
    options: JSON = [
        {"value": "a", "label": "Stage A"},
        {"value": "b", "label": None, "hidden": True},
    ]
    text = properties(
        definition("stage", options=options), definition("hs_stage_date"), name_contains="Stage"
    )

    assert text.startswith("# Property stage of contacts\n")
    assert text.endswith("## 2 options\n\n- a: Stage A\n- b (hidden)")


@pytest.mark.parametrize("asked", [{"writable_only": True}, {"name_contains": "Mail"}])
def test_properties_can_be_narrowed(asked: dict[str, object]) -> None:
    """Provenance: ours."""
    calculated = definition("score", calculated=True)

    text = properties(calculated, definition("email"), definition("e_mail_2", label="Other mail"), **asked)

    assert text.startswith("2 ")
    assert "score" not in text


def test_properties_and_options_can_be_read_to_the_end() -> None:
    """Provenance: ours."""
    many = [definition(f"answer_{number:03}", description="word " * 30) for number in range(300)]
    options: JSON = [{"value": f"value_{number}", "label": "word " * 10} for number in range(400)]

    first = properties(*many)
    here = first.count("\n- ")
    second = properties(*many, start_at=here + 1)
    one = properties(definition("stage", options=options))

    assert f"call list_properties again with start_at={here + 1}.\n" in first
    assert f"\n\n- answer_{here:03} " in second
    assert one.endswith(f"call list_properties again with options_start_at={one.count('- value_') + 1}.")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"name_contains": "unicorn"}, "No properties of contacts with unicorn in the name or label."),
        (
            {"writable_only": True, "name_contains": "x"},
            "No writable properties of contacts with x in the name or label.",
        ),
        ({"start_at": 9}, "There are 2 properties; there is no number 9."),
    ],
)
def test_nothing_to_list_is_one_sentence(asked: dict[str, object], sentence: str) -> None:
    """Provenance: ours."""
    assert properties(definition("email"), definition("phone"), **asked) == sentence


def owners(*rows: dict[str, JSON], after: str | None = None, email: str = "") -> str:
    """A page of owners."""
    paging: dict[str, JSON] = {"paging": {"next": {"after": after}}} if after else {}
    model = OwnerList.model_validate({"results": list(rows), **paging})
    return rendering_lists.render_owners(model, email=email, archived=False)


def test_owners_are_shown_by_the_id_that_records_have() -> None:
    """Provenance: ours. An owner has a user id too, which no record has."""
    text = owners(
        {"id": "71", "userId": 3001, "firstName": "Ben", "lastName": "Ito", "email": "ben@example.com"},
        {"id": "73", "type": "QUEUE", "email": "s@example.com", "teams": [{"name": "East | `West"}]},
        {"id": "74"},
        after="74",
    )

    assert text == (
        "3 owners:\n\n"
        "- 71 (user 3001): Ben Ito, ben@example.com\n"
        "- 73 (queue; teams East \\| \\`West): s@example.com\n"
        "- 74: (no name)\n\n"
        'More owners follow: call list_owners again with after="74".'
    )


def test_no_owner_is_one_sentence() -> None:
    """Provenance: ours."""
    assert owners(email="ada@example.com") == "No owners with the e-mail address ada@example.com."


def test_owners_that_do_not_fit_are_asked_for_in_smaller_pages() -> None:
    """Provenance: ours. The cursor of owners is HubSpot's own, so it cannot be worked out."""
    row: dict[str, JSON] = {"id": "71", "firstName": "word " * 60, "email": "ben@example.com"}

    text = owners(*[row] * 100, after="171")

    here = text.count("- 71: ")
    assert here < 100
    assert f"Only the first {here} of 100 fit." in text
    assert f"call list_owners again with limit={here}." in text
    assert "171" not in text


def test_associations_are_shown_with_their_labels() -> None:
    """Provenance: ours."""
    kinds: JSON = [
        {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
        {"category": "USER_DEFINED", "typeId": 28, "label": "Billing *contact*"},
    ]
    model = AssociationList.model_validate(
        {
            "results": [{"toObjectId": 301, "associationTypes": kinds}, {"toObjectId": "302"}],
            "paging": {"next": {"after": "MzAy"}},
        }
    )

    text = rendering_lists.render_associations(model, "contacts", "51", "companies")

    assert text == (
        "2 companies associated with contact 51, by id:\n\n"
        "- 301: Billing \\*contact\\*\n- 302\n\n"
        "To read one, call get_company.\n\n"
        'More companies follow: call list_associations again with after="MzAy".'
    )


def test_no_association_is_one_sentence() -> None:
    """Provenance: ours."""
    model = AssociationList.model_validate({"results": []})

    text = rendering_lists.render_associations(model, "2-7001", "801", "tickets")

    assert text == "No tickets are associated with record 801 of type 2-7001."


@pytest.mark.parametrize(("labels", "end"), [(["Primary"], ", labelled Primary."), ([], "."), (None, ".")])
def test_an_association_is_confirmed_with_its_labels(labels: JSON, end: str) -> None:
    """Provenance: ours."""
    made = AssociationBatch.model_validate({"results": [{"labels": labels}]})

    text = rendering_lists.render_association(made, ("contacts", "51"), ("companies", "301"))

    assert text == f"Associated contact 51 with company 301{end}"


def test_a_number_behind_the_last_option_is_told() -> None:
    """Provenance: ours."""
    stage = definition("stage", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])

    text = properties(stage, name_contains="stage", options_start_at=3)

    assert text == (
        "# Property stage of contacts\n\n- Label: Stage\n- Type: string\n\n"
        "There are 2 options; there is no number 3."
    )


def test_records_of_a_type_without_a_tool_are_read_by_a_search() -> None:
    """Provenance: ours."""
    model = AssociationList.model_validate({"results": [{"toObjectId": 301}]})

    text = rendering_lists.render_associations(model, "contacts", "51", "tickets")

    assert text == (
        "1 ticket associated with contact 51, by id:\n\n- 301\n\n"
        "To read them, call search_crm_objects with a filter on hs_object_id."
    )
