"""A registry in JSON: the same as in TOML, told apart from a client's configuration."""

import json
import re
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.choose import choose
from pytest_mcp_contract.discover.json_registry import read_json
from pytest_mcp_contract.discover.toml import read_toml
from pytest_mcp_contract.model import Registry, Source

EVERY_KEY = Path(__file__).parent / "every_key.toml"


def registry_of(folder: Path, text: str, name: str = "mcp_contract.json") -> Registry:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_json(path)


def chosen(folder: Path) -> Registry:
    return choose(option=None, ini=None, named=None, target=None, rootdir=folder, invocation_dir=folder)


def test_every_key_means_what_it_means_in_toml(tmp_path: Path) -> None:
    """Provenance: ours. Days of waivers are text in JSON, and days all the same."""
    tree = tomllib.loads(EVERY_KEY.read_text(encoding="utf-8"))

    registry = registry_of(tmp_path, json.dumps(tree, default=str))

    assert registry.problems == ()
    assert [entry.problems for entry in registry.servers.values()] == [()] * len(registry.servers)
    assert registry.model_dump() == read_toml(EVERY_KEY).model_dump()
    assert registry.waivers
    assert all(isinstance(waiver.until, date) for waiver in registry.waivers if waiver.until)
    assert (registry.source, registry.is_bare) == (Source.JSON, False)


def test_a_finding_has_its_line(tmp_path: Path) -> None:
    """Provenance: ours."""
    text = '{"format": 1,\n "servers": {\n  "a": {\n   "id": "1",\n   "url": "https://a"}}}'

    registry = registry_of(tmp_path, text)

    (problem,) = registry.servers["a"].problems
    assert (problem.what, problem.line) == ('`id` is "1"; want an integer', 4)
    assert registry.line_of("servers.a.url") == 5


def test_a_key_that_is_written_twice_is_said_once(tmp_path: Path) -> None:
    """Provenance: ours. Python's parser keeps the last one without a word."""
    text = '{"servers": {\n"a": {"id": 1, "url": "https://a"},\n"a": {"id": 2, "url": "https://b"}}}'

    registry = registry_of(tmp_path, text)

    (problem,) = registry.servers["a"].problems or registry.problems
    assert (problem.what, problem.line) == ("`a` is written twice, on lines 2 and 3", 3)
    assert registry.servers["a"].id == 1


@pytest.mark.parametrize("row", [{"id": 1}, {"tools_stakes": {}}, {"availability": "auto"}])
def test_rows_of_a_registry_are_known_under_any_name(tmp_path: Path, row: dict[str, Any]) -> None:
    """Provenance: ours. Read as a client's configuration its stakes would go unread."""
    registry = registry_of(tmp_path, json.dumps({"servers": {"a": {**row, "url": "https://a"}}}), "x.json")

    assert registry.source is Source.JSON


@pytest.mark.parametrize(
    "text",
    [
        '{"mcpServers": {"a": {"command": "x", "id": 1}}}',
        '{"servers": {"a": {"command": "x", "args": ["y"]}}, "inputs": []}',
    ],
)
def test_a_clients_configuration_stays_one(tmp_path: Path, text: str) -> None:
    """Provenance: ours. The near miss: clients keep keys of their own, VS Code a table of this name."""
    registry = registry_of(tmp_path, text, "mcp.json")

    assert (registry.source, registry.is_bare) == (Source.MCP_JSON, True)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[]", "`mcp_contract.json` is []; want a table"),
        ("{", "line 1 of `mcp_contract.json` is not JSON"),
        ('{"format": 2}', "`format` is 2; this version reads 1"),
        (
            '{"waivers": [{"code": "MCP104", "server": "a", "until": "soon"}], "servers": {"a": {"id": 1}}}',
            None,
        ),
    ],
)
def test_what_cannot_be_used_is_one_problem(tmp_path: Path, text: str, what: str | None) -> None:
    """Provenance: ours."""
    (problem, *others) = registry_of(tmp_path, text).problems

    assert others == []
    assert what is None or problem.what == what
    assert problem.fix


def test_it_is_found_at_the_rootdir_before_a_clients_configuration(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / ".mcp.json").write_text('{"mcpServers": {"b": {"command": "x"}}}', encoding="utf-8")
    registry_of(tmp_path, '{"servers": {"a": {"id": 1, "url": "https://a"}}}')

    assert list(chosen(tmp_path).servers) == ["a"]


HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "export-a-registry.md"
CONSTANTS = """
export const AVAILABLE_NAMES = ["weather"];
export const SERVERS = { weather: {
  id: 1, availability: "manual", tools: [{ name: "get_forecast", stake: "never_ask" }],
  info: { name: "weather", version: "1.0.0", description: "Weather." },
} };
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_export_that_is_shown_gives_a_sound_registry(tmp_path: Path) -> None:
    """Provenance: ours. The example is written so that it is JavaScript, too."""
    found = re.search(r"```ts\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    (tmp_path / "export.mjs").write_text(found[1], encoding="utf-8")
    (tmp_path / "constants.js").write_text(CONSTANTS, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    node = subprocess.run(["node", "export.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60)

    registry = registry_of(tmp_path, node.stdout)

    assert (node.stderr, registry.problems) == ("", ())
    (entry,) = registry.servers.values()
    assert (entry.problems, entry.tools_stakes) == ((), {"get_forecast": "never_ask"})
