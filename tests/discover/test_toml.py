"""`mcp_contract.toml`: everything is read and placed, and a mistake costs only itself."""

from datetime import date
from pathlib import Path

import pytest

from pytest_mcp_contract.discover.toml import read_toml
from pytest_mcp_contract.model import Registry, Source

EVERY_KEY = Path(__file__).with_name("every_key.toml")


def registry_of(folder: Path, text: str) -> Registry:
    path = folder / "mcp_contract.toml"
    path.write_text(text, "utf-8")
    return read_toml(path)


def test_every_key_of_the_format_is_read_without_a_problem() -> None:
    """Provenance: ours. The fixture holds each key of the format once."""
    registry = read_toml(EVERY_KEY)

    entries = registry.servers.values()
    assert registry.problems == ()
    assert [entry.problems for entry in entries] == [(), (), ()]
    assert registry.dropped == frozenset()
    assert (registry.source, registry.file) == (Source.TOML, EVERY_KEY)
    own = {"source", "file", "problems", "dropped", "lines", "today", "idle_waivers"}
    own |= {"missing_provider_files", "server_modules", "cassettes_of_no_tool", "files", "places", "unread"}
    assert registry.model_fields_set - own == set(Registry.model_fields) - own
    row_own = {"name", "line", "problems", "dropped", "asked", "read"}
    fields = set(type(registry.servers["tracker"]).model_fields)
    assert set().union(*(entry.model_fields_set for entry in entries)) - row_own == fields - row_own


def test_every_value_is_kept_as_written() -> None:
    """Provenance: ours. Compared with plain literals, not with what a parser says."""
    registry = read_toml(EVERY_KEY)

    written = registry.model_dump(exclude={"servers"})
    assert written == {
        "format": 1,
        "names": ["tracker", "search"],
        "retired_ids": {4: "slides"},
        "stakes": ["never_ask", "low", "medium", "high"],
        "stake_meta": "acme.stake",
        "icons": ["TrackerLogo"],
        "oauth_provider_files": ["oauth/{provider}.py"],
        "servers_package": "acme.servers",
        "cassettes": "recordings",
        "cassette_max_age_days": 90,
        "redact": ["acme-[0-9]+"],
        "noise": ["node_id"],
        "ignore": ["MCP104"],
        "oauth_providers": {
            "tracker": {
                "client_id_env": "TRACKER_CLIENT_ID",
                "client_secret_env": "TRACKER_CLIENT_SECRET",
                "redirect_uri": "https://acme.example/oauth/tracker",
                "scopes": ["read", "write"],
            }
        },
        "waivers": [
            {
                "code": "MCP207",
                "server": "tracker",
                "tool": "add_ticket",
                "reason": "the vendor words it so",
                "until": date(2027, 3, 1),
            },
            {"code": "MCP104", "server": "search", "tool": None, "reason": None, "until": None},
        ],
        "accepted": [
            {
                "code": "MCP512",
                "server": "tracker",
                "tool": "get_ticket",
                "reason": "agreed with the agents team",
                "by": "rosa",
            }
        ],
    }


