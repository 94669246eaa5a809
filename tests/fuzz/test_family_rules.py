"""Which tools share a resource, rule by rule."""

from typing import Any

import pytest

from pytest_mcp_contract.fuzz.families import Family, Reader, Slot, described, families, normal
from pytest_mcp_contract.model import Tool
from tests.fuzz.test_families import CREATE, DELETE, GET, LIST, NUMBER, TEXT, only, tool


def named_by(argument: str, key: str) -> Slot:
    """The place of an argument that is a text."""
    return Slot((argument,), {"type": "string"}, key)


def texts(**more: Any) -> dict[str, Any]:
    return {"type": "array", "items": TEXT, **more}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("repositories", ("repo",)),
        ("identifier", ("id",)),
        ("issueNum", ("issue", "number")),
        ("no", ("number",)),
        ("folders", ("directory",)),
        ("target_dir", ("target", "directory")),
        ("ids", ("id",)),
        ("filepath", ("path",)),
        ("", ()),
    ],
)
def test_words_that_mean_the_same_are_alike(name: str, expected: tuple[str, ...]) -> None:
    """Provenance: ours."""
    assert normal(name) == expected


CREATING = ["create_note", "add_note", "new_note", "insert_note", "create_a_new_note", "note_create"]
READING = ["get_note", "read_note", "open_note", "fetch_note", "describe_note", "show_the_note"]
READING += ["retrieve_note", "view_note", "get_note_by_name", "note-get", "get_one_note", "get_single_notes"]


@pytest.mark.parametrize("creating", CREATING)
def test_a_tool_creates_by_its_verb(creating: str) -> None:
    """Provenance: ours."""
    assert only(tool(creating, name=TEXT), GET).tools == (creating, "get_note")


@pytest.mark.parametrize("reading", READING)
def test_a_tool_reads_by_its_verb(reading: str) -> None:
    """Provenance: ours."""
    family = only(CREATE, tool(reading, name=TEXT))

    assert [reader.tool.name for reader in family.gets] == [reading]


OTHERS = ["update_note", "get_note_or_page", "count_note", "get_and_move_note", "batch_get_note"]
OTHERS += ["get", "get_list_note", "note", "get_notes_for_query", "get_for_note", "read_the"]


@pytest.mark.parametrize("other", OTHERS)
def test_a_tool_with_another_word_belongs_to_nothing(other: str) -> None:
    """Provenance: ours."""
    assert families([CREATE, tool(other, name=TEXT)]) == ()


@pytest.mark.parametrize("deleting", ["delete_note", "remove_note", "notes_delete"])
def test_a_tool_deletes_by_its_verb(deleting: str) -> None:
    """Provenance: ours."""
    family = only(CREATE, GET, tool(deleting, name=TEXT))

    assert [reader.tool.name for reader in family.deletes] == [deleting]
    assert family.tools == ("create_note", "get_note", deleting)


@pytest.mark.parametrize(
    ("listing", "roles"),
    [
        pytest.param(tool("list_note"), "lists", id="by its verb"),
        pytest.param(tool("get_notes"), "lists", id="by its plural"),
        pytest.param(tool("get_all_note"), "lists", id="all of one"),
        pytest.param(tool("read_note"), "lists", id="without any argument"),
        pytest.param(tool("find_notes"), "lists", id="a search without a query"),
        pytest.param(tool("read_note", name=TEXT, optional=["name"]), "gets", id="one that may be named"),
        pytest.param(tool("read_notes", key=TEXT, optional=["key"]), "lists", id="many that may be named"),
        pytest.param(tool("read_notes", name=TEXT), "gets", id="many, one of which is named"),
        pytest.param(tool("search_notes", query=TEXT), "searches", id="a search"),
        pytest.param(tool("find_note", q=TEXT), "searches", id="a search by another word"),
        pytest.param(tool("search_notes", note_keywords=TEXT), "searches", id="by the last word"),
    ],
)
def test_what_a_tool_shows_is_known_by_its_name_and_arguments(listing: Tool, roles: str) -> None:
    """Provenance: ours."""
    family = only(CREATE, tool("read_note", name=TEXT) if roles == "searches" else LIST, listing)

    found = {
        role: [reader.tool for reader in readers if reader.tool == listing]
        for role, readers in (
            ("gets", family.gets),
            ("lists", family.lists),
            ("searches", family.searches),
            ("deletes", family.deletes),
        )
    }
    assert found == {"gets": [], "lists": [], "searches": [], "deletes": [], roles: [listing]}


