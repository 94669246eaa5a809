"""Which servers are compared with which, and what of them is told as changed."""

from dataclasses import replace
from typing import Any

import pytest

from pytest_mcp_contract.drift.compare import Pair, changes, pairs
from pytest_mcp_contract.drift.unread import filled, kept, otherwise, unread_fields
from pytest_mcp_contract.drift.versions import needed, says_less
from pytest_mcp_contract.model import JSON, Change, Impact, JSONObject, Locked, Proof, Proved

Side = tuple[str, int | None]
TEXT: JSON = {"type": "string"}
SHORT: JSON = {"type": "string", "maxLength": 3}


def server(name: str, id: int | None = None, *tools: str, **fields: Any) -> Locked:
    """A server with tools of these names."""
    return Locked(name, id, tools={tool: {"name": tool} for tool in tools}, **fields)


def told(found: list[Pair]) -> list[tuple[Side | None, Side | None]]:
    """The two sides of pairs, by name and id."""
    return [
        (
            None if pair.before is None else (pair.before.name, pair.before.id),
            None if pair.after is None else (pair.after.name, pair.after.id),
        )
        for pair in found
    ]


A1, A2, B1, B2, A, B = ("a", 1), ("a", 2), ("b", 1), ("b", 2), ("a", None), ("b", None)


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        pytest.param([], [], [], id="nobody"),
        pytest.param([A1], [A1], [(A1, A1)], id="the same"),
        pytest.param([A1, B2], [B2, A1], [(B2, B2), (A1, A1)], id="in the order of now"),
        pytest.param([A1], [], [(A1, None)], id="gone"),
        pytest.param([], [A1], [(None, A1)], id="new"),
        pytest.param([A1], [B2], [(None, B2), (A1, None)], id="another one"),
        pytest.param([A1], [B1], [(A1, B1)], id="renamed"),
        pytest.param([A1], [A2], [(A1, A2)], id="another id"),
        pytest.param([A], [A1], [(A, A1)], id="a first id"),
        pytest.param([A1], [A], [(A1, A)], id="an id less"),
        pytest.param([A], [B], [(None, B), (A, None)], id="no ids"),
        pytest.param([A1, B2], [A2, B1], [(A1, A2), (B2, B1)], id="ids swapped"),
        pytest.param([A1, B1], [B1, A1], [(B1, B1), (A1, A1)], id="one id twice"),
        pytest.param([A1, A2], [A2], [(A2, A2), (A1, None)], id="one name twice"),
        pytest.param([A1], [B1, A1], [(A1, B1), (None, A1)], id="taken, and there again"),
        pytest.param([A1, B2], [A1], [(A1, A1), (B2, None)], id="one gone"),
        pytest.param([A2, A1], [A1, A2], [(A1, A1), (A2, A2)], id="one name, two ids"),
    ],
)
def test_servers_are_paired_by_id_and_name(
    old: list[Side], new: list[Side], want: list[tuple[Side | None, Side | None]]
) -> None:
    """Provenance: ours. The server of the id and name, else of the name, else of the id; each once."""
    assert told(list(pairs([Locked(*one) for one in old], [Locked(*one) for one in new]))) == want


def test_an_id_of_another_server_is_no_rename() -> None:
    """Provenance: ours. It has none of its tools; where a tool or a former name is left, it is one."""
    old = [server("a", 1, "x", "y")]

    assert told(list(pairs(old, [server("b", 1, "z")]))) == [(None, B1), (A1, None)]
    assert told(list(pairs(old, [server("b", 1, "z", "y")]))) == [(A1, B1)]
    assert told(list(pairs(old, [server("b", 1, "z", former_names=("a",))]))) == [(A1, B1)]


def test_who_was_retired_is_no_news() -> None:
    """Provenance: ours. Nor is it the other side of anybody."""
    tomb = Locked("a", 1, retired="sold")

    assert told(list(pairs([tomb], []))) == []
    assert told(list(pairs([tomb], [Locked("a", 1)]))) == [(None, A1)]
    assert told(list(pairs([tomb, Locked("a", 2)], [Locked("a", 2)]))) == [(A2, A2)]


