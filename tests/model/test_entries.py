"""A registry and its rows: what they state, how a server starts, and where a line stands."""

from pathlib import Path

import pytest

from pytest_mcp_contract.model import Entry, Example, Problem, Registry, Source, ToolConfig


def test_a_row_states_what_is_written_even_where_it_could_not_be_read() -> None:
    """Provenance: ours."""
    entry = Entry(id=None, url="https://a.example", dropped=frozenset({"env"}))

    assert [entry.lacks(key) for key in ("id", "url", "env", "headers")] == [False, False, False, True]


def test_a_tool_without_a_table_has_an_empty_one() -> None:
    """Provenance: ours."""
    stated = ToolConfig(shows=["title"])

    assert Entry(tools={"get": stated}).tool("get") == stated
    assert Entry(tools={"get": stated}).tool("list") == ToolConfig()


def test_the_response_keys_of_a_tool_win_over_those_of_its_server() -> None:
    """Provenance: ours."""
    entry = Entry(
        responses={"GET /a": "server:A", "GET /b": "server:B"},
        tools={"get": ToolConfig(responses={"GET /b": "tool:B", "GET /c": "tool:C"})},
    )

    assert entry.responses_for("get") == {"GET /a": "server:A", "GET /b": "tool:B", "GET /c": "tool:C"}
    assert entry.responses_for("list") == {"GET /a": "server:A", "GET /b": "server:B"}


@pytest.mark.parametrize(
    ("entry", "starts", "in_process", "shows_traffic"),
    [
        (Entry(), (), False, False),
        (Entry(python="a:b"), ("python",), True, True),
        (Entry(command=["a"]), ("command",), False, False),
        (Entry(command=["a"], upstream={"API": "https://a.example"}), ("command",), False, True),
        (Entry(command=[]), (), False, False),
        (Entry(url="https://a.example"), ("url",), False, False),
        (Entry(url="https://a.example", upstream={"API": "https://a.example"}), ("url",), False, False),
        (Entry(python="a:b", command=["a"]), ("python", "command"), False, False),
        (Entry(url="https://a.example", python="a:b", upstream={"A": "b"}), ("python", "url"), False, False),
    ],
    ids=[
        "nothing",
        "object",
        "program",
        "program with upstream",
        "empty program",
        "address",
        "address with upstream",
        "two ways",
        "another two ways",
    ],
)
def test_how_a_server_starts_decides_what_can_be_seen_of_it(
    entry: Entry, starts: tuple[str, ...], in_process: bool, shows_traffic: bool
) -> None:
    """Provenance: ours. Only inside this process, or where base URLs come from variables, is traffic seen."""
    assert (entry.starts, entry.in_process, entry.shows_traffic) == (starts, in_process, shows_traffic)


@pytest.mark.parametrize(
    ("source", "is_bare", "is_read"),
    [
        (Source.TOML, False, False),
        (Source.JSON, False, False),
        (Source.PYTHON, False, False),
        (Source.MCP_JSON, True, False),
        (Source.TARGET, True, False),
        (Source.TYPESCRIPT, False, True),
    ],
)
def test_a_source_says_how_much_it_can_know(source: Source, is_bare: bool, is_read: bool) -> None:
    """Provenance: ours."""
    registry = Registry(source=source)

    assert (registry.is_bare, registry.is_read) == (is_bare, is_read)


def test_ids_that_are_texts_in_a_file_are_numbers() -> None:
    """Provenance: ours. TOML and JSON know no other keys than texts."""
    assert Registry.model_validate({"retired_ids": {"4": "slideshow"}}).retired_ids == {4: "slideshow"}
    assert Registry.model_validate({"retired_ids": {5: "wiki"}}).retired_ids == {5: "wiki"}


@pytest.mark.parametrize("value", [{"four": "slideshow"}, ["4"], "4"])
def test_ids_that_are_no_numbers_cannot_be_read(value: object) -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError, match="retired_ids") as caught:
        Registry.model_validate({"retired_ids": value})

    assert "input_value=None" not in str(caught.value)


def test_paths_are_relative_to_the_file_else_to_where_the_run_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.chdir(tmp_path)

    assert Registry(file=Path("/acme/mcp_contract.toml")).folder == Path("/acme")
    assert Registry().folder == tmp_path


