"""Plain data -> a registry: what cannot be used is said once and costs only itself."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.parse import SMALLEST_REGISTRY, parse
from pytest_mcp_contract.discover.toml import read_toml
from pytest_mcp_contract.model import Problem, Registry, Source

FILE = Path("folder") / "mcp_contract.toml"
SOUND_ROW = {"id": 7, "python": "b:b", "tools_stakes": {"get": "low"}}


def parsed(raw: dict[Any, Any], lines: dict[str, int] | None = None) -> Registry:
    return parse(raw, source=Source.TOML, file=FILE, lines=lines or {})


def row_problems(row: object) -> list[Problem]:
    """The problems of one row that stands beside a sound one, which is always read."""
    registry = parsed({"servers": {"a": row, "sound": SOUND_ROW}})
    assert registry.problems == ()
    assert (registry.servers["sound"].id, registry.servers["sound"].problems) == (7, ())
    return list(registry.servers["a"].problems)


def test_a_sound_registry_has_no_problem() -> None:
    """Provenance: ours."""
    registry = parsed({"servers": {"a": SOUND_ROW}})

    assert registry.problems == ()
    assert registry.servers["a"].model_dump(exclude_unset=True) == {"name": "a", **SOUND_ROW}


@pytest.mark.parametrize(
    ("row", "what", "fix"),
    [
        ({"id": "1"}, '`id` is "1"; want an integer', "write an integer, like `1`"),
        ({"id": True}, "`id` is true; want an integer", "write an integer, like `1`"),
        ({"timeout_ms": 1.5}, "`timeout_ms` is 1.5; want an integer", "write an integer, like `1`"),
        (
            {"is_preview": "false"},
            '`is_preview` is "false"; want `true` or `false`',
            "write `true` or `false`, like `false`",
        ),
        ({"url": 5}, "`url` is 5; want text", 'write text, like `"5"`'),
        ({"command": "npx"}, '`command` is "npx"; want a list', 'write a list, like `["npx"]`'),
        ({"command": ["npx", 5]}, "`command.1` is 5; want text", 'write text, like `"5"`'),
        ({"server_info": []}, "`server_info` is []; want a table", "write a table, like `{ ... }`"),
        (
            {"is_restricted": 5},
            "`is_restricted` is 5; want the name of a feature flag",
            'write the name of a feature flag, like `"my_flag"`',
        ),
        (
            {"server_info": {"authorization": {}}},
            "`server_info.authorization` lacks `provider`",
            "add `provider`",
        ),
        (
            {"tools": {"get": {"examples": [{"name": "x", "expect": "sucess"}]}}},
            '`tools.get.examples.0.expect` is "sucess"; want "success" or "error"',
            'write "success" or "error", like `"success"`',
        ),
        (
            {"tools_stakes": {3: "low"}},
            "`tools_stakes` has the key 3; want text",
            "name it by text",
        ),
        (
            {"values": {"day": [date(2027, 1, 1)]}},
            "`values.day.0` is 2027-01-01; want a JSON value",
            'write a JSON value, like `"..."`',
        ),
        ({"url": object()}, "`url` is a `object`; want text", 'write text, like `"..."`'),
        ({"tool_stakes": {}}, "unknown key `tool_stakes`", "write `tools_stakes`"),
        ({"server_info": {"icn": "X"}}, "unknown key `icn` in `server_info`", "write `icon`"),
        (
            {"server_info": {"authorization": {"provider": "x", "colour": 1}}},
            "unknown key `colour` in `server_info.authorization`",
            "remove it; known keys here: `provider`, `supported_use_cases`",
        ),
        (
            {"zzz": 1},
            "unknown key `zzz`",
            "remove it; known keys here: `allow_multiple_instances`, `arguments_requiring_approval`, "
            "`availability`, `command`, `env`, `headers`, `id`, `ignore` and 17 more",
        ),
    ],
)
def test_a_field_that_cannot_be_used_is_said_in_plain_words(row: dict[Any, Any], what: str, fix: str) -> None:
    """Provenance: ours."""
    (problem,) = row_problems(row)

    assert (problem.what, problem.fix) == (what, fix)


@pytest.mark.parametrize("key", ["name", "line", "problems", "dropped"])
def test_a_row_cannot_write_what_its_reader_sets(key: str) -> None:
    """Provenance: ours. The model has these fields, the format has not."""
    (problem,) = row_problems({key: "x", "id": 1})

    assert problem.what == f"unknown key `{key}`"


@pytest.mark.parametrize("key", ["source", "file", "problems", "dropped", "lines"])
def test_a_registry_cannot_write_what_its_reader_sets(key: str) -> None:
    """Provenance: ours."""
    registry = parsed({key: "x", "servers": {"a": SOUND_ROW}})

    assert [problem.what for problem in registry.problems] == [f"unknown key `{key}`"]
    assert registry.servers["a"].id == 7


def test_one_bad_field_costs_one_field() -> None:
    """Provenance: ours."""
    entry = parsed({"servers": {"a": {"id": "1", "url": "https://a", "is_preview": False}}}).servers["a"]

    assert (entry.id, entry.url, entry.is_preview) == (None, "https://a", False)
    assert entry.dropped == {"id"}
    assert not entry.lacks("id")
    assert entry.lacks("availability")


def test_a_bad_value_deep_in_a_row_leaves_its_neighbours() -> None:
    """Provenance: ours."""
    row = {
        "tools_stakes": {"get": 5, "add": "low"},
        "server_info": {"icon": 5, "version": "1"},
        "tools": {"get": {"max_tokens": "many", "shows": ["/x"]}, "add": 5},
    }
    entry = parsed({"servers": {"a": row}}).servers["a"]

    assert entry.tools_stakes == {"add": "low"}
    assert entry.server_info is not None
    assert (entry.server_info.icon, entry.server_info.version) == (None, "1")
    assert set(entry.tools) == {"get"}
    assert (entry.tool("get").max_tokens, entry.tool("get").shows) == (None, ["/x"])
    assert entry.dropped == {"tools_stakes", "server_info", "tools"}
    assert {problem.at for problem in entry.problems} == {
        "servers.a.tools_stakes.get",
        "servers.a.server_info.icon",
        "servers.a.tools.get.max_tokens",
        "servers.a.tools.add",
    }


def test_a_list_of_plain_values_goes_as_a_whole() -> None:
    """Provenance: ours. A command without one of its words starts something else."""
    entry = parsed({"servers": {"a": {"command": ["rm", 5, "folder"], "id": 1}}}).servers["a"]

    assert (entry.command, entry.id) == (None, 1)


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "MCP207", "server": "a", "until": "2027-01-01"},
        {"code": "MCP207", "server": "a", "until": datetime(2027, 1, 1)},
        {"code": "MCP207", "server": "a", "tol": "get"},
        {"code": "MCP207"},
    ],
)
def test_a_waiver_with_a_mistake_waives_nothing(bad: dict[str, Any]) -> None:
    """Provenance: ours. Without its `until` or `tool` it would waive too much."""
    good = {"code": "MCP104", "server": "a", "reason": "agreed"}
    registry = parsed({"servers": {"a": SOUND_ROW}, "waivers": [bad, good]})

    assert [waiver.code for waiver in registry.waivers] == ["MCP104"]
    (problem,) = registry.problems
    assert problem.at.startswith("waivers.0")
    assert registry.dropped == {"waivers"}


def test_lines_follow_the_elements_that_are_left() -> None:
    """Provenance: ours. Who looks up `waivers.0` means the first waiver of the model."""
    waivers = [{"code": "A"}, {"code": "B", "server": "a"}, {"code": "C"}, {"code": "D", "server": "a"}]
    lines = {f"waivers.{n}": 10 * n for n in range(4)} | {f"waivers.{n}.code": 10 * n + 1 for n in range(4)}
    registry = parsed({"servers": {"a": SOUND_ROW}, "waivers": waivers}, {**lines, "servers.a": 90})

    assert [waiver.code for waiver in registry.waivers] == ["B", "D"]
    assert registry.lines == {
        "waivers.0": 10,
        "waivers.0.code": 11,
        "waivers.1": 30,
        "waivers.1.code": 31,
        "servers.a": 90,
    }
    assert [(problem.at, problem.line) for problem in registry.problems] == [
        ("waivers.0", None),
        ("waivers.2", 20),
    ]


def test_a_problem_has_the_line_of_the_nearest_written_key() -> None:
    """Provenance: ours."""
    lines = {"servers.a": 3, "servers.a.id": 4, "servers.a.server_info": 5}
    entry = parsed({"servers": {"a": {"id": "1", "server_info": {"icon": 5}}}}, lines).servers["a"]

    assert entry.line == 3
    assert [(problem.at, problem.line) for problem in entry.problems] == [
        ("servers.a.id", 4),
        ("servers.a.server_info.icon", 5),
    ]
    assert {problem.file for problem in entry.problems} == {str(FILE)}


def test_problems_found_before_stand_on_the_entry_they_name() -> None:
    """Provenance: ours. Also where one server's name begins with another's."""
    before = [
        Problem(at=at, what="w", fix="f") for at in ("servers.a", "servers.a.b.id", "servers.ab", "format")
    ]
    registry = parse(
        {"servers": {"a": {}, "a.b": {}, "sound": {}}},
        source=Source.TOML,
        file=FILE,
        lines={},
        problems=before,
    )

    assert {name: [p.at for p in entry.problems] for name, entry in registry.servers.items()} == {
        "a": ["servers.a"],
        "a.b": ["servers.a.b.id"],
        "sound": [],
    }
    assert [problem.at for problem in registry.problems] == ["servers.ab", "format"]


@pytest.mark.parametrize("row", [5, "x", None, [], [{}]])
def test_a_row_that_is_no_table_is_an_entry_with_one_problem(row: object) -> None:
    """Provenance: ours."""
    (problem,) = row_problems(row)

    assert problem.what.endswith("; want a table")
    assert problem.at == "servers.a"


def test_a_server_name_that_is_no_text_is_a_problem_of_the_registry() -> None:
    """Provenance: ours. Only a Python registry can write one."""
    registry = parsed({"servers": {5: {}, "sound": SOUND_ROW}})

    assert [problem.what for problem in registry.problems] == ["a server has the name 5; want text"]
    assert set(registry.servers) == {"sound"}


@pytest.mark.parametrize("rows", [None, {}])
def test_no_servers_at_all_is_one_problem_whose_fix_works(rows: object, tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = parsed({"servers": rows} if rows is not None else {})

    (problem,) = registry.problems
    assert problem.what == "`mcp_contract.toml` registers no server"
    assert SMALLEST_REGISTRY in problem.fix
    example = tmp_path / "mcp_contract.toml"
    example.write_text(SMALLEST_REGISTRY)
    written = read_toml(example)
    assert written.problems == written.servers["my_server"].problems == ()
    assert len(SMALLEST_REGISTRY.splitlines()) == 3


@pytest.mark.parametrize("rows", [5, [{"id": 1}], "x"])
def test_servers_that_are_no_table_are_one_problem(rows: object) -> None:
    """Provenance: ours."""
    registry = parsed({"servers": rows, "names": ["a"]})

    (problem,) = registry.problems
    assert problem.what.endswith("; want a table of servers")
    assert registry.names == ["a"]
    assert registry.dropped == {"servers"}


def test_an_unknown_format_is_one_problem_that_says_what_is_read() -> None:
    """Provenance: ours. What the other keys mean there is not known."""
    registry = parsed({"format": 2, "shiny": True, "servers": {"a": {"new": 1}}})

    assert [problem.what for problem in registry.problems] == ["`format` is 2; this version reads 1"]
    assert registry.servers == {}


def test_a_format_that_is_no_number_leaves_the_registry_readable() -> None:
    """Provenance: ours."""
    registry = parsed({"format": "1", "servers": {"a": SOUND_ROW}})

    assert [problem.what for problem in registry.problems] == ['`format` is "1"; want 1']
    assert registry.servers["a"].id == 7


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"tools_stakes": {}, "tools": {}, "env": {}, "ignore": []},
        {"is_restricted": None, "server_info": None, "env": None},
        {"server_info": {"instructions": "", "authorization": None}},
        {"tools": {"get": {"examples": [{"name": "x", "arguments": None}]}}},
        {"tools": {"get": {"max_tokens": None, "shows": None}}},
    ],
)
def test_an_absent_or_empty_option_is_no_problem(row: dict[str, Any]) -> None:
    """Provenance: ours. A Python registry writes `None` for what it does not state."""
    assert row_problems(row) == []


def test_a_key_without_a_value_is_not_stated() -> None:
    """Provenance: ours."""
    registry = parsed({"names": None, "servers": {"a": {"id": None}}})

    assert registry.servers["a"].lacks("id")
    assert not registry.states("names")


def test_number_keys_are_read_from_text_and_other_keys_are_a_problem() -> None:
    """Provenance: ours."""
    raw = {"4": "old", 5: "older", "six": "x", "7": 1}
    registry = parsed({"servers": {"a": SOUND_ROW}, "retired_ids": raw})

    assert registry.retired_ids == {4: "old", 5: "older"}
    assert sorted(problem.what for problem in registry.problems) == [
        "`retired_ids.7` is 1; want text",
        '`retired_ids` has the key "six"; want an integer',
    ]


def test_a_secret_of_the_wrong_type_is_not_repeated() -> None:
    """Provenance: ours. Problems reach CI logs."""
    for row in ({"headers": "Bearer s3cret"}, {"env": {"TOKEN": ["s3cret"]}}):
        (problem,) = row_problems(row)

        assert "s3cret" not in problem.what + problem.fix
        assert "want" in problem.what


def test_first_lines_stay_within_a_hundred_characters() -> None:
    """Provenance: ours."""
    long = "x" * 300
    row = {
        "id": long,
        long: 1,
        "tools": {long: {"max_tokens": long}, "y": {long: 1}},
        "tools_stakes": {long: [long]},
        "server_info": {"authorization": {long: 1}},
    }
    problems = row_problems(row)

    assert len(problems) >= 6
    assert all(len(p.what) <= 100 and "\n" not in p.what for p in problems)


def test_a_value_nested_too_deeply_costs_only_itself() -> None:
    """Provenance: ours. pydantic stops at a depth that the TOML parser still reads."""
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    (problem,) = row_problems({"id": 1, "values": {"x": deep}})

    assert problem.at.startswith("servers.a.values.x")


def test_the_second_example_of_a_name_is_dropped_and_told_with_its_line() -> None:
    """Provenance: ours. It would be recorded over the first one. Lines of those behind it stay true."""
    examples = [{"name": "a"}, {"name": 5}, {"name": "b"}, {"name": "a", "expect": "error"}, {"name": "c"}]
    at = "servers.a.tools.get.examples"
    raw = {
        "servers": {
            "a": {**SOUND_ROW, "tools": {"get": {"examples": examples}, "put": {"examples": [{"name": "a"}]}}}
        }
    }
    registry = parsed(raw, {f"{at}.{index}": 10 + index for index in range(5)})

    entry = registry.servers["a"]
    assert [(one.name, one.expect) for one in entry.tool("get").examples] == [
        ("a", "success"), ("b", "success"), ("c", "success")
    ]  # fmt: skip
    assert [one.name for one in entry.tool("put").examples] == ["a"]
    assert [(problem.what, problem.line) for problem in entry.problems][1:] == [
        ("two examples of `get` are called `a`", 13)
    ]
    assert [registry.line_of(f"{at}.{index}") for index in range(3)] == [10, 12, 14]