def test_a_pair_is_called_what_the_server_is_called_now() -> None:
    """Provenance: ours."""
    one, other = Locked("a", 1), Locked("b", 1)

    assert [Pair(one, other).name, Pair(one, None).name, Pair(None, other).name] == ["b", "a", "b"]


C3, D4 = ("c", 3), ("d", 4)


@pytest.mark.parametrize(
    ("base", "there", "here", "want", "added"),
    [
        pytest.param([A1], [A1], [A1], [(A1, A1)], (), id="nothing"),
        pytest.param([A1], [A1, B2], [A1], [(A1, A1)], ("b",), id="added there"),
        pytest.param([A1], [A1], [A1, B2], [(A1, A1), (None, B2)], (), id="added here"),
        pytest.param(
            [A1], [A1, B2], [B2, A1], [(A1, A1), (B2, B2)], ("b",), id="added on both sides, told later"
        ),
        pytest.param([A1], [A1, B2], [A1, C3], [(A1, A1), (None, C3)], ("b",), id="another on each side"),
        pytest.param([A1], [A1, B2], [A1, ("c", 2)], [(A1, A1), (None, ("c", 2))], ("b",), id="one id"),
        pytest.param([A1], [A1, B2], [A1, ("b", 3)], [(A1, A1), (B2, ("b", 3))], ("b",), id="one name"),
        pytest.param([A1, B2], [A1], [A1, B2], [(A1, A1), (None, B2)], (), id="removed there"),
        pytest.param([A1, B2], [A1, B2], [A1], [(A1, A1), (B2, None)], (), id="removed here"),
        pytest.param([A1, B2], [A1], [A1], [(A1, A1)], (), id="removed on both sides"),
        pytest.param([A1], [B1], [A1], [(B1, A1)], (), id="renamed there"),
        pytest.param([A1], [A1], [B1], [(A1, B1)], (), id="renamed here"),
        pytest.param([A1], [("c", 1)], [B1], [(("c", 1), B1)], (), id="renamed on both sides"),
        pytest.param([A1], [B1, C3], [], [(B1, None)], ("c",), id="renamed there, removed here"),
        pytest.param([], [A1], [], [], (), id="added there alone"),
    ],
)
def test_three_sides_are_paired_by_what_both_began_with(
    base: list[Side],
    there: list[Side],
    here: list[Side],
    want: list[tuple[Side | None, Side | None]],
    added: tuple[str, ...],
) -> None:
    """Provenance: ours. Who was there first, then who is new, then who is gone."""
    sides = [[Locked(*one) for one in side] for side in (base, there, here)]

    found = list(pairs(sides[1], sides[2], base=sides[0]))

    assert told(found) == want
    assert {pair.added_there for pair in found} <= {added}


def test_what_both_began_from_is_known_of_a_pair() -> None:
    """Provenance: ours. Of one that came since, there is nothing."""
    base = [Locked("a", 1, entry={"x": 1}), Locked("b", 2, entry={"x": 2})]
    there = [Locked("a", 1, entry={"x": 3}), Locked("b", 2)]

    found = list(pairs(there, [Locked("a", 1, entry={"x": 4}), Locked("c", 3)], base=base))

    assert told(found) == [(A1, A1), (None, C3), (B2, None)]
    assert [pair.base for pair in found] == [base[0], None, base[1]]


def test_tombstones_of_any_side_are_no_servers() -> None:
    """Provenance: ours."""
    tomb = Locked("b", 2, retired="sold")
    one = Locked("a", 1)

    assert told(list(pairs([one, tomb], [one], base=[one, tomb]))) == [(A1, A1)]
    assert told(list(pairs([one, tomb], [one], base=[one, Locked("b", 2)]))) == [(A1, A1)]
    assert told(list(pairs([one, Locked("b", 2)], [one, Locked("b", 2)], base=[one, tomb]))) == [
        (A1, A1),
        (B2, B2),
    ]


# -- changes


