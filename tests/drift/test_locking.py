"""From a registry and what its servers show to what is locked, and what is written."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.drift.lock_files import GONE, Lock, read_lock, write_lock
from pytest_mcp_contract.drift.locking import (
    IN_RETIRED_IDS,
    NOT_LOCKED,
    NoSchema,
    locked_of,
    merged,
    responses_of,
    stated,
)
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import (
    JSON,
    Entry,
    Locked,
    Problem,
    Registry,
    Source,
    StartFailure,
    Surface,
    Tool,
    ToolConfig,
)

EVERY_FIELD: dict[str, Any] = {
    "name": "github",
    "id": 1,
    "availability": "manual",
    "allow_multiple_instances": True,
    "is_restricted": "github_tool",
    "is_preview": False,
    "requires_bearer_token": False,
    "timeout_ms": 60000,
    "python": "a.b:c",
    "command": ["a"],
    "env": {"A": "secret"},
    "workdir": "w",
    "url": "https://acme.example",
    "headers": {"Authorization": "secret"},
    "token_env": "TOKEN",
    "openapi": "a.json",
    "match_on": ["method"],
    "upstream": {"A": "https://acme.example"},
    "ignore": ["MCP203"],
    "tools_stakes": {"get_issue": "never_ask"},
    "tools_retry_policies": {"default": "no_retry"},
    "arguments_requiring_approval": {"get_issue": ["repo"]},
    "values": {"owner": ["octocat"]},
    "server_info": {
        "name": "github",
        "version": "1.0.0",
        "description": "d",
        "icon": "i",
        "documentation_url": "https://acme.example",
        "instructions": "i",
        "authorization": {"provider": "github", "supported_use_cases": ["platform_actions"]},
    },
    "responses": {"GET /x": "m:X"},
    "tools": {
        "get_issue": {
            "responses": {"GET /y": "m:Y"},
            "safe_requests": ["POST /graphql"],
            "optional_requests": ["GET /z"],
            "values": {"a": [1]},
            "shows": ["/title"],
            "max_tokens": 4000,
            "empty_on": [404],
            "examples": [{"name": "normal"}],
        },
        "only_examined": {"examples": [{"name": "normal"}], "values": {"a": [1]}},
    },
}
LOCKED_FIELDS: dict[str, JSON] = {
    "id": 1,
    "availability": "manual",
    "allow_multiple_instances": True,
    "is_restricted": "github_tool",
    "is_preview": False,
    "requires_bearer_token": False,
    "timeout_ms": 60000,
    "tools_stakes": {"get_issue": "never_ask"},
    "tools_retry_policies": {"default": "no_retry"},
    "arguments_requiring_approval": {"get_issue": ["repo"]},
    "server_info": EVERY_FIELD["server_info"],
    "tools": {
        "get_issue": {
            "safe_requests": ["POST /graphql"],
            "optional_requests": ["GET /z"],
            "shows": ["/title"],
            "max_tokens": 4000,
            "empty_on": [404],
        }
    },
}
GITHUB = Locked(name="github", id=1, tools={"a": {"name": "a"}}, responses={"GET /": {"type": "object"}})
JIRA = Locked(name="jira", id=2, tools={"b": {"name": "b"}})


def registry(*servers: Locked, **keys: Any) -> Registry:
    """A registry of servers that state their ids."""
    rows = {
        one.name: Entry(name=one.name) if one.id is None else Entry(name=one.name, id=one.id)
        for one in servers
    }
    return Registry(servers=rows, **keys)


def surface(*raw: dict[str, JSON], **keys: Any) -> Surface:
    """What a server shows."""
    return Surface("github", tools=tuple(map(Tool.from_raw, raw)), **keys)


# -- one server


def test_every_field_is_locked_or_is_known_not_to_be() -> None:
    """Provenance: ours. A new field of the format fails here until somebody decides."""
    hidden = {
        name for model in (Entry, ToolConfig) for name, field in model.model_fields.items() if field.exclude
    }
    fields = {*Entry.model_fields, *ToolConfig.model_fields} - hidden
    of_tools: Any = LOCKED_FIELDS["tools"]

    assert set(EVERY_FIELD) == set(Entry.model_fields) - hidden
    assert set(EVERY_FIELD["tools"]["get_issue"]) == set(ToolConfig.model_fields)
    assert {*LOCKED_FIELDS, *of_tools["get_issue"]} | NOT_LOCKED == fields
    assert stated(Entry.model_validate(EVERY_FIELD)) == LOCKED_FIELDS


def test_what_a_row_does_not_state_is_not_locked() -> None:
    """Provenance: ours. A new default of ours must not be a change of theirs."""
    row = Entry.model_validate(
        {"name": "a", "server_info": {"name": "a"}, "tools_stakes": {}, "is_preview": None}
    )

    assert stated(row) == {"server_info": {"name": "a"}, "tools_stakes": {}}
    assert stated(Entry()) == {}


class Restriction:
    """A restriction that is an object."""

    def __call__(self) -> bool:
        """Whether it is restricted."""
        return True


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("flag", "flag"),
        (
            test_what_a_row_does_not_state_is_not_locked,
            f"{__name__}.test_what_a_row_does_not_state_is_not_locked",
        ),
        (Restriction().__call__, f"{__name__}.Restriction.__call__"),
        (Restriction, f"{__name__}.Restriction"),
        (Restriction(), f"{__name__}.Restriction"),
        (partial(Restriction), "functools.partial"),
        (len, "builtins.len"),
    ],
    ids=range(7),
)
def test_a_callable_is_locked_by_where_it_is_defined(value: object, text: str) -> None:
    """Provenance: ours. An address would be another one in each run."""
    assert stated(Entry.model_validate({"is_restricted": value})) == {"is_restricted": text}


def test_a_server_is_locked_in_full() -> None:
    """Provenance: ours."""
    raw: dict[str, JSON] = {"name": "get_issue", "inputSchema": {"type": "object"}, "_meta": {"x": [1]}}
    row = Entry(name="github", id=1, availability="auto")

    locked = locked_of(row, surface(raw, server_version="3.1"), {"GET /": {"a": 1}}, registry(GITHUB))

    assert locked == Locked(
        name="github",
        id=1,
        entry={"id": 1, "availability": "auto"},
        tools={"get_issue": raw},
        responses={"GET /": {"a": 1}},
        version="3.1",
    )


def test_a_source_without_rows_locks_the_surface_alone() -> None:
    """Provenance: ours. A client's `mcp.json` knows how to start servers and nothing else."""
    row = Entry(name="github", url="https://acme.example", headers={"Authorization": "secret"})

    locked = locked_of(row, surface({"name": "a"}), {}, Registry(source=Source.MCP_JSON))

    assert locked == Locked(name="github", tools={"a": {"name": "a"}})


