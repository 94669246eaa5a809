"""A server that is another one than its row says, and a list that is another one than before."""

from typing import Any

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Entry, Finding, Registry, Relisted, Served, Surface, Tool

CHECKS = {check.code: check for check in all_checks()}


def told(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether MCP142 speaks of the row `one`, whose server calls itself `other`."""
    rows = {"one": Entry(name="one", **one), "other": Entry(name="other", **other)}
    served = Served(Surface("one", server_name="other"), rows["one"], Registry(servers=rows))
    found = {code: list(CHECKS[code](served)) for code in ("MCP110", "MCP142")}
    assert not (found["MCP110"] and found["MCP142"]), "one defect is told once"
    return bool(found["MCP142"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["npx", "-y", "pkg-a"], ["npx", "-y", "pkg-b"]),
        (["python3.12", "-m", "acme.a"], ["python3.12", "-m", "acme.b"]),
        (["uv", "tool", "run", "a"], ["uv", "tool", "run", "b"]),
        (["/usr/bin/node", "a.js"], ["/usr/bin/node", "b.js"]),
        (["C:\\tools\\a.exe"], ["C:\\tools\\b.exe"]),
        (["a-mcp"], ["a-mcp"]),
    ],
)
def test_another_package_under_the_name_of_a_neighbour_is_told(one: list[str], other: list[str]) -> None:
    """Provenance: ours. The last pair is a row that was copied and left as it was."""
    assert told({"command": one}, {"command": other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"command": ["npx", "-y", "pg", "db://test"]}, {"command": ["npx", "-y", "pg", "db://live"]}),
        ({"command": ["a-mcp", "--ro"]}, {"command": ["a-mcp"]}),
        ({"command": ["a-mcp"], "env": {"DB": "test"}}, {"command": ["a-mcp"]}),
        ({"url": "https://x.example/mcp?db=a"}, {"url": "https://x.example/mcp?db=b"}),
        ({"python": "a:server", "token_env": "A"}, {"python": "a:server", "token_env": "B"}),
    ],
)
def test_one_server_in_two_rows_with_other_settings_is_left_alone(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Provenance: ours. A server has one name, however often it is offered."""
    assert not told(one, other)


def tool(**raw: Any) -> Tool:
    return Tool.from_raw({"name": "t", **raw})


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        (tool(), tool(title=None), "/title"),
        (tool(a=1), tool(a=True), "/a"),
        (tool(a=[1, {"b": 2}]), tool(a=[1, {"b": 3}]), "/a/1/b"),
        (tool(a=[1]), tool(a=[1, 2]), "/a"),
        (tool(a={"x/y": 1}), tool(a={"x/y": 2}), "/a/x~1y"),
    ],
)
def test_the_first_place_that_differs_is_named(first: Tool, second: Tool, place: str) -> None:
    """Provenance: ours."""
    assert Relisted.between([first], [second]) == Relisted(changed=(("t", place),))


def test_a_tool_that_is_listed_twice_the_second_time_is_another() -> None:
    """Provenance: ours."""
    assert Relisted.between([tool()], [tool(), tool()]).changed == (("t", ""),)


def test_tools_that_come_and_go_are_told_as_such_and_not_as_another_order() -> None:
    """Provenance: ours."""
    a, b, c = (Tool.from_raw({"name": name}) for name in "abc")

    assert Relisted.between([a, b], [c, a]) == Relisted(came=("c",), went=("b",))


def test_every_tool_that_differs_is_a_finding_of_its_own() -> None:
    """Provenance: ours. A waiver is for one tool."""
    relisted = Relisted(came=("a", "b"), went=("c",), changed=(("d", "/title"),))

    found = list(CHECKS["MCP225"](Served(Surface("s", relisted=relisted))))

    assert [item.tool for item in found if isinstance(item, Finding)] == ["a", "b", "c", "d"]
