"""MCP450 to MCP456 and MCP458: what is told of a rendering, to the letter, and where each judgement turns."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, replayed
from pytest_mcp_contract.checks.upstream._texts import answered, refused
from pytest_mcp_contract.model import (
    JSON,
    Experiment,
    Finding,
    Repeat,
    Replay,
    Reply,
    Response,
    Terms,
)
from tests.checks.upstream_told import CHECKS, told

FOUR = "- a\n- b\n- c\n- d"


def blocks(*texts: str, structured: JSON = None, declares_output: bool = False) -> Replay:
    """A replay that answers with these text blocks."""
    content: tuple[JSON, ...] = tuple({"type": "text", "text": text} for text in texts)
    replay = replayed(Reply(content=content, structured=structured))
    return replace(replay, declares_output=declares_output)


def saw(code: str, replay: Replay) -> list[str]:
    """What the check finds in the rendering of the cassette."""
    found = CHECKS[code](replay)
    assert all(isinstance(one, Finding) and one.at == "normal" for one in found)
    return [one.saw for one in found if isinstance(one, Finding)]


# -- Python's spelling


@pytest.mark.parametrize(
    ("text", "body", "found"),
    [
        ("{'a': 1}", b"{}", "{'a': 1}"),
        (" {'a': 1}\n", b"{}", "{'a': 1}"),
        ("```\n{'a': 1}\n```", b"{}", "{'a': 1}"),
        ("x {'a': 7}", b"{}", None),
        ("x {'a': 1}", b'{"a": 2}', "{'a': 1}"),
        ("x {'a': 1}", b'{"b": 1}', "{'a': 1}"),
        ("x {'a': None}", b'{"b": null}', None),
        ("x {'some_key': 2}", b'{"someKey": 1}', "{'some_key': 2}"),
        ("x X(a=None, b=[])", b'{"a": 1, "b": 2}', "X(a=None, b=[])"),
        ("a='x' b=None", b"{}", "a='x' b=None"),
        ("y\na='x' b=None", b'{"a": 1}', None),
        ("y\na='x' b=None", b'{"a": 1, "b": 2, "c": 3}', "a='x' b=None"),
        ("x <B object at 0x7f1c>", b"{}", "<B object at 0x7f1c>"),
        ("x {'a': 1}", b'{"a": 1, "text": "{\'a\': 1}"}', None),
        ("<B object at 0x7f1c>", b"<B object at 0x7f1c>", None),
        ("x\n```\n{'a': 1}\n```", b'{"a": 1}', None),
        ("x {'a':\n1}", b'{"a": 1}', "{'a':\n1}"),
    ],
)
def test_a_value_of_the_apis_in_pythons_spelling_is_told(text: str, body: bytes, found: str | None) -> None:
    """Provenance: ours. An example that the server gives, and what users wrote, is left alone."""
    expected = [] if found is None else [f'the text holds "{found}"'.replace("\n", "\\n")]

    assert saw("MCP450", answered(text, body)) == expected


def test_the_first_value_of_a_reply_is_told_and_no_more() -> None:
    """Provenance: ours. Every block is read."""
    assert saw("MCP450", blocks("# x", "{'a': 1}", "{'b': 2}")) == ["the text holds \"{'a': 1}\""]


# -- a summary


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (FOUR, "the first of 4 lines is an element of a list: \"- a\""),
        ("- a\n\n- b\n\n- c", None),
        ("1. a\nb\nc\nd", 'the first of 4 lines is an element of a list: "1. a"'),
        ("1.a\nb\nc\nd", None),
        ("---\n- a\nb\nc\nd", 'the first of 4 lines is an element of a list: "- a"'),
        ("---\n- a\nb\nc", None),
        ("* * *\n# a\nb\nc\nd", None),
        ("|a|\n|b|\nc\nd", 'the first of 4 lines is a row of a table: "|a|"'),
        ("|a|\nb\nc\nd", None),
        ("a\n|b|\nc\nd", None),
        ("```\na\n```\nb", 'the first of 4 lines is a fence: "```"'),
        ("12.5\na\nb\nc", 'the first of 4 lines is a bare value: "12.5"'),
        ("<table>\na\nb\nc", 'the first of 4 lines is a bare value: "<table>"'),
        ("{\na\nb\nc", 'the first of 4 lines is a bare value: "{"'),
        ("a,b,c\n1,2,3\n4,5,6\n7", 'the first of 4 lines is a row of values: "a,b,c"'),
        ("a,b,c\n1,2\n4,5,6\n7,8,9", None),
        ("a,b,c\n1,2,3\n4,5\n7,8,9", None),
        ("a,b,c\n1,2,3,x\n4,5,6\n", None),
        ("a,b\n1,2\n3,4\n5,6", None),
        ("a\tb\n1\t2\n3\t4\n5", 'the first of 4 lines is a row of values: "a\\tb"'),
        ("a\tb\n1,2\n3\t4\n5", None),
        ("<!-- x\ny -->- a\nb\nc\nd", 'the first of 4 lines is an element of a list: "- a"'),
        ("<!-- 1 -->\n<!-- 2 -->\n- a\nb\nc", None),
    ],
)  # fmt: skip
def test_what_the_first_of_more_than_three_lines_is_is_told(text: str, kind: str | None) -> None:
    """Provenance: ours. Comments, blank lines and a rule above count for nothing."""
    assert saw("MCP451", example(text)) == ([] if kind is None else [kind])


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("title: x\nstate: y\nlabels: z\nd", True),
        ("**Title:** x\n**State**: y\n**Labels:** z\nd", True),
        ("title: x\nstate: y\nz\nlabels: d", False),
        ("Issue 1: x\nstate: y\nlabels: z\nd", False),
        ("Summary: x\nstate: y\nlabels: z\nd", False),
        ("title: \nstate: y\nlabels: z\nd", False),
        ("title: x\nother: y\nmore: z\nd", True),
    ],
)
def test_three_fields_of_which_the_first_is_the_apis_are_a_dump(text: str, is_found: bool) -> None:
    """Provenance: ours."""
    body = b'{"title": 1, "state": 2, "labels": [3], "summary": 4}'
    first = text.partition("\n")[0]
    expected = [f'the first of 4 lines is a field of the API\'s: "{first}"'] * is_found

    assert saw("MCP451", answered(text, body)) == expected
    assert saw("MCP451", answered(text, b"{}")) == []


def test_data_that_is_declared_and_a_text_of_the_apis_need_no_summary() -> None:
    """Provenance: ours. Blocks are read as one text."""
    assert saw("MCP451", blocks(FOUR, structured={"a": 1}, declares_output=True)) == []
    assert saw("MCP451", blocks(FOUR, structured={"a": 1})) != []
    assert saw("MCP451", blocks(FOUR, declares_output=True)) != []
    assert saw("MCP451", blocks("- a\n- b", "- c\n- d")) != []
    assert saw("MCP451", blocks("[\n1,\n2\n]")) == []
    assert saw("MCP451", blocks()) == []
    assert saw("MCP451", answered(FOUR, b'{"text": "x - a - b - c - d"}')) == []
    assert saw("MCP451", refused(FOUR)) == []


# -- nothing to read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the reply has no text"),
        (" <!-- a\nb --> ", "the reply has no text"),
        ("[]", 'the reply says nothing but "[]"'),
        ("# Results", 'the reply says nothing but "# Results"'),
        ("**Results**", 'the reply says nothing but "**Results**"'),
        ("Results:\nItems:", 'the reply says nothing but "Results:\\nItems:"'),
        ("Here are the matching results:", 'the reply says nothing but "Here are the matching results:"'),
        ("Issues of x:", 'the reply says nothing but "Issues of x:"'),
        ("a\n|---|", 'the reply says nothing but "a\\n|---|"'),
        ("| a |\n|---|", 'the reply says nothing but "| a |\\n|---|"'),
        ("|---|\n| a |", None),
        ("x\n| a |\n|---|", None),
        ("| a |\n---", None),
        ("Issues of x", None),
        ("No issues:", None),
        ("3 issues:", None),
        ("Empty:", None),
        ("Ω", None),
        ("ǅ", None),
        ("ʰ", None),
        ("٣", None),
        ("Ⅷ", None),
        ("½", None),
        ("$", None),
        ("→", 'the reply says nothing but "→"'),
        ("_", 'the reply says nothing but "_"'),
        ("# Broken", None),
    ],
)
def test_a_reply_that_says_nothing_is_told(text: str, said: str | None) -> None:
    """Provenance: ours. A table without rows, announcements and signs without meaning say nothing."""
    assert saw("MCP452", example(text)) == ([] if said is None else [said])


def test_what_stands_beside_the_text_says_something() -> None:
    """Provenance: ours. A block that is no object does not."""
    image: JSON = {"type": "image", "data": "", "mimeType": "image/png"}

    assert saw("MCP452", replayed(Reply(content=("x",)))) == ["the reply has no text"]
    assert saw("MCP452", replayed(Reply(content=({"type": "text", "text": ""}, image)))) == []
    assert saw("MCP452", blocks("", structured={"a": []}, declares_output=True)) == []
    assert saw("MCP452", blocks("", declares_output=True)) == ["the reply has no text"]
    assert saw("MCP452", blocks("", structured={"a": []})) == ["the reply has no text"]
    assert saw("MCP452", blocks("", "[]")) == ['the reply says nothing but "[]"']
    assert saw("MCP452", blocks("[]", "x")) == []
    assert saw("MCP452", refused("")) == []


# -- tokens


def test_a_reply_over_its_budget_is_told_with_both_numbers() -> None:
    """Provenance: ours. An error is no answer to save on."""
    over = replace(example(), tokens=4_001, raw_tokens=0)

    assert CHECKS["MCP453"](over) == [
        Finding(
            at="normal",
            saw="the reply takes 4,001 tokens",
            want="at most 4,000 tokens",
            tool="get_issue",
            file="cassettes/github/get_issue/normal.yaml",
        )
    ]
    assert saw("MCP453", replace(over, tokens=4_000)) == []
    assert saw("MCP453", replace(refused(), tokens=4_001)) == []


@pytest.mark.parametrize(
    ("raw", "tokens", "share"),
    [
        (1_000, 701, "701 tokens, 29 % fewer than the 1,000"),
        (1_000, 750, "750 tokens, 25 % fewer than the 1,000"),
        (1_000, 1_990, "1,990 tokens, 99 % more than the 1,000"),
        (1_000, 1_000, "1,000 tokens, 0 % fewer than the 1,000"),
        (1_000, 1_001, "1,001 tokens, 0 % more than the 1,000"),
        (1_000, 1_256, "1,256 tokens, 26 % more than the 1,000"),
        (200, 141, "141 tokens, 29 % fewer than the 200"),
        (1_000, 700, ""),
        (200, 140, ""),
        (199, 400, ""),
    ],
)
def test_how_much_was_saved_is_told(raw: int, tokens: int, share: str) -> None:
    """Provenance: ours. Of 200 tokens and more, 30 % are to be saved."""
    counted = replace(example(), raw_tokens=raw, tokens=tokens)

    found = [one for one in CHECKS["MCP454"](counted) if isinstance(one, Finding)]

    assert saw("MCP454", counted) == [f"the reply takes {share} that the API sent"] * bool(share)
    assert [one.want for one in found] == ["at least 30 % fewer"] * bool(share)


@pytest.mark.parametrize(
    ("status", "played", "is_found"),
    [(400, {0, 1}, False), (399, {0, 1}, True), (400, {0}, True), (500, {1}, False), (200, set(), True)],
)
def test_a_reply_that_tells_of_a_refusal_need_not_save(status: int, played: set[int], is_found: bool) -> None:
    """Provenance: ours. Only the exchanges that were asked for count."""
    replay = replace(
        example(),
        exchanges=(ISSUE, replace(ISSUE, response=Response(status))),
        played=frozenset(played),
        raw_tokens=1_000,
        tokens=900,
    )

    assert bool(saw("MCP454", replay)) is is_found
    assert saw("MCP454", replace(refused(), raw_tokens=1_000, tokens=900)) == []


@pytest.mark.parametrize(
    ("length", "shown", "tokens", "is_found"),
    [
        (200, 200, 700, False),
        (199, 199, 800, True),
        (200, 99, 800, True),
        (200, 100, 800, False),
        (200, 200, 850, False),
        (200, 200, 851, True),
    ],
)
def test_a_long_text_that_is_shown_counts_on_neither_side(
    length: int, shown: int, tokens: int, is_found: bool
) -> None:
    """Provenance: ours. From 200 characters on, of which the first hundred tell; the rest saves 30 %."""
    body = f'{{"a": "{"x" * length}"}}'
    body += " " * (400 - len(body))
    replay = replace(answered("# y\n" + "x" * shown, body.encode()), raw_tokens=1_000, tokens=tokens)

    assert bool(saw("MCP454", replay)) is is_found


def test_where_hardly_anything_is_left_beside_a_long_text_nothing_need_be_saved() -> None:
    """Provenance: ours. 200 tokens beside it are enough to judge by; white space in it is no matter."""
    text = "x y " * 100
    body = f'{{"a": "{text}"}}'
    body += " " * (800 - len(body))
    shown = answered("# z\n" + text.replace(" ", "\n"), body.encode())

    assert saw("MCP454", replace(shown, raw_tokens=400, tokens=390)) != []
    assert saw("MCP454", replace(shown, raw_tokens=398, tokens=390)) == []
    assert saw("MCP454", replace(shown, raw_tokens=400, tokens=100)) == []
    assert saw("MCP454", replace(shown, exchanges=(), played=frozenset(), raw_tokens=400, tokens=390)) != []


# -- repeats


def repeated(
    *repeats: tuple[str, str | None], text: str = "a\nb", why: str = ""
) -> list[tuple[str, str] | str]:
    """What is told where a call was repeated under these circumstances."""
    replay = replace(example(text), repeats=tuple(Repeat(*one) for one in repeats))
    return told("MCP455", replay.without(Experiment.REPEATS, why))


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        ([("here", "a\nb"), ("there", "a\nb")], []),
        (
            [("here", "a\nc"), ("there", "a\nb")],
            [("normal", 'differs in here: line 2 is "c", and "b" at first')],
        ),
        (
            [("here", "a\nb"), ("there", "a\nb\nc"), ("far", "a"), ("off", "x")],
            [("normal", 'differs in there: line 3 is "c", and missing at first (also in far, off)')],
        ),
        (
            [("here", "a"), ("there", None)],
            [("normal", 'differs in here: line 2 is missing, and "b" at first'), "the call was not repeated"],
        ),
        ([("here", ""), ("there", "a\nb")], [("normal", 'differs in here: line 1 is "", and "a" at first')]),
        ([("here", "a\nb"), ("there", None)], ["the call was not repeated"]),
        ([], ["the call was not repeated"]),
    ],
    ids=["same", "one", "three", "one of one", "empty", "not made", "none"],
)
def test_the_first_repeat_that_differs_is_told(
    repeats: list[tuple[str, str | None]], expected: list[tuple[str, str] | str]
) -> None:
    """Provenance: ours. Two repeats are needed to say that the text stays."""
    assert repeated(*repeats) == expected


def test_why_a_call_was_not_repeated_is_told() -> None:
    """Provenance: ours. An error is not judged at all."""
    assert repeated(why="no process") == ["no process"]
    assert repeated(("here", "a\nb"), ("there", "a\nb"), why="no process") == []
    assert told("MCP455", replace(refused(), repeats=(Repeat("here", "x"),))) == []


@pytest.mark.parametrize(
    ("alike", "shown"),
    [(1, "x1"), (13, "x" * 13 + "1"), (14, "…" + "x" * 12 + "1"), (40, "…" + "x" * 12 + "1")],
)
def test_a_long_line_is_shown_from_shortly_before_the_difference(alike: int, shown: str) -> None:
    """Provenance: ours."""
    (found,) = repeated(("here", "x" * alike + "1"), ("there", "x" * alike + "1"), text="x" * alike + "2")

    line = f'line 1 is "{shown}", and "{shown[:-1]}2" at first'
    assert found == ("normal", f"differs in here: {line} (also in there)")


def test_of_a_line_that_goes_on_after_the_difference_the_beginning_is_shown() -> None:
    """Provenance: ours."""
    (found,) = repeated(("here", "y" * 60), ("there", "x"), text="x")

    assert found == ("normal", f'differs in here: line 1 is "{"y" * 33}…, and "x" at first')


# -- placeholders


def test_a_placeholder_is_told_with_its_line_once_for_each_word() -> None:
    """Provenance: ours. Each block for itself; JSON is another check's business."""
    replay = blocks(" a: NaN\nb: null\nc: null\nd: null", '{"a": NaN}', "e: NaN", "[null]")

    assert saw("MCP456", replay) == [
        'line 1 holds `NaN`: "a: NaN"',
        'line 2 holds `null`: "b: null" (and 2 more)',
        'line 1 holds `NaN`: "e: NaN"',
    ]


