"""What checks of the rendered text are made of: lines, recorded words, Python's spelling, placeholders."""

import json
from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._placeholders import words
from pytest_mcp_contract.checks.upstream._python import fields_of_models, python_values
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example
from pytest_mcp_contract.checks.upstream._texts import (
    Recorded,
    as_key,
    is_json,
    own_lines,
    refused,
    texts_of,
    unfenced,
)
from pytest_mcp_contract.model import JSON, Ended, Response, Unchecked


def spelled(body: object) -> bytes:
    """The body as an API sends it."""
    return json.dumps(body).encode()


def recorded(*bodies: object, **arguments: JSON) -> Recorded:
    """What stands in these answers (bytes as they are, else as JSON), and in these arguments."""
    replay = example()
    exchanges = tuple(
        replace(ISSUE, response=Response(200, body=body if isinstance(body, bytes) else spelled(body)))
        for body in bodies
    )
    return Recorded(replace(replay, exchanges=exchanges, header=replace(replay.header, arguments=arguments)))


# -- lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n\nb", [(1, "a"), (2, ""), (3, "b")]),
        ("a\n```\nb\n```\nc", [(1, "a"), (5, "c")]),
        ("```python\nb\n```\nc", [(4, "c")]),
        ("````\n```\nb\n````\nc", [(5, "c")]),
        ("```\nb\n`````\nc", [(4, "c")]),
        ("```\nb\n``` x\nc\n```\nd", [(6, "d")]),
        ("```\nb\n```  \nc", [(4, "c")]),
        ("~~~\nb\n```\nc\n~~~\nd", [(6, "d")]),
        ("~~~ `x`\nb\n~~~\nc", [(4, "c")]),
        ("```x``` y\nb", [(1, "```x``` y"), (2, "b")]),
        ("> ```\n> b\n> ```\nc", [(4, "c")]),
        ("- ```\n  b\n  ```\nc", [(4, "c")]),
        ("  ```x``` y\nb", [(1, "  ```x``` y"), (2, "b")]),
        ("``\nb", [(1, "``"), (2, "b")]),
        ("```\nb", []),
        ("", []),
    ],
    ids=["plain", "fence", "kind", "in a longer one", "closed by a longer one", "not closed with words",
         "white space", "tilde", "tilde with a backtick", "code in a line", "further in", "quote", "list",
         "two", "open", "empty"],
)  # fmt: skip
def test_lines_outside_of_fences_are_the_texts_own(text: str, lines: list[tuple[int, str]]) -> None:
    """Provenance: ours. As CommonMark reads fences, section 4.5."""
    assert list(own_lines(text)) == lines


@pytest.mark.parametrize(
    ("text", "inner", "json_"),
    [
        ("{}", "{}", True),
        ("[1]", "[1]", True),
        ("1", "1", False),
        ('"a"', '"a"', False),
        ("{", "{", False),
        ("```\n{}\n```", "{}", True),
        ("\n```json\n[1,\n2]\n```\n", "[1,\n2]", True),
        ("~~~\n{}\n~~~", "{}", True),
        ("```\n1\n```", "1", False),
        ("```\n{}\n```\nx", "```\n{}\n```\nx", False),
        ("x", "x", False),
        ("[" * 100_000, "[" * 100_000, False),
    ],
)
def test_a_text_in_one_fence_is_what_stands_in_it(text: str, inner: str, json_: bool) -> None:
    """Provenance: ours."""
    assert unfenced(text) == inner
    assert is_json(text) is json_


def test_the_texts_of_a_success_are_read_and_of_an_error_none() -> None:
    """Provenance: ours."""
    assert texts_of(example("a")) == ("a",)
    assert texts_of(refused("a")) == ()
    assert texts_of(example(ended=Ended.HANG)) == Unchecked(
        "the call of cassette normal got no reply", lost=True
    )


# -- what was recorded


