"""Markdown as Atlassian documents: every kind of Markdown, nothing lost, nothing that Jira would refuse."""

import sys
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.jira.adf_nodes import all_text
from pytest_mcp_contract.reference.servers.jira.adf_to_markdown import markdown_of
from pytest_mcp_contract.reference.servers.jira.markdown_to_adf import document_of
from pytest_mcp_contract.reference.servers.jira.markdown_tokens import DEEPEST
from tests.emulators.jira.documents import document, node, paragraph, text
from tests.reference.jira_documents import Part, documents, every, inside, violations, with_sorted_marks

X = "https://x.example"

steady = settings(
    derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def made_of(markdown: str) -> Part:
    """The document of a text, which Jira would take."""
    made = document_of(markdown)
    assert isinstance(made, Ok)
    assert violations(made.value) == []
    return made.value


def item(*content: JSON) -> JSON:
    """A list item."""
    return node("listItem", *content)


def row(kind: str, *cells: str) -> JSON:
    """A row of a table."""
    return node("tableRow", *(node(kind, paragraph(cell)) for cell in cells))


def linked(words: str, href: str = X, *marks: str) -> JSON:
    """A text in a link, with other marks in it."""
    inner: list[JSON] = [{"type": mark} for mark in marks]
    return {"type": "text", "text": words, "marks": [{"type": "link", "attrs": {"href": href}}, *inner]}


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        ("one\ntwo\n\nthree", [paragraph("one two"), paragraph("three")]),
        ("# One", [node("heading", text("One"), level=1)]),
        ("###### Six #", [node("heading", text("Six"), level=6)]),
        (
            "One\n===\n\nTwo\n---",
            [node("heading", text(word), level=n) for n, word in ((1, "One"), (2, "Two"))],
        ),
        ("- a\n- b", [node("bulletList", item(paragraph("a")), item(paragraph("b")))]),
        ("7. a\n8. b", [node("orderedList", item(paragraph("a")), item(paragraph("b")), order=7)]),
        (
            "- a\n  1. b\n     - c",
            [
                node(
                    "bulletList",
                    item(
                        paragraph("a"),
                        node(
                            "orderedList",
                            item(paragraph("b"), node("bulletList", item(paragraph("c")))),
                            order=1,
                        ),
                    ),
                )
            ],
        ),
        ("- a\n\n  b", [node("bulletList", item(paragraph("a"), paragraph("b")))]),
        ("- [ ] a\n- [x] b", [node("bulletList", item(paragraph("[ ] a")), item(paragraph("[x] b")))]),
        ("```python\na = 1\n\nb\n```", [node("codeBlock", text("a = 1\n\nb"), language="python")]),
        ("~~~ c++ title=x\n*a*\n~~~", [node("codeBlock", text("*a*"), language="c++")]),
        ("    indented", [node("codeBlock", text("indented"))]),
        ("> a\n>\n> b", [node("blockquote", paragraph("a"), paragraph("b"))]),
        ("> - a", [node("blockquote", node("bulletList", item(paragraph("a"))))]),
        ("***", [node("rule")]),
        (
            "| a | b |\n|---|:-:|\n| c \\| d | e |",
            [node("table", row("tableHeader", "a", "b"), row("tableCell", "c | d", "e"))],
        ),
    ],
)
def test_each_kind_of_block_is_made(markdown: str, made: list[JSON]) -> None:
    """Provenance: ours."""
    assert made_of(markdown) == document(*made)


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        ("**a** *b*", [text("a", "strong"), " ", text("b", "em")]),
        ("__a__ _b_", [text("a", "strong"), " ", text("b", "em")]),
        ("~~a~~", [text("a", "strike")]),
        ("`a*b*`", [text("a*b*", "code")]),
        ("**a *~~b~~***", [text("a ", "strong"), text("b", "strong", "em", "strike")]),
        ("**a **b** c**", [text("a b c", "strong")]),
        ("*a **b** c*", [text("a ", "em"), text("b", "em", "strong"), text(" c", "em")]),
        ("[a *b*](https://x.example)", [linked("a "), linked("b", X, "em")]),
        ("[`a`](https://x.example)", [linked("a", X, "code")]),
        ("<https://x.example>", [linked(X)]),
        ("see https://x.example/a_b.", ["see ", linked(f"{X}/a_b", f"{X}/a_b"), "."]),
        ("`https://x.example`", [text("https://x.example", "code")]),
        ("[a][1]\n\n[1]: https://x.example", [linked("a")]),
        ("a  \nb\\\nc", ["a", node("hardBreak"), "b", node("hardBreak"), "c"]),
        ("a<br>b<BR/>c", ["a", node("hardBreak"), "b", node("hardBreak"), "c"]),
        (r"\*a\* \# \[b\] \<br>", ["*a* # [b] <br>"]),
        (r"\<br>", ["<br>"]),
        ("&lt;b&gt; &amp; &copy; &#42;", ["<b> & © *"]),
        ("snake_case 2 * 3 < 4 & 5", ["snake_case 2 * 3 < 4 & 5"]),
        ("![a *b*](https://x.example/p.png)", [linked("a b", f"{X}/p.png")]),
        ("![](https://x.example/p.png)", [linked("image", f"{X}/p.png")]),
        (
            "[![a](https://x.example/p.png)](https://x.example)",
            [linked("a"), " ", linked("image", f"{X}/p.png")],
        ),
    ],
)
def test_each_kind_of_text_is_made(markdown: str, made: list[JSON | str]) -> None:
    """Provenance: ours."""
    assert made_of(markdown) == document(paragraph(*made))


