"""MCP120, MCP121, MCP122: stakes against what the server lists and says."""

import pytest

from pytest_mcp_contract.catalogue import Check
from pytest_mcp_contract.checks.registry.mcp120_tool_without_stake import tool_without_stake
from pytest_mcp_contract.checks.registry.mcp121_stake_without_tool import stake_without_tool
from pytest_mcp_contract.checks.registry.mcp122_stake_contradicts_annotations import (
    stake_contradicts_annotations,
)
from pytest_mcp_contract.model import (
    Entry,
    Finding,
    Registry,
    Served,
    Source,
    StartFailure,
    Surface,
    Tool,
    Unchecked,
)

CHECKS = (tool_without_stake, stake_without_tool, stake_contradicts_annotations)
TOOLS = (Tool("write", annotations={"readOnlyHint": False}), Tool("read"))
WRONG = Entry(name="wiki", tools_stakes={"write": "never_ask", "gone": "low"})


def findings(check: Check[Served], served: Served) -> list[Finding]:
    return [finding for finding in check(served) if isinstance(finding, Finding)]


def test_a_server_with_all_three_defects_has_one_finding_of_each() -> None:
    served = Served(Surface("wiki", tools=TOOLS), WRONG)

    tools = [[finding.tool for finding in findings(check, served)] for check in CHECKS]

    assert tools == [["read"], ["gone"], ["write"]]


def test_a_table_that_could_not_be_read_counts_as_unchecked() -> None:
    served = Served(Surface("wiki", tools=TOOLS), Entry(name="wiki", dropped=frozenset({"tools_stakes"})))

    for check in CHECKS:
        (told,) = check(served)
        assert isinstance(told, Unchecked)


@pytest.mark.parametrize(
    "served",
    [
        Served(Surface("wiki", tools=TOOLS)),
        Served(Surface("wiki", tools=TOOLS, failure=StartFailure("timed out", "")), WRONG),
        Served(Surface("wiki", tools=TOOLS), Entry(name="wiki", dropped=frozenset({"tools_stakes"}))),
        Served(Surface("wiki", tools=TOOLS), Entry(name="wiki"), Registry(source=Source.MCP_JSON)),
    ],
    ids=["no registry", "not reachable", "malformed", "client config"],
)
def test_stakes_are_not_judged_where_one_side_is_unknown(served: Served) -> None:
    assert [findings(check, served) for check in CHECKS] == [[], [], []]


def test_a_stake_that_could_not_be_read_is_not_missing() -> None:
    entry = Entry(name="wiki", tools_stakes={"read": "never_ask"}, dropped=frozenset({"tools_stakes.write"}))

    assert not findings(tool_without_stake, Served(Surface("wiki", tools=TOOLS), entry))


def test_a_renamed_tool_is_offered_for_the_orphaned_stake() -> None:
    entry = Entry(name="wiki", tools_stakes={"get_page": "never_ask"})

    (finding,) = findings(stake_without_tool, Served(Surface("wiki", tools=(Tool("get_pages"),)), entry))

    assert finding.want == "`get_pages`, which it offers without a stake"


def test_the_weakest_stake_is_the_first_of_the_registrys_own_list() -> None:
    registry = Registry(stakes=["free", "asked"])
    entry = Entry(name="wiki", tools_stakes={"write": "free"})

    assert findings(stake_contradicts_annotations, Served(Surface("wiki", tools=TOOLS), entry, registry))


@pytest.mark.parametrize("value", ["false", 0, None])
def test_a_hint_of_another_json_type_says_nothing(value: str | int | None) -> None:
    tool = Tool("write", annotations={"readOnlyHint": value, "destructiveHint": value})

    assert not findings(stake_contradicts_annotations, Served(Surface("wiki", tools=(tool,)), WRONG))
