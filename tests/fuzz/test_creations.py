"""What a thing is created with: a name that nothing else bears, and what is demanded beside it."""

from itertools import islice
from typing import Any

import pytest

from pytest_mcp_contract.fuzz import prepare
from pytest_mcp_contract.fuzz.creations import (
    SUFFIXES,
    Creation,
    Creations,
    creations,
    got,
    put,
    reduced,
    signs,
)
from pytest_mcp_contract.fuzz.families import LIST_OF_ONE
from pytest_mcp_contract.fuzz.known import Known, Source
from pytest_mcp_contract.model import JSON, Tool
from tests.fuzz.drawing import drawn
from tests.fuzz.test_families import GET, LIST, NUMBER, TEXT, only, tool

FILES = ["", "-two", "_under", ".v2"]
BRANCH = tool("create_branch", repo=TEXT, branch=TEXT)


def created(*tools: Tool, known: Known | None = None) -> Creations:
    """How the things of the one family of tools are created."""
    return creations(only(*tools), lambda create, prepared: known or Known())


def of_notes(**properties: Any) -> Creations:
    return created(tool("create_note", **properties), LIST)


def vouched(**values: Any) -> Known:
    """Values of the registry."""
    return Known(by_name={name: ((value, Source.REGISTRY),) for name, value in values.items()})


@pytest.mark.parametrize(
    ("tools", "name"),
    [
        pytest.param((tool("create_note", name=TEXT, text=TEXT), LIST), ("name",), id="as it is given"),
        pytest.param((BRANCH, tool("get_branch", branch=TEXT, repo=TEXT)), ("branch",), id="the noun"),
        pytest.param(
            (tool("create_task", title=TEXT, text=TEXT), tool("get_task", task_id=NUMBER)),
            ("title",),
            id="a title, where the server numbers",
        ),
        pytest.param(
            (tool("create_task", note=TEXT, description=TEXT), tool("get_task", task_id=NUMBER)),
            ("description",),
            id="the best mark",
        ),
        pytest.param(
            (tool("create_task", task_text=TEXT), tool("get_task", task_id=NUMBER)),
            ("task_text",),
            id="a mark with the noun",
        ),
        pytest.param(
            (tool("create_sub_task", task_text=TEXT), tool("get_sub_task", sub_task_id=NUMBER)),
            ("task_text",),
            id="a mark with the last word of the noun",
        ),
        pytest.param(
            (tool("create_task", body=TEXT, taskBody=TEXT), tool("get_task", task_id=NUMBER)),
            ("body",),
            id="the first of two alike",
        ),
        pytest.param(
            (tool("create_task", user_text=TEXT), tool("get_task", task_id=NUMBER)),
            None,
            id="a text of something else",
        ),
        pytest.param(
            (tool("create_task", text=NUMBER), tool("get_task", task_id=NUMBER)), None, id="a number"
        ),
        pytest.param(
            (tool("create_task", text={**TEXT, "enum": ["a"]}), tool("get_task", task_id=NUMBER)),
            None,
            id="one of a few",
        ),
        pytest.param(
            (tool("create_task", text={**TEXT, "format": "date"}), tool("get_task", task_id=NUMBER)),
            None,
            id="a text of a format",
        ),
        pytest.param(
            (tool("create_task", colour=TEXT), tool("get_task", task_id=NUMBER)), None, id="no mark"
        ),
    ],
)
def test_the_sign_is_put_where_the_thing_shows_it(tools: tuple[Tool, ...], name: tuple[str, ...]) -> None:
    """Provenance: ours."""
    assert created(*tools).name == name


def test_only_what_is_demanded_and_the_name_are_sent() -> None:
    """Provenance: ours. What is optional may hide the thing."""
    creating = tool("create_note", name=TEXT, text=TEXT, folder=TEXT, optional=["name", "folder"])

    found = created(creating, GET, LIST)

    assert found.prepared.original == {
        "type": "object",
        "properties": {"name": TEXT, "text": TEXT},
        "required": ["text", "name"],
        "additionalProperties": False,
    }
    assert found.values is not None
    assert {frozenset(each.arguments) for each in drawn(found.values, 4)} == {frozenset({"name", "text"})}
    assert reduced([{"name": "a", "folder": "b"}, {}], found.prepared) == [{"name": "a"}, {}]
    assert reduced([{"name": "a"}], prepare(True)) == [{}]


def test_one_thing_is_created_at_a_time() -> None:
    """Provenance: ours. A list of names that is no batch keeps its length."""
    item = {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}
    batch, tags = {"type": "array", "items": item}, {"type": "array", "items": TEXT, "minItems": 2}
    found = created(
        tool("create_entities", entities=batch, tags=tags),
        tool("get_entity", name=TEXT),
    )

    assert found.name == ("entities", LIST_OF_ONE, "name")
    assert isinstance(found.prepared.original, dict)
    assert found.prepared.original["properties"] == {
        "entities": {**batch, "minItems": 1, "maxItems": 1},
        "tags": tags,
    }


def test_things_that_the_server_numbers_come_one_by_one() -> None:
    """Provenance: ours. By the noun alone it is known that the list is a batch."""
    found = created(
        tool("create_tasks", tasks={"type": "array", "items": {"type": "boolean"}}),
        tool("get_task", task_id=NUMBER),
    )

    assert isinstance(found.prepared.original, dict)
    assert found.prepared.original["properties"] == {
        "tasks": {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 1}
    }