# -- more


def more(
    *texts: str,
    parameters: tuple[str, ...] = (),
    body: bytes = b"{}",
    arguments: Mapping[str, JSON] = MappingProxyType({}),
) -> list[str]:
    """What is promised without a way, in a reply of these blocks to a call with these arguments."""
    replay = blocks(*texts)
    return [
        one.partition("`")[2].partition("`")[0]
        for one in saw(
            "MCP458",
            replace(
                replay,
                header=replace(replay.header, arguments=arguments),
                exchanges=(replace(ISSUE, response=Response(200, body=body)),),
                terms=Terms(parameters=parameters),
            ),
        )
    ]


def test_the_first_promise_is_told_with_its_line() -> None:
    """Provenance: ours. Every block is read but raw JSON, and one finding is enough."""
    replay = blocks('["truncated"]', "# x\n  Next page available. ", "truncated")

    assert saw("MCP458", replay) == [
        'says `Next page`, and no way to get there: "Next page available."'
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("... and 12 more", "and 12 more"),
        ("(+3 more)", "3 more"),
        ("- 3 more", "3 more"),
        ("It is truncated.", "truncated"),
        ("not truncated; 3 results omitted", "3 results omitted"),
        ("not truncated. The list is cut", "list is cut"),
        ("There are more issues, not truncated", "There are more"),
        ("truncated: false", None),
        ("truncated = no", None),
        ("never, in all these years of it, truncated", "truncated"),
        ("Showing 20 of 57", "Showing 20 of 57"),
        ("Showing 56 of 57", "Showing 56 of 57"),
        ("Showing 57 of 57", None),
        ("Showing 58 of 57", None),
        ("Showing 1-20 of 57", "Showing 1-20 of 57"),
        ("Showing 1,000 of 1,057", "Showing 1,000 of 1,057"),
        ("Showing 2,000 of 1,057", None),
        ("page 1 of 3", "page 1 of 3"),
        ("page 3 of 3", None),
        ("3 of 5 tasks", None),
    ],
)
def test_a_line_promises_more_by_its_words_or_its_numbers(line: str, said: str | None) -> None:
    """Provenance: ours. What is denied is no promise."""
    assert more("# x", line) == [said] * (said is not None)


