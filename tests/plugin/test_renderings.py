"""What a model gets to read, from a cassette to the report: defects of the text, and what it costs."""

import json
from pathlib import Path

import pytest

from pytest_mcp_contract.model import CassetteHeader, Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from tests.plugin.conftest import Contract, verdicts, write_registry

BASE = "https://api.shop.example"
SOUND = """
import os
import time

import httpx
from mcp.server import MCPServer

server = MCPServer("shop")


@server.tool(structured_output=False)
async def get_item(number: int) -> str:
    \"\"\"Read one item.\"\"\"
    async with httpx.AsyncClient() as client:
        item = (await client.get(f"{os.environ['SHOP_API_URL']}/items/{number}")).json()
    made = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(item["made"]))
    return f"# {item['name']}\\n\\n- Owner: {item['owner'] or 'nobody'}\\n- Made: {made}"
"""
BROKEN = SOUND.replace("item['owner'] or 'nobody'", "item['owner']").replace("gmtime", "localtime")
ROW = f"""
[servers.shop]
id = 1
availability = "manual"
python = "shop:server"
upstream = {{ SHOP_API_URL = "{BASE}" }}
tools_stakes = {{ get_item = "never_ask" }}
server_info = {{ name = "shop" }}
"""
ITEM = {
    "name": "Spanner",
    "owner": None,
    "made": 0,
    "links": [f"{BASE}/items/{number}" for number in range(50)],
}
NODE = "mcp_contract.toml::shop::get_item::"
SELECTED = "--mcp-select=MCP450,MCP451,MCP452,MCP453,MCP454,MCP455,MCP456,MCP458"


@pytest.fixture
def shop(project: pytest.Pytester) -> pytest.Pytester:
    """A project with a sound server, and one recorded call."""
    write_registry(project, ROW)
    project.makepyfile(shop=SOUND)
    record(project.path, "normal", 1)
    return project


def record(folder: Path, case: str, number: int) -> None:
    exchange = Exchange(
        Request("GET", f"{BASE}/items/{number}"),
        Response(200, "OK", (("Content-Type", "application/json"),), json.dumps(ITEM).encode()),
    )
    path = cassette_path(folder / "cassettes", "shop", "get_item", case)
    write(Cassette(path, CassetteHeader("shop", "get_item", case, {"number": number}), (exchange,)))


def test_a_sound_rendering_passes_every_check_of_texts(shop: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The sound twin of the test below."""
    found = verdicts(shop, contract, SELECTED)

    outcomes = {node.removeprefix(NODE): item["outcome"] for node, item in found.items()}
    assert outcomes == dict.fromkeys(
        (f"MCP{code}" for code in (450, 451, 452, 453, 454, 455, 456, 458)), "passed"
    )


def test_a_rendering_by_the_zone_of_the_machine_and_without_an_owner_fails_twice(
    shop: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The moment 0 is another hour in every zone."""
    shop.makepyfile(shop=BROKEN)

    result = contract(SELECTED)

    result.assert_outcomes(failed=2, passed=6)
    result.stdout.fnmatch_lines(
        [
            f'FAILED {NODE}MCP455 - *differs in another time zone: line 4 is "*',
            f'FAILED {NODE}MCP456 - *line 3 holds `None`: "- Owner: None"*',
        ]
    )


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["here", "in workers"])
def test_tokens_saved_stand_in_the_summary_and_in_the_report(
    shop: pytest.Pytester, contract: Contract, arguments: tuple[str, ...]
) -> None:
    """Provenance: ours. They are counted where the item runs, and told where the report is made."""
    record(shop.path, "another", 2)

    result = contract(SELECTED, "-v", *arguments, "--mcp-report", "json=report.json")

    result.stdout.fnmatch_lines(
        ["shop  8 passed, tokens * -> * (* % saved)", "      get_item: tokens * -> * (* % saved)"]
    )
    report = json.loads((shop.path / "report.json").read_text(encoding="utf-8"))
    (server,) = report["servers"]
    measured = server["tools"]["get_item"]
    assert server["tools"].keys() == {"get_item"}
    assert measured["raw_tokens"] > 10 * measured["tokens"] > 100


def test_the_report_says_which_fields_reach_the_model(shop: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Field, yes or no, and what it costs."""
    contract("--mcp-select=MCP440", "--mcp-report", "json=report.json")

    report = json.loads((shop.path / "report.json").read_text(encoding="utf-8"))
    (server,) = report["servers"]
    fields = server["tools"]["get_item"]["fields"]
    reaching = [one for one in fields if one["reaches"] == "yes"]
    assert {one["reaches"] for one in fields} >= {"yes", "no"}
    assert all(one["key"] and one["field"].startswith("/") for one in fields)
    assert sum(one["tokens"] for one in reaching) > 0
    assert not any(one["tokens"] for one in fields if one["reaches"] == "no")


def test_without_a_check_that_counts_nothing_is_told(shop: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. And a call that fails has saved nothing."""
    result = contract("--mcp-select=MCP456", "-v")

    result.stdout.fnmatch_lines(["shop  1 passed"])
    result.stdout.no_fnmatch_line("*tokens*")


def test_no_other_process_outlives_the_run(shop: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The server writes down in which processes it was loaded."""
    noting = "with open(__file__ + '.pids', 'a') as pids:\n    pids.write(f'{os.getpid()} ')\n"
    shop.makepyfile(shop=SOUND.replace("server = MCPServer", f"{noting}server = MCPServer", 1))

    contract("--mcp-select=MCP455")

    pids = (shop.path / "shop.py.pids").read_text(encoding="utf-8").split()
    assert len(set(pids)) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists()]
