"""What the checks of changes share: places in schemas, reworded texts, levels, and who a server is."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.drift import impact_of
from pytest_mcp_contract.checks.drift._examples import CLOSED, of_row, of_server, of_stake, server, tool
from pytest_mcp_contract.checks.drift._identity import is_gone, newcomer, owners, tombstones
from pytest_mcp_contract.checks.drift._places import MOST, place_in_schema, places
from pytest_mcp_contract.checks.drift._proofs import because, brief_place, shown, where
from pytest_mcp_contract.checks.drift._sides import info, may_have, rows_of_tools, table, was_asked
from pytest_mcp_contract.checks.drift._stakes import asked
from pytest_mcp_contract.checks.drift._wording import both, plain, reworded
from pytest_mcp_contract.model import JSON, Impact, Locked, Proof, Proved, Tool


@pytest.mark.parametrize(
    ("code", "impact", "mild"),
    [
        ("MCP501", Impact.BREAKING, Impact.BEHAVIOUR),
        ("MCP517", Impact.ADDITIVE, Impact.ADDITIVE),
        ("MCP521", Impact.BEHAVIOUR, Impact.BEHAVIOUR),
        ("MCP534", Impact.SECURITY, Impact.BEHAVIOUR),
        ("MCP541", Impact.SECURITY, Impact.BEHAVIOUR),
        ("MCP552", Impact.IDENTITY, Impact.BEHAVIOUR),
    ],
)
def test_the_code_of_a_finding_says_what_a_change_means(code: str, impact: Impact, mild: Impact) -> None:
    """Provenance: ours. What only warns has not to be accepted."""
    assert impact_of(code) is impact
    assert impact_of(code, only_warns=True) is mild


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (True, {}),
        ({}, {"": [""]}),
        ({"properties": {"a/b": {}, "c": True}}, {"": [""], "/a~1b": ["/properties/a~1b"]}),
        ({"properties": [{}]}, {"": [""]}),
        ({"patternProperties": {"^x": {}}}, {"": [""], "/*^x": ["/patternProperties/^x"]}),
        ({"dependentSchemas": {"a": {}}}, {"": ["", "/dependentSchemas/a"]}),
        (
            {"allOf": [{}], "anyOf": [{}, {}], "oneOf": [{}]},
            {"": ["", "/allOf/0", "/anyOf/0", "/anyOf/1", "/oneOf/0"]},
        ),
        ({"then": {}, "else": {}, "if": {}, "not": {}}, {"": ["", "/then", "/else"]}),
        ({"items": {}}, {"": [""], "/*": ["/items"]}),
        (
            {"prefixItems": [{}, {}], "items": {}},
            {"": [""], "/0": ["/prefixItems/0"], "/1": ["/prefixItems/1"], "/*": ["/items"]},
        ),
        ({"items": [{}]}, {"": [""], "/0": ["/items/0"]}),
        ({"additionalProperties": {}}, {"": [""], "/*": ["/additionalProperties"]}),
        (
            {"properties": {"a": {"$ref": "#/$defs/A~1B%20C"}}, "$defs": {"A/B C": {}}},
            {"": [""], "/a": ["/properties/a", "/$defs/A~1B C"]},
        ),
        ({"properties": {"a": {"$ref": 1}}}, {"": [""], "/a": ["/properties/a"]}),
        ({"$ref": "#"}, {"": ["", ""]}),
    ],
    ids=[
        "no object",
        "empty",
        "properties",
        "properties of another type",
        "patterns",
        "dependent schemas",
        "parts",
        "conditions",
        "items",
        "first items",
        "items of an older draft",
        "any other property",
        "reference",
        "reference of another type",
        "to itself",
    ],
)
def test_every_place_in_a_value_is_found_with_the_schemas_that_speak_of_it(
    schema: JSON, found: dict[str, list[str]]
) -> None:
    """Provenance: ours. A condition says nothing of a value, only what follows from it does."""
    spelled = {
        place: ["".join("/" + str(part).replace("/", "~1") for part in at) for at, _ in schemas]
        for place, schemas in places(schema).items()
    }

    assert spelled == found


def test_a_schema_with_many_properties_is_looked_at_whole() -> None:
    """Provenance: ours. What is given up are references that unfold without end."""
    wide: JSON = {"properties": {f"p{number}": {} for number in range(MOST - 1)}}

    assert len(places(wide)) == MOST


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("/tags/0", "/properties/tags/prefixItems/0"),
        ("/tags/1", "/properties/tags/items"),
        ("/tags/1/name", "/properties/tags/items/properties/name"),
        ("/tags/1/gone", "/properties/tags/items"),
        ("/tags/gone", "/properties/tags/items"),
        ("/other/gone/name", "/additionalProperties"),
        ("/tags/0/gone/name", "/properties/tags/prefixItems/0"),
    ],
)
def test_a_place_that_no_schema_speaks_of_leads_to_the_last_one_that_does(at: str, place: str) -> None:
    """Provenance: ours."""
    schema: JSON = {
        "properties": {"tags": {"prefixItems": [{}], "items": {"properties": {"name": {}}}}},
        "additionalProperties": {},
    }

    assert place_in_schema(schema, at) == place


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (Proof(Proved.BREAKING), ""),
        (Proof(Proved.BREAKING, None, has_witness=True), ": `null`\nnull"),
        (Proof(Proved.BREAKING, {"a": "ü"}, has_witness=True, at="/a"), ': `{"a": "ü"}` at /a\n{"a": "ü"}'),
        (
            Proof(Proved.BREAKING, "x" * 80, has_witness=True, at="/" + "y" * 60),
            f': `"{"x" * 58}…` at /{"y" * 58}…\n"{"x" * 80}"',
        ),
    ],
    ids=["none", "null", "with its place", "long"],
)
def test_a_value_that_shows_a_difference_is_told_short_and_whole(proof: Proof, said: str) -> None:
    """Provenance: ours. The first line has room for sixty characters of it."""
    assert shown(proof) == said


def test_a_place_is_cut_behind_sixty_characters() -> None:
    """Provenance: ours."""
    assert brief_place("/" + "x" * 59) == "/" + "x" * 59
    assert brief_place("/" + "x" * 60) == "/" + "x" * 58 + "…"


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (CLOSED, ' ("all" is not one of "open" or "closed")'),
        ({"properties": {"state": {"format": "date", "type": "string"}}}, ' ("all" is not a "date")'),
        ({"type": "object"}, ""),
        (True, ""),
        ({"$schema": "https://acme.example/schema"}, ""),
        ({"$ref": "https://acme.example/schema"}, ""),
        ({"pattern": "("}, ""),
    ],
    ids=["refused", "by its format", "not refused", "no object", "unknown dialect", "elsewhere", "broken"],
)
def test_a_schema_says_what_it_has_against_a_value_where_it_can_be_asked(schema: JSON, said: str) -> None:
    """Provenance: ours. What cannot be compiled or lies elsewhere must not end the run."""
    proof = Proof(Proved.BREAKING, {"state": "all"}, has_witness=True)

    assert because(proof, schema) == said
    assert because(replace(proof, has_witness=False), schema) == ""


def test_what_a_schema_has_against_a_value_is_cut() -> None:
    """Provenance: ours."""
    proof = Proof(Proved.BREAKING, "x" * 400, has_witness=True)

    assert because(proof, {"type": "integer"}) == f' ("{"x" * 299})'


def test_the_place_of_a_difference_stands_in_the_tool() -> None:
    """Provenance: ours."""
    assert (
        where("inputSchema", CLOSED, Proof(Proved.BREAKING, at="/state")) == "/inputSchema/properties/state"
    )
    assert where("outputSchema", CLOSED, Proof(Proved.BREAKING)) == "/outputSchema"


def texts(before: dict[str, JSON], after: dict[str, JSON]) -> list[tuple[str, str, str, str]]:
    """What is reworded between two tools: place, how, and both texts."""
    tools = (Tool.from_raw(tool(**before)), Tool.from_raw(tool(**after)))
    return [(text.at, text.how, text.before, text.after) for text in reworded(*tools)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": "Old."}, {"a": "New."}, [("a", "reworded", "Old.", "New.")]),
        ({"a": "Old."}, {"a": ""}, [("a", "taken away", "Old.", "")]),
        ({"a": "Old."}, {"a": "Old. ", "b": "New."}, []),
        ({"a": "Old.", "b": "Gone."}, {"a": "Old."}, []),
    ],
    ids=["reworded", "taken away", "an argument that is new", "an argument that is gone"],
)
def test_the_description_of_an_argument_is_compared_where_both_sides_have_it(
    before: dict[str, str], after: dict[str, str], told: list[tuple[str, str, str, str]]
) -> None:
    """Provenance: ours."""
    schemas: list[dict[str, JSON]] = [
        {"properties": {name: {"description": text} for name, text in side.items()}}
        for side in (before, after)
    ]

    assert texts({"inputSchema": schemas[0]}, {"inputSchema": schemas[1]}) == [
        (
            f"/inputSchema/properties/{name}" + ("/description" if now else ""),
            f"the description of /{name} of `get_issue` was {how}",
            was,
            now,
        )
        for name, how, was, now in told
    ]


def test_of_several_texts_at_one_place_the_ones_that_changed_are_told() -> None:
    """Provenance: ours."""
    before: JSON = {"description": "Kept.", "allOf": [{"description": "Old."}, {"description": "Older."}]}
    after: JSON = {"description": "Kept.", "allOf": [{"description": "Kept."}, {"description": "New."}]}

    assert texts({"inputSchema": before}, {"inputSchema": after}) == [
        (
            "/inputSchema/allOf/1/description",
            "the description of the arguments of `get_issue` was reworded",
            "Old. Older.",
            "New.",
        )
    ]


def test_a_text_that_only_moved_within_its_place_is_not_reworded() -> None:
    """Provenance: ours."""
    before: JSON = {"description": "Kept.", "allOf": [{"type": "object"}]}
    after: JSON = {"allOf": [{"description": "Kept."}]}

    assert texts({"inputSchema": before}, {"inputSchema": after}) == []


def test_a_description_that_is_new_is_told_as_such() -> None:
    """Provenance: ours."""
    assert texts({"outputSchema": {"type": "object"}}, {"outputSchema": {"description": "New."}}) == [
        (
            "/outputSchema/description",
            "the results of `get_issue` has a description, and had none",
            "",
            "New.",
        )
    ]


def test_texts_are_plain_and_cut_for_a_report() -> None:
    """Provenance: ours."""
    assert plain(" a\n\tb ") == "a b"
    assert plain(None) == plain(["a"]) == ""
    assert both("a", "x" * 500) == f'\nbefore: "a"\nnow: "{"x" * 398}…'


def test_a_server_that_was_not_asked_may_have_any_tool() -> None:
    """Provenance: ours."""
    sides = [None, Locked("a", tools=None), Locked("a", tools={}), Locked("a", tools={"x": {}})]

    assert [was_asked(side) for side in sides] == [False, False, True, True]
    assert [may_have(side, "x") for side in sides] == [False, True, False, True]


def test_a_table_of_a_row_is_empty_where_it_is_none() -> None:
    """Provenance: ours."""
    assert table({"a": {"b": 1}}, "a") == {"b": 1}
    assert table({"a": [1]}, "a") == table({}, "a") == {}
    assert info({"server_info": {"icon": "A"}}, "icon") == "A"
    assert info({}, "icon") is None


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (None, None, ["a", "b", "c"]),
        (None, {"a": {}, "z": {}}, ["a"]),
        ({"b": {}}, None, ["b"]),
        ({"a": {}}, {"a": {}}, []),
    ],
    ids=["neither was asked", "only before", "only now", "both"],
)
def test_the_row_of_a_server_speaks_of_tools_where_a_side_was_not_asked(
    before: dict[str, dict[str, JSON]] | None, after: dict[str, dict[str, JSON]] | None, names: list[str]
) -> None:
    """Provenance: ours. Else every tool has a change of its own."""
    rows: list[dict[str, JSON]] = [
        {"tools_stakes": {"b": "low", "a": "low"}},
        {"arguments_requiring_approval": {"c": ["x"]}},
    ]
    sides = [Locked("s", 1, entry=row, tools=tools) for row, tools in zip(rows, (before, after), strict=True)]

    assert list(rows_of_tools(of_server(*sides))) == [(name, *rows) for name in names]


@pytest.mark.parametrize("retired", ["before", "after"])
def test_the_row_of_a_retired_server_is_not_compared(retired: str) -> None:
    """Provenance: ours."""
    change = of_row({"timeout_ms": 1}, {"timeout_ms": 2})
    side = getattr(change, retired)

    change = replace(change, **{retired: replace(side, retired="unused", tools=None)})

    assert list(rows_of_tools(change)) == []


@pytest.mark.parametrize(
    ("before", "after", "order", "is_lower", "rank"),
    [
        ("high", "medium", [], True, ""),
        ("medium", "low", [], True, ""),
        ("low", "medium", [], False, ""),
        ("b", "a", ["a", "b"], True, ""),
        ("a", "b", ["a", "b"], False, ""),
        ("high", "low", ["a", "b"], True, ""),
        ("low", "a", ["a", "b"], True, "\nof no rank: `low`; the order agreed on is a, b"),
        ("a", "low", ["a", "b"], False, "\nof no rank: `low`; the order agreed on is a, b"),
        ("low", "b", ["a", "b"], False, "\nof no rank: `low`; the order agreed on is a, b"),
        ("b", "low", ["a", "b"], True, "\nof no rank: `low`; the order agreed on is a, b"),
        (None, "a", ["a", "b"], True, ""),
        (None, "b", ["a", "b"], False, ""),
        ("b", None, ["a", "b"], True, ""),
    ],
)
def test_a_stake_is_lower_where_people_may_be_asked_less(
    before: str | None, after: str | None, order: list[str], is_lower: bool, rank: str
) -> None:
    """Provenance: ours. A level that the order does not have promises nothing, except at either end."""
    (one,) = asked(of_stake(before, after, order=order))

    assert (one.is_lower, one.of_no_rank) == (is_lower, rank)


@pytest.mark.parametrize(
    ("order", "stakes"),
    [
        ([], ["high"]),
        (["low", "medium", "asked", "always"], ["high", "asked", "always"]),
        (["a", "b"], ["high"]),
    ],
    ids=["usual", "of its own", "without the level"],
)
def test_levels_above_the_one_of_arguments_ask_about_every_call(order: list[str], stakes: list[str]) -> None:
    """Provenance: ours."""
    (one,) = asked(of_stake("low", "low", order=order))

    levels = ["never_ask", "low", "medium", "high", "asked", "always", "a", "b", None]
    assert [level for level in levels if one.is_about_all(level)] == stakes


def test_who_a_server_is_is_said_by_id_and_name() -> None:
    """Provenance: ours."""
    wiki, other = server("wiki", 2), server("notes", 3)

    assert newcomer(of_server(None, wiki)) == wiki
    assert newcomer(of_server(other, wiki)) == wiki
    assert newcomer(of_server(server("wiki", 3), wiki)) == wiki
    assert newcomer(of_server(server("wiki", 2, "a"), wiki)) is None
    assert newcomer(of_server(wiki, None)) is None
    assert newcomer(of_server(None, replace(wiki, retired="unused"))) is None
    assert newcomer(replace(of_server(None, wiki), tool="a")) is None


def test_the_owners_of_an_id_are_other_servers_that_are_there() -> None:
    """Provenance: ours. One that may have been renamed is the same server."""
    owner, alike = server("notes", 2, "x"), server("pages", 2, "a")
    gone, apart = server("old", 2, "x", retired="unused"), server("apart", 3, "x")
    change = of_server(None, server("wiki", 2, "a"), owner, alike, gone, apart, server("wiki", 2, "x"))

    assert list(owners(change)) == [owner]
    assert list(owners(replace(change, added_there=("pages", "old", "apart")))) == [owner, alike]
    assert list(tombstones(change)) == [gone]
    assert list(owners(of_server(None, server("wiki", None), server("notes", None, "x")))) == []


def test_a_server_is_gone_where_nothing_or_a_tombstone_is_left() -> None:
    """Provenance: ours."""
    wiki = server("wiki", 2)
    stone = replace(wiki, retired="unused")

    assert is_gone(of_server(wiki, None))
    assert is_gone(of_server(wiki, stone))
    assert not is_gone(of_server(wiki, wiki))
    assert not is_gone(of_server(stone, None))
    assert not is_gone(of_server(stone, stone))
    assert not is_gone(of_server(None, stone))
    assert not is_gone(replace(of_server(wiki, None), tool="a"))
