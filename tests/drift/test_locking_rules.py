"""What is locked of a server, and which servers a lock holds: one rule at a time."""

from functools import partial
from typing import Any

import pytest

from pytest_mcp_contract.drift.lock_files import GONE, Lock
from pytest_mcp_contract.drift.locking import (
    IN_RETIRED_IDS,
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
    JSONObject,
    Locked,
    Registry,
    Source,
    StartFailure,
    Surface,
    Tool,
)
from pytest_mcp_contract.model.read_tools import ReadTools

ROW = Entry(name="crm", id=1)


def server(name: str, id: int | None = None, *tools: str, **fields: Any) -> Locked:
    """A server with tools of these names; without, it was not asked."""
    return Locked(name, id, tools={tool: {"name": tool} for tool in tools} if tools else None, **fields)


def registry(*servers: Locked, **keys: Any) -> Registry:
    """A registry of these servers."""
    rows = {
        one.name: Entry(name=one.name) if one.id is None else Entry(name=one.name, id=one.id)
        for one in servers
    }
    return Registry(servers=rows, **keys)


def surface(*raw: JSONObject, **keys: Any) -> Surface:
    """What a server shows."""
    return Surface("crm", tools=tuple(map(Tool.from_raw, raw)), **keys)


# -- what is locked


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (1, 1),
        (True, True),
        (False, False),
        (None, None),
        (1.5, 1.5),
        (-0.0, 0.0),
        (float("inf"), None),
        (float("-inf"), None),
        (float("nan"), None),
        ("a", "a"),
        ([1, [2.5, float("nan")]], [1, [2.5, None]]),
        ((1, (2,)), [1, [2]]),
        ({"a": {1: (2,)}}, {"a": {"1": [2]}}),
        (frozenset(), "frozenset()"),
        (b"a", "b'a'"),
    ],
    ids=range(15),
)
def test_what_a_server_holds_is_locked_as_json(value: Any, want: JSON) -> None:
    """Provenance: ours. Of tools and of responses alike; what JSON does not have is null or text."""
    found = locked_of(ROW, surface({"name": "a", "x": value}), {"GET /": value}, registry())

    assert found.tools is not None
    assert (found.tools["a"]["x"], type(found.tools["a"]["x"])) == (want, type(want))
    assert (found.responses["GET /"], type(found.responses["GET /"])) == (want, type(want))


@pytest.mark.parametrize(
    ("read", "shown", "tools", "version"),
    [
        pytest.param(None, surface({"name": "a"}, server_version="2"), {"a": {"name": "a"}}, "2", id="asked"),
        pytest.param(None, None, None, None, id="not asked"),
        pytest.param(
            None,
            surface({"name": "a"}, server_version="2", failure=StartFailure("x", "y")),
            None,
            None,
            id="dead",
        ),
        pytest.param(
            ReadTools(()), surface({"name": "a"}, server_version="2"), {"a": {"name": "a"}}, "2", id="read"
        ),
        pytest.param(ReadTools(None, "why"), surface({"name": "a"}), None, None, id="not read"),
        pytest.param(
            None,
            surface({"name": "a", "x": 1}, {"name": "a", "x": 2}, {"title": "b"}, {"name": 7}),
            {"a": {"name": "a", "x": 1}},
            None,
            id="twice, and without a name",
        ),
    ],
)
def test_tools_are_known_or_not(
    read: ReadTools | None, shown: Surface | None, tools: JSON, version: str | None
) -> None:
    """Provenance: ours. Without tools nothing is known of the version either."""
    found = locked_of(ROW.model_copy(update={"read": read}), shown, {}, registry())

    assert (found.tools, found.version) == (tools, version)


@pytest.mark.parametrize(
    ("source", "dropped", "id", "row"),
    [
        (Source.TOML, {"timeout_ms"}, 1, {"id": 1}),
        (
            Source.TYPESCRIPT,
            {"timeout_ms", "availability"},
            1,
            {"id": 1, "not_read": ["availability", "timeout_ms"]},
        ),
        (Source.TYPESCRIPT, set(), 1, {"id": 1}),
        (Source.TYPESCRIPT, {"python", "url", "env"}, 1, {"id": 1}),
        (Source.MCP_JSON, {"timeout_ms"}, None, {}),
        (Source.TARGET, set(), None, {}),
    ],
    ids=range(6),
)
def test_a_row_names_what_could_not_be_read_of_it(
    source: Source, dropped: set[str], id: int | None, row: JSON
) -> None:
    """Provenance: ours. Of source code that is not run; how a server is started is not locked at all."""
    entry = ROW.model_copy(update={"dropped": frozenset(dropped)})

    found = locked_of(entry, None, {}, registry(source=source))

    assert (found.id, found.entry) == (id, row)


