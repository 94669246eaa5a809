"""Values made small: what is tried, in which order, and where it ends."""

from collections.abc import Callable
from itertools import count

import pytest

from pytest_mcp_contract.drift import smaller as module
from pytest_mcp_contract.drift.smaller import smaller
from pytest_mcp_contract.model import JSON


def tried(value: JSON) -> list[JSON]:
    """What is tried instead of a value of which nothing smaller holds."""
    asked: list[JSON] = []

    def holds(candidate: JSON) -> bool:
        asked.append(candidate)
        return False

    assert smaller(value, holds) == value
    return asked


NUMBERS: list[tuple[int | float, list[int | float]]] = [
    (0, []),
    (1, [0]),
    (-1, [0, 1]),
    (2, [0, 1, -1, 1]),
    (9, [0, 1, -1, 5, 7, 8]),
    (-9, [0, 1, -1, -5, -7, -8]),
    (0.5, [0, 1, -1, 0]),
    (-0.5, [0, 1, -1, 0.5, 0]),
    (0.25, [0, 1, -1, 0.5, 0, 0.2]),
    (3.75, [0, 1, -1, 0.5, -0.5, 3, 4.0, 3.8, 2]),
    (-3.75, [0, 1, -1, 0.5, -0.5, -3, -4.0, -3.8, -2]),
    (7.654321, [0, 1, -1, 0.5, -0.5, 7, 8.0, 7.7, 7.65, 7.654, 7.6543, 4, 6]),
]


@pytest.mark.parametrize(("value", "want"), NUMBERS, ids=[str(value) for value, _ in NUMBERS])
def test_numbers_go_to_nought_by_halves_and_by_digits(value: float, want: list[int | float]) -> None:
    """Provenance: ours. Each is less than the value, or has fewer digits; a whole one has the fewest."""
    assert [repr(one) for one in tried(value)] == [repr(one) for one in want]


TEXTS: dict[str, list[str]] = {
    "": [],
    "a": [""],
    "b": ["", "a"],
    "bc": ["", "a", "aa", "b"],
    "aaaa": ["", "a", "aa", "aaa"],
    "text": ["", "a", "aaaa", "te", "tex"],
    "texts": ["", "a", "text", "aaaaa", "tex", "text"],
    "bcdefghi": ["", "a", "text", "aaaaaaaa", "bcde", "bcdefg", "bcdefgh"],
}


@pytest.mark.parametrize(("value", "want"), TEXTS.items(), ids=[text or "empty" for text in TEXTS])
def test_texts_become_plain_then_shorter(value: str, want: list[str]) -> None:
    """Provenance: ours. A text that holds lengths alone becomes one letter, many times."""
    assert tried(value) == want


PLAIN: list[JSON] = [None, False, 0, "", [], {}]