@pytest.mark.parametrize("mark", ["**{}**", "*{}*", "~~{}~~", "**~~*{}*~~**"])
def test_code_has_no_mark_but_a_link(mark: str) -> None:
    """Provenance: Atlassian: the code mark combines with links only, else the document is refused."""
    made = made_of(mark.format("`x` [`y`](https://x.example)"))

    code = [part["marks"] for part in every(made, "text") if part["text"] in ("x", "y")]
    link: Part = {"type": "link", "attrs": {"href": "https://x.example"}}
    assert sorted(map(str, code)) == sorted(map(str, [[{"type": "code"}], [link, {"type": "code"}]]))


ODD = (
    "", " \n\n ", "#", ">", "-", "1.", "```\n```", "|a|\n|-|", "| |\n|-|\n| |", "[](https://x.example)",
    "[]()",
    "![]()", "- >", "> >", "- #", "- -", "> 1.", "- ***\n  a", "* * *\n- - a", "<!-- -->", "&nbsp;", "\\",
    "a\x00b", "[a]: <>",
)  # fmt: skip


@pytest.mark.parametrize("markdown", ODD)
def test_nothing_odd_makes_a_document_that_is_refused(markdown: str) -> None:
    """Provenance: ours."""
    assert made_of(markdown)["version"] == 1


def test_the_rules_find_what_they_are_for() -> None:
    """Provenance: ours. A check of documents that finds nothing would prove nothing."""
    broken: list[JSON] = [
        node("paragraph", text("")),
        node("paragraph", text("a", "code", "strong")),
        node("paragraph", text("a", "strong", "strong")),
        node("paragraph", linked("a", "b.md")),
        node("heading", text("a"), level=7),
        node("bulletList", paragraph("a")),
        node("bulletList", item(node("bulletList", item(paragraph("a"))))),
        node("orderedList", item(paragraph("a"))),
        node("codeBlock", text("a", "strong")),
        node("blockquote", node("heading", text("a"), level=1)),
        node("table", node("tableRow", node("tableCell", text("a")))),
        node("table", node("tableRow", node("tableCell"))),
        node("blockquote"),
    ]

    unnoticed = [part for part in broken if not violations({"type": "doc", "version": 1, "content": [part]})]
    assert unnoticed == []
    assert violations({"type": "doc", "content": []})