def test_every_value_of_a_row_is_kept_as_written() -> None:
    """Provenance: ours."""
    rows = read_toml(EVERY_KEY).servers

    assert rows["tracker"].model_dump(exclude_unset=True) == {
        "name": "tracker",
        "id": 1,
        "availability": "manual",
        "allow_multiple_instances": True,
        "is_restricted": "tracker_flag",
        "is_preview": True,
        "requires_bearer_token": False,
        "timeout_ms": 30000,
        "python": "acme.servers.tracker:create_server",
        "token_env": "TRACKER_TOKEN",
        "openapi": "openapi/tracker.json",
        "match_on": ["method", "path"],
        "upstream": {"TRACKER_URL": "https://api.tracker.example"},
        "ignore": ["MCP207"],
        "tools_stakes": {"get_ticket": "never_ask", "add_ticket": "medium"},
        "tools_retry_policies": {"default": "no_retry", "get_ticket": "retry_on_interrupt"},
        "arguments_requiring_approval": {"add_ticket": ["project"]},
        "values": {"project": ["demo"], "limit": [1, 2.5, True]},
        "server_info": {
            "name": "tracker",
            "version": "2.1.0",
            "description": "Read and\nwrite tickets.",
            "icon": "TrackerLogo",
            "documentation_url": "https://docs.acme.example/tracker",
            "instructions": "Ask for the project first.",
            "authorization": {"provider": "tracker", "supported_use_cases": ["platform_actions"]},
        },
        "responses": {"GET https://api.tracker.example/projects/{project}/tickets": "acme.schemas:Tickets"},
        "tools": {
            "get_ticket": {
                "responses": {"GET /tickets/{number}": "schemas/ticket.json"},
                "safe_requests": ["POST /graphql#ListTickets"],
                "optional_requests": ["GET /tickets/{id}/metrics"],
                "values": {"number": [7]},
                "shows": ["/title"],
                "max_tokens": 4000,
                "empty_on": [404],
                "examples": [
                    {"name": "normal", "arguments": {"number": 7}, "expect": "success"},
                    {"name": "gone", "arguments": {"number": 8}, "expect": "error"},
                ],
            }
        },
    }
    assert rows["search"].model_dump(exclude_unset=True) == {
        "name": "search",
        "id": 2,
        "availability": "auto",
        "command": ["npx", "-y", "search-server"],
        "env": {"SEARCH_KEY": "${SEARCH_KEY}"},
        "workdir": "search",
        "server_info": {"name": "search"},
    }
    assert rows["remote"].model_dump(exclude_unset=True) == {
        "name": "remote",
        "id": 3,
        "availability": "auto_hidden_builder",
        "url": "https://mcp.acme.example/mcp",
        "headers": {"Authorization": "Bearer ${TOKEN}"},
    }


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("format", "format = 1"),
        ("retired_ids.4", "retired_ids = "),
        ("oauth_providers.tracker.scopes", "scopes = "),
        ("servers.tracker", "[servers.tracker]"),
        ("servers.tracker.id", "id = 1"),
        ("servers.tracker.tools_stakes.add_ticket", "tools_stakes = "),
        ("servers.tracker.arguments_requiring_approval.add_ticket", "arguments_requiring_approval = "),
        ("servers.tracker.values", "values = { project"),
        ("servers.tracker.server_info", "[servers.tracker.server_info]"),
        ("servers.tracker.server_info.icon", 'icon = "TrackerLogo"'),
        (
            "servers.tracker.responses.GET https://api.tracker.example/projects/{project}/tickets",
            '"GET https://api.tracker.example',
        ),
        ("servers.tracker.tools.get_ticket.examples.1.expect", "examples = ["),
        ("servers.search.server_info.name", "server_info.name = "),
        ("waivers.0.until", "until = 2027-03-01"),
        ("accepted.0.by", 'by = "rosa"'),
    ],
)
def test_a_key_is_placed_on_the_line_it_stands_on(at: str, text: str) -> None:
    """Provenance: ours. The line of a key inside a value that spans lines is where that value begins."""
    registry = read_toml(EVERY_KEY)

    (line,) = (
        number for number, line in enumerate(EVERY_KEY.read_text().split("\n"), 1) if line.startswith(text)
    )
    assert registry.lines[at] == line


def test_each_element_of_a_list_of_tables_has_its_own_line() -> None:
    """Provenance: ours."""
    registry = read_toml(EVERY_KEY)

    headers = [n for n, line in enumerate(EVERY_KEY.read_text().split("\n"), 1) if line == "[[waivers]]"]
    assert [registry.lines["waivers.0"], registry.lines["waivers.1"]] == headers
    assert registry.lines["waivers.1.code"] == headers[1] + 1


def test_a_row_is_placed_at_its_own_header_also_when_a_table_of_it_comes_first(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, '[servers.a.server_info]\nname = "a"\n\n[servers.a]\nid = 1\n')

    assert registry.servers["a"].line == 4
    assert registry.servers["a"].problems == ()


