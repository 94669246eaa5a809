"""Which tools share a resource, by their names and arguments alone."""

from collections.abc import Iterable
from typing import Any

import pytest

from pytest_mcp_contract.fuzz.families import Family, families
from pytest_mcp_contract.model import Tool
from tests.corpus.tools_lists import FOLDER, surfaces

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def tool(name: str, description: str = "", /, *, optional: Iterable[str] = (), **properties: Any) -> Tool:
    """A tool that demands its properties, but for the optional ones."""
    required = [key for key in properties if key not in optional]
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return Tool(name=name, description=description, input_schema=schema)


def only(*tools: Tool) -> Family:
    """The one family among tools."""
    (family,) = families(tools)
    return family


CREATE = tool("create_note", name=TEXT, text=TEXT)
GET = tool("get_note", name=TEXT)
LIST = tool("list_notes")
DELETE = tool("delete_note", name=TEXT)


def test_one_thing_is_created_read_listed_and_deleted() -> None:
    """Provenance: ours."""
    family = only(CREATE, GET, LIST, DELETE)

    assert family.tools == ("create_note", "get_note", "list_notes", "delete_note")
    assert (family.key, family.given and family.given.path) == ("name", ("name",))
    assert family.lists[0].is_complete


@pytest.mark.parametrize(
    ("creating", "reading"),
    [
        (tool("createNote", name=TEXT), tool("getNote", noteName=TEXT)),
        (tool("notes-create", title=TEXT), tool("notes-get", title=TEXT)),
        (tool("app_add_new_note", title=TEXT), tool("app_read_note", note_id=NUMBER)),
        (tool("create_file", path=TEXT), tool("read_file", path=TEXT)),
        (tool("create_branch", repo=TEXT, branch=TEXT), tool("get_branch", repo=TEXT, branch=TEXT)),
        (tool("create_pull_request", title=TEXT), tool("get_pull_request", pull_number=NUMBER)),
        (tool("create_code_review_note", title=TEXT), tool("get_code_review_note", note_id=NUMBER)),
    ],
)
def test_the_same_resource_is_named_in_many_ways(creating: Tool, reading: Tool) -> None:
    """Provenance: the names of real tools, made shorter."""
    assert only(creating, reading).tools == (creating.name, reading.name)


def test_an_id_comes_from_the_reply_where_the_caller_gives_none() -> None:
    """Provenance: ours."""
    family = only(
        tool("create_issue", repo=TEXT, title=TEXT), tool("get_issue", repo=TEXT, issue_number=NUMBER)
    )

    assert (family.key, family.given) == ("number", None)
    assert family.gets[0].context == ("repo",)


def test_one_of_many_is_created_where_a_tool_takes_a_list() -> None:
    """Provenance: ours."""
    item = {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}
    entities, names = {"type": "array", "items": item}, {"type": "array", "items": TEXT}

    family = only(
        tool("create_entities", entities=entities),
        tool("delete_entities", entityNames=names),
        tool("list_entities"),
    )

    assert family.given is not None
    assert family.given.path == ("entities", "[]", "name")
    assert family.deletes[0].slot is not None
    assert family.deletes[0].slot.path == ("entityNames", "[]")