NARROW = ["# {}", "> {}", "***\n{}", "| {} |\n|---|\n| b |", "{}\n==="]


@pytest.mark.parametrize("inner", NARROW)
@pytest.mark.parametrize("outer", ["- {}", "> {}", "> - {}", "1. > {}"])
def test_what_the_format_forbids_in_a_place_stands_there_as_paragraphs(outer: str, inner: str) -> None:
    """Provenance: Atlassian: lists hold no headings, quotes, rules and tables, nor do quotes."""
    before, _, _ = outer.partition("{}")
    indent = before.translate(str.maketrans("-1.", "   "))
    made = made_of(
        "\n".join(
            [
                before + inner.split("\n")[0].format("word"),
                *(indent + line.format("word") for line in inner.split("\n")[1:]),
            ]
        )
    )

    assert "word" in all_text(dict(made))
    assert ("b" in all_text(dict(made))) == ("b" in inner)
    assert not every(made, "heading") or inner.startswith("{}")


def test_a_heading_in_a_list_is_strong_throughout() -> None:
    """Provenance: ours. The end of a strong part used to end that of the heading."""
    assert made_of("- # a **b** c\n- d") == document(
        node("bulletList", item(paragraph(text("a b c", "strong"))), item(paragraph("d")))
    )


@pytest.mark.parametrize(
    "html",
    [
        "<b>word</b>",
        "<div>\nword\n</div>",
        "<!-- word -->",
        "<script>word</script>",
        "a <img src='word'> b",
        "<details>word",
    ],
)
def test_html_is_text_and_not_lost(html: str) -> None:
    """Provenance: ours. The format has no HTML."""
    shown = all_text(dict(made_of(html)))

    assert shown.replace(" ", "") == html.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[WIP]: done", "[WIP]: done"),
        ("> [WIP]: done\n> more", "[WIP]: done more"),
        ("[a][1]\n\n[1]: https://x.example\n[todo]: later", "a[todo]: later"),
        ("[a]: https://x.example\n\n[a]: other", "[a]: https://x.example[a]: other"),
        ("[a](docs/b.md)", "a (docs/b.md)"),
        ("![a](b.png)", "a (b.png)"),
        ("[](docs/b.md)", "docs/b.md"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ('[a](<> "t")', "a"),
        ("<ab:c>", "ab:c"),
    ],
)
def test_what_can_be_no_link_is_text(markdown: str, shown: str) -> None:
    """Provenance: ours. Markdown hides unused definitions, and Atlassian refuses relative addresses."""
    made = made_of(markdown)

    assert all_text(dict(made)) == shown


@pytest.mark.parametrize(
    "broken", ["**a", "`a", "[a](", "![a", "```", "| a |\n| b", "<a href=", "&#xFFFFFFF;", "~~a", "[a]["]
)
def test_one_malformed_piece_does_not_lose_the_rest(broken: str) -> None:
    """Provenance: ours."""
    made = made_of(f"before **word**\n\n{broken}\n\nafter")

    shown = all_text(dict(made))
    assert inside(made)[0] == paragraph("before ", text("word", "strong"))
    assert shown.endswith("after")
    assert broken.strip("`").replace("\n", " ") in shown or "`a" in shown


