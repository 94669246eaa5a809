"""The Notion server through MCP sessions, beside an emulator with state."""

import re
from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.notion.store import HANDBOOK, TASKS
from tests.reference.sessions import ENTRIES, call, emulated, tools_of

ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator."""
    with emulated("notion", monkeypatch) as made:
        yield made


def one(server: MCPServer, tool: str, **arguments: JSON) -> str:
    """The text of a reply that is a success."""
    ((text, is_error),) = call(server, (tool, arguments))
    assert not is_error, text
    return text


def first_id(text: str) -> str:
    """The first id that a text names."""
    found = ID.search(text)
    assert found, text
    return found[0]


def test_what_is_offered_is_what_the_registry_lists(server: MCPServer) -> None:
    """Provenance: ours."""
    assert {tool.name for tool in tools_of(server)} == set(ENTRIES["notion"].tools_stakes or ())


def test_a_page_is_created_found_read_changed_and_deleted(server: MCPServer) -> None:
    """Provenance: ours. The emulator has state, as Notion has."""
    created = one(
        server,
        "create_page",
        parent_type="page",
        parent_id=HANDBOOK,
        title="Release of the spanner",
        markdown="# New\n\n- one\n  - two",
    )
    page = first_id(created)

    found = one(server, "search", query="Release of the spanner")
    content = one(server, "get_block_children", block_id=page)
    one(server, "append_blocks", block_id=page, markdown="At the end")
    appended = one(server, "get_block_children", block_id=page)
    one(server, "update_page", page_id=page, title="Another title")
    read = one(server, "get_page", page_id=page)
    one(server, "delete_block", block_id=page)
    gone = one(server, "search", query="Another title")

    assert page.replace("-", "") in found.replace("-", "")
    assert "# New\n\n- one\n  - two" in content
    assert "At the end" not in content
    assert appended.rstrip().endswith("At the end")
    assert read.splitlines()[0] == f"# Page {page}: Another title"
    assert page.replace("-", "") not in gone.replace("-", "")


def test_a_row_is_created_and_found_by_its_properties(server: MCPServer) -> None:
    """Provenance: ours."""
    one(
        server,
        "create_page",
        parent_type="data_source",
        parent_id=TASKS,
        title="Count the spanners",
        properties=[{"name": "Status", "value": "In progress"}, {"name": "Estimate", "value": 77}],
    )

    rows = one(
        server,
        "query_data_source",
        data_source_id=TASKS,
        filters=[{"property": "Estimate", "condition": "equals", "value": 77}],
    )
    others = one(
        server,
        "query_data_source",
        data_source_id=TASKS,
        filters=[{"property": "Estimate", "condition": "equals", "value": 78}],
    )

    assert "Count the spanners" in rows
    assert "In progress" in rows
    assert "Count the spanners" not in others


def test_a_comment_is_answered_in_its_discussion(server: MCPServer) -> None:
    """Provenance: ours."""
    before = one(server, "list_comments", block_id=HANDBOOK)

    one(server, "create_comment", target_type="page", target_id=HANDBOOK, text="Who has the spanner?")
    after = one(server, "list_comments", block_id=HANDBOOK)

    assert "Who has the spanner?" not in before
    assert "Who has the spanner?" in after


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"page_size": 3}),
        ("list_users", {"page_size": 1}),
        ("list_comments", {"block_id": HANDBOOK, "page_size": 2}),
        ("query_data_source", {"data_source_id": TASKS, "page_size": 1}),
        ("get_block_children", {"block_id": HANDBOOK, "page_size": 3, "depth": 1}),
    ],
)
def test_where_a_text_says_that_there_is_more_its_call_gets_it(
    server: MCPServer, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: ours. Each page is followed as the text says, until none announces another."""
    seen: set[str] = set()
    asked = dict(arguments)
    for _ in range(60):
        text = one(server, tool, **asked)
        assert text not in seen, "the same page again"
        seen.add(text)
        # What is nested and left out says so at its place; the last sentence is about this list.
        cursor = re.search(r'start_cursor="([^"]+)"', text.splitlines()[-1])
        if cursor is None:
            break
        asked = {**arguments, "start_cursor": cursor[1]}
    else:
        pytest.fail("no end")

    assert len(seen) > 1
    assert "More" not in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        (
            "query_data_source",
            {
                "data_source_id": TASKS,
                "filters": [{"property": "State", "condition": "equals", "value": "x"}],
            },
            "Status",
        ),
        ("update_page", {"page_id": "f" * 32, "title": "x"}, "found no"),
        ("create_comment", {"target_type": "page", "target_id": "f" * 32, "text": "x"}, "found no"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(
    server: MCPServer, tool: str, arguments: dict[str, JSON], says: str
) -> None:
    """Provenance: GUIDE.md, error handling."""
    ((text, is_error),) = call(server, (tool, arguments))

    assert is_error
    assert says in text
    assert len(text) < 500