def test_a_schema_that_cannot_be_used_has_no_values() -> None:
    """Provenance: ours."""
    found = of_notes(name=TEXT, text={"$ref": "#/nowhere"})

    assert (found.values, found.name, found.folder) == (None, ("name",), "")
    assert found.prepared.unsupported


def test_every_suffix_is_drawn() -> None:
    """Provenance: ours."""
    notes = of_notes(name=TEXT)
    files = created(tool("create_file", path=TEXT), tool("read_file", path=TEXT))

    assert notes.values is not None
    assert {each.suffix for each in drawn(notes.values, 60)} == set(SUFFIXES)
    assert files.values is not None
    assert {each.suffix for each in drawn(files.values, 30)} == set(FILES)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(TEXT, "qx100z two words", id="with its suffix"),
        pytest.param({**TEXT, "maxLength": 8}, "qx100z", id="without, where it does not fit"),
        pytest.param({**TEXT, "pattern": "^[A-Z0-9]+$"}, "QX100Z", id="in upper case"),
        pytest.param({**TEXT, "pattern": "^[A-Z][a-z0-9]+$"}, "Qx100z", id="with one capital"),
        pytest.param({**TEXT, "maxLength": 3}, None, id="not at all"),
    ],
)
def test_a_name_is_one_that_the_schema_admits(schema: dict[str, Any], expected: str | None) -> None:
    """Provenance: ours. The arguments that were drawn are left as they are."""
    creation = Creation({"name": "x"}, " two words")

    named = of_notes(name=schema).named(creation, "qx100z")

    assert named == (None if expected is None else {"name": expected})
    assert creation.arguments == {"name": "x"}


@pytest.mark.parametrize("argument", ["path", "filename", "file_path"])
def test_a_path_gets_an_ending_and_the_folder_of_one_that_works(argument: str) -> None:
    """Provenance: ours. A guess vouches for no folder."""
    tools = (tool("create_file", **{argument: TEXT}), tool("read_file", **{argument: TEXT}))
    creation = Creation({argument: "x"}, "-two")
    guessed = Known(by_name={argument: (("g/x.md", Source.GUESS),)})

    assert created(*tools).named(creation, "qx") == {argument: "qx-two.txt"}
    assert created(*tools, known=vouched(**{argument: "a/b/c.md"})).named(creation, "qx") == {
        argument: "a/b/qx-two.txt"
    }
    assert created(*tools, known=vouched(**{argument: "c.md"})).folder == ""
    assert created(*tools, known=vouched(**{argument: 5})).folder == ""
    assert created(*tools, known=guessed).folder == ""


def test_what_is_no_path_has_no_folder() -> None:
    """Provenance: ours."""
    tools = (tool("create_note", name=TEXT), LIST)

    assert created(*tools, known=vouched(name="a/b")).folder == ""


def test_a_thing_without_a_name_is_created_as_it_was_drawn() -> None:
    """Provenance: ours. A copy: what the call changes is not drawn."""
    found = created(tool("create_task", colour=TEXT), tool("get_task", task_id=NUMBER))
    arguments: dict[str, JSON] = {"colour": ["red"]}

    named = found.named(Creation(arguments, ""), "qx")

    assert named == arguments
    assert named is not None
    assert named["colour"] is not arguments["colour"]


def test_simpler_names_come_the_simplest_first() -> None:
    """Provenance: ours."""
    notes, files = of_notes(name=TEXT), created(tool("create_file", path=TEXT), tool("read_file", path=TEXT))
    arguments: dict[str, JSON] = {"name": "x"}

    assert list(notes.simpler(Creation(arguments, SUFFIXES[2]))) == [
        Creation(arguments, ""),
        Creation(arguments, " two words"),
        Creation(arguments, "-Upper_v2.x"),
    ]
    assert [each.suffix for each in notes.simpler(Creation({}, ""))] == [""]
    assert [each.suffix for each in files.simpler(Creation({}, ".v2"))] == FILES


def test_a_sign_is_a_word_of_its_own() -> None:
    """Provenance: ours. The same for one server and seed, another one for each thing, and for each salt."""
    first = list(islice(signs("store", 0), 3))

    assert first == list(islice(signs("store", 0, salt=0), 3))
    assert [sign[5:] for sign in first] == ["100z", "101z", "102z"]
    assert all(len(sign) == 9 and set(sign[:5]) <= set("bcdfghjkmnpqrstvwxz") for sign in first)
    others = [signs("store", 1), signs("shop", 0), signs("store", 0, salt=1)]
    assert len({first[0], *(next(each) for each in others)}) == 4


@pytest.mark.parametrize(
    ("arguments", "path", "expected"),
    [
        ({"a": 1, "b": 2}, ("a",), {"a": 9, "b": 2}),
        ({}, ("a",), {"a": 9}),
        ({"a": [1, 2]}, ("a", LIST_OF_ONE), {"a": [9]}),
        ({}, ("a", LIST_OF_ONE), {"a": [9]}),
        ({"a": []}, ("a", LIST_OF_ONE, "b"), {"a": [{"b": 9}]}),
        ({"a": "x"}, ("a", LIST_OF_ONE, "b"), {"a": [{"b": 9}]}),
        ({"a": [{"b": 1, "c": 2}]}, ("a", LIST_OF_ONE, "b"), {"a": [{"b": 9, "c": 2}]}),
    ],
)
def test_a_value_is_put_at_its_place(
    arguments: dict[str, JSON], path: tuple[str, ...], expected: dict[str, JSON]
) -> None:
    """Provenance: ours. There it is found."""
    put(arguments, path, 9)

    assert arguments == expected
    assert got(arguments, path) == 9