def tool(name: str, input: JSON = None, output: JSON = None, **more: JSON) -> JSONObject:
    """A tool with the schemas that are given."""
    schemas = {"inputSchema": input, "outputSchema": output}
    return {"name": name, **{key: one for key, one in schemas.items() if one is not None}, **more}


def of(value: JSON, **more: JSON) -> JSON:
    """An object with one property."""
    return {"type": "object", "properties": {"v": value}, **more}


def lines(found: tuple[Change, ...]) -> list[tuple[str | None, str, str, list[tuple[str, str]]]]:
    """What a change says: its tool, its arguments, its results and its responses."""

    def short(proof: Proof | None) -> str:
        return "" if proof is None else proof.result.value

    return [
        (one.tool, short(one.input), short(one.output), [(key, short(proof)) for key, proof in one.response])
        for one in found
    ]


EQUAL, WIDER, BREAKING = Proved.EQUAL.value, Proved.WIDER.value, Proved.BREAKING.value


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        pytest.param(tool("x"), tool("x"), [], id="nothing"),
        pytest.param(tool("x"), tool("x", title="X"), [("x", "", "", [])], id="a title"),
        pytest.param(tool("x", of(TEXT)), tool("x", of(TEXT)), [], id="the same schema"),
        pytest.param(
            tool("x", of(TEXT), of(SHORT)),
            tool("x", of(TEXT), of(SHORT), title="X"),
            [("x", EQUAL, EQUAL, [])],
            id="a title beside schemas",
        ),
        pytest.param(tool("x", of(TEXT)), tool("x", of(SHORT)), [("x", BREAKING, "", [])], id="takes less"),
        pytest.param(tool("x", of(SHORT)), tool("x", of(TEXT)), [("x", WIDER, "", [])], id="takes more"),
        pytest.param(
            tool("x", None, of(TEXT)), tool("x", None, of(SHORT)), [("x", "", WIDER, [])], id="gives less"
        ),
        pytest.param(
            tool("x", None, of(SHORT)), tool("x", None, of(TEXT)), [("x", "", BREAKING, [])], id="gives more"
        ),
        pytest.param(tool("x", of(TEXT)), tool("x"), [("x", "", "", [])], id="no schema any more"),
        pytest.param(tool("x"), tool("x", of(TEXT)), [("x", "", "", [])], id="a schema at last"),
        pytest.param(
            tool("x", of(TEXT)),
            tool("x", of(TEXT, additionalProperties=False)),
            [("x", BREAKING, "", [])],
            id="closed",
        ),
        pytest.param(
            tool("x", {"type": "object"}),
            tool("x", of(TEXT)),
            [("x", WIDER, "", [])],
            id="one that nobody sent",
        ),
        pytest.param(
            tool("x", None, of(TEXT)),
            tool("x", None, {"type": "object"}),
            [("x", "", BREAKING, [])],
            id="results that may be anything",
        ),
    ],
)
def test_a_tool_is_told_with_how_its_schemas_compare(
    old: JSONObject, new: JSONObject, want: list[tuple[str | None, str, str, list[tuple[str, str]]]]
) -> None:
    """Provenance: ours. Of arguments more may be taken, of results less may be given."""
    before, after = (Locked("a", 1, tools={"x": one}) for one in (old, new))

    assert lines(changes(Pair(before, after))) == want