@pytest.mark.parametrize(
    ("value", "want"),
    [
        pytest.param(None, [], id="null"),
        pytest.param(False, [], id="false"),
        pytest.param(True, [False], id="true"),
        pytest.param([], [], id="an empty list"),
        pytest.param([None], [[]], id="one null"),
        pytest.param([1], [[], [0]], id="one number"),
        pytest.param([[]], [[]], id="an empty list in a list"),
        pytest.param([{"k": 0}], [[], *([one] for one in PLAIN), [{}]], id="an object in a list"),
        pytest.param(
            [1, 2, None],
            [
                *([], [1], [2, None], [2, None], [1, None], [1, 2]),
                *([0, 2, None], [1, 0, None], [1, 1, None], [1, -1, None], [1, 1, None]),
            ],
            id="a list of three",
        ),
        pytest.param(
            ["b", "b", "b"],
            [
                *([], ["b"], ["b", "b"], [""] * 3, ["a"] * 3, ["b", "b"], ["b", "b"], ["b", "b"]),
                *(["", "b", "b"], ["a", "b", "b"], ["b", "", "b"], ["b", "a", "b"]),
                *(["b", "b", ""], ["b", "b", "a"]),
            ],
            id="three alike",
        ),
        pytest.param(
            [[1], [1]],
            [[], [[1]], [[1]], *([one, one] for one in PLAIN), [[], []], [[0], [0]], [[1]], [[1]]]
            + [[one, [1]] for one in [*PLAIN, [], [0]]]
            + [[[1], one] for one in [*PLAIN, [], [0]]],
            id="two lists alike",
        ),
        pytest.param({}, [], id="an empty object"),
        pytest.param({"a": None}, [{}], id="one name"),
        pytest.param({"a": []}, [{}], id="a name with an empty list"),
        pytest.param(
            {"a": 1, "b": "c"},
            [{}, {"a": 1}, {"b": "c"}, {"a": 0, "b": "c"}, {"a": 1, "b": ""}, {"a": 1, "b": "a"}],
            id="two names, the last one first",
        ),
        pytest.param(
            {"a": {"b": True}},
            [{}, *({"a": one} for one in PLAIN), {"a": {}}, {"a": {"b": False}}],
            id="an object in an object",
        ),
    ],
)
def test_the_boldest_step_is_tried_first(value: JSON, want: list[JSON]) -> None:
    """Provenance: ours. Nothing at all, then a half, then one part less, then a part made smaller."""
    assert tried(value) == want


def length(value: JSON) -> int:
    """The length of a text or a list; 0 of other values."""
    return len(value) if isinstance(value, str | list | dict) else 0


@pytest.mark.parametrize(
    ("value", "holds", "want"),
    [
        (100, lambda one: isinstance(one, int) and one > 41, 42),
        (-100, lambda one: isinstance(one, int) and one < -41, -42),
        (2.71828, lambda one: isinstance(one, float), 0.5),
        (2.71828, lambda one: isinstance(one, int | float) and one > 2.7, 3),
        (9.87654e9, lambda one: isinstance(one, int | float) and one > 1e6, 1000001),
        ("hello, world", lambda one: isinstance(one, str) and len(one) >= 3, "aaa"),
        ("hello, world", lambda one: isinstance(one, str) and one.startswith("hell"), "hell"),
        ([3, 1, 2], lambda one: isinstance(one, list) and 2 in one, [2]),
        ([5, 5, 5, 5], lambda one: length(one) == 4, [0] * 4),
        ([[7], [7]], lambda one: length(one) == 2, [None, None]),
        ({"a": 1, "b": {"c": [1, 2]}}, lambda one: isinstance(one, dict) and "b" in one, {"b": None}),
        ({"a": 1, "b": 2}, lambda one: isinstance(one, dict), {}),
        ({"a": {"b": {"c": "long"}}}, lambda one: "long" in str(one), {"a": {"b": {"c": "long"}}}),
        ({"a": [{"b": 1}]}, lambda one: isinstance(one, dict) and bool(one.get("a")), {"a": [None]}),
    ],
    ids=range(14),
)
def test_what_is_left_is_the_smallest_that_still_holds(
    value: JSON, holds: Callable[[JSON], bool], want: JSON
) -> None:
    """Provenance: ours."""
    found = smaller(value, holds)

    assert (repr(found), holds(found)) == (repr(want), True)


@pytest.mark.parametrize(("most", "want"), [(0, 50), (1, 0), (3, 0)])
def test_it_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch, most: int, want: int) -> None:
    """Provenance: ours. What has been found by then is given back."""
    monkeypatch.setattr(module, "CHECKS", most)

    assert smaller(50, lambda one: isinstance(one, int)) == want


def test_the_last_question_that_may_be_asked_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setattr(module, "CHECKS", 5)
    asked = count(1)

    found = smaller(50, lambda one: isinstance(one, int) and one >= 30 and next(asked) > 0)

    assert (found, next(asked)) == (38, 2)
