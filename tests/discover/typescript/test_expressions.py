"""Rarer expressions: read as they are meant, or said not to be."""

from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.typescript import values
from pytest_mcp_contract.discover.typescript.values import UNDEFINED, Arr, Callback, Unresolved
from tests.discover.typescript.test_reading import reader, value

BEFORE = """
import { Outside } from "@acme/sdk";
const given = "never this one";
enum Mixed { A, B = 5, C, D = "d" }
enum Text { A = "a", B }
function kept(given) {
  function inner() { return 1; }
  const other = () => { return 2; };
  return (given as any);
}
function guarded(given) { if (given) { return given; } return given; }
const arrow = (given) => given;
function bare() { return 1; }
function parts({ a }) { return a; }
function nothing(given) { return; }
function silent(given) { check(given); }
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("{ undefined }", {"undefined": UNDEFINED}),
        ("({}).absent", UNDEFINED),
        ("({ shape: 5 }).shape", 5),
        ("`${true}`", "true"),
        ("'a' + true", "atrue"),
        ("'a' + 1.5", "a1.5"),
        ("7 / 2", 3.5),
        ("1e3", 1000),
        ("{ ...undefined, ...null, a: 1 }", {"a": 1}),
        ("{ a: 1, a: 2 }", {"a": 2}),
        ("{ [2]: 1, [1.5]: 2, 3: 3 }", {"2": 1, "1.5": 2, "3": 3}),
        ("{ a() { return 1; } }", {"a": Callback("a() { return 1; }")}),
        ("[Mixed.A, Mixed.B, Mixed.C, Mixed.D]", [0, 5, 6, "d"]),
        ("createToolsRecord({ a: 1, b: { c: 2 } })", {"a": 1, "b": {"name": "b", "c": 2}}),
        ("createToolsRecord({ a: { name: 'own' } })", {"a": {"name": "own"}}),
        ("createToolsRecord([1])", [1]),
        ("kept(1)", 1),
        ("guarded(1)", 1),
        ("arrow(1)", 1),
        ("[1].map(n => [n])", [[1]]),
        ("[{ k: 3 }].map(({ k: v }) => v)", [3]),
        ("'\\q\\0'", "q\0"),
        ("'\\u{110000}'", "\N{REPLACEMENT CHARACTER}{110000}"),
    ],
)
def test_rarer_constants_are_read(tmp_path: Path, expression: str, expected: Any) -> None:
    """Provenance: ours."""
    assert value(tmp_path, expression, BEFORE) == expected


KIND = "it is not of the kind that is wanted here"
RUNS = "is known only when it runs"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("[1].size", "`size` of it is not known"),
        ("[1][4]", "its key is not known"),
        ("[...Outside, 1][0]", "its key is not known"),
        ("`${null}`", "a part of the text is no constant"),
        ("absent + 1 + 2", "`absent` is not known"),
        ("1 + absent + 2", "`absent` is not known"),
        ("typeof 1", "`typeof` is not read here"),
        ("-'a'", "`-` is not read here"),
        ("!1", "`!` is not read here"),
        ("-absent", "`absent` is not known"),
        ("'a' + null", "`+` is not read here"),
        ("1 + null", "`+` is not read here"),
        ("2 ** 3", "`**` is not read here"),
        ("1 / 0", "`/` is not read here"),
        ("9007199254740991 + 1", "`+` is not read here"),
        ("{ ...[1] }", KIND),
        ("[...{}]", KIND),
        ("{ [true]: 1 }", KIND),
        ("Object.keys([1])", KIND),
        ("Object.fromEntries('a')", KIND),
        ("Object.fromEntries([1])", KIND),
        ("Object.fromEntries([[1, 2]])", KIND),
        ("Object.fromEntries([[absent, 2]])", "`absent` is not known"),
        ("absent.map((a) => a)", "`absent` is not known"),
        ("[1].map(() => 1)", "its parameter is not read"),
        ("[1].map(({ a }) => a)", "`a` is not known"),
        ("[{ k: 7 }].map(({ k = 1 }) => k)", "`k` is not known"),
        ("[[1]].map(([x, X]) => X)", "`X` is not known"),
        ("[{ q: 1 }].map(({ k, ...X }) => X)", "`X` is not known"),
        ("[1].concat(2)", f"what `concat` gives {RUNS}"),
        ("['a'].join(1)", f"what `join` gives {RUNS}"),
        ("[[1]].join(',')", f"what `join` gives {RUNS}"),
        ("bare(1)", f"what `bare` gives {RUNS}"),
        ("parts(1)", f"what `parts` gives {RUNS}"),
        ("nothing(1)", f"what `nothing` gives {RUNS}"),
        ("silent(1)", f"what `silent` gives {RUNS}"),
        ("Text.B", "its value is not known"),
        ("({ ...Outside, b: 1 }).a", "`Outside` comes from `@acme/sdk`, which is not read"),
        ("({ b: 1, ...Outside }).b", "`Outside` comes from `@acme/sdk`, which is not read"),
        ("({ b: 1, ...{ ...Outside } }).b", "`Outside` comes from `@acme/sdk`, which is not read"),
        ("{ ...X }", "it leads back to itself"),
        ("X.a", "it leads back to itself"),
        ("!" * 70 + "true", "it leads back to itself"),
    ],
)
def test_rarer_expressions_are_not_guessed(tmp_path: Path, expression: str, why: str) -> None:
    """Provenance: ours."""
    found = value(tmp_path, expression, BEFORE)
    if isinstance(found, list):
        (found,) = found

    assert isinstance(found, Unresolved)
    assert found.why == why


def test_a_member_after_a_spread_that_is_not_read_is_sure(tmp_path: Path) -> None:
    """Provenance: ours. The near miss: what stands before it may be stated otherwise."""
    made, ref = reader(tmp_path, "export const X = { a: 1, ...{ b: 2, ...absent, c: 3 }, d: 4 };")
    found = made.members(ref)
    assert found is not None

    assert list(found.slots) == ["a", "b", "c", "d"]
    assert sorted(found.unsure) == ["a", "b"]
    slots = [found.slot(name) for name in "abcd"]
    read = [made.value(slot.value) for slot in slots if slot is not None]
    assert [getattr(one, "why", one) for one in read] == ["`absent` is not known"] * 2 + [3, 4]


def test_a_member_that_a_spread_restates_is_sure_again(tmp_path: Path) -> None:
    """Provenance: ours."""
    made, ref = reader(tmp_path, "export const X = { a: 1, ...absent, ...{ a: 2 } };")
    found = made.members(ref)
    assert found is not None
    slot = found.slot("a")
    assert slot is not None

    assert made.value(slot.value) == 2


def test_a_member_that_is_written_again_is_kept_with_its_line(tmp_path: Path) -> None:
    """Provenance: ours."""
    made, ref = reader(tmp_path, "export const X = {\n  a: 1,\n  b: 2,\n  a: 3,\n};")
    found = made.members(ref)
    assert found is not None

    assert [(name, slot.line) for name, slot in found.repeated] == [("a", 4)]


def test_objects_and_lists_are_told_apart(tmp_path: Path) -> None:
    """Provenance: ours."""
    made, ref = reader(tmp_path, "export const X = [1, 2];")

    assert made.members(ref) is None
    found = made.value(ref)
    assert isinstance(found, Arr)
    assert [made.value(slot.value) for slot in found.slots] == [1, 2]


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("{ a: 1, b: 2 c: 3, d: 4 }", ["a", "b"]),
        ("{ a: 1, b: [2 3], c: 4 }", ["a", "b", "c"]),
        ("{ a: 1, b: `${2 3}`, c: 4 }", ["a", "b"]),
    ],
    ids=["between members", "in a list", "in a text"],
)
def test_a_member_that_may_have_swallowed_its_neighbours_is_the_last(
    tmp_path: Path, expression: str, names: list[str]
) -> None:
    """Provenance: ours. A list or an object holds its own errors, so that reading goes on after it."""
    made, ref = reader(tmp_path, f"export const X = {expression};")
    found = made.members(ref)
    assert found is not None

    assert list(found.slots) == names
    assert [gap.why for gap in found.unread][:1] == [values.NO_TYPESCRIPT]


# -- too much of it


@pytest.mark.parametrize(
    ("expression", "limit", "amount"),
    [
        ("{ ...{ a: 1, b: 2, c: 3 } }", "_MOST_MEMBERS", 2),
        ("[...[1, 2, 3]]", "_MOST_MEMBERS", 2),
        ("`${'0123456789'}${'0123456789'}1`", "_MOST_MEMBERS", 2),
        ("[...[...[...[1]]]]", "_MOST_STEPS", 3),
    ],
    ids=["members", "elements", "text", "expressions"],
)
def test_what_grows_too_large_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str, limit: str, amount: int
) -> None:
    """Provenance: ours. With lower limits than those that hold."""
    assert not isinstance(value(tmp_path, expression), Unresolved)

    monkeypatch.setattr(values, limit, amount)
    found = value(tmp_path, expression)

    assert isinstance(found, Unresolved)
    assert found.why == "there is too much to read"


def test_a_sum_of_texts_that_grows_too_large_is_not_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.setattr(values, "_MOST_MEMBERS", 1)

    assert value(tmp_path, "'01234' + '56789'") == "0123456789"
    found = value(tmp_path, "'01234' + '56789' + 'a'")

    assert isinstance(found, Unresolved)
    assert found.why == "`+` is not read here"