def test_tools_are_told_by_name_and_the_server_before_them() -> None:
    """Provenance: ours. One gone, one new, one changed; and what the change knows of the rest."""
    before = Locked("a", 1, tools={"c": tool("c"), "b": tool("b"), "d": tool("d")})
    after = Locked("z", 1, tools={"e": tool("e"), "b": tool("b", title="B"), "d": tool("d")})

    found = changes(Pair(before, after, added_there=("q",)), others=[before], against="git:main")

    assert [(one.server, one.tool) for one in found] == [("z", None), ("z", "b"), ("z", "c"), ("z", "e")]
    assert {(len(one.others), one.against, one.added_there) for one in found} == {(1, "git:main", ("q",))}
    assert all((one.before, one.after) == (before, after) for one in found)
    assert changes(Pair(before, replace(before))) == ()


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        pytest.param({}, {"entry": {}}, False, id="nothing"),
        pytest.param({}, {"entry": {"x": 1}}, True, id="a row"),
        pytest.param({"entry": {"x": 1}}, {"entry": {"x": True}}, True, id="true for 1"),
        pytest.param({"entry": {"x": 1, "y": 2}}, {"entry": {"y": 2, "x": 1}}, False, id="another order"),
        pytest.param({}, {"name": "b"}, True, id="a name"),
        pytest.param({}, {"id": 2}, True, id="an id"),
        pytest.param({}, {"retired": "sold"}, True, id="retired"),
        pytest.param({"retired": "sold"}, {"retired": "given away"}, False, id="another reason"),
        pytest.param({}, {"responses": {"GET /": True}}, True, id="a response"),
        pytest.param({}, {"former_names": ("b",)}, False, id="a former name"),
        pytest.param({}, {"version": "2"}, False, id="a version"),
    ],
)
def test_a_server_is_told_where_it_differs_as_a_whole(
    old: dict[str, Any], new: dict[str, Any], is_told: bool
) -> None:
    """Provenance: ours."""
    before, after = (Locked(**{"name": "a", "id": 1, **one}) for one in (old, new))

    assert lines(changes(Pair(before, after))) == ([(None, "", "", [])] if is_told else [])


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_server_on_one_side_is_told_alone(side: str) -> None:
    """Provenance: ours. Not each of its tools."""
    one = Locked("a", 1, tools={"x": tool("x")}, responses={"GET /": True})

    assert lines(changes(Pair(one, None) if side == "before" else Pair(None, one))) == [(None, "", "", [])]


@pytest.mark.parametrize("side", [0, 1])
def test_tools_that_are_not_known_are_not_compared(side: int) -> None:
    """Provenance: ours. A server that lists none is another matter."""
    known = Locked("a", 1, tools={"x": tool("x")})
    unknown, empty = replace(known, tools=None), replace(known, tools={})

    assert changes(Pair(unknown, known) if side == 0 else Pair(known, unknown)) == ()
    assert lines(changes(Pair(empty, known) if side == 0 else Pair(known, empty))) == [("x", "", "", [])]


@pytest.mark.parametrize("table", ["tools_stakes", "arguments_requiring_approval", "tools_retry_policies"])
def test_what_a_row_says_of_one_tool_is_told_with_the_tool(table: str) -> None:
    """Provenance: ours. And with the row; another tool is left alone."""
    tools = {"x": tool("x", of(TEXT)), "y": tool("y")}
    rows: list[dict[str, JSON]] = [{"y": "a"}, {"y": "a", "x": "b"}]
    before, after = (Locked("a", 1, tools=tools, entry={table: one}) for one in rows)
    odd = replace(before, entry={table: "x"})

    assert lines(changes(Pair(before, after))) == [(None, "", "", []), ("x", EQUAL, "", [])]
    assert lines(changes(Pair(before, odd))) == [(None, "", "", []), ("y", "", "", [])]


def test_responses_that_differ_are_proved_from_the_side_of_who_answers() -> None:
    """Provenance: ours. What was taken of an answer must be so still; a key of one side is not compared."""
    old: dict[str, JSON] = {"a": of(TEXT), "b": of(SHORT), "c": of(TEXT), "d": of(TEXT), "f": {"title": "x"}}
    new: dict[str, JSON] = {"a": of(SHORT), "b": of(TEXT), "c": of(TEXT), "e": of(TEXT), "f": {}}
    before, after = Locked("s", 1, responses=old), Locked("s", 1, responses=new)

    assert lines(changes(Pair(before, after))) == [
        (None, "", "", [("a", BREAKING), ("b", WIDER), ("f", EQUAL)])
    ]