@pytest.mark.parametrize(
    ("listing", "is_complete"),
    [
        pytest.param(tool("list_notes"), True, id="plain"),
        pytest.param(tool("list_notes", "List all notes"), True, id="all"),
        pytest.param(tool("list_notes", sort_by=TEXT, optional=["sort_by"]), True, id="sorted"),
        pytest.param(tool("list_notes", include_text=TEXT, optional=["include_text"]), True, id="included"),
        pytest.param(tool("list_notes", verbose=TEXT, optional=["verbose"]), True, id="verbose"),
        pytest.param(tool("list_notes", pageToken=TEXT, optional=["pageToken"]), False, id="pages"),
        pytest.param(tool("list_notes", n=NUMBER, optional=["n"]), False, id="so many"),
        pytest.param(
            tool("list_notes", format=TEXT, tag=TEXT, optional=["format", "tag"]), False, id="a filter beside"
        ),
        pytest.param(
            tool("list_notes", include_first=TEXT, optional=["include_first"]), False, id="the first ones"
        ),
        pytest.param(tool("list_notes", "Up to 50 notes"), False, id="told to be bounded"),
        pytest.param(tool("list_notes", "Open notes"), False, id="told to be filtered"),
        pytest.param(tool("list_notes", "Eventually consistent"), False, id="told to be late"),
    ],
)
def test_a_list_is_complete_where_nothing_leaves_anything_out(listing: Tool, is_complete: bool) -> None:
    """Provenance: ours."""
    family = only(CREATE, GET, listing)

    assert family.lists == (Reader(listing, None, (), is_complete),)


def test_a_list_shares_arguments_with_the_tool_that_creates() -> None:
    """Provenance: ours. Not the name of the new thing, and nothing that the creation does not demand."""
    creating = tool("create_note", name=TEXT, vault=TEXT, count=NUMBER, tag=TEXT, optional=["tag"])
    listing = tool("list_notes", vault=TEXT, count=TEXT, tag=TEXT, optional=["vault", "count", "tag"])

    (found,) = only(creating, tool("get_note", name=TEXT), listing).lists

    assert (found.context, found.is_complete) == (("vault",), False)
    assert only(creating, GET, tool("list_notes", name=TEXT, optional=["vault"])).lists == ()
    assert only(creating, GET, tool("list_notes", user=TEXT)).lists == ()
    (demanding,) = only(creating, GET, tool("list_notes", tag=TEXT, vault=TEXT, optional=["vault"])).lists
    assert demanding.context == ("tag", "vault")


@pytest.mark.parametrize(
    ("creating", "reading", "key", "given"),
    [
        pytest.param({"name": TEXT}, {"name": TEXT}, "name", ("name",), id="a name"),
        pytest.param({"note_name": TEXT}, {"name": TEXT}, "name", ("note_name",), id="with the noun"),
        pytest.param({"note": TEXT}, {"note": TEXT}, "", ("note",), id="the noun alone"),
        pytest.param({"slug": TEXT}, {"noteSlug": TEXT}, "slug", ("slug",), id="a slug"),
        pytest.param({"id": TEXT}, {"id": TEXT}, "id", ("id",), id="an id that the caller gives"),
        pytest.param({"text": TEXT}, {"id": TEXT}, "id", None, id="an id that the server gives"),
        pytest.param({"text": TEXT}, {"note_uuid": TEXT}, "uuid", None, id="a UUID that the server gives"),
        pytest.param({"name": TEXT}, {"note_id": TEXT}, "id", None, id="the id is what the reader asks for"),
        pytest.param(
            {"name": TEXT, "note_name": TEXT, "id": TEXT}, {"id": TEXT}, "id", ("id",), id="among others"
        ),
        pytest.param(
            {"id": {**TEXT, "enum": ["a"]}}, {"id": TEXT}, "id", None, id="one of a few is no free text"
        ),
        pytest.param({"id": {**TEXT, "const": "a"}}, {"id": TEXT}, "id", None, id="a constant is none"),
        pytest.param({"id": {**TEXT, "format": "uuid"}}, {"id": TEXT}, "id", None, id="a format is none"),
        pytest.param({"id": NUMBER}, {"id": NUMBER}, "id", None, id="a number is none"),
        pytest.param(
            {"names": texts()}, {"name": TEXT}, "name", ("names", "[]"), id="the only one of a list"
        ),
    ],
)
def test_a_thing_is_named_by_what_the_others_ask_for(
    creating: dict[str, Any], reading: dict[str, Any], key: str, given: tuple[str, ...] | None
) -> None:
    """Provenance: ours."""
    family = only(tool("create_note", **creating), tool("get_note", **reading))

    assert (family.key, family.given and family.given.path) == (key, given)
    assert family.gets[0].slot is not None
    assert family.gets[0].slot.key == key


