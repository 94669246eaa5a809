"""Broken files among the cassettes of a tool: each is one finding, and its neighbours are judged as ever."""

import os
from pathlib import Path

import pytest

from tests.plugin.conftest import Contract, verdicts, write_registry

SERVER = """
import httpx
from mcp.server import MCPServer

server = MCPServer("shop")


@server.tool(structured_output=False)
def get_item(number: int) -> str:
    '''Read one item.'''
    return "# " + httpx.get(f"https://api.example.com/items/{number}", timeout=5).json()["name"]
"""
ROW = """
cassettes = "tapes"

[servers.shop]
id = 1
availability = "manual"
python = "shop:server"
tools_stakes = { get_item = "never_ask" }
server_info = { name = "shop" }

[[servers.shop.tools.get_item.examples]]
name = "normal"
arguments = { number = 1 }

[[servers.shop.tools.get_item.examples]]
name = "other"
arguments = { number = 2 }
"""
TAPE = """\
interactions:
- request: {{body: null, headers: {{}}, method: GET, uri: 'https://api.example.com/items/{number}'}}
  response:
    body: {{string: '{{"name": "Lamp"}}'}}
    headers: {{Content-Type: [application/json]}}
    status: {{code: 200, message: OK}}
metadata:
  mcp_contract: {{format: 1, server: shop, tool: get_item, case: {case}, arguments: {{number: {number}}}}}
version: 1
"""
SOUND = TAPE.format(case="normal", number=1)
ITEM = "mcp_contract.toml::shop::get_item::"
FILES = "--mcp-select=MCP47"


@pytest.fixture
def folder(project: pytest.Pytester) -> Path:
    """A project with two cassettes; gives their folder."""
    project.makepyfile(shop=SERVER)
    write_registry(project, ROW)
    folder = project.path / "tapes" / "shop" / "get_item"
    folder.mkdir(parents=True)
    (folder / "normal.yaml").write_text(SOUND, encoding="utf-8")
    (folder / "other.yaml").write_text(TAPE.format(case="other", number=2), encoding="utf-8")
    return folder


def sparse(path: Path) -> None:
    """200 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(200 << 20)


def folder_of_that_name(path: Path) -> None:
    path.unlink()
    path.mkdir()


BREAKS = {
    "a folder": ("MCP470", folder_of_that_name, "cannot be read: it is a folder"),
    "no text": ("MCP470", lambda path: path.write_bytes(b"\xff\xfe"), "byte 1 is not UTF-8"),
    "a merge conflict": ("MCP471", lambda path: path.write_text(f"<<<<<<< ours\n{SOUND}"), "in line 2"),
    "a newer vcrpy": ("MCP472", lambda path: path.write_text(SOUND.replace("version: 1", "version: 2")), "2"),
    "a newer header": ("MCP472", lambda path: path.write_text(SOUND.replace("format: 1", "format: 9")), "9"),
    "200 MB": ("MCP474", sparse, "has 200 MB, more than the 50 MB that are read"),
    "no response": (
        "MCP475",
        lambda path: path.write_text(SOUND.replace("response:", "answer:")),
        "has no `response` in exchange 1 of 1 (line 2)",
    ),
    "empty": ("MCP476", lambda path: path.write_text(""), "is empty"),
    "no header": ("MCP476", lambda path: path.write_text(SOUND.replace("mcp_contract", "other")), "no cass"),
    "another tool's": (
        "MCP477",
        lambda path: path.write_text(SOUND.replace("tool: get_item", "tool: get_items")),
        "was recorded for `get_items` of `shop`",
    ),
}


def test_sound_cassettes_are_left_alone(project: pytest.Pytester, contract: Contract, folder: Path) -> None:
    """Provenance: ours. The sound twin of the tests below."""
    result = contract(f"{FILES},MCP405")

    result.assert_outcomes(passed=9)


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_file_is_one_finding_and_its_neighbour_is_judged(
    project: pytest.Pytester, contract: Contract, folder: Path, how: str
) -> None:
    """Provenance: ours. The neighbour is broken in what it recorded: that is found in the same run."""
    code, spoil, said = BREAKS[how]
    spoil(folder / "normal.yaml")
    other = folder / "other.yaml"
    other.write_text(other.read_text().replace("items/2", "items/3"), encoding="utf-8")

    found = verdicts(project, contract, f"{FILES},MCP405")

    files = {node.removeprefix(ITEM): one for node, one in found.items() if "::MCP47" in node}
    assert {node: one["outcome"] for node, one in files.items() if one["outcome"] != "passed"} == {
        code: "failed"
    }
    assert len(files[code]["findings"]) == 1
    assert said in files[code]["findings"][0]["saw"]
    assert files[code]["findings"][0]["file"] == "tapes/shop/get_item/normal.yaml"
    assert found[f"{ITEM}MCP405"]["outcome"] == "failed"
    assert "/items/2" in str(found[f"{ITEM}MCP405"]["findings"])


def test_a_tag_that_would_run_code_is_told_and_runs_none(
    project: pytest.Pytester, contract: Contract, folder: Path
) -> None:
    """Provenance: ours. A run with every check, so that nothing else reads the file carelessly."""
    code = "!!python/object/apply:os.mkdir [executed]"
    (folder / "normal.yaml").write_text(SOUND.replace("body: null", f"body: {code}"), encoding="utf-8")

    result = contract()

    result.stdout.fnmatch_lines(
        ["FAILED *MCP473 - *`normal.yaml` asks for an object to be built: `!!python/object/apply:os.mkdir`*"]
    )
    # The call is not made without its recording: it would fail for want of an API.
    result.stdout.no_fnmatch_line("FAILED *::MCP30*")
    assert not (project.path / "executed").exists()


def test_a_file_that_nobody_may_open_is_told(
    project: pytest.Pytester, contract: Contract, folder: Path
) -> None:
    """Provenance: ours."""
    (folder / "normal.yaml").chmod(0)
    if os.access(folder / "normal.yaml", os.R_OK):
        pytest.skip("this user may read everything")

    result = contract(FILES)

    result.stdout.fnmatch_lines(["FAILED *MCP470 - *`normal.yaml` cannot be read: Permission denied*"])


@pytest.mark.parametrize("how", ["a merge conflict", "a newer header", "200 MB"])
def test_recording_what_is_missing_leaves_a_broken_file_as_it_is(
    project: pytest.Pytester, contract: Contract, folder: Path, how: str
) -> None:
    """Provenance: ours. It may be all that is left of a recording, and is told in the same run."""
    code, spoil, _ = BREAKS[how]
    path = folder / "normal.yaml"
    spoil(path)
    before = path.stat()

    result = contract("--mcp-record", f"{FILES},MCP405", "mcp_contract.toml::shop::get_item")

    result.stdout.fnmatch_lines(
        [f"FAILED *::{code} - *`normal.yaml`*", "mcp-contract: kept 2 cassettes as they are"]
    )
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_broken_files_for_a_tool_that_no_longer_exists_stop_no_run(
    project: pytest.Pytester, contract: Contract, folder: Path
) -> None:
    """Provenance: ours. A readable one among them is told by MCP410."""
    lost = folder.parent / "get_itm"
    lost.mkdir()
    folder_like, large = lost / "a.yaml", lost / "b.yaml"
    folder_like.mkdir()
    sparse(large)
    (lost / "c.yaml").write_text(SOUND, encoding="utf-8")

    result = contract("--mcp-select=MCP410")

    result.stdout.fnmatch_lines(["FAILED *MCP410 - *cassettes for `get_itm` of `shop`*"])
    result.assert_outcomes(failed=1)