def test_what_the_other_side_has_changed_since_is_not_told() -> None:
    """Provenance: ours. Nor a server that it has removed."""
    base = Locked("a", 1, entry={"x": 1}, tools={"x": tool("x")})
    there = replace(base, entry={"x": 2}, tools={"x": tool("x", title="X"), "y": tool("y")})
    here = replace(base, tools={"x": tool("x", description="d")})

    assert lines(changes(Pair(there, here, base))) == [("x", "", "", [])]
    assert [one.tool for one in changes(Pair(there, here))] == [None, "x", "y"]
    assert changes(Pair(None, here, base)) == ()
    assert lines(changes(Pair(there, None, base))) == [(None, "", "", [])]
    assert lines(changes(Pair(None, here))) == [(None, "", "", [])]


# -- what was not read


def row(number: int | None = 1, /, unread: JSON = None, **entry: JSON) -> Locked:
    """A row; `unread` as it stands there."""
    return Locked("crm", number, entry={**entry, **({} if unread is None else {"not_read": unread})})


@pytest.mark.parametrize(
    ("unread", "want"),
    [
        (None, set()),
        ([], set()),
        (["a", "b"], {"a", "b"}),
        (["a", 1, None], {"a"}),
        ("a", set()),
        ({"a": 1}, set()),
    ],
    ids=range(6),
)
def test_fields_that_were_not_read_stand_in_a_list(unread: JSON, want: set[str]) -> None:
    """Provenance: ours."""
    assert unread_fields(row(unread=unread)) == want


@pytest.mark.parametrize(
    ("side", "other", "want"),
    [
        pytest.param(row(a=1), row(a=2, b=3), row(a=1), id="all was read"),
        pytest.param(row(unread=[], a=1), row(b=2), row(a=1), id="an empty list"),
        pytest.param(row(unread=["b"], a=1), row(a=2, b=3, c=4), row(a=1, b=3), id="one field"),
        pytest.param(row(unread=["a"], a=1), row(a=2), row(a=2), id="a field that is stated, and not read"),
        pytest.param(row(unread=["b"], a=1), row(a=2), row(a=1), id="a field that nobody states"),
        pytest.param(row(None, unread=["a"]), row(7), row(None), id="no id"),
        pytest.param(row(None, unread=["id"]), row(7), row(7), id="an id"),
        pytest.param(row(3, unread=["id"]), row(7), row(3), id="an id that is known"),
        pytest.param(
            row(unread=["tools_stakes"], tools_stakes={"a": "low", "c": "high"}),
            row(tools_stakes={"a": "high", "b": "high"}),
            row(tools_stakes={"a": "low", "b": "high", "c": "high"}),
            id="a part",
        ),
        pytest.param(
            row(unread=["server_info"], server_info={"x": {"y": 1}, "n": None, "t": "a"}),
            row(server_info={"x": {"y": 2, "z": 3}, "n": 4, "t": {"b": 1}}),
            row(server_info={"x": {"y": 1, "z": 3}, "n": 4, "t": "a"}),
            id="a part of a part",
        ),
        pytest.param(
            row(unread=["server_info"]), row(server_info={"x": 1}), row(server_info={"x": 1}), id="no part"
        ),
        pytest.param(
            row(unread=["values"], values={"a": 1}),
            row(values={"b": 2}),
            row(values={"b": 2}),
            id="of other fields no part is known",
        ),
    ],
)
def test_a_side_is_filled_from_the_other_one(side: Locked, other: Locked, want: Locked) -> None:
    """Provenance: ours."""
    assert filled(side, other) == want


@pytest.mark.parametrize(
    ("now", "before", "want"),
    [
        pytest.param(row(a=1), row(a=2), row(a=1), id="all was read"),
        pytest.param(row(unread=["b", "a"]), row(), row(unread=["a", "b"]), id="nothing known"),
        pytest.param(row(unread=["b", "a"]), row(b=1), row(unread=["a"], b=1), id="one known"),
        pytest.param(row(unread=["a"]), row(unread=["a"], a=1), row(unread=["a"], a=1), id="not read before"),
        pytest.param(row(None, unread=["id"]), row(None), row(None, unread=["id"]), id="no id"),
        pytest.param(row(None, unread=["id"]), row(7), row(7), id="an id"),
        pytest.param(row(None, unread=["id", "a"]), row(7), row(7, unread=["a"]), id="an id, and more"),
    ],
)
def test_a_row_is_locked_with_what_is_still_not_known(now: Locked, before: Locked, want: Locked) -> None:
    """Provenance: ours."""
    assert kept(now, before) == want


