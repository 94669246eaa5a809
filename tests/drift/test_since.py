"""A branch whose baseline has gone on: only what the branch itself has changed is told."""

from dataclasses import replace
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.drift.compare import changes, pairs
from pytest_mcp_contract.drift.joining import joined
from pytest_mcp_contract.model import JSON, Finding, JSONObject, Locked

CHECKS = [check for check in all_checks() if check.scope is Scope.CHANGE]
MAIN = "git:origin/main"


def tool(name: str = "get_issue", /, **properties: JSON) -> JSONObject:
    """A tool with a closed object of arguments."""
    schema: JSON = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"name": name, "description": "Read it.", "inputSchema": schema}


def server(name: str, id: int, *tools: JSONObject, **row: JSON) -> Locked:
    """A server with a row."""
    return Locked(name, id, entry={"id": id, **row}, tools={str(raw["name"]): raw for raw in tools})


def told(base: list[Locked] | None, there: list[Locked], here: list[Locked]) -> dict[str, list[Finding]]:
    """The findings about `here` against `there`, by code."""
    said: dict[str, list[Finding]] = {}
    for pair in pairs(there, here, base=base):
        for change in changes(pair, others=there, against=MAIN):
            for check in CHECKS:
                for finding in check(change):
                    assert isinstance(finding, Finding)
                    said.setdefault(check.code, []).append(finding)
    return said


TEXT: JSON = {"type": "string"}
GITHUB = server("github", 1, tool(owner=TEXT), tools_stakes={"get_issue": "low"})
JIRA = server("jira", 2, tool("get_ticket"))
TODOS = server("todos", 3, tool("list_todos"))


def changed(one: Locked, **fields: Any) -> Locked:
    """A server with another first tool."""
    assert one.tools
    name, raw = next(iter(one.tools.items()))
    return replace(one, tools={**one.tools, name: {**raw, **fields}})


@pytest.mark.parametrize(
    "there",
    [
        pytest.param([GITHUB, JIRA, TODOS], id="a server added"),
        pytest.param([GITHUB], id="a server removed"),
        pytest.param([GITHUB, replace(JIRA, retired="sold")], id="a server retired"),
        pytest.param([GITHUB, replace(JIRA, name="tickets")], id="a server renamed"),
        pytest.param(
            [GITHUB, server("tickets", 2, tool("read"))], id="a server renamed, with other tools"
        ),
        pytest.param([GITHUB, replace(JIRA, id=9, entry={"id": 9})], id="an id changed"),
        pytest.param([changed(GITHUB, description="Else."), JIRA], id="a description"),
        pytest.param([changed(GITHUB, annotations={"readOnlyHint": True}), JIRA], id="a hint"),
        pytest.param([changed(GITHUB, inputSchema=tool(x=TEXT)["inputSchema"]), JIRA], id="a schema"),
        pytest.param(
            [server("github", 1, tool(owner=TEXT), tool("x"), tools_stakes={"get_issue": "high"}), JIRA],
            id="a tool added and a stake raised",
        ),
        pytest.param([server("github", 1, availability="auto"), JIRA], id="a row"),
    ],
)  # fmt: skip
def test_what_was_changed_there_is_not_told_as_changed_back(there: list[Locked]) -> None:
    """Provenance: ours. The branch is behind, and has changed nothing."""
    base = [GITHUB, JIRA]

    assert told(base, there, base) == {}
    assert told(None, there, base) != {}


def test_each_side_adds_an_argument_and_a_tool() -> None:
    """Provenance: ours. Compared as two, the argument of the baseline would be refused here."""
    base = [server("github", 1, tool(owner=TEXT))]
    there = [server("github", 1, tool(owner=TEXT, page=TEXT), tool("theirs"))]
    here = [server("github", 1, tool(owner=TEXT, state=TEXT), tool("ours"))]

    assert set(told(base, there, here)) == {"MCP511", "MCP512"}
    assert {"MCP501", "MCP502"} <= set(told(None, there, here))