def test_a_server_that_was_not_asked_or_gave_no_answer_has_unknown_tools() -> None:
    """Provenance: ours. One that lists nothing is another matter."""
    dead = surface(failure=StartFailure("ended", "start it"))

    found = [
        locked_of(Entry(name="github"), seen, {}, registry(GITHUB)).tools for seen in (None, dead, surface())
    ]

    assert found == [None, None, {}]


def test_tools_that_nobody_can_call_and_second_ones_are_left_out() -> None:
    """Provenance: ours. What is wrong with them, checks of the surface say."""
    shown = surface(
        {"name": "a", "title": "1"}, {"name": 7}, {"title": "x"}, {"name": "a", "title": "2"}, {"name": ""}
    )

    locked = locked_of(Entry(name="github"), shown, {}, registry(GITHUB))

    assert locked.tools == {"a": {"name": "a", "title": "1"}, "": {"name": ""}}


def test_what_an_in_process_server_holds_becomes_json(tmp_path: Path) -> None:
    """Provenance: ours. Both sides of a comparison come through here, or through a file."""
    raw: Any = {
        "name": "a",
        "inputSchema": {"x": (1, 2), "y": float("inf"), "z": [float("nan")], "p": Path("q")},
    }

    locked = locked_of(Entry(name="github"), surface(raw), {}, registry(GITHUB))

    assert locked.tools == {
        "a": {"name": "a", "inputSchema": {"x": [1, 2], "y": None, "z": [None], "p": "q"}}
    }
    write_lock(tmp_path, [locked])
    assert read_lock(tmp_path) == Lock((locked,))


# -- response schemas


def test_response_schemas_of_a_server_and_its_tools() -> None:
    """Provenance: ours. A tool may hold the same key to another schema."""
    row = Entry.model_validate(
        {
            "name": "github",
            "responses": {"GET /x": "m:X"},
            "tools": {"a": {"responses": {"GET /x": "m:Y"}}, "b": {"responses": {"GET /z": "m:Z"}}},
        }
    )

    found = responses_of(row, lambda target: {"title": target})

    assert found == {"GET /x": {"title": "m:X"}, "a: GET /x": {"title": "m:Y"}, "b: GET /z": {"title": "m:Z"}}


def test_a_schema_that_cannot_be_made_is_named() -> None:
    """Provenance: ours."""

    def schema_of(target: str) -> JSON:
        if target == "m:X":
            raise ModuleNotFoundError("No module named 'm'")
        if target == "m:Y":
            raise AssertionError
        return True

    row = Entry(name="a", responses={"GET /x": "m:X", "GET /y": "m:Y", "GET /z": "m:Z"})

    found = responses_of(row, schema_of)

    assert found == {
        "GET /x": NoSchema("`m:X`: No module named 'm'"),
        "GET /y": NoSchema("`m:Y`: AssertionError"),
        "GET /z": True,
    }
    assert locked_of(row, None, found, registry(JIRA)).responses == {
        "GET /x": None,
        "GET /y": None,
        "GET /z": True,
    }


