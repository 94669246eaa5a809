"""A server of a lock, a change of one, and what is wrong with a file of a lock."""

import pytest

from pytest_mcp_contract.model import Change, Impact, JSONObject, Locked, LockFault, Tool

TOOLS: dict[str, JSONObject] = {"get_issue": {"name": "get_issue", "title": "Get"}}


def test_a_tool_of_a_lock_is_read_from_its_definition() -> None:
    """Provenance: ours."""
    assert Locked("github", tools=TOOLS).tool("get_issue") == Tool.from_raw(TOOLS["get_issue"])
    assert Locked("github", tools=TOOLS).tool("list_issues") is None
    assert Locked("github", tools=None).tool("get_issue") is None


@pytest.mark.parametrize(
    ("server", "names"),
    [
        (Locked("a"), set()),
        (Locked("a", tools=TOOLS, entry={"tools_stakes": {"other": "low"}}), {"get_issue"}),
        (Locked("a", tools={}, entry={"tools_stakes": {"other": "low"}}), set()),
        (Locked("a", tools=None, entry={"tools_stakes": {"other": "low"}}), {"other"}),
        (Locked("a", tools=None, entry={"tools_stakes": ["other"]}), set()),
        (Locked("a", tools=None), set()),
    ],
    ids=["none", "asked", "asked, and has none", "not asked", "a table of another type", "nothing known"],
)
def test_the_names_of_tools_are_those_that_were_listed_else_those_with_a_stake(
    server: Locked, names: set[str]
) -> None:
    """Provenance: ours."""
    assert server.tool_names == names


@pytest.mark.parametrize(
    ("before", "after", "may_be"),
    [
        (Locked("a", tools={"x": {}}), Locked("a", tools={"y": {}}), True),
        (Locked("a", tools={"x": {}}), Locked("b", tools={"y": {}}), False),
        (Locked("a", tools={"x": {}}), Locked("b", tools={"x": {}, "y": {}}), True),
        (Locked("a", tools={"x": {}}), Locked("b", former_names=("a",), tools={"y": {}}), True),
        (Locked("a", former_names=("b",), tools={"x": {}}), Locked("b", tools={"y": {}}), True),
        (Locked("a", former_names=("c",), tools={"x": {}}), Locked("b", tools={"y": {}}), False),
        (Locked("a", tools={}), Locked("b", tools={"y": {}}), True),
        (Locked("a", tools={"x": {}}), Locked("b", tools={}), True),
    ],
    ids=[
        "same name",
        "nothing in common",
        "a tool in common",
        "was called so",
        "is called so again",
        "was called otherwise",
        "had no tools",
        "has no tools",
    ],
)
def test_a_server_may_be_another_under_a_new_name_where_nothing_speaks_against_it(
    before: Locked, after: Locked, may_be: bool
) -> None:
    """Provenance: ours."""
    assert after.may_be(before) is may_be


def test_a_change_of_a_tool_has_it_on_the_sides_that_have_it() -> None:
    """Provenance: ours. A change of a server as a whole speaks of no tool."""
    with_tool, without = Locked("github", tools=TOOLS), Locked("github", tools={})
    tool = Tool.from_raw(TOOLS["get_issue"])
    sides = [
        (with_tool, with_tool, "get_issue"),
        (with_tool, without, "get_issue"),
        (None, with_tool, "get_issue"),
        (with_tool, None, "get_issue"),
        (with_tool, with_tool, None),
    ]

    changes = [Change("github", before, after, tool=name) for before, after, name in sides]

    assert [(change.tool_before, change.tool_after) for change in changes] == [
        (tool, tool),
        (tool, None),
        (None, tool),
        (tool, None),
        (None, None),
    ]


def test_a_file_that_is_sound_but_not_as_it_was_written_still_counts() -> None:
    """Provenance: ours. What cannot be understood must not."""
    used = {fault for fault in LockFault if fault.is_used}

    assert used == {LockFault.NOT_CANONICAL, LockFault.WRONG_NAME, LockFault.SAME_SERVER}


def test_somebody_answers_for_changes_of_three_kinds() -> None:
    """Provenance: ours."""
    answered = {impact for impact in Impact if impact.has_to_be_accepted}

    assert answered == {Impact.BREAKING, Impact.SECURITY, Impact.IDENTITY}
