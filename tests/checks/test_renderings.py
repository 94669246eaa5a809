"""MCP450 to MCP458: what a renderer does to a reply, and what only looks so."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.checks.upstream._python import fields_of_models
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, replayed
from pytest_mcp_contract.checks.upstream.mcp450_python_repr_in_text import python_repr_in_text
from pytest_mcp_contract.checks.upstream.mcp451_no_summary_first import no_summary_first
from pytest_mcp_contract.checks.upstream.mcp452_empty_result_without_sentence import (
    empty_result_without_sentence,
)
from pytest_mcp_contract.checks.upstream.mcp453_rendering_over_budget import rendering_over_budget
from pytest_mcp_contract.checks.upstream.mcp454_rendering_hardly_smaller import rendering_hardly_smaller
from pytest_mcp_contract.checks.upstream.mcp455_rendering_not_deterministic import (
    rendering_not_deterministic,
)
from pytest_mcp_contract.checks.upstream.mcp456_placeholder_leaks import placeholder_leaks
from pytest_mcp_contract.checks.upstream.mcp458_more_without_a_way import more_without_a_way
from pytest_mcp_contract.model import (
    JSON,
    Exchange,
    Experiment,
    Finding,
    Repeat,
    Replay,
    Reply,
    Request,
    Response,
    Terms,
    Unchecked,
)

ISSUES: Mapping[str, Any] = {
    "number": 1,
    "title": "Broken",
    "assignee": None,
    "milestone": None,
    "due_on": None,
    "labels": [],
    "user": {"login": "octocat", "name": None},
    "tags": ["bug", "ui"],
    "created_at": "2026-03-02T09:00:00Z",
}


def of(text: str, body: object = ISSUES, *, parameters: tuple[str, ...] = (), **arguments: JSON) -> Replay:
    """A replay in which the API sent `body`, and `text` was made of it."""
    answer = Response(200, "OK", body=json.dumps(body).encode())
    replay = replace(
        example(text),
        exchanges=(Exchange(Request("GET", "https://api.example.com/x"), answer),),
        terms=Terms(parameters=parameters),
    )
    return replace(replay, header=replace(replay.header, arguments=arguments))


def said(check: AnyCheck, replay: Replay) -> list[str]:
    """What the check finds."""
    return [item.saw for item in check(replay) if isinstance(item, Finding)]


class TestPythonRepr:
    """MCP450."""

    @pytest.mark.parametrize(
        "text",
        [
            "{'number': 1, 'user': {'login': 'octocat', 'name': None}}",
            "[{'number': 1}, {'number': 2}]",
            "- Tags: ['bug', 'ui']",
            "# Broken\n\nuser: {'login': 'octocat',\n 'name': None}",
            "Created: {'created_at': datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.timezone.utc)}",
            "Created datetime.date(2026, 3, 2)",
            "Price: Decimal('1.50')",
            "[Issue(number=1, title='Broken'), Issue(number=2, title='Slow')]",
            "models.User(login='octocat', name=None)",
            "User: login='octocat' name=None",
            "- number=1 title=\"It's\" user=User(login='octocat') tags=['bug'] milestone=None",
            "<generator object Issue.labels at 0x7f3c8a1b2c40>",
            "<bound method Issue.url of <Issue object at 0x7f3c8a1b2c40>>",
            "State: <State.OPEN: 'open'>",
            "Answer: <Response [200 OK]>",
            "Rows: [(1, 'bug'), (2, None)]",
            "```python\n{'number': 1, 'user': None}\n```",
        ],
    )
    def test_pythons_spelling_of_the_answer_is_found(self, text: str) -> None:
        assert said(python_repr_in_text, of(text))

    @pytest.mark.parametrize(
        "text",
        [
            "# Broken\n\n- Tags: bug, ui",
            'Raw: {"number": 1, "title": "Broken"}',
            "Raw: [1, 2, 3]",
            "- [ ] open\n- [x] done",
            "[Broken](https://example.com/1 'title')",
            "It's {owner}'s issue, isn't it?",
            "Use row['number'] and items[0]['tags'].",
            "(see 'number' and 'title')",
            "status in ('open', 'closed')",
            "Broken (id=5), Slow (id=6)",
            "See Issue(1) and Version(2, 3).",
            "call list_issues again with page=3 and state='open'",
            "number=1 and more",
            "title='Broken'",
            "Weather (city='Oslo')",
            "<https://example.com/at> <b>bold</b>",
            "The email is <octocat at 0x.example>",
            "{'a': 1, 'b' ... is cut",
            "Pass filters as {'colour': 'red'}.",
            "# Broken\n\n```python\nissue = {'number': 1}\n```\n\nand\n\n> ```\n> {'number': 1}\n> ```",
            "f({'number': 1}",
            "{" * 5_000 + "'",
        ],
    )
    def test_what_only_looks_so_is_left_alone(self, text: str) -> None:
        assert not said(python_repr_in_text, of(text))

    @pytest.mark.parametrize(
        ("body", "text"),
        [
            ({"body": "run with {'a': None}"}, "# Issue\n\nrun with {'a': None}"),
            ({"body": "{'a': None,\n    'b': 2}"}, "# Issue\n\n{'a': None, 'b': 2}"),
            ({"body": "{'a_b': None}"}, "# Issue\n\n{'a\\_b': None}"),
            ({"body": "<code>{&#39;a&#39;: None}</code>"}, "# Issue\n\n`{'a': None}`"),
            ({"content": [{"text": "see {'a': "}, {"text": "None}"}]}, "# Page\n\nsee {'a': None}"),
            ({"content": "eCA9IHsnYSc6IE5vbmV9ICMgdGVzdA=="}, "# File x.py\n\nx = {'a': None} # test"),
            ({"log": "at <Job object at 0x7f3c8a1b2c40>"}, "# Log\n\nat <Job object at 0x7f3c8a1b2c40>"),
        ],
    )
    def test_what_the_apis_users_wrote_is_left_alone(self, body: object, text: str) -> None:
        """Provenance: ours. White space, escapes, entities, pieces of rich text, and files in base64."""
        assert not said(python_repr_in_text, of(text, body))

    def test_what_the_caller_wrote_is_left_alone(self) -> None:
        assert not said(python_repr_in_text, of("Set filter {'number': 1}", filter="{'number': 1}"))


class TestSummary:
    """MCP451."""

    @pytest.mark.parametrize(
        "text",
        [
            "- a\n- b\n- c\n- d",
            "• a\n• b\n• c\n• d",
            "1) a\n2) b\n3) c\n4) d",
            "\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |",
            "number: 1\ntitle: Broken\nassignee: nobody\nlabels: none",
            "- **Title**: Broken\n- **State**: open\n- **Author**: octocat\n- **Tags**: bug",
            "```text\nBroken\n```\nopen\nbug",
            "---\n- a\n- b\n- c\n- d",
            "<div>\n<p>Broken</p>\n<p>open</p>\n</div>",
            "https://example.com/1\nBroken\nopen\nbug",
            "2026-03-02\nBroken\nopen\nbug",
            "number,title,state\n1,Broken,open\n2,Slow,open\n3,Ugly,open",
            "number\ttitle\n1\tBroken\n2\tSlow\n3\tUgly",
        ],
    )
    def test_a_long_reply_without_a_first_line_is_found(self, text: str) -> None:
        assert said(no_summary_first, of(text))

    @pytest.mark.parametrize(
        "text",
        [
            "# Issue #1\n- a\n- b\n- c",
            "4 issues:\n- a\n- b\n- c\n- d",
            "**4 issues**\n- a\n- b\n- c\n- d",
            "Issue 1: Broken\nstate: open\nlabels: none\nassignee: nobody",
            "Updated deal 401: Broken\n- a\n- b\n- c",
            "Total: 4\nlabels: 2\ntags: 2\nnumber: 1",
            "3 issues, 2 open, 1 closed\n- a, b, c\n- d, e, f\n- g, h, i",
            "*Broken* is open.\na\nb\nc",
            "> Broken\na\nb\nc",
            "- a\n- b\n- c",
            "[#1](https://example.com) is open\na\nb\nc",
            "title: Broken\nIt is about a crash.\n\nNothing else\nis known.",
            "Ada Lovelace wrote:\na\nb\nc",
            "<!-- image/png, 3 bytes -->\nOne picture:\na\nb\nc",
            "",
        ],
    )
    def test_a_reply_that_sums_up_or_is_short_is_left_alone(self, text: str) -> None:
        assert not said(no_summary_first, of(text))

    def test_a_text_handed_on_as_it_is_is_left_alone(self) -> None:
        text = "- a\n- b\n- c\n- d\n- e"

        assert not said(no_summary_first, of(text, {"content": text + "\n"}))
        assert said(no_summary_first, of(text + "\n- f", {"content": text}))


class TestEmptiness:
    """MCP452."""

    @pytest.mark.parametrize(
        "text", ["", "\n", "[]", "{}", "---", "...", "# Search results", "**Results:**",
                 "Here are the results:", "Issues in octocat/hello-world:", "| a |\n|---|",
                 "<!-- nothing -->", "\u200b"]
    )  # fmt: skip
    def test_nothing_to_read_is_found(self, text: str) -> None:
        assert said(empty_result_without_sentence, of(text))

    @pytest.mark.parametrize(
        "text", ["No results.", "0", "# Broken", "Results: none", "0 results:", "No issues:", "👍", "Done",
                 "なし", "# Results\n\n- Broken", "Results:\n\n1", "# Contact 51:", "- [ ] a", "€"]
    )  # fmt: skip
    def test_whatever_says_something_is_left_alone(self, text: str) -> None:
        assert not said(empty_result_without_sentence, of(text))

    def test_blocks_that_are_no_text_say_something(self) -> None:
        link = {"type": "resource_link", "uri": "file:///a", "name": "a"}

        assert not said(empty_result_without_sentence, replayed(Reply(content=(dict(link),))))
        assert said(empty_result_without_sentence, replayed(Reply(structured={"result": []})))


class TestTokens:
    """MCP453 and MCP454."""

    @pytest.mark.parametrize("check", [rendering_over_budget, rendering_hardly_smaller])
    def test_what_was_not_counted_is_not_judged(self, check: AnyCheck) -> None:
        assert [type(item) for item in check(example())] == [Unchecked]

    def test_the_budget_of_the_tool_is_the_limit(self) -> None:
        over = replace(example(), raw_tokens=1, tokens=501, terms=Terms(max_tokens=500))

        assert said(rendering_over_budget, over) == ["the reply takes 501 tokens"]
        assert not said(rendering_over_budget, replace(over, tokens=500))

    @pytest.mark.parametrize(
        ("raw", "tokens", "is_found"),
        [(1000, 701, True), (1000, 700, False), (200, 199, True), (199, 199, False), (0, 9, False)],
    )
    def test_thirty_percent_are_to_be_saved(self, raw: int, tokens: int, is_found: bool) -> None:
        assert (
            bool(said(rendering_hardly_smaller, replace(example(), raw_tokens=raw, tokens=tokens)))
            is is_found
        )

    def test_long_texts_count_on_neither_side(self) -> None:
        """Provenance: ours. A tool that shows a page's text cannot save on it, but on all beside."""
        essay = "It was a dark and stormy night. " * 100
        shown = of(f"# Page\n\n{essay}", {"body": essay, "fields": ["x" * 9] * 300})

        assert not said(rendering_hardly_smaller, replace(shown, raw_tokens=1_600, tokens=800))
        assert said(rendering_hardly_smaller, replace(shown, raw_tokens=1_600, tokens=1_500))