def test_what_most_tools_ask_for_is_the_key() -> None:
    """Provenance: ours. A tool that asks for another one is left out."""
    by_id = tool("get_note", note_id=NUMBER)
    family = only(CREATE, tool("read_note", name=TEXT), by_id, tool("delete_note", note_id=NUMBER))

    assert (family.key, family.tools) == ("id", ("create_note", "get_note", "delete_note"))
    assert (only(CREATE, GET, by_id).key, only(CREATE, by_id, GET).key) == ("name", "id")


def test_an_argument_that_is_demanded_names_the_thing_before_one_that_is_not() -> None:
    """Provenance: ours. Where none is demanded, the only one that is offered does."""
    both = {"name": TEXT, "key": TEXT}

    family = only(CREATE, tool("get_note", **both, optional=["key"]))
    assert family.gets[0].slot == named_by("name", "name")
    family = only(CREATE, LIST, tool("get_note", **both, optional=["name", "key"]))
    assert family.gets == ()
    family = only(CREATE, LIST, tool("delete_note", vault=TEXT, name=TEXT, optional=["name"]))
    assert family.deletes == ()
    family = only(CREATE, LIST, tool("delete_note", name=TEXT, optional=["name"]))
    assert family.deletes[0].slot == named_by("name", "name")


@pytest.mark.parametrize("key", ["name", "title", "key", "note"])
def test_things_that_are_seen_in_a_list_alone_are_named_by_the_caller(key: str) -> None:
    """Provenance: ours."""
    family = only(tool("create_note", **{key: TEXT}), LIST)

    assert (family.key, family.given) == (
        ("" if key == "note" else key),
        named_by(key, "" if key == "note" else key),
    )
    assert families([tool("create_note", slug=TEXT), LIST]) == ()


@pytest.mark.parametrize(
    ("tools", "is_family"),
    [
        pytest.param([tool("add_note", id=TEXT), tool("get_note", id=TEXT)], False, id="adds one by its id"),
        pytest.param([tool("insert_note", id=TEXT), tool("get_note", id=TEXT)], False, id="inserts one"),
        pytest.param([tool("create_note", id=TEXT), tool("get_note", id=TEXT)], True, id="creates it"),
        pytest.param([tool("add_note", name=TEXT), GET], True, id="adds one by its name"),
        pytest.param(
            [tool("create_sheet", path=TEXT), tool("get_sheet", path=TEXT)], True, id="a path of its own"
        ),
        pytest.param(
            [
                tool("create_sheet", filename=TEXT),
                tool("create_chart", filename=TEXT),
                tool("get_sheet", filename=TEXT),
            ],
            False,
            id="the file that another tool creates in",
        ),
        pytest.param(
            [
                tool("create_sheet", path=TEXT),
                tool("create_chart", path=TEXT, optional=["path"]),
                tool("get_sheet", path=TEXT),
            ],
            True,
            id="one that another tool may name",
        ),
        pytest.param(
            [tool("create_sheet", name=TEXT), tool("create_chart", name=TEXT), tool("get_sheet", name=TEXT)],
            True,
            id="each has a name",
        ),
    ],
)
def test_an_argument_of_a_thing_that_is_there_creates_none(tools: list[Tool], is_family: bool) -> None:
    """Provenance: ours."""
    assert bool(families(tools)) is is_family


def test_the_noun_of_a_request_may_be_left_out() -> None:
    """Provenance: ours. Of other nouns the first word says something else."""
    assert only(tool("create_pull_request", title=TEXT), tool("get_pull_request", pull_id=NUMBER)).name == (
        "pull request"
    )
    assert families([tool("create_line_item", title=TEXT), tool("get_line_item", line_id=NUMBER)]) == ()
    assert only(tool("create_line_item", title=TEXT), tool("get_line_item", item_id=NUMBER)).key == "id"


def opening(description: Any, **more: Any) -> Tool:
    return tool("open_nodes", names=texts(description=description), **more)


