"""Servers that are not what their row says, or not twice the same, as a user meets them."""

from typing import Any

import pytest

from tests.plugin.conftest import SOUND_SERVER, Contract, entry, in_process, verdicts, write_registry

LISTS_ANEW = """
from typing import Any

import mcp_types as types
from mcp.server import Server

asked = 0


async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
    global asked
    asked += 1
    text = f"Say what the weather will be. {words}"
    tool = types.Tool(name="get_forecast", description=text, input_schema={{"type": "object"}})
    return types.ListToolsResult(tools=[tool])


async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    return types.CallToolResult(content=[], is_error=True)


server = Server("{name}", on_list_tools=list_tools, on_call_tool=call_tool)
"""
"""Gives its tools a description that may say how often it was asked."""

BY_NAME = """
from mcp.server import MCPServer


def create_server(name):
    # One function that makes every server, as big registries have it.
    import {github} as github, {gitlab} as gitlab
    return {{"github": github, "gitlab": gitlab}}[name].server


def create_github():
    return create_server("github")


def create_gitlab():
    return create_server("gitlab")
"""


def of_code(found: dict[str, dict[str, Any]], code: str) -> dict[str, tuple[str, list[str]]]:
    """Server -> outcome and what was seen, for one check."""
    return {
        item["server"]: (item["outcome"], [finding["saw"] for finding in item["findings"]])
        for item in found.values()
        if item["code"] == code
    }


def test_a_list_that_differs_when_it_is_asked_for_again_is_warned_of_and_a_steady_one_is_not(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Both servers are built alike; one counts in its description."""
    project.makepyfile(
        counting=LISTS_ANEW.format(name="counting", words="Asked {asked} times."),
        steady=LISTS_ANEW.format(name="steady", words="Asked often."),
    )
    write_registry(project, in_process("counting"), in_process("steady", id=2))

    found = verdicts(project, contract)

    assert of_code(found, "MCP225") == {
        "counting": ("warned", ["`get_forecast` is another in the second list, first at `/description`"]),
        "steady": ("passed", []),
    }
    assert {outcome for outcome, _ in of_code(found, "MCP226").values()} == {"passed"}


@pytest.mark.parametrize("is_swapped", [True, False])
def test_two_factories_that_are_swapped_fail_both_rows(
    project: pytest.Pytester, contract: Contract, is_swapped: bool
) -> None:
    """Provenance: GUIDE.md, Step 5. Each row starts, lists its tools, and has stakes for all of them."""
    modules = ("its_gitlab", "its_github") if is_swapped else ("its_github", "its_gitlab")
    project.makepyfile(
        its_github=SOUND_SERVER.format(name="github"),
        its_gitlab=SOUND_SERVER.format(name="gitlab"),
        servers=BY_NAME.format(github=modules[0], gitlab=modules[1]),
    )
    rows = [
        entry(name, f'python = "servers:create_{name}"', id=id)
        for id, name in enumerate(("github", "gitlab"), start=1)
    ]
    write_registry(project, *rows)

    found = of_code(verdicts(project, contract), "MCP142")

    expected = {
        "github": ("failed", ["`github` starts a server that calls itself `gitlab`"]),
        "gitlab": ("failed", ["`gitlab` starts a server that calls itself `github`"]),
    }
    assert found == (expected if is_swapped else {"github": ("passed", []), "gitlab": ("passed", [])})


def test_a_stake_that_the_tool_carries_is_held_against_the_row(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Only a registry that says where its servers put the stake is asked."""
    server = SOUND_SERVER.replace("@server.tool(", '@server.tool(meta={{"acme": {{"stake": "low"}}}}, ')
    project.makepyfile(carrying=server.format(name="carrying"))
    write_registry(project, 'stake_meta = "acme.stake"', in_process("carrying"))

    told = of_code(verdicts(project, contract), "MCP143")
    write_registry(project, in_process("carrying"))
    untold = of_code(verdicts(project, contract), "MCP143")

    assert told == {"carrying": ("failed", ['`get_forecast` carries "low" on the wire'])}
    assert untold == {}
