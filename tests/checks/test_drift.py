"""MCP50x to MCP55x: what a change of a server means to its callers."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import Scope, Severity
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.drift import impact_of
from pytest_mcp_contract.checks.drift._examples import of_stake, of_tool, server, tool
from pytest_mcp_contract.checks.drift._places import MOST, place_in_schema, places
from pytest_mcp_contract.drift.compare import Pair, changes, pairs
from pytest_mcp_contract.model import JSON, Change, Finding, Impact, Locked

CHECKS = [check for check in all_checks() if check.scope is Scope.CHANGE]
CASES = Path(__file__).parents[3] / "shared" / "data" / "drift-cases.json"
LABELLED: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8")) if CASES.is_file() else []
REQUIRED: JSON = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def told(*found: Change) -> dict[str, list[Finding]]:
    """The findings on changes, by code."""
    said: dict[str, list[Finding]] = {}
    for check in CHECKS:
        for change in found:
            for finding in check(change):
                assert isinstance(finding, Finding)
                said.setdefault(check.code, []).append(finding)
    return said


def errors(said: dict[str, list[Finding]]) -> set[str]:
    """The codes that fail a run."""
    severe = {check.code for check in CHECKS if check.severity is Severity.ERROR}
    return {code for code, found in said.items() if code in severe and not all(one.is_mild for one in found)}


def compared(
    before: list[Locked], after: list[Locked], *, against: str = "the lock"
) -> dict[str, list[Finding]]:
    """What is told of all servers of two sides."""
    found = [changes(pair, others=before, against=against) for pair in pairs(before, after)]
    return told(*(change for each in found for change in each))


def answer(raw: dict[str, Any]) -> Locked:
    """An answer to tools/list, of a server that a registry states."""
    return Locked("items", 1, entry={"id": 1}, tools={each["name"]: each for each in raw["tools"]})


@pytest.mark.shared_data
@pytest.mark.skipif(
    not LABELLED, reason=f"{CASES.name} is not at hand: the pairs are not part of this repository"
)
@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case["id"])
def test_a_pair_is_told_as_its_label_says_and_as_nothing_worse(case: dict[str, Any]) -> None:
    """Provenance: made for this project, labelled by hand, with a reason each."""
    said = told(*changes(Pair(answer(case["before"]), answer(case["after"]))))
    groups = {code[:5] for code in said}

    match case["label"]:
        case "breaking":
            assert {code[:5] for code in errors(said)} == {"MCP50"}
        case "safe":
            assert groups <= {"MCP51"}
        case "identical":
            assert said == {}
        case "security":
            assert groups & {"MCP53", "MCP54"}
        case "behaviour":
            assert "MCP52" in groups
            assert not errors(said)
        case other:
            pytest.fail(f"nobody has said what {other} means")


def test_the_first_line_of_a_refusal_shows_a_call_and_the_second_the_whole_of_it() -> None:
    """Provenance: ours. The short summary of a run has room for the first line only."""
    (change,) = changes(
        Pair(answer({"tools": [tool()]}), answer({"tools": [tool(inputSchema=REQUIRED)]})),
    )

    (finding,) = told(change)["MCP502"]

    assert finding.saw == "`get_issue` no longer takes what it took: `{}` at /id\n{}"
    assert finding.at == "/inputSchema/properties/id"
    assert "required" in finding.want


def test_a_server_that_was_renamed_is_no_other_server() -> None:
    """Provenance: a registry of 82 servers: three of its servers were renamed with the same id."""
    said = compared([server("schedules", 20, "create")], [server("triggers", 20, "create")])

    assert errors(said) == {"MCP553"}


def test_two_servers_that_change_names_both_carry_an_id_of_another() -> None:
    """Provenance: ours. By name, both keep their place: what moved is the id."""
    before = [server("a", 1, "x"), server("b", 2, "y")]

    said = compared(before, [server("a", 2, "x"), server("b", 1, "y")])

    assert errors(said) == {"MCP551", "MCP552"}


def test_two_branches_that_took_one_id_are_told_with_both_names() -> None:
    """Provenance: a registry of 82 servers: two pull requests took the same next id."""
    said = compared(
        [server("clari", 29, "get_call")], [server("todos", 29, "list_todos")], against="git:origin/main"
    )

    (finding,) = said["MCP552"]
    assert finding.saw == "id 29 of `todos` belongs to `clari` in git:origin/main"


def test_a_tombstone_keeps_its_id_and_its_name() -> None:
    """Provenance: a registry of 82 servers: five ids were free to be used again."""
    gone = server("deep_dive", 29, retired="nobody used it")

    by_id, by_name = (compared([gone], [new]) for new in (server("clari", 29), server("deep_dive", 40)))

    assert errors(by_id) == {"MCP552"}
    assert errors(by_name) == {"MCP556"}


def test_rows_are_compared_tool_by_tool_where_no_server_was_asked() -> None:
    """Provenance: ours. Without tools there is no change of a tool that could say it."""
    sides = [
        Locked("jira", 1, entry={"tools_stakes": {"delete": stake}}, tools=tools)
        for stake, tools in (("high", {"delete": tool(name="delete")}), ("low", None))
    ]

    said = told(*changes(Pair(sides[0], sides[1])))

    assert [finding.tool for finding in said["MCP531"]] == ["delete"]
    assert errors(said) == {"MCP531"}


def test_a_row_is_not_held_against_a_side_that_states_none() -> None:
    """Provenance: ours. A tools/list file knows no stake, which is not the same as a stake taken away."""
    change = of_stake("high", "high")
    assert change.after is not None

    said = told(replace(change, after=replace(change.after, entry={})))

    assert said == {}


def test_a_stake_of_a_tool_that_is_gone_is_not_lowered() -> None:
    """Provenance: ours."""
    said = told(of_tool(tool(), None, rows=({"tools_stakes": {"get_issue": "high"}}, {})))

    assert said.keys() == {"MCP501"}


def test_a_schema_that_refers_to_itself_is_walked_once() -> None:
    """Provenance: ours."""
    tree: JSON = {"properties": {"child": {"$ref": "#"}, "size": {"default": 1}}}

    found = places(tree)

    assert {"", "/child", "/size", "/child/size"} <= found.keys()
    assert "/child/child/child" not in found


def test_references_that_unfold_without_end_are_given_up() -> None:
    """Provenance: ours. Thirty levels that each refer twice to the next are 2^30 places."""
    levels: dict[str, JSON] = {
        f"L{level}": {"properties": {name: {"$ref": f"#/$defs/L{level + 1}"} for name in ("a", "b")}}
        for level in range(30)
    }

    assert len(places({"$ref": "#/$defs/L0", "$defs": levels})) <= MOST


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("/id", "/properties/id"),
        ("/tags/0/name", "/properties/tags/items/properties/name"),
        ("/owner", "/properties/owner"),
        ("/owner/name", "/$defs/Owner/properties/name"),
        ("/nowhere", ""),
        ("", ""),
    ],
)
def test_a_place_in_a_value_leads_to_its_schema(at: str, place: str) -> None:
    """Provenance: ours."""
    schema: JSON = {
        "properties": {
            "id": {"type": "integer"},
            "tags": {"items": {"properties": {"name": {}}}},
            "owner": {"$ref": "#/$defs/Owner"},
        },
        "$defs": {"Owner": {"properties": {"name": {}}}},
    }

    found = place_in_schema(schema, at)

    assert found == place


def test_every_check_of_changes_has_an_impact_and_only_three_kinds_fail() -> None:
    """Provenance: the format of `diff`. What fails a run has to fail `diff` too."""
    failing = {Impact.BREAKING, Impact.SECURITY, Impact.IDENTITY}

    impacts = {check.code: impact_of(check.code) for check in CHECKS}

    assert len(set(impacts.values())) == len(Impact)
    assert all((impacts[check.code] in failing) or check.severity is Severity.WARNING for check in CHECKS)
    assert failing == {impact for impact in Impact if impact.has_to_be_accepted}
    assert not failing & {impact_of(check.code, only_warns=True) for check in CHECKS}


@pytest.mark.parametrize(
    ("before", "after", "ranks", "is_lower"),
    [
        # The usual levels keep their order, whatever the new row says of them.
        ("high", "low", ["high", "low"], True),
        ("low", "high", ["high", "low"], False),
        # Levels of its own have only the order that the row states.
        ("asked", "seldom", ["seldom", "asked"], True),
        ("seldom", "asked", ["seldom", "asked"], False),
    ],
)
def test_a_change_does_not_rank_the_levels_that_were_agreed_on(
    before: str, after: str, ranks: list[str], is_lower: bool
) -> None:
    """Provenance: ours. An older lock holds no order, and the new row could turn it round."""
    stakes: JSON = list(ranks)
    rows: tuple[dict[str, JSON], dict[str, JSON]] = (
        {"tools_stakes": {"get_issue": before}},
        {"tools_stakes": {"get_issue": after}, "stakes": stakes},
    )

    assert ("MCP531" in told(of_tool(tool(), tool(), rows=rows))) is is_lower