@pytest.mark.parametrize(
    ("other", "does"),
    [
        pytest.param(opening("note names"), True, id="asks for names"),
        pytest.param(opening("the ids of the notes: note ids"), True, id="asks for ids"),
        pytest.param(opening("one two three four five six note name"), True, id="in eight words"),
        pytest.param(opening("one two three four five six seven note name"), False, id="in nine words"),
        pytest.param(opening("names of a note"), False, id="the other way round"),
        pytest.param(opening(None), False, id="says nothing"),
        pytest.param(opening("note names", x=TEXT), False, id="asks for more"),
        pytest.param(tool("open_nodes", name={**TEXT, "description": "note name"}), False, id="asks for one"),
    ],
)
def test_a_tool_of_another_noun_shows_things_that_it_asks_for(other: Tool, does: bool) -> None:
    """Provenance: ours."""
    found = families([CREATE, other])

    assert [family.tools for family in found] == ([("create_note", "open_nodes")] if does else [])


@pytest.mark.parametrize(
    ("output", "hints", "does"),
    [
        pytest.param({"notes": {"type": "array"}}, {}, True, id="a list of them"),
        pytest.param({"notes": {"type": "array"}}, {"readOnlyHint": True}, True, id="that only reads"),
        pytest.param({"notes": {"type": "array"}}, {"readOnlyHint": False}, False, id="that writes"),
        pytest.param({"x": {"type": "array"}, "notes": {"type": "array"}}, {}, True, id="beside another"),
        pytest.param({"notes": {"type": "object"}}, {}, False, id="no list"),
        pytest.param({"note": {"type": "array"}}, {}, False, id="no plural"),
        pytest.param({"pages": {"type": "array"}}, {}, False, id="of something else"),
        pytest.param({"notes": True}, {}, False, id="of no type"),
        pytest.param(None, {}, False, id="no output"),
    ],
)
def test_a_tool_of_another_noun_shows_things_in_its_output(
    output: Any, hints: dict[str, bool], does: bool
) -> None:
    """Provenance: ours."""
    graph = Tool(
        "read_graph",
        input_schema={"type": "object", "properties": {}},
        output_schema={"type": "object", "properties": output},
        annotations=hints,
    )

    found = families([CREATE, graph])

    assert [family.tools for family in found] == ([("create_note", "read_graph")] if does else [])


@pytest.mark.parametrize(
    ("readers", "is_of_use"),
    [
        ((), False),
        (("gets",), True),
        (("lists",), True),
        (("searches",), False),
        (("deletes",), False),
        (("deletes", "searches"), True),
        (("deletes", "bounded"), True),
        (("bounded",), False),
    ],
)
def test_a_family_is_of_use_where_one_tool_can_show_what_another_did(
    readers: tuple[str, ...], is_of_use: bool
) -> None:
    """Provenance: ours."""
    family = Family(
        ("note",),
        CREATE,
        "name",
        None,
        gets=(Reader(GET, None),) * ("gets" in readers),
        lists=(Reader(LIST, None),) * ("lists" in readers)
        + (Reader(LIST, None, is_complete=False),) * ("bounded" in readers),
        searches=(Reader(LIST, None, is_complete=False),) * ("searches" in readers),
        deletes=(Reader(DELETE, None),) * ("deletes" in readers),
    )

    assert family.is_of_use is is_of_use


def test_a_tool_is_named_once() -> None:
    """Provenance: ours."""
    family = Family(("a", "b"), CREATE, "", None, gets=(Reader(GET, None),), lists=(Reader(GET, None),))

    assert (family.name, family.tools) == ("a b", ("create_note", "get_note"))


def test_several_searches_stand_beside_each_other() -> None:
    """Provenance: ours. One that is of no use hides none."""
    useless, first = tool("search_notes", query=TEXT, term=TEXT), tool("find_notes", query=TEXT)

    assert [one.tool for one in only(CREATE, LIST, useless, first).searches] == [first]


def test_what_a_tool_says_of_itself_is_a_text() -> None:
    """Provenance: ours."""
    assert described(Tool("a", "Reads.")) == "Reads."
    assert described(Tool("a", 7)) == ""


@pytest.mark.parametrize(
    ("items", "given"),
    [
        pytest.param(
            {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}, True, id="demanded"
        ),
        pytest.param({"type": "object", "properties": {"name": TEXT}, "required": []}, False, id="optional"),
        pytest.param({"type": "object", "properties": {"name": TEXT}}, False, id="nothing demanded"),
        pytest.param({"type": "object", "required": ["name"]}, False, id="not declared"),
        pytest.param(True, False, id="anything"),
    ],
)
def test_the_only_element_of_a_list_is_named_by_what_it_demands(items: Any, given: bool) -> None:
    """Provenance: ours."""
    found = families([tool("create_notes", notes={"type": "array", "items": items}), GET])

    assert [family.given and family.given.path for family in found] == (
        [("notes", "[]", "name")] if given else []
    )