# -- what is written


def test_what_was_looked_at_is_written() -> None:
    """Provenance: ours."""
    now = [replace(JIRA, entry={"x": 1}), GITHUB]

    assert merged(Lock((JIRA,)), now, registry(GITHUB, JIRA)) == (GITHUB, now[0])


def test_a_server_that_was_not_looked_at_stays_as_it_is() -> None:
    """Provenance: ours. A run of one server must not bury the others."""
    now = [replace(GITHUB, tools={})]

    assert merged(Lock((GITHUB, JIRA)), now, registry(GITHUB, JIRA)) == (now[0], JIRA)
    assert merged(Lock((GITHUB, JIRA)), [], registry(replace(GITHUB, name="x"), JIRA)) == (GITHUB, JIRA)


def test_a_server_that_gave_no_answer_keeps_its_tools() -> None:
    """Provenance: ours. Its row is read nevertheless."""
    now = [replace(GITHUB, name="forge", tools=None, entry={"availability": "auto"})]

    (written,) = merged(Lock((GITHUB,)), now, registry(*now))

    assert written == replace(now[0], tools=GITHUB.tools, former_names=("github",))
    assert merged(Lock(), now, registry(*now))[0].tools is None


def test_a_schema_that_cannot_be_made_stays_as_it_was() -> None:
    """Provenance: ours. A key that is gone does not."""
    now = [replace(GITHUB, responses={"GET /": None, "GET /new": None})]

    (written,) = merged(Lock((GITHUB,)), now, registry(GITHUB))

    assert written.responses == {"GET /": {"type": "object"}, "GET /new": None}
    assert merged(Lock((GITHUB,)), [replace(GITHUB, responses={})], registry(GITHUB))[0].responses == {}


def test_a_server_that_left_is_retired_with_a_reason() -> None:
    """Provenance: ours."""
    old = Lock((GITHUB, JIRA))

    assert merged(old, [JIRA], registry(JIRA)) == (JIRA, replace(GITHUB, retired=GONE))
    assert merged(old, [JIRA], registry(JIRA), reasons={"github": "sold"})[1].retired == "sold"


def test_tombstones_stay_for_ever() -> None:
    """Provenance: GUIDE.md, Common Gotchas: an id is never used again, not even by a lock written anew."""
    tomb = replace(GITHUB, retired="sold")
    taker = Locked(name="forge", id=1)

    assert merged(Lock((tomb,)), [JIRA], registry(JIRA), reasons={"github": "x"}) == (JIRA, tomb)
    assert merged(Lock((tomb,)), [taker, JIRA], registry(taker, JIRA)) == (JIRA, tomb)


def test_retired_ids_of_the_registry_are_tombstones() -> None:
    """Provenance: ours. Known before, or new; a server that has such an id is none of the lock."""
    ids = {1: "octo", 4: "slideshow"}
    tombs = (replace(GITHUB, retired=IN_RETIRED_IDS), Locked(name="slideshow", id=4, retired=IN_RETIRED_IDS))

    assert merged(Lock((GITHUB,)), [JIRA], registry(JIRA, retired_ids=ids)) == (JIRA, *tombs)
    assert merged(Lock((JIRA, *tombs)), [JIRA], registry(JIRA, retired_ids=ids)) == (JIRA, *tombs)
    assert merged(Lock(), [JIRA], registry(JIRA, retired_ids={2: "x"})) == (
        Locked(name="x", id=2, retired=IN_RETIRED_IDS),
    )


UNREADABLE = [
    Registry(problems=(Problem("mcp_contract.toml", "is no TOML", "correct it"),)),
    Registry(dropped=frozenset({"format"})),
    registry(JIRA, dropped=frozenset({"servers"})),
]


@pytest.mark.parametrize("found", UNREADABLE, ids=["no TOML", "a newer format", "a row without a name"])
def test_a_registry_that_could_not_be_read_retires_nobody(found: Registry) -> None:
    """Provenance: ours. A missing comma must not bury every server."""
    assert merged(Lock((GITHUB, JIRA)), [JIRA], found) == (GITHUB, JIRA)


def test_without_ids_the_name_is_what_counts() -> None:
    """Provenance: ours."""
    old = [replace(GITHUB, id=None), replace(JIRA, id=None)]
    bare = Registry(source=Source.MCP_JSON, servers={"jira": Entry(name="jira"), "new": Entry(name="new")})
    new = Locked(name="new")

    written = merged(Lock(tuple(old)), [old[1], new], bare)

    assert written == (old[1], new, replace(old[0], retired=GONE))
    assert merged(Lock(written), [old[0], old[1]], bare.model_copy(update={"servers": {}}))[0] == old[0]