def test_a_list_that_is_nested_too_deep_is_refused_with_a_sentence() -> None:
    """Provenance: ours. The parser drops what lies deeper, without a word."""
    fits = "\n".join("  " * depth + "- a" for depth in range(DEEPEST // 2 - 1))
    too_deep = "> " * (DEEPEST + 1) + "a"

    refused = document_of(too_deep)

    assert len(every(made_of(fits), "listItem")) == DEEPEST // 2 - 1
    assert isinstance(refused, Err)
    assert "nested too deep" in refused.message


def test_deep_marks_and_brackets_lose_nothing() -> None:
    """Provenance: ours."""
    made = made_of("[" * 500 + "x" + "*" * 300 + " y" + "]" * 500)

    assert all_text(dict(made)).count("[") == 500
    assert all_text(dict(made)).count("*") == 300


def steps(markdown: str) -> int:
    """How many functions are called in making the document: a measure of work that no clock disturbs."""
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        document_of(markdown)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "piece",
    ["- a\n", "> a\n\n", "**a** ", "[a](https://x.example) ", "`a` <br> ", "| a |\n|-|\n\n", "[a]: b\n\n"],
)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    """Provenance: an incident of another integration, whose parser took exponential time."""
    assert steps(piece * 400) < 2.5 * steps(piece * 200)


@pytest.mark.parametrize("piece", ["> ", "- "])
def test_the_work_grows_no_faster_than_the_square_of_the_depth(piece: str) -> None:
    """Provenance: ours. Each level may look at its own lines again, and no more."""
    depth = DEEPEST // 5

    assert steps(piece * 2 * depth + "a") < 5 * steps(piece * depth + "a")


@steady
@given(documents())
def test_a_document_that_markdown_can_say_survives_the_way_there_and_back(made: JSON) -> None:
    """Provenance: ours. An agent that reads a description, changes a word and writes it must harm nothing."""
    assert isinstance(made, dict)
    back = made_of(markdown_of(made))

    assert with_sorted_marks(back) == with_sorted_marks(made)


@steady
@given(st.text(alphabet="ab \n#>-*_~`[]()!|<\\&1.:", max_size=60))
def test_any_text_makes_a_document_that_jira_takes(markdown: str) -> None:
    """Provenance: ours."""
    made = made_of(markdown)

    assert isinstance(markdown_of(made), str)


@steady
@given(st.text(alphabet="ab \n#>-*_~<\\&1.:!\t", max_size=60))
def test_no_letter_is_lost(markdown: str) -> None:
    """Provenance: ours. Links and tables are left out here: Markdown itself drops parts of them."""
    shown = all_text(dict(made_of(markdown)))

    assert [sign for sign in shown if sign in "ab"] == [sign for sign in markdown if sign in "ab"]


def test_a_list_below_a_text_stays_a_list() -> None:
    """Provenance: ours. Markdown takes `3.` and a bare `-` directly below a text for text or a heading."""
    made = document(
        node(
            "bulletList",
            item(paragraph("a"), node("orderedList", item(paragraph("b")), order=3)),
            item(paragraph("c"), node("bulletList", item(node("paragraph")))),
        )
    )

    back = made_of(markdown_of(made))

    assert [len(every(back, kind)) for kind in ("orderedList", "bulletList", "heading")] == [1, 2, 0]


@pytest.mark.parametrize(
    "made",
    [
        paragraph(linked("\\[x]")),
        paragraph("a", node("hardBreak"), text("--", "strike")),
        paragraph(text("a", "strong"), " <br> &amp; ", linked(X)),
    ],
)
def test_texts_that_got_lost_on_the_way_back(made: JSON) -> None:
    """Provenance: ours. Found by the test of all documents."""
    assert made_of(markdown_of(document(made))) == document(made)


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        (
            "- | a | b |\n  |---|---|\n  | c |  |\n  |  | d |",
            [node("bulletList", item(paragraph("a", " | ", "b"), paragraph("c"), paragraph("d")))],
        ),
        (f"![a ![b](https://b.example) c]({X})", [paragraph(linked("a b c"))]),
        (f"{X} is there", [paragraph(linked(X), text(" is there"))]),
        (f"{X} {X}", [paragraph(linked(X), text(" "), linked(X))]),
    ],
    ids=["table in a list", "picture in a picture", "address at the start", "only addresses"],
)
def test_what_no_node_is_made_for_stays_as_text(markdown: str, made: list[JSON]) -> None:
    """Provenance: ours. An empty cell of a table in a list leaves no bar."""
    assert made_of(markdown) == document(*made)