@pytest.mark.parametrize(
    ("stakes", "dropped", "row"),
    [
        (["low", "high"], set(), {"id": 1, "stakes": ["low", "high"]}),
        (["never_ask", "low", "high"], set(), {"id": 1}),
        (["high", "low", "never_ask"], set(), {"id": 1, "stakes": ["high", "low", "never_ask"]}),
        (["low", "high"], {"stakes"}, {"id": 1}),
    ],
    ids=range(4),
)
def test_an_unusual_order_of_levels_is_locked_if_it_was_read(
    stakes: list[str], dropped: set[str], row: JSON
) -> None:
    """Provenance: ours."""
    found = locked_of(ROW, None, {}, registry(stakes=stakes, dropped=frozenset(dropped)))

    assert found.entry == row


@pytest.mark.parametrize(
    ("info", "want"),
    [
        (None, None),
        ({"name": "crm"}, {"name": "crm"}),
        (
            {"authorization": {"provider": "acme"}},
            {"authorization": {"provider": "acme", "scopes": ["a", "b"]}},
        ),
        ({"authorization": {"provider": "other"}}, {"authorization": {"provider": "other"}}),
    ],
    ids=["no info", "no authorization", "a provider", "another one"],
)
def test_scopes_are_those_of_the_provider_of_the_row(info: JSON, want: JSON) -> None:
    """Provenance: ours. Each once, in one order; the rest of the row stays."""
    row: dict[str, Any] = {"id": 1, "availability": "auto", **({} if info is None else {"server_info": info})}
    found = Registry.model_validate(
        {"servers": {"crm": row}, "oauth_providers": {"acme": {"scopes": ["b", "a", "b"]}}}
    )

    locked = locked_of(found.servers["crm"], None, {}, found).entry

    assert locked == {"id": 1, "availability": "auto", **({} if want is None else {"server_info": want})}


def test_only_what_a_row_states_of_a_tool_is_locked() -> None:
    """Provenance: ours. A tool of which only examples are stated says nothing that a server promises."""
    row = Entry.model_validate(
        {
            "name": "crm",
            "tools": {"a": {"max_tokens": 5, "values": {"x": [1]}}, "b": {"values": {"x": [1]}}, "c": {}},
        }
    )

    assert stated(row) == {"tools": {"a": {"max_tokens": 5}}}
    assert stated(Entry.model_validate({"name": "crm", "tools": {"b": {"values": {"x": [1]}}}})) == {}
    assert stated(Entry.model_validate({"is_restricted": partial(len)})) == {
        "is_restricted": "functools.partial"
    }


def test_responses_of_a_tool_come_with_its_name() -> None:
    """Provenance: ours. A schema that cannot be made says why: what was raised, or its kind."""

    def schema_of(target: str) -> JSON:
        if target == "m:Z":
            raise ValueError(" spaces \n")
        if target == "m:W":
            raise KeyError
        return {"title": target}

    row = Entry.model_validate(
        {
            "name": "crm",
            "responses": {"GET /x": "m:X", "GET /z": "m:Z"},
            "tools": {"a": {"responses": {"GET /x": "m:Y", "GET /w": "m:W"}}, "b": {}},
        }
    )

    assert responses_of(row, schema_of) == {
        "GET /x": {"title": "m:X"},
        "GET /z": NoSchema("`m:Z`: spaces"),
        "a: GET /x": {"title": "m:Y"},
        "a: GET /w": NoSchema("`m:W`: KeyError"),
    }


# -- which servers


A, B, C = server("a", 1, "x"), server("b", 2, "y"), server("c", 3, "z")
TOMB = server("t", 9, "x", retired="sold")


@pytest.mark.parametrize(
    ("old", "now", "found", "want"),
    [
        pytest.param([], [], registry(A), [], id="nobody was looked at"),
        pytest.param([], [A], registry(A, B), [A], id="a first one"),
        pytest.param([A, B], [A], registry(A, B), [A, B], id="one of two"),
        pytest.param(
            [A, B], [A], registry(A), [A, server("b", 2, "y", retired=GONE)], id="one left the registry"
        ),
        pytest.param([A, B], [A], Registry(), [A, B], id="a registry without servers"),
        pytest.param([A, B], [A], registry(A, dropped=frozenset({"servers"})), [A, B], id="servers not read"),
        pytest.param([A, B], [A], registry(A, dropped=frozenset({"format"})), [A, B], id="another format"),
        pytest.param(
            [A, B],
            [A],
            registry(A, dropped=frozenset({"icons"})),
            [A, server("b", 2, "y", retired=GONE)],
            id="something else not read",
        ),
        pytest.param([A, TOMB], [A], registry(A), [A, TOMB], id="a tombstone"),
        pytest.param([A, TOMB], [A], Registry(), [A, TOMB], id="a tombstone, and no servers"),
        pytest.param(
            [A],
            [server("z", 1, "x")],
            registry(server("z", 1)),
            [server("z", 1, "x", former_names=("a",))],
            id="renamed",
        ),
        pytest.param(
            [A, B], [], registry(server("z", 1), B), [A, B], id="renamed, and not looked at"
        ),
        pytest.param([A], [server("a", 1)], registry(A), [A], id="no answer"),
        pytest.param(
            [server("a", 1, "x", responses={"r": True, "s": True})],
            [server("a", 1, "y", responses={"r": None, "n": None, "s": False})],
            registry(A),
            [server("a", 1, "y", responses={"r": True, "n": None, "s": False})],
            id="schemas that cannot be made",
        ),
        pytest.param(
            [A, B],
            [A],
            registry(A, B, retired_ids={2: "b", 7: "q"}),
            [A, server("b", 2, "y", retired=IN_RETIRED_IDS), Locked("q", 7, retired=IN_RETIRED_IDS)],
            id="retired by the registry",
        ),
        pytest.param(
            [TOMB], [A], registry(A, retired_ids={9: "t"}), [A, TOMB], id="a tombstone keeps its own reason"
        ),
    ],
)  # fmt: skip
def test_the_servers_of_a_lock_written_anew(
    old: list[Locked], now: list[Locked], found: Registry, want: list[Locked]
) -> None:
    """Provenance: ours."""
    assert list(merged(Lock(tuple(old)), now, found)) == want


