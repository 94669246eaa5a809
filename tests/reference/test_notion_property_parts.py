"""All of a property that Notion sent can be read by the calls that the reply names."""

import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion.rendering import render_page, render_property
from pytest_mcp_contract.reference.servers.notion.schemas import Page
from tests.emulators.notion.store import HANDBOOK
from tests.reference.following import named_calls, parts_of
from tests.reference.sessions import call, emulated

ID = "a" * 32
WORDS = [f"word{number}" for number in range(3_000)]
MANY: dict[str, JSON] = {
    "people": {"type": "people", "people": [{"id": ID, "name": f"word{number}"} for number in range(25)]},
    "multi_select": {"type": "multi_select", "multi_select": [{"name": word} for word in WORDS[:25]]},
    "relation": {"type": "relation", "relation": [{"id": word} for word in WORDS[:25]]},
    "files": {"type": "files", "files": [{"name": word} for word in WORDS[:25]]},
    "rich_text": {"type": "rich_text", "rich_text": [{"plain_text": f"{word}\n"} for word in WORDS[:1_900]]},
    "rollup": {
        "type": "rollup",
        "rollup": {
            "type": "array",
            "array": [{"type": "rich_text", "rich_text": [{"plain_text": word}]} for word in WORDS[:25]],
        },
    },
    "formula": {"type": "formula", "formula": {"type": "string", "string": " ".join(WORDS)}},
}


def read(properties: dict[str, JSON], arguments: dict[str, JSON]) -> str:
    """What get_page says with these arguments."""
    page = Page.model_validate({"id": ID, "properties": properties})
    text_from, properties_from = arguments.get("text_from", 1), arguments.get("properties_from", 1)
    assert isinstance(text_from, int)
    assert isinstance(properties_from, int)
    if name := arguments.get("property_name"):
        return render_property(page, str(name), (page.properties or {})[str(name)], text_from=text_from)
    return render_page(page, properties_from=properties_from, text_from=text_from)


@pytest.mark.parametrize("kind", MANY)
def test_a_cut_value_is_read_to_its_end(kind: str) -> None:
    """Provenance: ours. "15 more" is of no use without the call that shows them."""
    first, *alone = parts_of(lambda _, given: read({kind: MANY[kind]}, given), "get_page", text_from=7)

    assert list(named_calls(first)) == [("get_page", {"property_name": kind, "text_from": 1})]
    whole = "".join(re.findall(r"```text\n(.*?)\n?```", "\n".join(alone), re.DOTALL))
    number = {"rich_text": 1_900, "formula": 3_000}.get(kind, 25)
    assert re.findall(r"word\d+", whole) == WORDS[:number]


def test_all_properties_of_a_page_can_be_read() -> None:
    """Provenance: ours."""
    names = [f"Property {number}" for number in range(200)]
    values: dict[str, JSON] = {
        name: {"type": "rich_text", "rich_text": [{"plain_text": "some text " * 12}]} for name in names
    }

    texts = parts_of(lambda _, given: read(values, given), "get_page")

    assert len(texts) > 2
    assert re.findall(r"^- (Property \d+):", "\n".join(texts), re.MULTILINE) == names


def test_values_that_are_shown_whole_name_no_call() -> None:
    """Provenance: ours, the other half."""
    values: dict[str, JSON] = {
        "Tags": {"type": "multi_select", "multi_select": [{"name": "a"}, {"name": "b"}]},
        "Notes": {"type": "rich_text", "rich_text": [{"plain_text": "One.\nTwo"}]},
        "Done": {"type": "checkbox", "checkbox": True},
    }

    assert list(named_calls(read(values, {}))) == []


def test_a_relation_that_notion_cut_says_so() -> None:
    """Provenance: the vendor sends 25 of a relation and `has_more`."""
    relation: JSON = {"type": "relation", "relation": [{"id": ID}], "has_more": True}

    text = read({"Tasks": relation}, {"property_name": "Tasks"})

    assert text.endswith("Notion sends only the first of these; open the page in Notion to read all.")


def test_numbers_behind_the_last_property_and_unknown_names_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    assert "1 property has a value; there is no number 9." in read(
        {"Done": {"type": "checkbox", "checkbox": True}}, {"properties_from": 9}
    )
    with emulated("notion", monkeypatch) as server:
        ((text, is_error),) = call(server, ("get_page", {"page_id": HANDBOOK, "property_name": "Nothing"}))

    assert is_error
    assert text.startswith('No property is named "Nothing"; ')