class TestDeterminism:
    """MCP455."""

    SAME = Repeat("the same circumstances", "# Broken")

    def test_the_circumstances_and_the_line_are_named(self) -> None:
        text = f"# Broken\n\n{'-' * 90} 09:00"
        other = Repeat("another time zone", text.replace("09", "22"))

        (saw,) = said(rendering_not_deterministic, replace(example(text), repeats=(other,)))

        place = 'line 3 is "…----------- 22:00", and "…----------- 09:00" at first'
        assert saw == f"differs in another time zone: {place}"

    def test_a_line_too_few_is_named(self) -> None:
        (saw,) = said(
            rendering_not_deterministic,
            replace(
                example("# Broken\nopen"), repeats=(self.SAME, Repeat("another process", "# Broken\nopen"))
            ),
        )

        assert saw == 'differs in the same circumstances: line 2 is missing, and "open" at first'

    def test_equal_texts_are_left_alone(self) -> None:
        twice = replace(example(), repeats=(self.SAME, replace(self.SAME, circumstances="another process")))

        assert rendering_not_deterministic(twice) == []

    @pytest.mark.parametrize("repeats", [None, (), (SAME,), (SAME, Repeat("another process", None))])
    def test_what_could_not_be_repeated_is_not_judged(self, repeats: tuple[Repeat, ...] | None) -> None:
        told = rendering_not_deterministic(
            replace(example(), repeats=repeats, untried={Experiment.REPEATS: "no process"})
        )

        assert told == [Unchecked("no process")]


