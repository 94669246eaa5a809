"""Nothing that a caller may need as a value is cut, and what is cut names the call that shows it whole."""

import re

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering
from pytest_mcp_contract.reference.servers.hubspot.rendering_lists import (
    render_association,
    render_associations,
)
from pytest_mcp_contract.reference.servers.hubspot.schemas import AssociationBatch, AssociationList
from tests.reference.following import TOKEN_BUDGET, named_calls, parts_of
from tests.reference.sessions import call, emulated
from tests.reference.test_continuations import LONG, read_to_the_end
from tests.reference.test_hubspot_rendering import contact, found, record, search
from tests.reference.test_hubspot_rendering_lists import definition, owners, properties

NAME = "Decision maker of the " + "very " * 40 + "large account"


def test_labels_teams_and_options_are_shown_whole() -> None:
    """Provenance: ours. They were cut at 60 characters, and create_association takes a label as it is."""
    kinds: JSON = [{"category": "USER_DEFINED", "typeId": 1, "label": NAME}]
    listed = AssociationList.model_validate({"results": [{"toObjectId": 7, "associationTypes": kinds}]})
    made = AssociationBatch.model_validate({"results": [{"labels": [NAME]}]})
    option: JSON = [{"value": NAME, "label": NAME}]

    texts = [
        render_associations(listed, "contacts", "1", "companies"),
        render_association(made, ("contacts", "1"), ("companies", "7")),
        owners({"id": "1", "email": "ada@x.example", "teams": [{"id": "1", "name": NAME}]}),
        properties(definition("a", options=option), definition("b", options=option)),
        properties(definition("a", options=option)),
    ]

    assert [NAME in text for text in texts] == [True] * 5
    assert not any("…" in text for text in texts)


def test_long_options_in_a_row_leave_others_to_a_call() -> None:
    """Provenance: ours. Eight such options in each row would fill the page with a few properties."""
    many: JSON = [{"value": f"{number} {NAME}", "label": ""} for number in range(8)]
    row = definition("stage", options=many)

    text = properties(row, definition("other"))

    assert re.search(r"account and \d more\)", text)
    assert list(named_calls(text)) == [("list_properties", {"name_contains": "stage"})]


def test_a_description_that_is_cut_in_a_list_is_whole_on_its_own() -> None:
    """Provenance: ours."""
    long = "word " * 99 + "end."
    row, other = definition("stage", description=long), definition("other")

    text = properties(row, other)

    assert "…" in text
    assert list(named_calls(text)) == [("list_properties", {"name_contains": "stage"})]
    assert f"- Description: {long}" in properties(row)
    assert list(named_calls(properties(other, other))) == []


def test_names_that_the_caller_passed_are_all_listed() -> None:
    """Provenance: ours. They ended with a number of further ones after twenty."""
    names = [f"answer_to_question_{number}" for number in range(50)]
    empty = record(**dict.fromkeys(names))

    cleared = rendering.render_updated(empty, "contacts", dict.fromkeys(names * 2, ""))

    for text in (cleared, contact(empty, *names), contact(record(), *names), search(found(empty), *names)):
        assert set(re.findall(r"answer_to_question_\d+", text)) == set(names)
        assert " more" not in text


def test_names_without_end_are_still_bounded() -> None:
    """Provenance: ours. What is left out of a list is what the caller has: all others that it passed."""
    names = [f"{number:03}_{'q7Zx' * 48}" for number in range(100)]
    cleared = rendering.render_updated(record(), "contacts", dict.fromkeys(names, ""))

    assert re.search(r" and the \d+ others that you passed\n", cleared)
    assert token_count(cleared) < TOKEN_BUDGET


