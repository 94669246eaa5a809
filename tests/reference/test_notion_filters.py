"""Filters and sorts in Notion's own form, and what is told of those that it would refuse."""

from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.notion.arguments import Filter, Sort
from pytest_mcp_contract.reference.servers.notion.filters import notion_filter, notion_sorts
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyDefinition
from tests.emulators.notion.store import MANY, OTHER_ROW, ROW, TASKS
from tests.reference.sessions import call, emulated

KINDS = (
    *("title", "rich_text", "url", "email", "phone_number", "number", "unique_id", "date", "people"),
    *("created_by", "relation", "multi_select", "select", "status", "checkbox", "files", "verification"),
    *("formula", "rollup", "button", "hologram"),
)
KNOWN = {kind: PropertyDefinition(type=kind) for kind in KINDS}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator."""
    with emulated("notion", monkeypatch) as made:
        yield made


def asked(name: str, condition: str, value: JSON = None) -> Filter:
    """One condition, as a model gives it."""
    return Filter.model_validate({"property": name, "condition": condition, "value": value})


@pytest.mark.parametrize(
    ("name", "condition", "value", "sent"),
    [
        ("title", "contains", "a", {"title": {"contains": "a"}}),
        ("url", "ends_with", ".org", {"url": {"ends_with": ".org"}}),
        ("number", "greater_than", 5, {"number": {"greater_than": 5.0}}),
        ("number", "equals", "5.5", {"number": {"equals": 5.5}}),
        ("unique_id", "less_than", 5, {"unique_id": {"less_than": 5.0}}),
        ("checkbox", "equals", "False", {"checkbox": {"equals": False}}),
        ("checkbox", "does_not_equal", True, {"checkbox": {"does_not_equal": True}}),
        ("date", "on_or_before", "2026-03-04", {"date": {"on_or_before": "2026-03-04"}}),
        ("date", "past_week", None, {"date": {"past_week": {}}}),
        ("select", "is_empty", None, {"select": {"is_empty": True}}),
        ("status", "equals", "Done", {"status": {"equals": "Done"}}),
        ("people", "contains", "u1", {"people": {"contains": "u1"}}),
        ("files", "is_not_empty", "ignored", {"files": {"is_not_empty": True}}),
        ("verification", "equals", "verified", {"verification": {"status": "verified"}}),
        ("formula", "equals", "x", {"formula": {"string": {"equals": "x"}}}),
        ("formula", "equals", True, {"formula": {"checkbox": {"equals": True}}}),
        ("formula", "greater_than", 3, {"formula": {"number": {"greater_than": 3}}}),
        ("formula", "before", "2026-03-04", {"formula": {"date": {"before": "2026-03-04"}}}),
        ("rollup", "contains", "x", {"rollup": {"any": {"rich_text": {"contains": "x"}}}}),
        ("rollup", "less_than", 3, {"rollup": {"number": {"less_than": 3}}}),
        ("rollup", "next_month", None, {"rollup": {"date": {"next_month": {}}}}),
    ],
)
def test_a_condition_is_sent_under_the_type_of_its_property(
    name: str, condition: str, value: JSON, sent: dict[str, JSON]
) -> None:
    """Provenance: the vendor's reference of filters."""
    result = notion_filter([asked(name, condition, value)], KNOWN, match_any=False)

    assert result == Ok({"and": [{"property": name, **sent}]})


def test_times_are_sent_as_timestamps_unless_a_property_has_the_name() -> None:
    """Provenance: the vendor's reference of filters."""
    one = asked("created_time", "after", "2026-03-04")

    plain = notion_filter([one, one], {}, match_any=True)
    named = notion_filter([one], {"created_time": PropertyDefinition(type="date")}, match_any=False)

    stamp: JSON = {"timestamp": "created_time", "created_time": {"after": "2026-03-04"}}
    assert plain == Ok({"or": [stamp, stamp]})
    assert named == Ok({"and": [{"property": "created_time", "date": {"after": "2026-03-04"}}]})