@pytest.mark.parametrize(
    ("arguments", "is_found"),
    [
        ({}, True),
        ({"page": 1}, True),
        ({"page": 0}, True),
        ({"page": None}, True),
        ({"page": ""}, True),
        ({"page": 2}, False),
        ({"after": "abc"}, False),
        ({"START_AT": 50}, False),
        ({"number": 2}, True),
        ({"number": 2, "cursor": "x"}, False),
    ],
)
def test_on_a_later_page_a_part_is_no_promise(arguments: dict[str, JSON], is_found: bool) -> None:
    """Provenance: ours. The words are one all the same."""
    assert bool(more("Showing 20 of 57", arguments=arguments)) is is_found
    assert more("truncated", arguments=arguments) == ["truncated"]


def test_what_users_promise_is_left_alone_and_the_next_line_is_read() -> None:
    """Provenance: ours. In whatever case."""
    assert more("# x\nTruncated\nMore pages", body=b'{"body": "it was truncated."}') == ["More pages"]
    assert more("# x\nTruncated", body=b'{"body": "x"}') == ["Truncated"]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("truncated\nb\nc", True),
        ("https://a.example\ntruncated", False),
        ("truncated\nhttps://a.example", False),
        ("truncated\nhttps://a.example\nc", False),
        ("truncated, see https://a.example\nb", False),
        ("https://a.example\nb\ntruncated", True),
        ("truncated\nb\nhttps://a.example", True),
        ("page\ntruncated", False),
        ("PAGE\ntruncated", False),
        ("pages\ntruncated", True),
        ("homepage\ntruncated", True),
        ("page\nb\ntruncated", True),
        ("`page`\nb\ntruncated", False),
        ('"page"\nb\ntruncated', False),
        ("page = 2\nb\ntruncated", False),
        ("a.c\ntruncated", False),
        ("abc\ntruncated", True),
        ("truncated\nb\nc\nget_issue", False),
        ("truncated\nb\nc\nnarrow it", False),
        ("truncated\nb\nc\nuse list_all", False),
        ("truncated\nb\nc\nuse listAll", False),
        ("truncated\nb\nc\nuse it", True),
    ],
)
def test_a_way_is_an_address_or_an_argument_near_by_or_a_tool_anywhere(text: str, is_found: bool) -> None:
    """Provenance: ours. An argument far away has to stand there as one."""
    assert bool(more(text, parameters=("a.c", "page"))) is is_found
    assert more("truncated\nb\nc", parameters=()) == ["truncated"]


def test_a_promise_with_a_way_hides_none_without() -> None:
    """Provenance: ours."""
    assert more("truncated\npage=2\nb\nc\nMore pages", parameters=("page",)) == []
    assert more("truncated\nhttps://a.example\nb\nc\nMore pages") == ["More pages"]
    assert more("x", "", "  ", "truncated") == ["truncated"]