class TestPlaceholders:
    """MCP456."""

    @pytest.mark.parametrize(
        "text",
        [
            "- Assignee: None",
            "**Milestone:** None",
            "Assignee: **None**",
            "- Due on: None, 3 comments",
            "| number | milestone |\n| --- | --- |\n| 1 | None |",
            "opened by None",
            "opened by @None",
            "assigned to None since 2026",
            "https://example.com/None/1",
            "https://example.com/1?after=None",
            "None None",
            "Ada (None)",
            "bug, None, ui",
            "Issue #1: None",
            "# None\n\nopen",
            "- None None (open)",
            "None",
            "null",
            "- Assignee: null",
            "Assignee: `null`",
            "| 1 | undefined |",
            "Assignee = undefined;",
            "by null",
            "(null)",
            "- null",
            "Average: NaN",
            "NaN % done",
            "Labels: [object Object]",
            "[object Object]",
        ],
    )
    def test_what_code_prints_for_nothing_is_found(self, text: str) -> None:
        assert said(placeholder_leaks, of(text))

    @pytest.mark.parametrize(
        "text",
        [
            "- Assignee: nobody",
            "- Assignee: none",
            "- Labels: None",
            "- Blocked by: None",
            "## Labels\n\nNone",
            "- None of them is open",
            "None of the above",
            "None found.",
            "None.\n\nThat is all.",
            "opened by None of them",
            "There is no user: None matches.",
            "It is non-None, and null-safe.",
            "The field can be null, or undefined.",
            "It is null.",
            "`None`, `null` and `undefined` are values.",
            "Use `x = null`.",
            "```\nnull\nNone\nNaN\n```",
            '{"assignee": null}',
            'Raw: {"assignee": null, "n": NaN}',
            "Raw: {'assignee': None}",
            "Nonesuch, nullable, nullify, NaNny",
            "MyModule.None",
            "Null Island",
        ],
    )
    def test_what_a_person_wrote_is_left_alone(self, text: str) -> None:
        assert not said(placeholder_leaks, of(f"Issue 1\n\n{text}"))

    @pytest.mark.parametrize(
        ("body", "text"),
        [
            ({"title": "None shall pass", "assignee": None}, "# Issue 1\n\n- Assignee: None"),
            ({"body": "returns null"}, "# Issue 1\n\nby null"),
            ({"unit": "NaN"}, "Unit: NaN"),
            ({"body": "[object Object] in the title"}, "# [object Object] in the title"),
            ({"priority": "none", "assignee": None}, "- Priority: None"),
            ({"rows": [{"status": "NONE"}, {"status": None}]}, "| status |\n|---|\n| None |"),
        ],
    )
    def test_words_of_the_api_are_left_alone(self, body: object, text: str) -> None:
        assert not said(placeholder_leaks, of(text, body))

    def test_words_of_the_caller_are_left_alone(self) -> None:
        assert not said(placeholder_leaks, of("No issues match: assignee = null", q="assignee = null"))

    def test_another_spelling_elsewhere_excuses_nothing(self) -> None:
        """Provenance: GitHub's `author_association: NONE`, which nearly every answer holds."""
        body = {"author_association": "NONE", "assignee": None}

        assert said(placeholder_leaks, of("- Assignee: None", body))
        assert not said(placeholder_leaks, of("- Author association: None", body))

    def test_each_word_is_told_once(self) -> None:
        told = said(placeholder_leaks, of("# 1\n\n- Assignee: None\n- Milestone: None\n- Due: null"))

        assert told == [
            'line 3 holds `None`: "- Assignee: None" (and 1 more)',
            'line 5 holds `null`: "- Due: null"',
        ]