@pytest.mark.parametrize(
    ("object_type", "call_of"),
    [("contacts", ("get_contact", "contact")), ("deals", ("get_deal", "deal_id"))],
)
def test_values_that_a_write_does_not_show_name_the_calls_that_do(
    object_type: str, call_of: tuple[str, str]
) -> None:
    """Provenance: ours. It said how many more values there were, and no way to them."""
    tool, argument = call_of
    values = {f"answer_{number}": "word " * 50 for number in range(90)}
    values |= {"short": "yes", "long": LONG}

    for text in (
        rendering.render_created(record(), object_type, values),
        rendering.render_updated(record(), object_type, values),
    ):
        calls = list(named_calls(text))
        asked = [name for _, given in calls for name in rendering_names(given)]
        here = re.findall(r"^- (\w+): ", text, re.MULTILINE)
        assert {name for name, _ in calls} == {tool}
        assert {given[argument] for _, given in calls} == {"51"}
        assert set(asked) | set(here) - {"Link"} == set(values)
        assert "long" in asked
        assert max(len(rendering_names(given)) for _, given in calls) <= 50
        assert token_count(text) < TOKEN_BUDGET


def rendering_names(given: dict[str, JSON]) -> list[str]:
    """The properties that a call asks for."""
    names = given["properties"]
    assert isinstance(names, list)
    return [str(name) for name in names]


def test_a_written_value_that_is_shown_whole_names_no_call() -> None:
    """Provenance: ours, the other half."""
    assert list(named_calls(rendering.render_updated(record(), "contacts", {"a": "two\nlines"}))) == []


def test_what_a_write_does_not_show_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The call that the reply names is made as it stands."""
    with emulated("hubspot", monkeypatch) as server:
        ((text, _),) = call(server, ("update_contact", {"contact": "51", "properties": {"jobtitle": LONG}}))
        ((tool, arguments),) = named_calls(text)
        texts = read_to_the_end(server, tool, arguments)

    assert "word2499" in texts[-1]


def test_a_long_value_in_a_search_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. A note has no tool of its own, so the search itself shows the rest."""
    with emulated("hubspot", monkeypatch) as server:
        text = LONG[: LONG.index(" word2001")]
        note: dict[str, JSON] = {"text": text, "put_on": [{"object_type": "contacts", "record_id": "51"}]}
        ((said, is_error),) = call(server, ("create_note", note))
        assert not is_error, said
        texts = read_to_the_end(server, "search_crm_objects", {"object_type": "notes", "limit": 2})

    assert "…" in texts[0]
    assert "word2000\n" in "".join(texts)
    assert all(token_count(text) < TOKEN_BUDGET for text in texts)


def test_properties_that_no_section_shows_are_named_once() -> None:
    """Provenance: ours. Each section said that fewer properties had to be asked for, and not which."""
    names = [f"answer_{number}" for number in range(40)]
    model = record(**dict.fromkeys(names, "word " * 55))

    def render(_: str, arguments: dict[str, JSON]) -> str:
        asked = rendering_names(arguments)
        return search(found(model, model), *asked)

    texts = parts_of(render, "search_crm_objects", properties=[*names])

    assert {name for text in texts for name in re.findall(r"^- (answer_\d+): ", text, re.MULTILINE)} == {
        *names
    }


def test_a_title_that_is_cut_stands_whole_among_the_properties() -> None:
    """Provenance: ours. The name was left out there, because the title repeats it."""
    name = "word " * 40 + "end"
    model = record(firstname=name)

    assert f"- firstname: {name}" in contact(model, "firstname", "lastname", chosen=False)
    assert f"- firstname: {name}" in search(found(model), "firstname", "lastname", chosen=False)


def test_the_name_and_address_of_an_owner_are_whole() -> None:
    """Provenance: ours. They were cut at 200 characters together, and list_owners takes the whole address."""
    email = f"{'a' * 64}@{'mail.' * 37}example.com"
    row: dict[str, JSON] = {"id": "71", "firstName": "Anna", "lastName": "Ito", "email": email}

    assert owners(row).endswith(f": Anna Ito, {email}")
