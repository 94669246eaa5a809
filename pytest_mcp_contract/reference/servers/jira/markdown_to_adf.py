"""Markdown as an Atlassian document that Jira takes.

What the document format allows in a place is narrower than Markdown: where it has no heading, quote, rule or
table (inside list items and quotes), their text stands there as paragraphs. Nothing is dropped.

Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result

Node = dict[str, JSON]

DEEPEST = 100
"""Levels of tokens, two for each level of a list. The parser drops what lies deeper than `maxNesting`."""
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 20}).enable(
    ["table", "strikethrough"]
)
_MARK_OF = {"strong_open": "strong", "em_open": "em", "s_open": "strike"}
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?'\")\]]")
_NARROW = frozenset({"listItem", "blockquote"})
"""Where only paragraphs, lists and code may stand."""
_CLOSINGS = frozenset(
    {"bullet_list_close", "ordered_list_close", "table_close", "tr_close", "th_close", "td_close"}
)


def document_of(markdown: str) -> Result[Node]:
    """The document, or why there is none: lists and quotes in it are nested too deep."""
    tokens = _PARSER.parse(markdown)
    if max((token.level for token in tokens), default=0) > DEEPEST:
        return Err(
            "Nothing was sent to Jira, because lists or quotes in the text are nested too deep; "
            "make the text flatter and call again."
        )
    return Ok({"type": "doc", "version": 1, "content": list[JSON](_blocks(tokens))})


@dataclass(frozen=True, slots=True)
class _Place:
    """A node whose content is being made."""

    kind: str
    content: list[JSON]

    def add(self, kind: str, **parts: JSON) -> None:
        """Put a node at the end, after what the format demands before it."""
        if self.kind == "listItem" and not self.content and kind not in ("paragraph", "codeBlock"):
            self.content.append({"type": "paragraph", "content": []})
        self.content.append({"type": kind, **parts})


def _blocks(tokens: Iterable[Token]) -> list[Node]:
    document = _Place("doc", [])
    places = [document]
    is_strong = False
    for token in tokens:
        place, name = places[-1], token.type
        match name:
            case "bullet_list_open":
                places.append(_inside(place, "bulletList"))
            case "ordered_list_open":
                start = token.attrGet("start")
                places.append(_inside(place, "orderedList", order=start if isinstance(start, int) else 1))
            case "list_item_open":
                places.append(_inside(place, "listItem"))
            case "blockquote_open":
                places.append(place if place.kind in _NARROW else _inside(place, "blockquote"))
            case "table_open":
                places.append(place if place.kind in _NARROW else _inside(place, "table"))
            case "tr_open":
                is_flat = place.kind != "table"
                places.append(_Place("flatRow", []) if is_flat else _inside(place, "tableRow"))
            case "th_open" | "td_open":
                kind = "tableHeader" if name == "th_open" else "tableCell"
                places.append(
                    _Place("flatCell", place.content) if place.kind == "flatRow" else _inside(place, kind)
                )
            case "tr_close" if place.kind == "flatRow":
                places.pop()
                places[-1].add("paragraph", content=place.content)
            case "list_item_close" | "blockquote_close":
                places.pop()
                if not place.content:
                    place.add("paragraph", content=[])
            case closing if closing in _CLOSINGS:
                places.pop()
            case "heading_open":
                is_strong = place.kind in _NARROW
                if is_strong:
                    place.add("paragraph", content=[])
                else:
                    place.add("heading", attrs={"level": int(token.tag[1:])}, content=[])
            case "paragraph_open":
                place.add("paragraph", content=[])
            case "inline":
                _put_text(place, _inline(token.children or [], is_strong=is_strong))
                is_strong = False
            case "fence" | "code_block":
                _add_code(place, token)
            case "hr" if place.kind in _NARROW:
                place.add("paragraph", content=[{"type": "text", "text": "---"}])
            case "hr":
                place.add("rule")
    return [node for node in document.content if isinstance(node, dict)]


def _inside(place: _Place, kind: str, **attrs: JSON) -> _Place:
    """The place in a new node of that kind."""
    content: list[JSON] = []
    if attrs:
        place.add(kind, attrs=attrs, content=content)
    else:
        place.add(kind, content=content)
    return _Place(kind, content)


def _put_text(place: _Place, text: list[JSON]) -> None:
    """Into the block that was opened last, or into a cell, which has no block of its own in Markdown."""
    if place.kind == "flatCell":
        if place.content and text:
            place.content.append({"type": "text", "text": " | "})
        place.content.extend(text)
    elif place.kind in ("tableHeader", "tableCell"):
        place.add("paragraph", content=text)
    elif isinstance(block := place.content[-1], dict):
        block["content"] = text


def _add_code(place: _Place, token: Token) -> None:
    code = token.content.removesuffix("\n")
    text: list[JSON] = [{"type": "text", "text": code}] if code else []
    language = token.info.split()
    if language:
        place.add("codeBlock", attrs={"language": language[0]}, content=text)
    else:
        place.add("codeBlock", content=text)


def _inline(tokens: Iterable[Token], *, is_strong: bool) -> list[JSON]:
    """Text nodes and hard breaks; neighbours with the same marks are one node."""
    nodes: list[JSON] = []
    for node in _pieces(tokens, is_strong=is_strong):
        last = nodes[-1] if nodes else None
        if (
            isinstance(last, dict)
            and last.get("marks") == node.get("marks")
            and "text" in last
            and "text" in node
        ):
            last["text"] = f"{last['text']}{node['text']}"
        else:
            nodes.append(node)
    return nodes


def _pieces(tokens: Iterable[Token], *, is_strong: bool) -> Iterator[Node]:
    marks: list[Node] = [{"type": "strong"}] if is_strong else []
    for token in tokens:
        match token.type:
            case "text":
                yield from _text(token.content, marks)
            case "softbreak":
                yield _node(" ", marks)
            case "hardbreak":
                yield {"type": "hardBreak"}
            case "code_inline":
                yield _node(token.content, [*_links(marks), {"type": "code"}])
            case "image":
                link: Node = {"type": "link", "attrs": {"href": str(token.attrGet("src") or "")}}
                yield _node(
                    token.content or "image", [*(mark for mark in marks if mark["type"] != "link"), link]
                )
            case "link_open":
                marks.append({"type": "link", "attrs": {"href": str(token.attrGet("href") or "")}})
            case "link_close":
                marks = [mark for mark in marks if mark["type"] != "link"]
            case opening if opening in _MARK_OF:
                if {"type": _MARK_OF[opening]} not in marks:
                    marks.append({"type": _MARK_OF[opening]})
            case closing if closing.replace("_close", "_open") in _MARK_OF:
                marks = [
                    mark for mark in marks if mark["type"] != _MARK_OF[closing.replace("_close", "_open")]
                ]
    return


def _text(text: str, marks: list[Node]) -> Iterator[Node]:
    """The text with `<br>` as a break, which tables need, and with bare addresses as links."""
    for number, line in enumerate(_BREAK.split(text)):
        if number:
            yield {"type": "hardBreak"}
        end = 0
        for address in _ADDRESS.finditer(line) if not _links(marks) else ():
            if address.start() > end:
                yield _node(line[end : address.start()], marks)
            yield _node(address[0], [*marks, {"type": "link", "attrs": {"href": address[0]}}])
            end = address.end()
        if line[end:]:
            yield _node(line[end:], marks)


def _links(marks: list[Node]) -> list[Node]:
    return [mark for mark in marks if mark["type"] == "link"]


def _node(text: str, marks: list[Node]) -> Node:
    return (
        {"type": "text", "text": text, "marks": list[JSON](marks)}
        if marks
        else {"type": "text", "text": text}
    )