def test_every_leaf_is_kept_with_its_key() -> None:
    """Provenance: ours. A list is passed over, an empty container is a value; the caller's come last."""
    body = {"a": {"b": [1, None], "c": []}, "d": {}, "e": "x"}
    found = recorded(body, b"<p>\xff", ["y", {"f": True}], g="z", h=[])

    assert found.values == [
        ("b", 1), ("b", None), ("c", []), ("d", {}), ("e", "x"), ("", "<p>\ufffd"),
        ("", "y"), ("f", True), ("g", "z"), ("h", []),
    ]  # fmt: skip
    assert found.answered == ["x", "<p>\ufffd", "y"]
    assert found.strings == ["x", "<p>\ufffd", "y", "z"]
    assert found.keys == {"b", "c", "d", "e", "f", "g", "h"}
    assert found.has_null
    assert not recorded({"a": [0, False, ""]}).has_null


def test_files_come_in_base64() -> None:
    """Provenance: GitHub's contents. Lines of it are broken; what is no text is left alone."""
    plain = "ZGVmIG1haW4oKTogcGFzcw=="

    assert recorded({"c": plain}).strings == [plain, "def main(): pass"]
    assert recorded({"c": f"{plain[:10]}\n{plain[10:]}\n"}).strings[1:] == ["def main(): pass"]
    assert recorded({"c": "/////////////////////w=="}).strings[1:] == []
    assert recorded({"c": "notbase64notbase6"}).strings[1:] == []
    assert recorded({"c": "not base64 at all, no"}).strings[1:] == []
    assert recorded({"c": plain}).answered == [plain]


@pytest.mark.parametrize(
    ("body", "text", "holds"),
    [
        ({"a": "one two"}, "one  \n two", True),
        ({"a": "one two"}, "onetwo", True),
        ({"a": "a_b"}, "a\\_b", True),
        ({"a": "&lt;p&gt;"}, "<p>", True),
        ({"a": "<p>"}, "&lt;p&gt;", True),
        ({"a": ["one ", "two"]}, "one two", True),
        ({"a": "one", "b": "two"}, "onetwo", False),
        ({"a": [{"x": "one", "y": "-"}, {"x": "two"}]}, "one two", True),
        ({"a": "one"}, "two", False),
        ({"a": "one"}, " \n", False),
        ({"a": "One"}, "one", False),
        ({"a": 12}, "12", False),
        ({"a": "ZGVmIG1haW4oKTogcGFzcw=="}, "def main()", True),
    ],
)
def test_what_was_recorded_is_found_give_or_take_white_space(body: JSON, text: str, holds: bool) -> None:
    """Provenance: ours. Rich text comes in pieces under one key."""
    assert recorded(body).holds(text) is holds
    assert recorded({"z": 1}, text=body).holds(text) is holds


def test_a_word_is_found_by_itself() -> None:
    """Provenance: ours."""
    found = recorded({"a": "None shall pass", "b": ["[object Object]", "nullable"]})

    asked = ("None", "none", "null", "[object Object]", "NaN")
    assert [found.has_word(word) for word in asked] == [True, False, False, True, False]
    assert found.has_word("None") is True


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("Due date", ["same"]),
        ("dueDate", ["same"]),
        ("DUE_DATE", ["same"]),
        ("Assignee", ["one"]),
        ("Assigned", []),
        ("Name of the milestone", ["m"]),
        ("Milestone title", ["m"]),
        ("The is", []),
        ("Pr", []),
        ("Pri", ["p"]),
        ("", []),
        ("---", []),
        ("other", []),
    ],
)
def test_a_label_names_the_values_under_a_key_that_is_like_it(label: str, values: list[str]) -> None:
    """Provenance: ours. One that is the same goes before those that begin or end like it."""
    body = {"due_date": "same", "due_date_time": "alike", "assignee_id": "one", "milestone": "m",
            "is": "x", "priority": "p"}  # fmt: skip
    found = recorded(body)

    assert found.under(label) == values
    assert found.under(label) == values


def test_a_name_is_compared_without_its_spelling() -> None:
    """Provenance: ours."""
    assert [as_key(text) for text in ("Due date", "due_date", "dueDate", "é-1", "_")] == [
        "duedate", "duedate", "duedate", "é1", ""
    ]  # fmt: skip