class TestMore:
    """MCP458."""

    @pytest.mark.parametrize(
        "text",
        [
            "There are more results.",
            "More results are available",
            "... and 12 more",
            "(+3 more)",
            "12 more not shown",
            "Next page available",
            "Further results exist",
            "More issues follow.",
            "[truncated]",
            "Output truncated",
            "The list is cut after 20.",
            "Showing 20 of 57 issues",
            "Showing 1-20 of 57",
            "Displaying the first 20 out of 1,057",
            "Page 1 of 3",
            "Shown: 20 of 57",
            "20 comments not shown",
        ],
    )
    def test_a_promise_without_a_way_is_found(self, text: str) -> None:
        assert said(more_without_a_way, of(f"Issues\n\n- Broken\n\n{text}", parameters=("owner", "state")))

    @pytest.mark.parametrize(
        "text",
        [
            "There are more results: call again with page=2.",
            "... and 12 more; ask with `page`.",
            "More issues follow: call get_issue again.",
            "Next page: 2",
            "12 more: use the page argument",
            "truncated; read the rest at https://example.com/1",
            "Showing 20 of 57; narrow the query.",
            "12 more not shown, call list_all_issues",
            "There are more results.\n\nnext_page=2",
        ],
    )
    def test_a_promise_with_a_way_is_left_alone(self, text: str) -> None:
        assert not said(more_without_a_way, of(f"Issues\n\n- Broken\n\n{text}", parameters=("owner", "page")))

    @pytest.mark.parametrize(
        "text",
        [
            "There are no more results.",
            "Nothing was truncated.",
            "It isn't truncated.",
            "truncated: false",
            "has no further pages",
            "No more issues follow.",
            "10 more issues:",
            "1 more field without a value.",
            "Showing 57 of 57",
            "Showing 41-57 of 57",
            "Page 3 of 3",
            "3 of 5 tasks are done",
            "It takes 2 more or less.",
            "```\ntruncated, 20 more\n```",
            "More than this is not known.",
        ],
    )
    def test_what_promises_nothing_is_left_alone(self, text: str) -> None:
        assert not said(more_without_a_way, of(f"Issues\n\n{text}"))

    def test_on_a_later_page_the_earlier_ones_may_be_missing(self) -> None:
        assert said(more_without_a_way, of("Showing 20 of 57", page=1))
        assert not said(more_without_a_way, of("Showing 20 of 57", page=3))

    def test_what_the_apis_users_promise_is_left_alone(self) -> None:
        assert not said(more_without_a_way, of("# Issue\n\nand 5 more...", {"body": "and 5 more..."}))


@pytest.mark.parametrize(
    "check",
    [
        python_repr_in_text,
        no_summary_first,
        empty_result_without_sentence,
        placeholder_leaks,
        more_without_a_way,
    ],
)
def test_errors_are_no_business_of_these(check: AnyCheck) -> None:
    text = "- None\n- {'number': 1}\n- 5 more\n- []"
    error = Reply(content=({"type": "text", "text": text},), is_error=True)

    assert not said(check, replace(replayed(error), exchanges=(ISSUE,)))


def test_a_field_whose_bracket_is_closed_by_another_is_no_field() -> None:
    """Provenance: ours."""
    sound = fields_of_models("items=[1, (2)] owner=None")

    assert sound is not None
    assert sound.names == {"items", "owner"}
    assert fields_of_models("items=[1, (2]) owner=None state=None") is None
    assert fields_of_models("items=[1 owner=None state=None") is None