def test_line_numbers_hold_with_windows_line_ends_and_odd_separators(tmp_path: Path) -> None:
    """Provenance: ours. A form feed in a comment or U+2028 in a value begins no line."""
    path = tmp_path / "mcp_contract.toml"
    path.write_bytes('# \u2028\r\n[servers.a]\r\npython = "a:\u2028b"\r\nid = 1\r\n'.encode())

    registry = read_toml(path)

    assert registry.problems == ()
    assert registry.lines["servers.a.id"] == 4


def test_a_thousand_servers_have_a_thousand_lines(tmp_path: Path) -> None:
    """Provenance: ours."""
    row = '[servers.s{n}]\nid = {n}\ncommand = [\n  "npx",\n  "s{n}",\n]\ntools_stakes = {{ get = "low" }}\n'
    text = "".join(row.format(n=n) for n in range(1000))

    registry = registry_of(tmp_path, text)

    assert [entry.line for entry in registry.servers.values()] == [7 * n + 1 for n in range(1000)]
    assert [registry.lines[f"servers.s{n}.tools_stakes.get"] for n in range(1000)] == [
        7 * n + 7 for n in range(1000)
    ]
    assert registry.problems == ()


def test_a_row_written_twice_is_one_problem_and_the_first_is_kept(tmp_path: Path) -> None:
    """Provenance: ours. Copy and paste is how two servers get one name."""
    registry = registry_of(
        tmp_path,
        '[servers.a]\nid = 1\npython = "a:a"\n'
        "[servers.b]\nid = 2\n"
        '[servers.a]\nid = 3\nurl = "https://x"\n[servers.a.server_info]\nname = "other"\n'
        "[servers.c]\nid = 4\n",
    )

    (problem,) = registry.servers["a"].problems
    assert problem.what == "`servers.a` is written twice, on lines 1 and 6"
    assert (problem.at, problem.line, problem.file) == ("servers.a", 6, str(registry.file))
    assert {name: entry.id for name, entry in registry.servers.items()} == {"a": 1, "b": 2, "c": 4}
    assert registry.servers["a"].server_info is None
    assert registry.servers["a"].starts == ("python",)
    assert registry.problems == ()


def test_a_key_written_twice_is_one_problem_and_the_first_is_kept(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, '[servers.a]\nid = 1\nid = 2\nurl = "https://x"\n[servers.b]\nid = 5\n')

    (problem,) = registry.servers["a"].problems
    assert problem.what == "`servers.a.id` is written twice, on lines 2 and 3"
    assert (registry.servers["a"].id, registry.servers["a"].url) == (1, "https://x")
    assert registry.servers["b"].id == 5


@pytest.mark.parametrize(
    "bad", ["id = = 1", "id 1", "id = [1", 'id = """', "id = {", "id = 1 2", "id = 2027-02-30", "id = 'x"]
)
def test_a_statement_that_is_not_toml_costs_only_itself(tmp_path: Path, bad: str) -> None:
    """Provenance: ours."""
    registry = registry_of(
        tmp_path,
        f'format = 1\n[servers.a]\n{bad}\npython = "a:a"\n\n[servers.b]\nid = 2\nurl = "https://b"\n',
    )

    (problem,) = registry.servers["a"].problems
    assert (problem.line, problem.file) == (3, str(registry.file))
    assert "not TOML" in problem.what
    assert registry.servers["a"].python == "a:a"
    assert (registry.servers["b"].id, registry.servers["b"].problems) == (2, ())
    assert registry.problems == ()


def test_two_bad_statements_are_two_problems(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, "[servers.a]\nid = = 1\ntimeout_ms = ?\nis_preview = true\n")

    assert [problem.at for problem in registry.servers["a"].problems] == [
        "servers.a.id",
        "servers.a.timeout_ms",
    ]
    assert [problem.line for problem in registry.servers["a"].problems] == [2, 3]
    assert registry.servers["a"].is_preview is True


def test_the_lines_of_one_unclosed_list_are_one_problem(tmp_path: Path) -> None:
    """Provenance: ours. Its elements are no statements of their own."""
    registry = registry_of(
        tmp_path, '[servers.a]\ncommand = [\n  "npx",\n  "-y",\nid = 1\n[servers.b]\nid = 2\n'
    )

    assert [problem.line for problem in registry.servers["a"].problems] == [2]
    assert (registry.servers["a"].id, registry.servers["b"].id) == (1, 2)


