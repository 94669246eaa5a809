"""Replies that may be read in two ways, and servers that can hardly be played with: what is said of them."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from pytest_mcp_contract.fuzz.creations import signs
from pytest_mcp_contract.model import Call, Promise, Reply, Sequences, Unchecked
from tests.fuzz.test_sequences import Answer, answer_of, only
from tests.fuzz.test_sequences import played as played_for_long
from tests.servers.store import Store

played = partial(played_for_long, rounds=8)
Result = dict[str, Any]
Change = Callable[[str, Mapping[str, Any], Result], Result]
"""Another reply in place of the one of a store: by the tool, what it was asked, and what it said."""


def said(words: str, *, is_error: bool = False) -> Result:
    """A reply of one text."""
    return {"content": [{"type": "text", "text": words}], "isError": is_error}


def changed(change: Change, kind: str = "note", defect: str = "sound") -> Answer:
    """What calls the tools of a store that words its replies otherwise."""
    store = Store(defect, kind)

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call:
        raw = change(tool, arguments, store.call(tool, dict(arguments)))
        return Call(tool, arguments, "generated", reply=Reply.from_raw(raw))

    return answer


def only_of(tool: str, words: str, *, is_error: bool = False) -> Change:
    """One tool says the same, whatever it is asked."""
    return lambda called, arguments, raw: said(words, is_error=is_error) if called == tool else raw


def tool(name: str, properties: dict[str, Any], description: str = "") -> Result:
    """A tool that demands all of its arguments."""
    return {
        "name": name,
        "description": description,
        "inputSchema": {"type": "object", "properties": properties, "required": list(properties)},
    }


def defects(sequences: Sequences) -> list[tuple[Promise, str, str]]:
    """What was broken, by which tool, seen by which."""
    return [(one.promise, one.tool, one.reader) for one in sequences.failing]


TEXT = {"type": "string"}
NAMED = {"name": TEXT}


# -- what is no defect


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        pytest.param("note", only_of("get_note", "permission denied", is_error=True), id="no leave"),
        pytest.param(
            "note", only_of("get_note", "This is the text of it."), id="a name that is not repeated"
        ),
        pytest.param("task", only_of("get_task", "bad request", is_error=True), id="an error for all ids"),
        pytest.param("task", only_of("get_task", "[1, 2]"), id="values of any task"),
        pytest.param("note", only_of("list_notes", "try later", is_error=True), id="a list that fails"),
    ],
)
def test_a_reply_that_proves_nothing_is_no_defect(kind: str, change: Change) -> None:
    """Provenance: ours."""
    sequences = played(kinds=kind, answer=changed(change, kind))

    assert defects(sequences) == []
    assert sequences.made > 10


def test_an_id_that_is_taken_in_no_spelling_is_no_defect() -> None:
    """Provenance: ours. The tool may be out of order; what was tried in vain is in no sequence."""
    asked = set[str]()

    def change(tool: str, arguments: Mapping[str, Any], raw: Result) -> Result:
        if tool != "get_task":
            return raw
        asked.add(arguments["task_id"])
        return said("bad request", is_error=True)

    sequences = played("has_mark", "task", answer=changed(change, "task", "has_mark"))

    assert defects(sequences) == []
    assert {re.sub(r"\d+", "N", one) for one in asked} == {"task-N", "TASK-N", "N"}


def test_a_thing_that_is_shown_as_deleted_is_gone() -> None:
    """Provenance: ours. Servers keep a stone where it was."""
    store = Store("keeps", "note")

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call:
        raw = store.call(tool, dict(arguments))
        if tool == "get_note" and arguments["name"] in store.deleted:
            raw = said(f"# {arguments['name']}\n\nstatus: deleted")
        return Call(tool, arguments, "generated", reply=Reply.from_raw(raw))

    sequences = played(answer=answer)

    assert defects(sequences) == []
    assert sequences.kept[Promise.DELETED_IS_GONE] > 5


# -- what is one


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        pytest.param("note", only_of("get_note", "That note was not found."), id="an excuse told as success"),
        pytest.param("note", only_of("get_note", '{"notes": []}'), id="as of what never was"),
        pytest.param("task", only_of("get_task", "{}"), id="nothing for a number"),
    ],
)
def test_success_without_the_thing_is_shown_by_two_calls(kind: str, change: Change) -> None:
    """Provenance: ours."""
    sequences = played(kinds=kind, answer=changed(change, kind))

    assert defects(sequences) == [(Promise.CREATED_IS_FOUND, f"create_{kind}", f"get_{kind}")]
    assert [step.tool for step in only(sequences).steps][:2] == [f"create_{kind}", f"get_{kind}"]


def test_a_thing_that_a_second_one_pushes_out_is_shown_by_more_calls() -> None:
    """Provenance: ours. Two calls do not show it, so it stays as it was found."""
    store = Store("sound", "note")

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call:
        if tool == "create_note":
            store.notes.clear()
        raw = store.call(tool, dict(arguments))
        return Call(tool, arguments, "generated", reply=Reply.from_raw(raw))

    sequence = only(played_for_long(answer=answer, rounds=40))

    assert (sequence.promise, sequence.reader) == (Promise.CREATED_IS_FOUND, "list_notes")
    assert [step.tool for step in sequence.steps].count("create_note") == 2
    assert sequence.steps[-1].tool == "list_notes"


def test_a_defect_that_cannot_be_shown_again_is_told_as_it_was_found() -> None:
    """Provenance: ours. The server takes no more notes once it has lost one."""
    lost = list[str]()

    def change(tool: str, arguments: Mapping[str, Any], raw: Result) -> Result:
        if tool == "get_note" and not raw["isError"]:
            lost.append(arguments["name"])
            return said("There is no such note.")
        return said("the store is locked", is_error=True) if lost and tool == "create_note" else raw

    sequence = only(played(answer=changed(change)))

    assert (sequence.promise, sequence.reader) == (Promise.CREATED_IS_FOUND, "get_note")
    assert [step.arguments["name"] for step in sequence.steps if step.tool == "get_note"] == lost[:1]
    assert sequence.steps[-1].reply == '"There is no such note."'


def test_a_list_of_one_folder_need_not_name_what_is_in_another() -> None:
    """Provenance: ours. Nothing is broken: each list has all notes of its folder."""
    kept: dict[tuple[str, str], float] = {}
    folder = {"folder": {"enum": ["a", "b"]}}
    tools = [
        tool("create_note", {**folder, **NAMED, "weight": {"type": "number"}}),
        tool("list_notes", folder, "List all notes."),
    ]

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call:
        if tool == "create_note":
            kept[arguments["folder"], arguments["name"]] = arguments["weight"]
            raw = said(f"Created note {arguments['name']}.")
        else:
            raw = said("\n".join(name for where, name in kept if where == arguments["folder"]))
        return Call(tool, arguments, "generated", reply=Reply.from_raw(raw))

    sequences = played(answer=answer, tools=tools)

    assert {where for where, _ in kept} == {"a", "b"}
    assert defects(sequences) == []
    assert sequences.kept[Promise.CREATED_IS_FOUND] > 5


# -- where nothing comes of it


def test_a_thing_without_a_name_is_told_of() -> None:
    """Provenance: ours. Neither the reply of its creation nor a list of all names it."""
    tools = [one for one in Store("sound", "task").tools() if one["name"] != "list_tasks"]

    sequences = played(answer=changed(only_of("create_task", "Done."), "task"), tools=tools)

    assert not any(sequences.kept.values())
    assert sequences.reason == "the reply of `create_task` does not say what the new thing is called"
    assert sequences.made < 20


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param({**NAMED, "text": {"$ref": "#/nowhere"}}, id="a schema that cannot be used"),
        pytest.param({"name": {"type": "string", "pattern": "^[0-9]+$"}}, id="names without letters"),
    ],
)
def test_a_tool_that_cannot_be_called_wants_an_example(properties: dict[str, Any]) -> None:
    """Provenance: ours. No call is made."""
    tools = [tool("create_note", properties), tool("get_note", NAMED)]

    sequences = played(tools=tools)

    assert sequences.made == 0
    assert sequences.reason == "nothing was created: give an example for `create_note`"


def test_a_server_that_is_lost_ends_the_search() -> None:
    """Provenance: ours."""
    sequences = played(answer=lambda tool, arguments: Unchecked("the server is gone", lost=True))

    assert (sequences.made, sequences.reason) == (1, "the server is gone")


@pytest.mark.parametrize("salts", [1, 20], ids=["of one run", "of every run"])
def test_names_of_an_earlier_run_are_not_taken_again(salts: int) -> None:
    """Provenance: ours. Where they are all taken, the first will do."""
    earlier = [next(signs("store", 0, salt=salt))[:5] for salt in range(salts)]
    store, made = Store("sound", "note"), list[str]()
    store.notes |= dict.fromkeys(earlier, "old")
    call = answer_of(store)

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call | Unchecked:
        if tool == "create_note":
            made.append(str(arguments["name"])[:5].casefold())
        return call(tool, arguments)

    assert defects(played(answer=answer)) == []
    assert set(made) == {next(signs("store", 0, salt=salts % 20))[:5]}