def test_what_could_not_be_read_stays_as_it_was_agreed_on() -> None:
    """Provenance: ours."""
    old = server("a", 1, "x", entry={"id": 1, "timeout_ms": 5, "is_preview": True})
    now = server("a", 1, "x", entry={"id": 1, "not_read": ["timeout_ms", "availability"]})

    (found,) = merged(Lock((old,)), [now], registry(A))

    assert found.entry == {"id": 1, "timeout_ms": 5, "not_read": ["availability"]}


def test_without_ids_others_are_known_by_their_names() -> None:
    """Provenance: ours. A client's file has none, whatever stands in its rows."""
    old = [server("a", None, "x"), server("b", None, "y")]
    found = registry(server("a", 5), server("b", 6), source=Source.MCP_JSON)

    assert list(merged(Lock(tuple(old)), [old[0]], found)) == old


NEW_NAME = "if it is `a` under a new name, lock the new name first and change its tools after that"


@pytest.mark.parametrize(
    ("old", "now", "others", "what", "fix"),
    [
        pytest.param(
            [A, B],
            [server("z", 1, "q")],
            [B],
            "`z` takes id 1 of `a`, and has none of its tools",
            f"give `z` an id that was never used, such as 3; {NEW_NAME}",
            id="other tools",
        ),
        pytest.param(
            [A, B],
            [server("z", 1)],
            [server("a", 7), B],
            "`z` takes id 1 of `a`, which now has id 7",
            f"put the id of `a` back, and give `z` an id that was never used, such as 8; {NEW_NAME}",
            id="the old name has another id",
        ),
        pytest.param(
            [A, TOMB],
            [server("z", 1, "q")],
            [],
            "`z` takes id 1 of `a`, and has none of its tools",
            f"give `z` an id that was never used, such as 10; {NEW_NAME}",
            id="a tombstone has the last id",
        ),
        pytest.param(
            [A, B],
            [B, server("n"), server("z", 1, "q")],
            [],
            "`z` takes id 1 of `a`, and has none of its tools",
            f"give `z` an id that was never used, such as 3; {NEW_NAME}",
            id="after others that are sound",
        ),
    ],
)
def test_an_id_that_was_given_away_is_refused(
    old: list[Locked], now: list[Locked], others: list[Locked], what: str, fix: str
) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError) as raised:
        merged(Lock(tuple(old)), now, registry(*now, *others))

    assert (raised.value.at, raised.value.what, raised.value.fix) == ("servers.z.id", what, fix)


@pytest.mark.parametrize(
    ("old", "now"),
    [
        pytest.param([A], [server("a", 1, "q")], id="the same name"),
        pytest.param([A], [server("z", 1, "x", "q")], id="one tool left"),
        pytest.param([A], [server("z", 1)], id="nobody can tell"),
        pytest.param([server("a", 1)], [server("z", 1, "q")], id="nobody could tell"),
        pytest.param([A], [server("z", 1, "q", former_names=("a",))], id="a former name"),
        pytest.param([A], [server("z", 1, "x"), server("a", 4, "n")], id="the name goes on, its tool moved"),
        pytest.param([A], [server("z", 1), server("a", 1, "x")], id="one id twice"),
        pytest.param([A], [server("z", None, "q")], id="no id"),
        pytest.param([TOMB], [server("z", 9, "q")], id="the id of a tombstone"),
        pytest.param([A], [server("z", 4, "q")], id="an id of its own"),
    ],
)
def test_what_may_be_the_same_server_is_not_refused(old: list[Locked], now: list[Locked]) -> None:
    """Provenance: ours."""
    written = merged(Lock(tuple(old)), now, registry(*now))

    assert {one.id for one in old} <= {one.id for one in written}