def test_keys_under_a_bad_header_go_to_no_other_table(tmp_path: Path) -> None:
    """Provenance: ours. Whose they are is not known."""
    registry = registry_of(tmp_path, "[servers.a]\nid = 1\n[servers.b\nid = 2\n[servers.c]\nid = 3\n")

    assert {name: entry.id for name, entry in registry.servers.items()} == {"a": 1, "c": 3}
    assert [(problem.what, problem.line) for problem in registry.problems] == [
        ("the table header on line 3 is not TOML", 3)
    ]


def test_a_mistake_between_sound_statements_is_still_reported(tmp_path: Path) -> None:
    """Provenance: ours. TOML forbids a header for a table that dotted keys made; each statement is sound."""
    registry = registry_of(
        tmp_path, "[servers]\na.id = 1\n[servers.a]\nurl = 'https://a'\n[servers.b]\nid = 2\n"
    )

    (problem,) = registry.problems
    assert problem.line == 3
    assert "Cannot declare" in problem.fix
    assert set(registry.servers) == {"a", "b"}


def test_a_table_that_is_already_a_value_is_one_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(
        tmp_path,
        '[servers.a]\nid = 1\nserver_info = { name = "a" }\n[servers.a.server_info]\nversion = "1"\n',
    )

    (problem,) = registry.servers["a"].problems
    assert problem.what == "`servers.a.server_info` is written twice, on lines 3 and 4"
    assert registry.servers["a"].server_info is not None
    assert registry.servers["a"].server_info.name == "a"


def test_a_value_nested_beyond_reason_is_a_problem(tmp_path: Path) -> None:
    """Provenance: ours. The parser's own answer is a RecursionError."""
    deep = "[" * 5000 + "]" * 5000
    registry = registry_of(tmp_path, f"[servers.a]\nid = 1\nvalues = {{ x = {deep} }}\n[servers.b]\nid = 2\n")

    assert [problem.line for problem in registry.servers["a"].problems] == [3]
    assert (registry.servers["a"].id, registry.servers["b"].id) == (1, 2)


def test_a_number_too_long_for_python_is_a_problem(tmp_path: Path) -> None:
    """Provenance: ours. `int` answers with a ValueError that is no TOMLDecodeError."""
    registry = registry_of(tmp_path, f"[servers.a]\nid = {'1' * 5000}\n[servers.b]\nid = 2\n")

    assert [problem.line for problem in registry.servers["a"].problems] == [2]
    assert registry.servers["b"].id == 2


def test_a_file_that_does_not_exist_is_one_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = read_toml(tmp_path / "none.toml")

    assert [problem.what for problem in registry.problems] == [
        "`none.toml` cannot be read: No such file or directory"
    ]
    assert registry.servers == {}


def test_a_directory_is_one_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = read_toml(tmp_path)

    assert [problem.what for problem in registry.problems] == [f"`{tmp_path.name}` is a directory"]


def test_bytes_that_are_not_utf_8_are_one_problem_with_their_line(tmp_path: Path) -> None:
    """Provenance: ours."""
    path = tmp_path / "mcp_contract.toml"
    path.write_bytes(b"format = 1\n# caf\xe9\n")

    registry = read_toml(path)

    assert [(problem.what, problem.line) for problem in registry.problems] == [
        ("`mcp_contract.toml` is not UTF-8 on line 2", 2)
    ]


def test_a_byte_order_mark_is_a_problem_and_the_file_is_read(tmp_path: Path) -> None:
    """Provenance: ours. Some editors put one, and TOML has none."""
    registry = registry_of(tmp_path, "\ufeff[servers.a]\nid = 1\n")

    assert [problem.line for problem in registry.problems] == [1]
    assert registry.servers["a"].id == 1


def test_an_empty_file_registers_no_server(tmp_path: Path) -> None:
    """Provenance: ours."""
    registry = registry_of(tmp_path, "")

    assert [problem.what for problem in registry.problems] == ["`mcp_contract.toml` registers no server"]
