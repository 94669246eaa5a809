"""A client's configuration: its servers, and what cannot be used of it."""

import json
from pathlib import Path

import pytest

from pytest_mcp_contract.discover.mcp_json import read_mcp_json
from pytest_mcp_contract.model import Registry, Source

SOUND = """\
{
\t"inputs": [],
\t"mcpServers": {
\t\t"files": {
\t\t\t"command": "npx",
\t\t\t"args": ["-y", "server-files"],
\t\t\t"env": {"ROOT": "${HOME}"},
\t\t\t"cwd": "folder",
\t\t\t"disabled": false,
\t\t\t"autoApprove": ["read"]
\t\t},
\t\t"remote": {
\t\t\t"type": "http",
\t\t\t"url": "https://mcp.example/mcp",
\t\t\t"headers": {"Authorization": "Bearer ${TOKEN}"}
\t\t}
\t}
}
"""


def registry_of(folder: Path, text: str) -> Registry:
    path = folder / ".mcp.json"
    path.write_text(text, "utf-8")
    return read_mcp_json(path)


def beside_a_sound_one(folder: Path, row: object) -> Registry:
    """A file with `row` as server `a` and a sound server `b`, which is always read."""
    servers = {"a": row, "b": {"command": "b"}}
    registry = registry_of(folder, json.dumps({"mcpServers": servers}, indent=1))
    assert registry.problems == ()
    assert (registry.servers["b"].command, registry.servers["b"].problems) == (["b"], ())
    return registry


def test_servers_are_read_with_their_lines(tmp_path: Path) -> None:
    """Provenance: ours. Indented with tabs, which YAML would refuse."""
    registry = registry_of(tmp_path, SOUND)

    assert registry.problems == ()
    assert (registry.source, registry.file, registry.is_bare) == (
        Source.MCP_JSON,
        tmp_path / ".mcp.json",
        True,
    )
    files, remote = registry.servers["files"], registry.servers["remote"]
    assert files.model_dump(exclude_unset=True) == {
        "name": "files",
        "command": ["npx", "-y", "server-files"],
        "env": {"ROOT": "${HOME}"},
        "workdir": "folder",
    }
    assert remote.model_dump(exclude_unset=True) == {
        "name": "remote",
        "url": "https://mcp.example/mcp",
        "headers": {"Authorization": "Bearer ${TOKEN}"},
    }
    assert (files.line, remote.line) == (4, 12)
    assert (files.problems, remote.problems) == ((), ())
    assert registry.lines["mcpServers.files.args.1"] == 6
    assert registry.line_of("servers.files.workdir") == 8


def test_the_key_of_vs_code_is_read(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, '{"servers": {\n"a": {"type": "stdio", "command": "x"}}}')

    entry = registry.servers["a"]
    assert (entry.command, entry.line, registry.problems) == (["x"], 2, ())


