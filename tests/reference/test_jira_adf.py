"""Atlassian documents as Markdown: every kind of node, any depth, and nonsense among it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.jira.adf_to_markdown import DEEPEST_INDENT, markdown_of
from tests.emulators.jira.documents import document, everything, node, paragraph, text


def item(*content: JSON) -> JSON:
    """A list item."""
    return node("listItem", *content)


def cell(*content: JSON | str) -> JSON:
    """A table cell of one paragraph."""
    return node("tableCell", paragraph(*content))


def test_every_kind_of_node_is_shown() -> None:
    """Provenance: ours. The document is what the editor can make."""
    shown = markdown_of(everything())

    assert shown == (
        "## What happens\n\n"
        "Saving an **empty** file fails with `TypeError: size`; see [the log](https://logs.example/run?id=7)"
        ". State [IN PROGRESS] since 2026-03-02, found by @Sam Rivera 🐛.\n\n"
        "> **Warning:** Do not retry: each attempt *truncates* the file.\n\n"
        "1. Open an empty file\n2. Save it:\n   - with Ctrl+S, or\n   - from the menu\n\n"
        "```python\nsize = data[0].size\nsave(size)\n```\n\n"
        "| System | Result |\n| --- | --- |\n| Linux \\| BSD | fails |\n| macOS | works |\n\n"
        "- [x] Reproduce it\n- [ ] Write a test\n\n"
        "- Decided: Refuse empty files\n\n"
        "**History**\n\nOnly since release 4.2.\n\n"
        "> It worked last week.\n\n"
        "[attached: screen.png]\n\n---\n\n"
        "<https://example.atlassian.net/wiki/spaces/EX/pages/77>"
    )


@pytest.mark.parametrize(
    ("made", "markdown"),
    [
        (node("mention", id="5b10", text="Mia"), "@Mia"),
        (node("mention", id="5b10"), "@5b10"),
        (node("mention"), "@someone"),
        (node("emoji", shortName=":smile:"), ":smile:"),
        (node("date", timestamp="-86400000"), "1969-12-31"),
        (node("status", text="DONE"), "[DONE]"),
        (
            node("inlineCard", data={"url": "https://a.example/x", "name": "The [plan]"}),
            r"[The \[plan\]](https://a.example/x)",
        ),
        (node("inlineCard", data={"@id": "https://a.example/x"}), "<https://a.example/x>"),
        (node("blockCard", url="https://a.example/x y"), "<https://a.example/x%20y>"),
        (node("embedCard", url="https://a.example", layout="wide"), "<https://a.example>"),
        (node("mediaInline", type="file", id="6e7c"), "[attached: 6e7c]"),
        (
            node("mediaGroup", node("media", id="1", alt="a.txt"), node("media", id="2", alt="b.txt")),
            "[attached: a.txt]\n\n[attached: b.txt]",
        ),
        (
            node(
                "mediaSingle",
                node("media", type="external", url="https://i.example/p.png"),
                node("caption", text("Fig. 1")),
            ),
            "attached image: <https://i.example/p.png>\n\nCaption: Fig. 1",
        ),
        (node("placeholder", text="Say more"), "Say more"),
        (node("extension", extensionKey="toc", extensionType="x"), "[macro: toc]"),
        (node("bodiedExtension", paragraph("inside")), "inside"),
        (
            node(
                "layoutSection",
                node("layoutColumn", paragraph("left")),
                node("layoutColumn", paragraph("right")),
            ),
            "left\n\nright",
        ),
        (node("nestedExpand", paragraph("inside"), title="More *stars*"), r"**More \*stars\***" "\n\ninside"),
        (node("expand", paragraph("inside")), "inside"),
        (node("panel", node("bulletList", item(paragraph("a"))), panelType="info"), "> **Info:**\n>\n> - a"),
        (node("orderedList", item(paragraph("a")), item(paragraph("b")), order=9), "9. a\n10. b"),
        (
            node(
                "taskList",
                node("taskItem", text("a"), state="TODO"),
                node("taskList", node("taskItem", text("b"), state="DONE")),
            ),
            "- [ ] a\n  - [x] b",
        ),
        (node("decisionList", node("decisionItem", text("a"), state="UNDECIDED")), "- To decide: a"),
        (node("heading", text("a"), node("hardBreak"), text("b #"), level=9), "###### a b \\#"),
        (node("codeBlock", text("```\nx")), "````\n```\nx\n````"),
        (paragraph(text("x`y", "code")), "``x`y``"),
        (
            paragraph(
                "x", {"type": "text", "text": "2", "marks": [{"type": "subsup", "attrs": {"type": "sup"}}]}
            ),
            "x^2",
        ),
        (paragraph(text("a", "underline", "strike")), "~~a~~"),
    ],
)
def test_a_node_is_shown_as(made: JSON, markdown: str) -> None:
    """Provenance: ours."""
    assert markdown_of(made) == markdown


def test_the_text_of_status_and_date_is_not_lost() -> None:
    """Provenance: a weak spot of another integration, which dropped both."""
    shown = markdown_of(
        paragraph(node("status", text="BLOCKED"), " until ", node("date", timestamp="1772409600000"))
    )

    assert shown == "[BLOCKED] until 2026-03-02"


def test_an_item_may_hold_several_blocks() -> None:
    """Provenance: ours."""
    made = node(
        "bulletList",
        item(
            paragraph("a"),
            paragraph("b"),
            node("codeBlock", text("x\n\ny")),
            node("blockquote", paragraph("q")),
        ),
        item(),
        item(node("bulletList", item(paragraph("deep")))),
    )

    assert markdown_of(made) == "- a\n\n  b\n\n  ```\n  x\n\n  y\n  ```\n\n  > q\n-\n- - deep"


def test_what_is_in_a_cell_stays_on_the_line_of_its_row() -> None:
    """Provenance: ours."""
    listed = node(
        "tableCell", paragraph("a | b"), node("bulletList", item(paragraph("x")), item(paragraph("y")))
    )
    nested = node("tableCell", node("table", node("tableRow", cell("in | ner"), cell("two"))), colspan=2)
    made = node(
        "table",
        node("tableRow", listed, cell("one", node("hardBreak"), "two")),
        node("tableRow", node("tableCell", node("codeBlock", text("p | q\nr")))),
        node("tableRow", nested),
    )

    assert markdown_of(made) == (
        "| a \\| b<br>- x<br>- y | one<br>two |\n| --- | --- |\n| `p \\| q r` |  |\n| in \\| ner<br>two |  |"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("snake_case _private", r"snake_case \_private"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("---", r"\---"),
        ("> no quote", r"\> no quote"),
        ("[no](link)", r"[no\](link)"),
        ("[ ] no task", "[ ] no task"),
        ("a < b & c", "a < b & c"),
        ("<br> &amp;", r"\<br> \&amp;"),
        ("back\\slash", r"back\\slash"),
        ("line\nbreak", "line break"),
    ],
)
def test_text_is_not_taken_for_markup(words: str, shown: str) -> None:
    """Provenance: ours."""
    assert markdown_of(paragraph(words)) == shown


def test_blanks_stand_outside_of_marks() -> None:
    """Provenance: CommonMark: `** bold**` is not bold."""
    made = paragraph("a", text(" bold ", "strong"), text("both", "strong", "em"), text(" ", "strong"), "end")

    assert markdown_of(made) == "a **bold *both*** end"


MALFORMED: list[JSON] = [
    None,
    7,
    "text",
    [],
    {},
    {"type": None},
    {"type": ["text"]},
    {"type": "text"},
    {"type": "text", "text": 5},
    {"type": "text", "text": "x", "marks": "strong"},
    {
        "type": "text",
        "text": "x",
        "marks": [None, {"type": 7}, {"type": "link"}, {"type": "link", "attrs": {"href": 5}}],
    },
    {"type": "paragraph", "content": "no"},
    {"type": "paragraph", "content": {"type": "text"}},
    {"type": "heading", "attrs": "no"},
    {"type": "heading", "attrs": {"level": "2"}, "content": [None]},
    {"type": "date", "attrs": {"timestamp": "tomorrow"}},
    {"type": "date", "attrs": {"timestamp": "9" * 30}},
    {"type": "date", "attrs": {"timestamp": None}},
    {"type": "date"},
    {"type": "status"},
    {"type": "inlineCard", "attrs": {"url": None, "data": []}},
    {"type": "media"},
    {"type": "mention", "attrs": []},
    {"type": "bulletList", "content": [None, {"type": "listItem", "content": 5}]},
    {"type": "orderedList", "attrs": {"order": "one"}, "content": [{"type": "paragraph"}]},
    {"type": "table", "content": [{"type": "tableCell"}, {"type": "tableRow", "content": [None]}]},
    {
        "type": "table",
        "content": [{"type": "tableRow", "content": [{"type": "tableCell", "attrs": {"colspan": 10**9}}]}],
    },
    {"type": "tableRow"},
    {"type": "tableCell"},
    {"type": "listItem"},
    {"type": "codeBlock", "content": [7]},
    {"type": "panel", "attrs": {"panelType": 5}},
    {"type": "blockquote"},
    {"type": "expand", "attrs": {"title": 5}},
]


@pytest.mark.parametrize("nonsense", MALFORMED, ids=range(len(MALFORMED)))
def test_one_malformed_node_does_not_fail_the_document(nonsense: JSON) -> None:
    """Provenance: an incident of another integration."""
    made = document("before", node("bulletList", item(paragraph("x"), nonsense)), nonsense, "after")

    shown = markdown_of(made)

    assert shown.startswith("before\n\n- x")
    assert shown.endswith("\n\nafter")


def test_an_unknown_node_is_shown_by_its_children() -> None:
    """Provenance: ours. New kinds of nodes appear without notice."""
    made = document(node("carousel", node("slide", paragraph("one")), node("slide", text("two"))))

    assert markdown_of(made) == "one\n\ntwo"


CONTAINERS = ["bulletList", "blockquote", "panel", "expand", "table", "brandNew"]


def nested(kind: str, depth: int) -> JSON:
    """A word under `depth` nodes of that kind, each with some text of its own."""
    made: JSON = paragraph("deepest")
    for _ in range(depth):
        match kind:
            case "bulletList":
                made = node(kind, item(paragraph("x"), made))
            case "table":
                made = node(kind, node("tableRow", node("tableCell", paragraph("x"), made)))
            case _:
                made = node(kind, paragraph("x"), made)
    return made


class Counted(dict[str, object]):
    """A node that counts how often it is read."""

    reads = 0

    def get(self, key: str, default: object = None) -> object:
        Counted.reads += 1
        return super().get(key, default)


def counted(value: JSON) -> object:
    """The same document of nodes that count, made without recursion."""
    made: list[object] = []
    work: list[tuple[JSON, list[object]]] = [(value, made)]
    while work:
        part, into = work.pop()
        if isinstance(part, dict):
            inner = part.get("content")
            content: list[object] = []
            into.append(Counted({**part, **({"content": content} if isinstance(inner, list) else {})}))
            work += ((child, content) for child in inner) if isinstance(inner, list) else ()
    return made[0]


@pytest.mark.parametrize("kind", CONTAINERS)
@pytest.mark.parametrize("depth", [40, 1_000, 10_000])
def test_no_depth_is_too_deep(kind: str, depth: int) -> None:
    """Provenance: an incident of another integration: 11 levels of an unknown node took 18 seconds."""
    shown = markdown_of(document(nested(kind, depth)))

    assert "deepest" in shown
    assert shown.count("x") == depth


@pytest.mark.parametrize("kind", CONTAINERS)
def test_the_work_and_the_text_grow_no_faster_than_the_document(kind: str) -> None:
    """Provenance: an incident of another integration. Reads of nodes are counted, since clocks lie."""

    def measured(depth: int) -> tuple[int, int]:
        Counted.reads = 0
        shown = markdown_of(counted(document(nested(kind, depth))))
        return Counted.reads, len(shown)

    (reads, size), (more_reads, more_size) = measured(500), measured(1_000)

    assert more_reads <= 2.1 * reads
    assert more_size <= 2.2 * size
    assert reads <= 500 * 40


def test_indentation_ends_at_a_level() -> None:
    """Provenance: ours. Else the text would grow with the square of the depth."""
    lines = markdown_of(nested("bulletList", 200)).splitlines()

    assert max(len(line) for line in lines) <= 2 * DEEPEST_INDENT + len("- deepest")


def _nodes() -> st.SearchStrategy[object]:
    leaf = st.one_of(
        st.none(), st.integers(), st.text(max_size=5), st.sampled_from(["DONE", "a|b", "`", "1772409600000"])
    )
    names = st.sampled_from(
        ["text", "level", "order", "url", "data", "timestamp", "state", "colspan", "panelType"]
    )
    kinds = st.sampled_from(
        [
            "doc",
            "text",
            "paragraph",
            "heading",
            "bulletList",
            "listItem",
            "taskList",
            "taskItem",
            "table",
            "tableRow",
            "tableCell",
            "panel",
            "codeBlock",
            "hardBreak",
            "date",
            "status",
            "media",
            "expand",
            "brandNew",
            7,
        ]
    )

    def around(child: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return st.fixed_dictionaries(
            {"type": kinds},
            optional={
                "text": leaf,
                "attrs": st.one_of(leaf, st.dictionaries(names, leaf, max_size=3)),
                "marks": st.lists(st.one_of(leaf, st.fixed_dictionaries({"type": leaf})), max_size=2),
                "content": st.one_of(leaf, st.lists(child, max_size=4)),
            },
        )

    return st.recursive(leaf, around, max_leaves=20)


@given(_nodes())
def test_nothing_raises(made: object) -> None:
    """Provenance: ours."""
    assert isinstance(markdown_of(made), str)


def _each_marked() -> Iterator[tuple[str, JSON]]:
    for mark in ("strong", "em", "strike", "code"):
        yield mark, text("word", mark)


@pytest.mark.parametrize(("mark", "made"), list(_each_marked()))
def test_marks_are_shown(mark: str, made: JSON) -> None:
    """Provenance: ours."""
    shown = {"strong": "**word**", "em": "*word*", "strike": "~~word~~", "code": "`word`"}

    assert markdown_of(paragraph("a ", made, " b")) == f"a {shown[mark]} b"