@pytest.mark.parametrize(
    "tools",
    [
        pytest.param([CREATE], id="nothing shows it"),
        pytest.param([CREATE, DELETE], id="nothing but its deletion"),
        pytest.param([GET, LIST, DELETE], id="nothing creates it"),
        pytest.param([CREATE, tool("get_user", name=TEXT)], id="another noun"),
        pytest.param([tool("jira_create_page", title=TEXT), tool("wiki_get_page", title=TEXT)], id="prefix"),
        pytest.param([CREATE, tool("get_note", name=TEXT, key=TEXT)], id="two arguments may name it"),
        pytest.param([CREATE, tool("get_note", name=TEXT, vault=TEXT)], id="asks for what nobody gave"),
        pytest.param([CREATE, tool("get_note_history", name=TEXT)], id="something of it"),
        pytest.param(
            [tool("create_release_note", text=TEXT), tool("get_release_note", release_id=NUMBER)],
            id="what it is a part of",
        ),
        pytest.param([tool("create_note", text=TEXT), GET], id="the server chooses the name, and which?"),
        pytest.param([tool("create_or_update_note", name=TEXT), GET], id="may change one that is there"),
        pytest.param([tool("add_user", user_id=TEXT), tool("get_user", user_id=TEXT)], id="is there already"),
        pytest.param([CREATE, tool("list_notes", limit=NUMBER, optional=["limit"])], id="pages of a list"),
        pytest.param([CREATE, tool("list_notes", "The latest notes")], id="a list that leaves out"),
        pytest.param([CREATE, tool("list_notes", tag=TEXT, optional=["tag"])], id="a list with a filter"),
        pytest.param(
            [tool("create_sheet", path=TEXT), tool("create_chart", path=TEXT), tool("read_sheet", path=TEXT)],
            id="the path of the file that it goes into",
        ),
    ],
)
def test_where_it_is_not_clear_there_is_no_family(tools: list[Tool]) -> None:
    """Provenance: ours, and real servers of which an earlier rule was wrong."""
    assert families(tools) == ()


def test_a_list_of_pages_still_serves_for_what_was_deleted() -> None:
    """Provenance: ours."""
    paged = tool("list_notes", limit=NUMBER, optional=["limit"])

    assert not only(CREATE, paged, DELETE).lists[0].is_complete


@pytest.mark.shared_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}")
def test_families_of_real_servers_are_few_and_read_by_hand() -> None:
    """Provenance: tools/list of 43 real servers."""
    found = {surface.server: families(surface.tools) for surface in surfaces()}

    names = [{name for one in group for name in one.tools} for group in found.values()]

    assert sum(map(len, found.values())) == 25
    assert sum(map(len, names)) == 76
    (entity,) = found["modelcontextprotocol__server-memory-2026.8.31"]
    assert entity.tools[:3] == ("create_entities", "open_nodes", "read_graph")
    assert entity.tools[3:] == ("search_nodes", "delete_entities")
    (collection,) = found["mongodb-mcp-server-3.0.4"]
    assert collection.tools == ("create-collection", "list-collections")
    (snapshot,) = (one for one in found["mcp-grafana-2.1.1"] if one.name == "snapshot")
    assert snapshot.tools == ("create_snapshot", "get_snapshot", "list_snapshots", "delete_snapshot")
    assert found["excel-mcp-server-2.2.2"] == ()


def test_a_search_takes_one_query_and_what_was_given_at_the_creation() -> None:
    """Provenance: ours. It may leave something out, so it proves nothing of what it does not find."""
    searching = tool("search_notes", query=TEXT)

    (found,) = only(CREATE, LIST, searching).searches

    assert (found.tool, found.context, found.is_complete) == (searching, (), False)
    assert found.slot is not None
    assert (found.slot.path, found.slot.key, found.slot.schema) == (("query",), "query", TEXT)
    assert only(CREATE, LIST, tool("search_notes", query=TEXT, search=TEXT)).searches == ()
    assert only(CREATE, LIST, tool("search_notes", query=TEXT, vault=TEXT)).searches == ()


@pytest.mark.parametrize(
    ("description", "is_told"),
    [
        ("An array of entity names to retrieve", True),
        ("An array of user names to retrieve", False),
        ("An array of entity types", False),
        ("Names", False),
        ("An array of entity names, each of which has to be one that was created before", False),
    ],
)
def test_a_tool_of_another_noun_is_known_by_what_it_asks_for(description: str, is_told: bool) -> None:
    """Provenance: open_nodes of @modelcontextprotocol/server-memory, and near misses."""
    item = {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}
    creating = tool("create_entities", entities={"type": "array", "items": item})
    opening = tool("open_nodes", names={"type": "array", "items": TEXT, "description": description})

    assert [family.tools for family in families((creating, opening))] == (
        [("create_entities", "open_nodes")] if is_told else []
    )
