"""What Atlassian's document format demands, and documents that Markdown can say without loss.

Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from collections.abc import Iterator

from hypothesis import strategies as st

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.jira.documents import document, node

Part = dict[str, JSON]

INLINE = frozenset({"text", "hardBreak"})
_LISTS = frozenset({"bulletList", "orderedList"})
_CELL = frozenset({"paragraph", "heading", "codeBlock", "blockquote", "rule", *_LISTS})
ALLOWED: dict[str, frozenset[str]] = {
    "doc": _CELL | {"table"},
    "paragraph": INLINE,
    "heading": INLINE,
    "codeBlock": frozenset({"text"}),
    "blockquote": frozenset({"paragraph", "codeBlock", *_LISTS}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": frozenset({"paragraph", "codeBlock", *_LISTS}),
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableHeader", "tableCell"}),
    "tableHeader": _CELL,
    "tableCell": _CELL,
}
"""What may stand in what, of the kinds that Markdown has."""
_NEVER_EMPTY = frozenset(ALLOWED) - {"doc", "paragraph", "heading", "codeBlock"}
_MARKS = frozenset({"strong", "em", "strike", "code", "link"})
_SCHEMES = ("http://", "https://", "ftp://", "mailto:", "tel:", "/", "#")


def violations(made: Part) -> list[str]:
    """Everything in a document for which Jira would refuse it."""
    wrong = [] if made.get("type") == "doc" and made.get("version") == 1 else ["this is no document"]
    work: list[Part] = [made]
    while work:
        part = work.pop()
        wrong += _wrong_with(part)
        work += inside(part)
    return wrong


def inside(part: Part) -> list[Part]:
    """The nodes directly in a node."""
    content = part.get("content", [])
    return [child for child in content if isinstance(child, dict)] if isinstance(content, list) else []


def every(made: Part, kind: str) -> list[Part]:
    """All nodes of a kind, in no order."""
    found, work = list[Part](), [made]
    while work:
        part = work.pop()
        work += inside(part)
        if part.get("type") == kind:
            found.append(part)
    return found


def _wrong_with(part: Part) -> Iterator[str]:
    kind, attrs = str(part.get("type")), part.get("attrs")
    values = attrs if isinstance(attrs, dict) else {}
    kinds = [str(child.get("type")) for child in inside(part)]
    yield from (f"{child} in {kind}" for child in kinds if child not in ALLOWED.get(kind, ()))
    match kind:
        case "text":
            yield from _wrong_with_text(part)
        case "heading" if values.get("level") not in range(1, 7):
            yield f"level {values.get('level')!r}"
        case "orderedList" if not isinstance(values.get("order"), int):
            yield "a list that begins nowhere"
        case "codeBlock" if any("marks" in child for child in inside(part)):
            yield "marks in a codeBlock"
        case "listItem" if kinds[:1] not in (["paragraph"], ["codeBlock"]):
            yield f"a listItem that begins with {kinds[:1]}"
    if kind in _NEVER_EMPTY and not kinds:
        yield f"an empty {kind}"


def _wrong_with_text(part: Part) -> Iterator[str]:
    if not isinstance(part.get("text"), str) or not part["text"]:
        yield "an empty text"
    if "marks" not in part:
        return
    marks = part["marks"]
    kinds = [str(mark["type"]) for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    if not kinds or len(kinds) != len(set(kinds)) or not _MARKS.issuperset(kinds):
        yield f"marks {kinds}"
    if "code" in kinds and not {"code", "link"}.issuperset(kinds):
        yield f"code among {kinds}"
    for mark in marks if isinstance(marks, list) else []:
        attrs = mark.get("attrs") if isinstance(mark, dict) else None
        if isinstance(attrs, dict) and not str(attrs.get("href")).startswith(_SCHEMES):
            yield f"a link to {attrs.get('href')!r}"


def with_sorted_marks(made: Part) -> Part:
    """The document, in place, with the marks of each text in one order; their order means nothing."""
    for part in every(made, "text"):
        marks = part.get("marks")
        if isinstance(marks, list):
            marks.sort(key=lambda mark: str(mark.get("type")) if isinstance(mark, dict) else "")
    return made


# -- documents

_WORD = st.text(alphabet="abXé7*_~`[]()<>#+-.!|&;:\\\"'/=@", min_size=1, max_size=6)
_WORDS = st.lists(_WORD, min_size=1, max_size=3).map(" ".join)
_HREF = st.sampled_from(
    ["https://a.example/x?y=1", "https://a.example/_b_", "mailto:a@b.example", "/browse/EX-1"]
)
_KINDS = st.one_of(
    st.just(("code",)),
    st.lists(st.sampled_from(["strong", "em", "strike"]), max_size=3, unique=True).map(
        lambda kinds: tuple(sorted(kinds, key=["strong", "em", "strike"].index))
    ),
)


@st.composite
def _marked(draw: st.DrawFn) -> Part:
    """A text with marks, whose edges are words."""
    kinds = draw(_KINDS)
    link: list[JSON] = [{"type": "link", "attrs": {"href": draw(_HREF)}}] if draw(st.booleans()) else []
    marks: list[JSON] = [*link, *[dict[str, JSON](type=kind) for kind in kinds]]
    words = draw(_WORDS)
    if link and "code" in kinds:
        words = words.replace("]:", "]")  # `]:` in code in a link reads as a definition
    made: Part = {"type": "text", "text": words}
    return {**made, "marks": marks} if marks else made


@st.composite
def _inline(draw: st.DrawFn, breaks: bool = True) -> list[JSON]:
    """Texts with a word between them, and hard breaks."""
    nodes: list[JSON] = []
    for part in draw(st.lists(_marked(), min_size=1, max_size=4)):
        if nodes and breaks and draw(st.integers(0, 4)) == 0:
            nodes.append({"type": "hardBreak"})
        elif nodes:
            _append(nodes, {"type": "text", "text": " b "})  # a bare blank would take the marks around it
        _append(nodes, part)
    return nodes


def _append(nodes: list[JSON], part: Part) -> None:
    last = nodes[-1] if nodes else None
    if isinstance(last, dict) and "text" in last and last.get("marks") == part.get("marks"):
        last["text"] = f"{last['text']}{part['text']}"
    else:
        nodes.append(dict(part))


def _paragraphs() -> st.SearchStrategy[JSON]:
    return _inline().map(lambda nodes: node("paragraph", *nodes))


_CODE = st.builds(
    lambda lines, language: node("codeBlock", {"type": "text", "text": "\n".join(lines)}, language=language),
    st.lists(st.text(alphabet="ab `~#*\\|", max_size=8), min_size=1, max_size=4).filter(
        lambda lines: lines[-1].strip() != ""
    ),
    st.sampled_from(["python", "c++", "shell"]),
)


@st.composite
def _items(draw: st.DrawFn, blocks: st.SearchStrategy[JSON]) -> list[JSON]:
    lead, rest = draw(st.lists(_paragraphs(), min_size=1, max_size=3)), list[JSON]()
    for first in lead:
        rest.append(node("listItem", first, *_apart(draw(st.lists(blocks, max_size=2)))))
    return rest


def _apart(blocks: list[JSON]) -> list[JSON]:
    """Without lists next to each other, which are one list in Markdown."""
    kept: list[JSON] = []
    for block in blocks:
        is_list = isinstance(block, dict) and block["type"] in _LISTS
        if not (is_list and kept and isinstance(kept[-1], dict) and kept[-1]["type"] in _LISTS):
            kept.append(block)
    return kept


def _nested(blocks: st.SearchStrategy[JSON]) -> st.SearchStrategy[JSON]:
    return st.one_of(
        _items(blocks).map(lambda items: node("bulletList", *items)),
        st.builds(
            lambda items, order: node("orderedList", *items, order=order), _items(blocks), st.integers(0, 99)
        ),
    )


@st.composite
def _tables(draw: st.DrawFn) -> JSON:
    width = draw(st.integers(1, 3))
    rows: list[JSON] = []
    for number in range(draw(st.integers(1, 3))):
        kind = "tableCell" if number else "tableHeader"
        rows.append(node("tableRow", *(node(kind, draw(_paragraphs())) for _ in range(width))))
    return node("table", *rows)


_INNER = st.recursive(st.one_of(_paragraphs(), _CODE), _nested, max_leaves=6)
_BLOCKS = st.one_of(
    _INNER,
    st.lists(_INNER, min_size=1, max_size=3).map(lambda blocks: node("blockquote", *_apart(blocks))),
    st.builds(
        lambda nodes, level: node("heading", *nodes, level=level), _inline(breaks=False), st.integers(1, 6)
    ),
    _tables(),
    st.just(node("rule")),
)


def documents() -> st.SearchStrategy[JSON]:
    """Documents of everything that Markdown has."""
    return st.lists(_BLOCKS, min_size=1, max_size=4).map(lambda blocks: document(*_apart(blocks)))