@pytest.mark.parametrize(
    ("before", "after", "want"),
    [
        pytest.param(row(), row(a=1), [], id="all was read"),
        pytest.param(row(a=1), row(unread=["a"]), [row()], id="a field"),
        pytest.param(
            row(availability="auto"), row(unread=["availability"]), [row(availability="manual")], id="auto"
        ),
        pytest.param(
            row(availability="manual"), row(unread=["availability"]), [row(availability="auto")], id="manual"
        ),
        pytest.param(row(), row(unread=["availability"]), [row()], id="not stated before"),
        pytest.param(
            row(availability="auto"),
            row(unread=["availability"], availability="auto"),
            [row(availability="auto")],
            id="stated now",
        ),
        pytest.param(row(), row(unread=["is_restricted"]), [row(is_restricted="not read")], id="restricted"),
        pytest.param(
            row(), row(unread=["is_restricted"], is_restricted="x"), [row(is_restricted="x")], id="known"
        ),
        pytest.param(row(availability="auto"), row(unread=["a"]), [row()], id="another field"),
        pytest.param(row(1), row(None, unread=["id"]), [row(-1)], id="an id"),
        pytest.param(row(None), row(None, unread=["id"]), [row(None)], id="no id before"),
        pytest.param(row(1), row(2, unread=["id"]), [row(2)], id="an id that is known"),
        pytest.param(row(1), row(None, unread=["a"]), [row(None)], id="no id, and it was read"),
        pytest.param(
            replace(row(), tools={"a": tool("a")}),
            replace(row(), tools=None),
            [replace(row(), tools={"a": tool("a")}), row()],
            id="tools",
        ),
        pytest.param(replace(row(), tools=None), replace(row(), tools=None), [], id="no tools before"),
    ],
)
def test_what_may_have_changed(before: Locked, after: Locked, want: list[Locked]) -> None:
    """Provenance: ours. Of a field that could not be read, a value other than the one agreed on."""
    assert otherwise(before, after) == want


# -- versions


@pytest.mark.parametrize(
    ("version", "impact", "want"),
    [
        ("v1.2.3", Impact.ADDITIVE, "1.3.0"),
        ("1.2.3-rc.1+b", Impact.BEHAVIOUR, "1.2.4"),
        ("1.9.9", Impact.IDENTITY, "2.0.0"),
        ("0.9.9", Impact.SECURITY, "0.10.0"),
        ("0.0.0", Impact.ADDITIVE, "0.0.1"),
        ("0.1.9", Impact.BEHAVIOUR, "0.1.10"),
        ("10.20.30", Impact.BREAKING, "11.0.0"),
        ("1.2", Impact.BREAKING, None),
        ("1.2.3.4", Impact.BREAKING, None),
        ("x1.2.3", Impact.BREAKING, None),
        ("", Impact.BREAKING, None),
    ],
)
def test_a_version_goes_up_by_one_step(version: str, impact: Impact, want: str | None) -> None:
    """Provenance: https://semver.org."""
    assert needed(version, [impact]) == want
    assert needed(version, []) is None


@pytest.mark.parametrize(
    ("stated", "least", "less"),
    [
        ("1.2.9", "1.3.0", True),
        ("0.9.9", "1.0.0", True),
        ("1.3.1", "1.3.0", False),
        ("v1.3.0", "1.3.0", False),
        ("2.0.0", "1.9.9", False),
        ("1.2.3", "1.2.4", True),
        ("", "1.0.0", True),
        ("1", "1.0.0", True),
    ],
)
def test_versions_are_compared_part_by_part(stated: str, least: str, less: bool) -> None:
    """Provenance: https://semver.org."""
    assert says_less(stated, least) is less