# -- Python's spelling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x {'a': 1} y ['b', None]", ["{'a': 1}", "['b', None]"]),
        ("{'a': {'b': [1]}}", ["{'a': {'b': [1]}}"]),
        ("[{'a': 1}, {'b': 2}]", ["[{'a': 1}, {'b': 2}]"]),
        ("{1: 'a', 2: 'b'}", ["{1: 'a', 2: 'b'}"]),
        ("[1, None]", ["[1, None]"]),
        ("[-1, True]", ["[-1, True]"]),
        ("{'a': \"it's }\"} z", ["{'a': \"it's }\"}"]),
        (r"{'a': 'it\'s }'} z", [r"{'a': 'it\'s }'}"]),
        ("{'a': (1, 'b'), 'c': {1, 2}}", ["{'a': (1, 'b'), 'c': {1, 2}}"]),
        ("{'a': nan, 'b': inf, 'c': UTC}", ["{'a': nan, 'b': inf, 'c': UTC}"]),
        ("{'a': name}", []),
        ("{'a': Color.RED}", ["{'a': Color.RED}"]),
        ("{'a': f().x}", []),
        ("{'a': ...}", []),
        ("{'a': -1}", ["{'a': -1}"]),
        ("{'a': +1}", []),
        ("{'a': 1 + 2}", []),
        ("{**'a'}", []),
        ("{'a': 1, **x}", []),
        ("{'a': X(b='c')}", ["{'a': X(b='c')}"]),
        ("{'a': X(name)}", []),
        ("{'a': X(b=name)}", []),
        ("{'a': X(**'b')}", []),
        ("{'a': x()(1)}", []),
        ("['a', *'b']", []),
        ('{"a": 1}', []),
        ('{"a": None}', ['{"a": None}']),
        ('["a", "it\'s"]', []),
        ("['a', 'b'](x)", []),
        ("['a', 'b'][0]", []),
        ("{'a': 1] {'b': 2}", ["{'b': 2}"]),
        ("{'a': [1}] {'b': 2}", ["{'b': 2}"]),
        ("{'a': 1", []),
        ("{'a': '\\", []),
        ("row['a']", []),
        ("f(['a'])", []),
        ("{'a', 'b'}", []),
        ("('a', 'b')", []),
        ("[[]]", []),
        ("datetime.date(2026, 3, 2)", ["datetime.date(2026, 3, 2)"]),
        ("date(2026, 3, 2)", []),
        ("datetime.date()", []),
        ("Decimal('1.5')", ["Decimal('1.5')"]),
        ("Decimal(1.5)", []),
        ("Decimal(value='1.5')", []),
        ("models.Issue(title='x')", ["models.Issue(title='x')"]),
        ("Issue(number=1)", []),
        ("Issue('x')", []),
        ("Issue('x', a='y')", []),
        ("models.Issue.find(title='x')", []),
        ("issue(title='x')", []),
        ("time(hour='x')", []),
        ("Issue(title=name, b=None)", []),
        ("<a.B object at 0x7f1c>", ["<a.B object at 0x7f1c>"]),
        ("<State.OPEN: 'open'> <class 'a.B'>", ["<State.OPEN: 'open'>", "<class 'a.B'>"]),
        ("['<B object at 0x7f1c>', 'x']", ["['<B object at 0x7f1c>', 'x']"]),
        ("X(a='b') {'c': 1} Y(d='e')", ["X(a='b')", "{'c': 1}", "Y(d='e')"]),
        ("[X(a='b'), {'c': 1}]", ["X(a='b')", "{'c': 1}"]),
        ("", []),
    ],
)
def test_values_in_pythons_spelling_are_found_in_their_order(text: str, expected: list[str]) -> None:
    """Provenance: ours. Outermost only; JSON, links of Markdown, calls and code are none."""
    assert [value.text for value in python_values(text)] == expected


@pytest.mark.parametrize(
    ("text", "names", "values", "is_telling"),
    [
        ("{'a': {'b': 1}, 2: None}", {"a", "b", "2"}, {"a", "b", "1", "2", "None"}, False),
        ("X(a='b', c=[{'d': True}])", {"a", "c", "d"}, {"b", "d", "True"}, False),
        ("['a', 2]", set(), {"a", "2"}, False),
        ("Decimal('1.5')", set(), {"1.5"}, True),
        ("datetime.date(2026, 3, 2)", set(), {"2026", "3", "2"}, True),
        ("<B object at 0x7f1c>", set(), set(), True),
        ("<Response [200 OK]>", set(), set(), True),
    ],
)
def test_a_value_is_known_by_its_names_and_values(
    text: str, names: set[str], values: set[str], is_telling: bool
) -> None:
    """Provenance: ours."""
    (value,) = python_values(text)

    assert (set(value.names), set(value.values), value.is_telling) == (names, values, is_telling)


