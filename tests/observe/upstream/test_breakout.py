"""Content that breaks out of its line, and renderings that hold it."""

import re

import pytest

from pytest_mcp_contract.observe.upstream.breakout import Page, hostile, is_free_text, is_one_line

WORD = "zqabcdex"
CONTENT = hostile(WORD)
ONE_LINE = " ".join(CONTENT.split())
HEADING = "a heading of its own"
FENCE = "a code fence that swallows what follows"


def became(text: str, *, rows_are_even: bool = True) -> str:
    """What the content made of a text; "" where it stayed in its place."""
    return Page(text).broken_by({"title": WORD}, rows_are_even=rows_are_even).get("title", "")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"# #1 {CONTENT}\n\nMore.", HEADING),
        (f"- Title: {CONTENT}\n- State: open", HEADING),
        (f"| Title | State |\n| --- | --- |\n| {CONTENT} | open |", HEADING),
        (f"Title: {CONTENT.replace('# ', '')}\n\nMore.", FENCE),
        (f"| A | B |\n| --- | --- |\n| {ONE_LINE} | x |", "a row of 4 cells in a table of 2"),
        (f"| A | B |\n| --- | --- |\n| {ONE_LINE[:12]} | x |", "a row of 3 cells in a table of 2"),
    ],
)
def test_content_that_breaks_out_is_told(text: str, what: str) -> None:
    assert became(text) == what


@pytest.mark.parametrize(
    "text",
    [
        f"# #1 {ONE_LINE}\n\nMore.",
        f"- Title: {ONE_LINE}\n- State: open",
        f"| A | B |\n| --- | --- |\n| {ONE_LINE.replace('|', chr(92) + '|')} | x |",
        f"Title:\n\n````\n{CONTENT}\n````",
        "> Title: " + CONTENT.replace("\n", "\n> "),
        "- Title: " + CONTENT.replace("\n", "\n  "),
        "Title: " + CONTENT.replace("#", "\\#").replace("`", "\\`"),
        f"# #1 {CONTENT[:10]}…",
        f'{{"title": "{CONTENT}"}}'.replace("\n", "\\n"),
        "# #1 something else\n\n# Another heading\n\n```python\nx\n```",
    ],
)
def test_content_that_stays_in_its_place_is_not_told(text: str) -> None:
    assert became(text) == ""


def test_rows_that_were_uneven_before_say_nothing() -> None:
    text = f"| A | B |\n| --- | --- |\n| {ONE_LINE} | x |"

    assert became(text, rows_are_even=False) == ""
    assert Page(text).has_ragged_rows
    assert not Page("| A | B |\n|---|---|\n| a \\| b | x |\n| 1 | 2 |").has_ragged_rows


@pytest.mark.parametrize(
    ("text", "is_inline"),
    [
        ("# #1 MARK", True),
        ("# MARK", True),
        ("- Title: MARK", True),
        ("| MARK | x |", True),
        ("> by ada: MARK", True),
        ("MARK", False),
        ("- MARK", False),
        ("  3. MARK", False),
        ("> MARK", False),
        ("# #1 MARK\n\nMARK", False),
        ("```\nTitle: MARK\n```", False),
        ("nothing", False),
    ],
)
def test_a_text_stands_in_a_line_where_something_else_comes_before_it(text: str, is_inline: bool) -> None:
    assert Page(text).is_inline(re.compile("MARK")) is is_inline


@pytest.mark.parametrize(
    ("key", "value", "is_free"),
    [
        ("title", "Broken", True),
        ("displayName", "ada", True),
        ("name", "Ada Lovelace", True),
        ("name", "hello-world", False),
        ("login", "octocat", False),
        ("state", "open", False),
        ("title", None, True),
    ],
)
def test_words_that_the_vendor_restricts_are_no_free_text(key: str, value: object, is_free: bool) -> None:
    assert is_free_text(key, [value]) is is_free


def test_a_text_of_several_lines_is_not_of_one() -> None:
    assert is_one_line("one line\n")
    assert not is_one_line("two\nlines")
    assert not is_one_line(3)
