"""Whatever is left out of a list can be got by the call that it names, or is in the list after all."""

import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot.rendering_lists import (
    render_association,
    render_associations,
    render_owners,
    render_properties,
)
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    OwnerList,
    PropertyList,
)
from tests.reference.following import named_calls, parts_of


def properties(*rows: JSON) -> PropertyList:
    """Definitions."""
    return PropertyList.model_validate({"results": [*rows]})


def a_property(name: str, options: int) -> dict[str, JSON]:
    """An enumeration with so many options."""
    return {
        "name": name,
        "type": "enumeration",
        "options": [{"value": f"{name}_{number}", "label": ""} for number in range(options)],
    }


def listed(found: PropertyList, arguments: dict[str, JSON]) -> str:
    """What list_properties says with these arguments."""
    starts = {name: arguments.get(name, 1) for name in ("start_at", "options_start_at", "description_from")}
    return render_properties(
        found,
        "contacts",
        name_contains=str(arguments.get("name_contains", "")),
        writable_only=False,
        **starts,  # type: ignore[arg-type]
    )


def test_all_options_of_a_property_in_a_list_can_be_read() -> None:
    """Provenance: ours."""
    found = properties(a_property("stage", 900), a_property("stage_two", 3))

    texts = parts_of(lambda _, arguments: listed(found, arguments), "list_properties", options_start_at=5)

    assert "stage_7 and 892 more" in texts[0]
    shown = [one for text in texts[1:] for one in re.findall(r"^- (stage_\d+)$", text, re.MULTILINE)]
    assert shown == [f"stage_{number}" for number in range(900)]


@pytest.mark.parametrize(("words", "parts"), [(2_000, 4), (50, 1)])
def test_a_description_of_any_length_can_be_read_to_its_end(words: int, parts: int) -> None:
    """Provenance: ours. It was cut after 700 tokens, and named no call."""
    description = " ".join(f"word{number}" for number in range(words))
    found = properties({**a_property("stage", 3), "description": description})

    texts = parts_of(lambda _, arguments: listed(found, arguments), "list_properties", name_contains="stage")

    shown = [re.findall(r"^- Description(?: from character \d+)?: (.*)$", text, re.M) for text in texts]
    assert "".join("".join(one).replace(" ", "") for one in shown) == description.replace(" ", "")
    assert len(texts) >= parts
    assert ("description_from" in texts[0]) is (parts > 1)


def test_options_of_further_properties_are_reachable_after_the_first() -> None:
    """Provenance: ours. One call is named, and the others are like it."""
    text = listed(properties(a_property("a", 9), a_property("b", 9)), {})

    assert list(named_calls(text)) == [("list_properties", {"name_contains": "a"})]
    assert text.endswith("The name of any other property as name_contains shows its options.")


def test_options_that_are_all_shown_name_no_call() -> None:
    """Provenance: ours, the other half."""
    assert list(named_calls(listed(properties(a_property("a", 8), a_property("b", 8)), {}))) == []


def test_all_labels_of_an_association_are_shown() -> None:
    """Provenance: HubSpot allows 50 labels between two types of records."""
    labels = [f"Label of a longer kind {number}" for number in range(50)]
    types: JSON = [{"category": "USER_DEFINED", "typeId": 1, "label": label} for label in labels]
    found = AssociationList.model_validate({"results": [{"toObjectId": 7, "associationTypes": types}]})
    made = AssociationBatch.model_validate(
        {"results": [{"fromObjectId": 1, "toObjectId": 7, "labels": labels}]}
    )

    texts = [
        render_associations(found, "contacts", "1", "companies"),
        render_association(made, ("contacts", "1"), ("companies", "7")),
    ]

    assert [re.findall(r"Label of a longer kind \d+", text) for text in texts] == [labels, labels]


def test_all_teams_of_an_owner_can_be_read() -> None:
    """Provenance: ours. The owner's own address gets the owner alone."""
    teams = [f"Team {number}" for number in range(200)]
    ada: JSON = {
        "id": "1",
        "email": "ada@x.example",
        "teams": [{"id": team, "name": team, "primary": False} for team in teams],
    }
    page: dict[str, JSON] = {"results": [ada, {"id": "2", "email": "bob@x.example"}]}

    def render(_: str, arguments: dict[str, JSON]) -> str:
        email, after = arguments.get("email"), arguments["after"]
        assert (after is None) == (email is not None)
        found = OwnerList.model_validate({"results": [ada]} if email else page)
        return render_owners(found, email=str(email or ""), archived=False, after=str(after))

    first, alone = parts_of(render, "list_owners", after="5")

    assert re.search(r"Team \d+ and \d+ more\)", first)
    assert re.findall(r"Team \d+", alone) == teams


def test_owners_with_few_teams_name_no_call() -> None:
    """Provenance: ours, the other half."""
    ada: JSON = {"id": "1", "email": "ada@x.example", "teams": [{"id": "1", "name": "West"}]}

    text = render_owners(OwnerList.model_validate({"results": [ada, ada]}), email="", archived=False)

    assert list(named_calls(text)) == []