def test_after_a_hundred_brackets_without_end_no_more_are_tried() -> None:
    """Provenance: ours. Such a text is none of values; brackets that are closed count for nothing."""
    value = "{'a': 1} "

    assert len(list(python_values(value * 120))) == 120
    assert [one.text for one in python_values(value + "['x' ('y'] " * 99 + value)] == ["{'a': 1}"] * 2
    for many in (100, 101, 120):
        assert [one.text for one in python_values(value + "['x' ('y'] " * many + value)] == ["{'a': 1}"]


@pytest.mark.parametrize(("size", "lead", "is_found"), [(19_991, "x ", True), (19_992, "x ", False),
                                                       (19_992, "", True)])  # fmt: skip
def test_a_long_value_is_one_where_it_is_the_whole_text(size: int, lead: str, is_found: bool) -> None:
    """Provenance: ours."""
    assert bool(list(python_values(f"{lead}{{'a': '{'x' * size}'}}"))) is is_found


@pytest.mark.parametrize(
    "inner",
    ["'\ud800'", "-" * 20_000 + "1", "1+" * 20_000 + "1", "'x' 'y' z"],
    ids=["half a character", "signs", "sums", "no value"],
)
def test_what_python_cannot_read_is_no_value_of_its(inner: str) -> None:
    """Provenance: ours. What stands beside it is found all the same."""
    assert [one.text for one in python_values(f"{{'a': {inner}}} {{'b': 1}}")] == ["{'b': 1}"]


def test_an_escape_that_python_does_not_know_warns_nobody(recwarn: pytest.WarningsRecorder) -> None:
    """Provenance: ours."""
    assert [one.text for one in python_values(r"{'a': '\d'}")] == [r"{'a': '\d'}"]
    assert not recwarn.list


@pytest.mark.parametrize(
    ("line", "text", "names"),
    [
        ("number=1 title='x'", "number=1 title='x'", {"number", "title"}),
        ("- User: a='x' b=None", "a='x' b=None", {"a", "b"}),
        ("* a=True b=-1.5", "a=True b=-1.5", {"a", "b"}),
        ("a=[1, 'x'] b=User(c='d') e={}", "a=[1, 'x'] b=User(c='d') e={}", {"a", "b", "e"}),
        ("a=<State.OPEN: 1> b=None", "a=<State.OPEN: 1> b=None", {"a", "b"}),
        (r"a='it\'s' b=" + '"x"', r"a='it\'s' b=" + '"x"', {"a", "b"}),
        ("a='x'", None, set()),
        ("a=1 b=2", None, set()),
        ("a='x' b=other", None, set()),
        ("- a=other b=None", None, set()),
        ("a='x' b=None ", "a='x' b=None ", {"a", "b"}),
        ("a='x' b=None, c=1", None, set()),
        ("a='x'b=None", None, set()),
        ("a='x',b=None", None, set()),
        ("a='x' b=None and more", None, set()),
        ("a='x'  b=None", None, set()),
        ("a=[1 b=None", None, set()),
        ("call with a='x' b=None", None, set()),
        ("", None, set()),
    ],
)
def test_a_line_of_two_fields_is_the_text_of_a_model(line: str, text: str | None, names: set[str]) -> None:
    """Provenance: pydantic's `str()`."""
    model = fields_of_models(line)

    assert (model.text if model else None) == text
    assert (model.names if model else set()) == names


# -- placeholders