def test_without_filters_and_sorts_nothing_is_sent() -> None:
    """Provenance: ours. An empty `and` is refused by Notion."""
    assert notion_filter([], KNOWN, match_any=False) == Ok(None)
    assert notion_sorts([], KNOWN) == Ok([])


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (
            asked("State", "equals", "x"),
            'No property is named "State"; the properties are "title", "rich_text", "url", "email", '
            '"phone_number", "number", "unique_id", "date", "people", "created_by", "relation", '
            '"multi_select", "select", "status", "checkbox", "files", "verification", "formula", "rollup", '
            '"button", "hologram". Correct the name and call again.',
        ),
        (
            asked("status", "contains", "x"),
            'The property "status" (status) cannot be filtered by contains; it takes equals, '
            "does_not_equal, is_empty, is_not_empty. Correct the filter and call again.",
        ),
        (
            asked("button", "equals", "x"),
            'The property "button" (button) cannot be filtered by equals; it takes no condition. Correct the '
            "filter and call again.",
        ),
        (
            asked("hologram", "is_empty"),
            'The property "hologram" (hologram) cannot be filtered by is_empty; it takes no condition. '
            "Correct the filter and call again.",
        ),
        (
            asked("number", "equals", "many"),
            'The filter on "number" with equals needs a number as its value. Correct the filter and call '
            "again.",
        ),
        (
            asked("number", "equals", True),
            'The filter on "number" with equals needs a number as its value. Correct the filter and call '
            "again.",
        ),
        (
            asked("checkbox", "equals", "maybe"),
            'The filter on "checkbox" with equals needs true or false as its value. Correct the filter and '
            "call again.",
        ),
        (
            asked("title", "contains"),
            'The filter on "title" with contains needs a text as its value. Correct the filter and call '
            "again.",
        ),
        (
            asked("date", "before", 5),
            'The filter on "date" with before needs a text as its value. Correct the filter and call again.',
        ),
    ],
)
def test_what_notion_would_refuse_is_told_with_what_there_is(one: Filter, told: str) -> None:
    """Provenance: ours. Notion's own message quotes the schema of all types of filters."""
    assert notion_filter([one], KNOWN, match_any=False) == Err(told)


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e999"])
def test_numbers_that_json_does_not_have_are_no_numbers(number: str) -> None:
    """Provenance: ours."""
    result = notion_filter([asked("number", "equals", number)], KNOWN, match_any=False)

    assert isinstance(result, Err)


def test_sorts_name_a_property_or_a_time() -> None:
    """Provenance: the vendor's reference of sorts."""
    sorts = [Sort(property="date", direction="descending"), Sort(property="last_edited_time")]

    assert notion_sorts(sorts, KNOWN) == Ok(
        [
            {"property": "date", "direction": "descending"},
            {"timestamp": "last_edited_time", "direction": "ascending"},
        ]
    )
    assert isinstance(notion_sorts([Sort(property="Nothing")], KNOWN), Err)


@pytest.mark.parametrize(
    ("filters", "match", "found"),
    [
        ([{"property": "Urgent", "condition": "equals", "value": True}], "all", {ROW}),
        ([{"property": "Urgent", "condition": "equals", "value": "false"}], "all", {OTHER_ROW}),
        ([{"property": "Priority", "condition": "is_empty"}], "all", {OTHER_ROW}),
        ([{"property": "Tags", "condition": "contains", "value": "docs"}], "all", {ROW}),
        ([{"property": "Due", "condition": "on_or_after", "value": "2026-03-04"}], "all", {ROW}),
        (
            [
                {"property": "Status", "condition": "equals", "value": "Not started"},
                {"property": "Estimate", "condition": "greater_than", "value": 2},
            ],
            "any",
            {ROW, OTHER_ROW},
        ),
        (
            [
                {"property": "Status", "condition": "equals", "value": "Not started"},
                {"property": "Estimate", "condition": "greater_than", "value": 2},
            ],
            "all",
            set(),
        ),
    ],
)
def test_a_query_finds_the_rows_that_fulfil_it(
    server: MCPServer, filters: JSON, match: str, found: set[str]
) -> None:
    """Provenance: ours."""
    arguments: dict[str, JSON] = {"data_source_id": TASKS, "filters": filters, "match": match}

    ((text, is_error),) = call(server, ("query_data_source", arguments))

    assert not is_error
    assert {id for id in (ROW, OTHER_ROW) if id in text} == found
    assert ("No rows that match in data source" in text) is (not found)


def test_rows_come_in_the_order_that_was_asked_for(server: MCPServer) -> None:
    """Provenance: ours."""

    def first_row(direction: str) -> str:
        sorts: JSON = [{"property": "Size", "direction": direction}]
        arguments: dict[str, JSON] = {"data_source_id": MANY, "page_size": 1, "sorts": sorts}
        ((text, _),) = call(server, ("query_data_source", arguments))
        return text

    texts = [first_row("ascending"), first_row("descending")]

    assert [("| Run 1 |" in text, "| Run 60 |" in text) for text in texts] == [(True, False), (False, True)]


def test_only_the_columns_that_were_asked_for_are_shown(server: MCPServer) -> None:
    """Provenance: ours."""
    ((some, _), (unknown, is_error)) = call(
        server,
        ("query_data_source", {"data_source_id": TASKS, "columns": ["Due", "Status"]}),
        ("query_data_source", {"data_source_id": TASKS, "columns": ["Due", "State"]}),
    )

    assert "\n| Page | Title | Due | Status |\n" in some
    assert is_error
    assert unknown.startswith('No property is named "State"; the properties are "Task", ')
