"""All of a property that Notion sent can be read by the calls that the reply names."""

import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion.property_text import items_text
from pytest_mcp_contract.reference.servers.notion.rendering import (
    render_page,
    render_property,
    render_updated_page,
)
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_rows
from pytest_mcp_contract.reference.servers.notion.schemas import DataSource, Page, Rows
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyItems
from tests.emulators.notion.store import HANDBOOK, SHIP
from tests.reference.following import named_calls, parts_of
from tests.reference.sessions import call, emulated
from tests.reference.test_continuations import read_to_the_end

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


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Crew", [f"Sailor {number}" for number in range(1, 121)]),
        ("Runs", [f"{2_000 + number:08d}-0000-4000-8000-{2_000 + number:012d}" for number in range(30)]),
    ],
)
def test_all_values_of_a_property_are_read_where_a_page_holds_few(
    monkeypatch: pytest.MonkeyPatch, name: str, values: list[str]
) -> None:
    """Provenance: the vendor sends 25 people or relations with a page, and all by a request of their own.

    The id of one of the properties is escaped, as real ones are.
    """
    with emulated("notion", monkeypatch) as server:
        ((page, _),) = call(server, ("get_page", {"page_id": SHIP}))
        texts = read_to_the_end(server, "get_page", {"page_id": SHIP, "property_name": name})

    assert list(named_calls(page)) == [("get_page", {"property_name": "Crew"})]
    whole = "\n".join(texts).replace(SHIP, "")
    assert re.findall(r"Sailor \d+" if name == "Crew" else r"\b0000\d{4}-[0-9-]{27}\b", whole) == values


def test_a_property_that_may_hold_more_names_the_call_that_reads_all() -> None:
    """Provenance: the vendor tells `has_more` of relations only; 25 people may be all of them."""
    people: JSON = {"type": "people", "people": [{"id": ID, "name": "a"}] * 25}
    relation: JSON = {"type": "relation", "relation": [{"id": ID}] * 9, "has_more": True}
    whole: JSON = {"type": "relation", "relation": [{"id": ID}] * 9, "has_more": False}

    text = read({"Crew": people, "Runs": relation}, {})

    assert "at least 15 more" in text
    assert "at least 1 more" in text
    assert list(named_calls(text)) == [("get_page", {"property_name": "Crew"})]
    assert list(named_calls(read({"Runs": relation}, {}))) == [("get_page", {"property_name": "Runs"})]
    assert list(named_calls(read({"Runs": whole}, {}))) == []


def test_the_next_values_are_named_only_at_the_end_of_these() -> None:
    """Provenance: ours. The cursor leads behind all of a page, not behind what was shown of it."""
    items = PropertyItems.model_validate(
        {
            "results": [{"type": "rich_text", "rich_text": {"plain_text": f"{word} "}} for word in WORDS],
            "has_more": True,
            "next_cursor": "next",
        }
    )
    page = Page.model_validate({"id": ID, "properties": {"Notes": {"type": "rich_text", "rich_text": []}}})

    def named(text_from: int) -> list[tuple[str, dict[str, JSON]]]:
        value = (page.properties or {})["Notes"]
        text = render_property(page, "Notes", value, text_from=text_from, items=items)
        return list(named_calls(text))

    ((_, first),) = named(1)
    assert "start_cursor" not in first
    assert named(20_000) == [("get_page", {"property_name": "Notes", "text_from": 1, "start_cursor": "next"})]


def test_values_of_a_rollup_come_one_by_one() -> None:
    """Provenance: the vendor's reference of property items: a list in a page is single values there."""
    items = PropertyItems.model_validate(
        {
            "results": [
                {"object": "property_item", "type": "people", "people": {"id": ID, "name": "Ada"}},
                {"object": "property_item", "type": "number", "number": 3},
                {"object": "property_item", "type": "relation", "relation": {"id": ID}},
            ]
        }
    )

    assert items_text(items.results) == f"Ada, 3, {ID}"