def test_the_key_of_most_clients_goes_before_that_of_vs_code(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(
        tmp_path, '{"servers": {"a": {"command": "x"}}, "mcpServers": {"b": {"command": "y"}}}'
    )

    assert set(registry.servers) == {"b"}


@pytest.mark.parametrize(
    ("row", "what", "at"),
    [
        ({}, "server `a` has neither `command` nor `url`", "mcpServers.a"),
        ({"command": "", "url": ""}, "server `a` has neither `command` nor `url`", "mcpServers.a"),
        ({"serverUrl": "https://a"}, "server `a` has neither `command` nor `url`", "mcpServers.a"),
        (
            {"type": "sse", "url": "https://a"},
            '`type` is "sse"; want "http" (streamable HTTP) or "stdio"',
            "mcpServers.a.type",
        ),
        ({"command": ["x"]}, '`command` is ["x"]; want text', "mcpServers.a.command"),
        ({"command": "x", "args": "y"}, '`args` is "y"; want a list of text', "mcpServers.a.args"),
        ({"command": "x", "args": [5]}, "`args` is [5]; want a list of text", "mcpServers.a.args"),
        ({"command": "x", "cwd": 5}, "`cwd` is 5; want text", "mcpServers.a.cwd"),
        ({"command": "x", "env": {"A": 5}}, "`env.A` is a number; want text", "mcpServers.a.env.A"),
        ({"url": 5}, "`url` is 5; want text", "mcpServers.a.url"),
        (5, "`a` is 5; want a table", "mcpServers.a"),
    ],
)
def test_a_row_that_cannot_be_used_is_one_problem_of_its_entry(
    tmp_path: Path, row: object, what: str, at: str
) -> None:
    """Provenance: ours."""
    registry = beside_a_sound_one(tmp_path, row)

    (problem,) = registry.servers["a"].problems
    assert (problem.what, problem.at) == (what, at)
    assert problem.file == str(registry.file)
    assert problem.line is not None


def test_a_server_over_sse_states_no_way_to_start(tmp_path: Path) -> None:
    """Provenance: ours. Its address speaks another protocol."""
    registry = beside_a_sound_one(tmp_path, {"type": "sse", "url": "https://a"})

    assert registry.servers["a"].starts == ()
    assert not registry.servers["a"].lacks("url")


def test_empty_options_are_no_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    row: dict[str, object] = {
        "command": "x",
        "args": None,
        "env": None,
        "cwd": None,
        "headers": {},
        "url": None,
    }

    assert beside_a_sound_one(tmp_path, row).servers["a"].problems == ()


def test_a_server_written_twice_is_one_problem_and_the_first_is_kept(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(
        tmp_path,
        '{"mcpServers": {\n"a": {"command": "x"},\n"b": {"command": "y"},\n"a": {"command": "z"}\n}}',
    )

    (problem,) = registry.servers["a"].problems
    assert problem.what == "`a` is written twice, on lines 2 and 4"
    assert (problem.line, registry.servers["a"].command) == (4, ["x"])
    assert registry.servers["b"].problems == ()


def test_lines_hold_where_yaml_reads_text_differently(tmp_path: Path) -> None:
    """Provenance: ours. U+2028 ends a line in YAML; libyaml refuses escapes of surrogate pairs."""
    registry = registry_of(
        tmp_path,
        '{"x": "\u2028\\/",\n"y": "\\ud83d\\ude00",\n"mcpServers":{\n"a":{"command":"x"}}}',
    )

    assert registry.servers["a"].line == 4


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ('{\n"mcpServers": {,}\n}', "line 2 of `.mcp.json` is not JSON", 2),
        ("", "line 1 of `.mcp.json` is not JSON", 1),
        ('{\n// mine\n"mcpServers": {}}', "line 2 of `.mcp.json` is a comment; JSON has none", 2),
        ('{"a": 1, \n /* mine */ "b": 2}', "line 2 of `.mcp.json` is a comment; JSON has none", 2),
        ("[" * 100_000, "`.mcp.json` is nested too deeply", None),
        ("[]", "`.mcp.json` is []; want a table", None),
        ("{}", "`.mcp.json` has no `mcpServers`", None),
        ('{"mcpServers": {}}', "`.mcp.json` registers no server", 1),
        ('{"mcpServers": []}', "`mcpServers` is []; want a table of servers", 1),
    ],
)
def test_a_file_without_servers_is_one_problem(
    tmp_path: Path, text: str, what: str, line: int | None
) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, text)

    (problem,) = registry.problems
    assert (problem.what, problem.line, problem.file) == (what, line, str(tmp_path / ".mcp.json"))
    assert registry.servers == {}


def test_a_byte_order_mark_is_a_problem_and_the_file_is_read(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, "\ufeff" + SOUND)

    assert [problem.line for problem in registry.problems] == [1]
    assert set(registry.servers) == {"files", "remote"}


def test_a_file_that_does_not_exist_is_one_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = read_mcp_json(tmp_path / "mcp.json")

    assert [problem.what for problem in registry.problems] == [
        "`mcp.json` cannot be read: No such file or directory"
    ]


def test_a_thousand_servers_have_a_thousand_lines(tmp_path: Path) -> None:
    """Provenance: ours."""
    rows = ",\n".join(f'"s{n}": {{"command": "x",\n"args": []}}' for n in range(1000))
    registry = registry_of(tmp_path, f'{{"mcpServers": {{\n{rows}\n}}}}')

    assert [entry.line for entry in registry.servers.values()] == [2 * n + 2 for n in range(1000)]