def test_each_placeholder_is_told_with_what_stands_around_it() -> None:
    """Provenance: ours. A cell stands under the head of its column; a line without cells ends the table."""
    text = "| a | due |\n|---|---|\n| x | None |\n| null | y | NaN |\n\nx: undefined\n- | None"

    assert [(one.said, one.number, one.column, one.before, one.after) for one in words(text)] == [
        ("None", 3, "due", "| x | ", " |"),
        ("null", 4, "a", "| ", " | y | NaN |"),
        ("NaN", 4, "", "| null | y | ", " |"),
        ("undefined", 6, "", "x: ", ""),
        ("None", 7, "", "- | ", ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`None`", ["None"]),
        ("``null``", ["null"]),
        ("`x = None`", []),
        ("`a` None `b null`", ["None"]),
        ("nullable, Nonesuch, a.None, non-null, None-ish", []),
        ("[object Object][object Object]", ["[object Object]"] * 2),
        ("```\nNone\n```", []),
    ],
)
def test_a_placeholder_stands_outside_of_code(text: str, said: list[str]) -> None:
    """Provenance: ours. A word alone in backticks is a value."""
    assert [one.said for one in words(text)] == said


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Assignee: None", ["Assignee"]),
        ("**Due date:** None", ["Due date"]),
        ("- Due: *`None`*", ["Due"]),
        ("Assignee None", [""]),
        ("a: x, b: None", ["b"]),
        ("None", [""]),
        ("| due |\n|---|\n| by: None |", ["due"]),
        ("| due\n| --- |\n| None", ["due"]),
    ],
)
def test_a_placeholder_is_labelled_by_its_column_or_the_words_before(text: str, labels: list[str]) -> None:
    """Provenance: ours."""
    assert [one.label for one in words(text)] == labels


@pytest.mark.parametrize(("text", "is_alone"), [("None", True), ("\n None \n", True), ("None.", False)])
def test_a_placeholder_may_be_all_that_a_text_says(text: str, is_alone: bool) -> None:
    """Provenance: ours."""
    assert [one.is_alone for one in words(text)] == [is_alone]


@pytest.mark.parametrize(
    ("text", "body", "leaks"),
    [
        # A value of JSON is another check's business; a word that was sent is no placeholder.
        ('"a": NaN', {}, False),
        ("a NaN", {}, True),
        ("a [object Object] b", {}, True),
        ("a NaN", {"x": "NaN"}, False),
        ("a NaN", {"x": "nan"}, True),
        ("a: NaN", {"a": "nan"}, False),
        ("a: NaN", {"b": "nan"}, True),
        # null and undefined: where a value stands.
        ("by null", {}, True),
        ("is null", {}, False),
        ("a: null is", {}, False),
        ("a: *null*.", {}, True),
        ("null", {}, True),
        ("# null", {}, True),
        ("a: null.5", {}, False),
        # None: English has the word, too.
        ("@None", {}, True),
        ("#None", {}, True),
        ("a #None", {}, True),
        ("a=None", {}, True),
        ("$None", {}, True),
        ("/None", {}, True),
        ("None/x", {}, True),
        ("x None None", {}, True),
        ("opened by None", {}, True),
        ("opened by None of them", {}, False),
        ("opened or None", {}, False),
        ("to be None", {}, False),
        ("the maybe None", {}, True),
        ("Opened None", {}, False),
        ("x-None", {}, False),
        ("2. None found", {}, False),
        ("a: None", {}, False),
        ("a: None", {"abc": None}, False),
        ("abc: None", {"abc": None}, True),
        ("abc: None", {"abc": [None, 1]}, True),
        ("abc: None", {"abc": None, "x": [{"abc": []}]}, False),
        ("abc: None", {"abc": None, "x": [{"abc": {}}]}, False),
        ("abc: None", {"abc": 1}, False),
        ("Issue 1: None", {"x": None}, True),
        ("Issue 1: None", {"x": 0}, False),
        ("Issue one: None", {"x": None}, False),
        ("None", {}, True),
        ("x\nNone", {}, False),
        ("# None\nx", {}, True),
        ("x\n# None", {}, False),
        ("None\nx", {}, False),
        ("Ada (None)", {"x": None}, True),
        ("Ada (None)", {"x": 0}, False),
        ("Ada (None, x)", {"x": None}, True),
        ("Ada (None; x)", {"x": None}, False),
        ("2, None", {"x": None}, True),
        ("2; None", {"x": None}, False),
    ],
)
def test_a_placeholder_leaks_where_code_printed_it(text: str, body: object, leaks: bool) -> None:
    """Provenance: ours. As far as its place and the answer tell."""
    known = recorded(body)

    assert any(word.leaks(known) for word in words(text)) is leaks