def rewritten(folder: Path, *now: Locked, of: Sequence[Locked] = ()) -> Lock:
    """Write a lock anew, as the command does, and read it."""
    write_lock(folder, merged(read_lock(folder), now, registry(*(of or now))))
    return read_lock(folder)


def test_the_life_of_a_lock(tmp_path: Path) -> None:
    """Provenance: ours. Written, renamed, removed, its name used again; and the same twice is no change."""
    forge, again = replace(GITHUB, name="forge"), Locked(name="forge", id=3)

    assert rewritten(tmp_path, GITHUB, JIRA) == Lock((GITHUB, JIRA))
    renamed = rewritten(tmp_path, forge, JIRA)
    assert renamed.servers == (replace(forge, former_names=("github",)), JIRA)
    assert rewritten(tmp_path, JIRA, of=(forge, JIRA)) == renamed
    gone = rewritten(tmp_path, JIRA)
    assert gone.servers[0].retired == GONE
    reused = rewritten(tmp_path, JIRA, again)
    assert not reused.problems
    assert json.loads((tmp_path / "forge.json").read_text())["id"] == 3
    assert {one.id: one.retired for one in reused.servers} == {1: GONE, 2: None, 3: None}
    assert write_lock(tmp_path, merged(reused, [JIRA, again], registry(JIRA, again))) == []


# -- what the registry states for all


def with_provider(scopes: list[str] | None, **keys: Any) -> dict[str, JSON]:
    """The row that is locked of a server whose provider asks for these scopes."""
    row = {"id": 1, "server_info": {"name": "github", "authorization": {"provider": "acme"}}}
    providers: dict[str, Any] = {} if scopes is None else {"acme": {"scopes": scopes}}
    found = Registry.model_validate({"servers": {"github": row}, "oauth_providers": providers, **keys})
    return dict(locked_of(found.servers["github"], None, {}, found).entry)


def test_the_scopes_of_the_provider_are_locked_in_one_order() -> None:
    """Provenance: ours. Of a provider without a record they are not known, which is not the same as none."""
    one, other = with_provider(["write", "read", "read"]), with_provider(["read", "write"])

    assert one == other
    assert one["server_info"] == {
        "name": "github",
        "authorization": {"provider": "acme", "scopes": ["read", "write"]},
    }
    assert "'scopes': []" in str(with_provider([]))
    assert "scopes" not in str(with_provider(None))


def test_an_order_of_levels_is_locked_where_it_is_not_the_usual_one() -> None:
    """Provenance: ours."""
    assert with_provider(None, stakes=["seldom", "asked"])["stakes"] == ["seldom", "asked"]
    assert "stakes" not in with_provider(None, stakes=["never_ask", "low", "high"])
    assert "stakes" not in with_provider(None)


# -- an id that was given away


@pytest.mark.parametrize(
    ("old", "now", "said"),
    [
        pytest.param(
            [GITHUB],
            [Locked("forge", 1, tools={"b": {"name": "b"}})],
            "`forge` takes id 1 of `github`, and has none of its tools",
            id="other tools",
        ),
        pytest.param(
            [GITHUB],
            [Locked("forge", 1, entry={"tools_stakes": {"b": "low"}}, tools=None)],
            "`forge` takes id 1 of `github`, and has none of its tools",
            id="other tools, by the rows",
        ),
        pytest.param(
            [GITHUB],
            [Locked("forge", 1), replace(GITHUB, id=9)],
            "`forge` takes id 1 of `github`, which now has id 9",
            id="the old name goes on",
        ),
    ],
)
def test_a_reused_id_is_not_written_down_as_a_rename(old: list[Locked], now: list[Locked], said: str) -> None:
    """Provenance: ours. The run tells a reuse; a lock that calls it a rename would hide it from then on."""
    with pytest.raises(ConfigError) as raised:
        merged(Lock(tuple(old)), now, registry(*now))

    assert raised.value.what == said
    assert raised.value.at == "servers.forge.id"
    assert "an id that was never used" in raised.value.fix


@pytest.mark.parametrize(
    "now",
    [
        pytest.param([replace(GITHUB, name="forge")], id="the same tools"),
        pytest.param([Locked("forge", 1)], id="nobody can tell"),
        pytest.param([replace(GITHUB, name="jira"), replace(JIRA, name="github")], id="names swapped"),
    ],
)
def test_a_rename_is_still_one(now: list[Locked]) -> None:
    """Provenance: ours."""
    written = merged(Lock((GITHUB, JIRA)), now, registry(*now))

    assert next(one for one in written if one.id == 1).former_names == ("github",)