def test_a_registry_states_what_its_source_writes() -> None:
    """Provenance: ours."""
    registry = Registry(names=[], dropped=frozenset({"icons"}))

    assert [registry.states(key) for key in ("names", "icons", "stakes")] == [True, True, False]


@pytest.mark.parametrize(
    ("at", "line", "file"),
    [
        ("servers.github.id", 5, "main.py"),
        ("servers.github", 4, "main.py"),
        ("servers.github.url.scheme", 4, "main.py"),
        ("servers.jira.id", 9, "jira.py"),
        ("servers.jira.env.TOKEN", 9, "jira.py"),
        ("servers.jira", 3, "main.py"),
        ("servers.wiki.url", 7, "wiki.py"),
        ("servers", 3, "main.py"),
        ("names", None, "main.py"),
    ],
)
def test_a_place_has_the_line_and_the_file_of_its_nearest_written_parent(
    at: str, line: int | None, file: str
) -> None:
    """Provenance: ours. A Python registry imports parts of itself from other files."""
    registry = Registry(
        file=Path("main.py"),
        lines={
            "servers": 3,
            "servers.github": 4,
            "servers.github.id": 5,
            "servers.jira.id": 9,
            "servers.jira.env": 9,
            "servers.wiki.url": 7,
        },
        files={"servers.jira": Path("jira.py")},
        places={"servers.wiki.url": Path("wiki.py")},
    )

    assert registry.line_of(at) == line
    assert registry.file_of(at) == Path(file)


def test_a_registry_without_a_file_has_no_lines() -> None:
    """Provenance: ours."""
    assert Registry().line_of("servers.github") is None
    assert Registry().file_of("servers.github") is None


def test_what_nobody_states_is_as_the_format_says() -> None:
    """Provenance: FORMATS.md."""
    registry, entry, example = Registry(), Entry(), Example(name="normal")

    assert registry.stakes == ["never_ask", "low", "high"]
    assert (registry.format, registry.cassettes, registry.cassette_max_age_days) == (1, "cassettes", 180)
    assert (registry.names, registry.icons, registry.noise, registry.server_modules) == (None,) * 4
    assert registry.idle_waivers is None
    assert entry.tool("get") == ToolConfig()
    assert (ToolConfig().max_tokens, ToolConfig().shows) == (None, [])
    assert not registry.states("format")
    assert entry.match_on == ["method", "path", "query", "json"]
    assert (entry.line, entry.problems, entry.dropped) == (1, (), frozenset())
    assert (entry.tools_stakes, entry.timeout_ms, entry.is_preview, entry.id) == (None,) * 4
    assert (example.arguments, example.expect) == ({}, "success")


def test_a_row_takes_no_key_and_no_type_that_the_format_does_not_have() -> None:
    """Provenance: FORMATS.md. Nothing is read as something else, and nothing is passed over."""
    for raw in ({"idd": 1}, {"id": "1"}, {"is_preview": 1}, {"timeout_ms": 1.0}):
        with pytest.raises(ValueError, match="validation error"):
            Entry.model_validate(raw)
    assert Entry.model_validate({"python": "a:b"}).in_process


def test_rows_cannot_be_changed() -> None:
    """Provenance: ours. What several checks judge is the same for all of them."""
    entry = Entry(id=1, python="a:b")

    with pytest.raises(ValueError, match="frozen"):
        entry.id = 2
    assert entry.in_process


def test_how_a_row_was_read_is_no_part_of_what_it_states() -> None:
    """Provenance: ours. What is written down of a row are the keys of the format."""
    problem = Problem("servers.github.id", "`id` is text", "write a number")
    entry = Entry(id=1, line=7, problems=(problem,), dropped=frozenset({"env"}))
    registry = Registry(
        names=["a"], today=Registry().today, lines={"names": 1}, file=Path("a.toml"), unread=(problem,)
    )

    assert not entry.lacks("env")
    assert registry.line_of("names") == 1
    assert entry.model_dump(exclude_unset=True) == {"id": 1}
    assert registry.model_dump(exclude_unset=True) == {"names": ["a"]}
    assert (
        not {
            *("line", "problems", "dropped", "read", "asked"),
        }
        & entry.model_dump().keys()
    )
    assert (
        not {
            *("source", "file", "problems", "dropped", "lines", "files", "places", "today", "idle_waivers"),
            *("unread", "missing_provider_files", "cassettes_of_no_tool", "server_modules"),
        }
        & registry.model_dump().keys()
    )