@pytest.mark.parametrize(
    ("here", "code"),
    [
        pytest.param([JIRA], "MCP554", id="a server removed"),
        pytest.param([changed(GITHUB, description="Other."), JIRA], "MCP521", id="a description"),
        pytest.param(
            [changed(GITHUB, inputSchema=tool(x=TEXT)["inputSchema"]), JIRA], "MCP502", id="a schema"
        ),
        pytest.param([replace(GITHUB, tools={}), JIRA], "MCP501", id="a tool removed"),
        pytest.param(
            [replace(GITHUB, entry={"id": 1, "tools_stakes": {"get_issue": "never_ask"}}), JIRA],
            "MCP531",
            id="a stake lowered",
        ),
        pytest.param([replace(GITHUB, id=8, entry={"id": 8}), JIRA], "MCP551", id="an id changed"),
        pytest.param([replace(GITHUB, name="forge"), JIRA], "MCP553", id="a server renamed"),
        pytest.param([GITHUB, JIRA, server("linear", 3, tool("read"))], "MCP552", id="the next id twice"),
        pytest.param(
            [GITHUB, JIRA, server("linear", 3, tool("list_todos"))], "MCP552", id="twice, with a like tool"
        ),
        pytest.param([GITHUB, JIRA, server("todos", 4, tool("list_todos"))], "MCP551", id="one name twice"),
        pytest.param([GITHUB, JIRA, server("slides", 5)], "MCP552", id="the id of one that was retired"),
    ],
)
def test_what_was_changed_here_is_told_though_the_baseline_went_on(here: list[Locked], code: str) -> None:
    """Provenance: ours. The same branch, with a change of its own."""
    base = [GITHUB, JIRA]
    there = [changed(GITHUB, title="Issue"), JIRA, TODOS, Locked("deck", 5, retired="nobody used it")]

    said = told(base, there, here)

    assert code in said
    assert "MCP522" not in said
    assert not any("todos" in one.saw for one in said.get("MCP554", []))


def test_what_both_sides_did_alike_is_no_change() -> None:
    """Provenance: ours. A commit that was picked, or merged as one."""
    both = [changed(GITHUB, description="Else."), JIRA, TODOS]

    assert told([GITHUB, JIRA], both, both) == {}


def test_where_both_changed_one_text_it_is_told() -> None:
    """Provenance: ours. Whoever merges has to choose."""
    said = told([GITHUB], [changed(GITHUB, description="Theirs.")], [changed(GITHUB, description="Ours.")])

    assert [finding.saw.splitlines()[1:] for finding in said["MCP521"]] == [
        ['before: "Theirs."', 'now: "Ours."']
    ]


def schemas(base: JSON, there: JSON, here: JSON) -> JSON:
    """The arguments of a tool, joined."""
    sides = [Locked("a", 1, tools={"x": {"name": "x", "inputSchema": one}}) for one in (base, there, here)]
    found = joined(*sides).tools
    assert found
    return found["x"]["inputSchema"]


def choice(*values: JSON) -> JSON:
    """A schema of one argument."""
    return {"type": "object", "properties": {"a": {"enum": list(values)}}, "required": ["a"]}


@pytest.mark.parametrize(
    ("base", "there", "here", "want"),
    [
        pytest.param(choice(1, 2), choice(1, 2, 3), choice(1, 2, 4), choice(1, 2, 3, 4), id="both add"),
        pytest.param(choice(1, 2), choice(1, 2, 3), choice(2), choice(2, 3), id="one adds, one takes away"),
        pytest.param(choice(1), choice(1, True), choice(1, "1"), choice(1, True, "1"), id="1 is not true"),
        pytest.param(choice(1, 2), choice(2, 1), choice(1, 2, 3), choice(2, 1, 3), id="only the order"),
        pytest.param(choice(1), {"type": "object"}, choice(1), {"type": "object"}, id="taken away there"),
        pytest.param(
            {"anyOf": [choice(1), choice(2)]},
            {"anyOf": [choice(1, 3), choice(2)]},
            {"anyOf": [choice(1), choice(2, 4)]},
            {"anyOf": [choice(1, 3), choice(2, 4)]},
            id="each another alternative",
        ),
    ],
)
def test_schemas_are_joined(base: JSON, there: JSON, here: JSON, want: JSON) -> None:
    """Provenance: ours."""
    assert schemas(base, there, here) == want


def test_a_respelling_is_joined_by_what_it_says() -> None:
    """Provenance: ours. A new version of a library spells schemas otherwise, on one of two branches."""
    inner: JSON = {"type": "object", "properties": {"b": TEXT}, "additionalProperties": False}
    wider: JSON = {"type": "object", "properties": {"b": TEXT, "c": TEXT}, "additionalProperties": False}
    referred: JSON = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": inner}}
    inlined: JSON = {"type": "object", "properties": {"a": inner}}
    widened: JSON = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": wider}}

    assert schemas(referred, widened, inlined) == widened
    assert schemas(referred, inlined, widened) == widened


def test_a_server_that_was_not_asked_keeps_that() -> None:
    """Provenance: ours. Rows alone are compared without tools."""
    asked = replace(GITHUB, tools=None)

    assert joined(GITHUB, changed(GITHUB, title="x"), asked).tools is None