def test_a_title_that_the_heading_cuts_can_be_read() -> None:
    """Provenance: ours. The title is in no other line."""
    title: JSON = {"type": "title", "title": [{"plain_text": "word " * 300}]}

    assert list(named_calls(read({"Name": title}, {}))) == [("get_page", {"property_name": "Name"})]
    assert list(named_calls(read({"Name": {"type": "title", "title": [{"plain_text": "a"}]}}, {}))) == []


def test_empty_properties_beyond_those_named_are_in_the_data_source() -> None:
    """Provenance: ours."""
    names = [f"A property with a long name {number}" for number in range(200)]
    page = Page.model_validate(
        {
            "id": ID,
            "parent": {"type": "data_source_id", "data_source_id": "b" * 32},
            "properties": {name: {"type": "url", "url": None} for name in names},
        }
    )

    text = render_page(page)

    assert re.search(r"name \d+ and \d+ more\. All names are in the data source: ", text)
    assert list(named_calls(text)) == [
        ("query_data_source", {"data_source_id": "b" * 32, "definitions_from": 1})
    ]


def test_a_change_that_is_not_shown_whole_names_the_page_and_the_property() -> None:
    """Provenance: ours. It said "this id" where there are several."""
    notes: JSON = {"type": "rich_text", "rich_text": [{"plain_text": "word " * 900}]}
    page = Page.model_validate({"id": ID, "properties": {"Notes": notes, "Done": {"type": "checkbox"}}})

    text = render_updated_page(page, ["Done", "Notes"], emoji=None)

    assert list(named_calls(text)) == [("get_page", {"page_id": ID, "property_name": "Notes"})]
    assert list(named_calls(render_updated_page(page, ["Done"], emoji=None))) == []


def test_a_cut_cell_names_its_page_and_property() -> None:
    """Provenance: ours. It named get_page without the id, and a table has many."""
    other = "b" * 32
    tags: JSON = {"type": "multi_select", "multi_select": [{"name": word} for word in WORDS[:25]]}
    title: JSON = {"type": "title", "title": [{"plain_text": "word " * 90}]}
    short: dict[str, JSON] = {"Name": {"type": "title", "title": [{"plain_text": "a"}]}}

    def table(*pages: JSON) -> str:
        rows = Rows.model_validate({"results": [*pages]})
        return render_rows(
            DataSource(id=ID), rows, columns=("Tags",), page_size=25, is_first=True, is_filtered=False
        )

    plain: JSON = {"id": ID, "properties": short}
    assert list(named_calls(table(plain))) == []
    assert list(named_calls(table(plain, {"id": other, "properties": {**short, "Tags": tags}}))) == [
        ("get_page", {"page_id": other, "property_name": "Tags"})
    ]
    text = table({"id": other, "properties": {"Name": title, "Tags": tags}})
    assert list(named_calls(text)) == [("get_page", {"page_id": other, "property_name": "Name"})]
    assert "Any other is read so too." in text


def test_numbers_behind_the_last_property_and_unknown_names_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    assert "1 property has a value; there is no number 9." in read(
        {"Done": {"type": "checkbox", "checkbox": True}}, {"properties_from": 9}
    )
    with emulated("notion", monkeypatch) as server:
        ((text, is_error),) = call(server, ("get_page", {"page_id": HANDBOOK, "property_name": "Nothing"}))

    assert is_error
    assert text.startswith('No property is named "Nothing"; ')


def test_long_names_of_files_can_be_read() -> None:
    """Provenance: Notion takes file names of 900 bytes. They were cut at 100 characters in every call."""
    names = [f"{'report ' * 40}{number}.pdf" for number in range(8)]
    files: JSON = {"type": "files", "files": [{"name": name} for name in names]}

    first, alone = parts_of(lambda _, given: read({"Files": files}, given), "get_page")

    assert list(named_calls(first)) == [("get_page", {"property_name": "Files"})]
    assert ", ".join(names) in alone
