"""Markdown as an Atlassian document that Jira takes.

What the document format allows in a place is narrower than Markdown: where it has no heading, quote, rule or
table (inside list items and quotes), their text stands there as paragraphs. Nothing is dropped but what
Markdown itself drops: titles of links, and cells beyond those of a table's head.

Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira.markdown_tokens import DEEPEST, tokens_of

Node = dict[str, JSON]

_MARK_OF = {"strong_open": "strong", "em_open": "em", "s_open": "strike"}
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAKEN = re.compile(r"(?:https?://|ftps?://|mailto:|tel:)[^\s]|/|#", re.IGNORECASE)
"""Addresses that Atlassian takes for the target of a link; it refuses others with the whole document."""
_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?'\")\]]")
_NARROW = frozenset({"listItem", "blockquote"})
"""Where only paragraphs, lists and code may stand."""
_CLOSINGS = frozenset(
    {"bullet_list_close", "ordered_list_close", "table_close", "tr_close", "th_close", "td_close"}
)


def document_of(markdown: str) -> Result[Node]:
    """The document, or why there is none: lists and quotes in it are nested too deep."""
    tokens = tokens_of(markdown)
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
    """Open marks, outermost first; one that is open twice is closed twice."""
    hrefs: list[str] = []
    previous = ""
    for token in tokens:
        match token.type:
            case "text":
                yield from _text(token.content, marks)
            case "html_inline" if not _BREAK.fullmatch(token.content):
                yield from _text(token.content, marks)
            case "softbreak":
                yield _node(" ", marks)
            case "hardbreak" | "html_inline":
                yield {"type": "hardBreak"}
            case "code_inline":
                yield _node(token.content, [*_links(marks), {"type": "code"}])
            case "image":
                yield from _image(token, marks)
            case "link_open":
                hrefs.append(str(token.attrGet("href") or ""))
                marks.append(_link(hrefs[-1]))
            case "link_close":
                href, is_bare = hrefs.pop(), previous == "link_open"
                if is_bare and href:
                    yield _node(href, marks)
                marks.pop()
                yield from _untaken("" if is_bare or token.info == "auto" else href, marks)
            case opening if opening in _MARK_OF:
                marks.append({"type": _MARK_OF[opening]})
            case closing if closing.replace("_close", "_open") in _MARK_OF:
                marks.pop()
        previous = token.type


def _image(token: Token, marks: list[Node]) -> Iterator[Node]:
    """The words for the picture, linked to it; where those are in a link already, by a second one."""
    href, words = str(token.attrGet("src") or ""), "".join(_words(token.children or [])).strip() or "image"
    if _links(marks):
        yield _node(words, marks)
        yield _node(" ", outside := [mark for mark in marks if mark["type"] != "link"])
        words, marks = "image", outside
    yield _node(words, [*marks, _link(href)])
    yield from _untaken(href, marks)


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    """What Markdown shows for a picture that cannot be shown."""
    for token in tokens:
        if token.type == "image":
            yield from _words(token.children or [])
        else:
            yield token.content or (" " if token.type in ("softbreak", "hardbreak") else "")


def _untaken(href: str, marks: list[Node]) -> Iterator[Node]:
    """An address that no link may have, as text after what should have been the link."""
    if href and not _TAKEN.match(href):
        yield _node(f" ({href})", marks)


def _text(text: str, marks: list[Node]) -> Iterator[Node]:
    """The text with bare addresses as links."""
    end = 0
    for address in _ADDRESS.finditer(text) if not _links(marks) else ():
        if address.start() > end:
            yield _node(text[end : address.start()], marks)
        yield _node(address[0], [*marks, _link(address[0])])
        end = address.end()
    if text[end:]:
        yield _node(text[end:], marks)


def _link(href: str) -> Node:
    return {"type": "link", "attrs": {"href": href}}


def _links(marks: list[Node]) -> list[Node]:
    return [mark for mark in marks if mark["type"] == "link"]


def _node(text: str, marks: Iterable[Node]) -> Node:
    """A text node with each mark once, and without links that Atlassian does not take."""
    kept: list[JSON] = []
    for mark in marks:
        attrs = mark.get("attrs")
        if mark not in kept and (not isinstance(attrs, dict) or _TAKEN.match(str(attrs["href"]))):
            kept.append(mark)
    return {"type": "text", "text": text, "marks": kept} if kept else {"type": "text", "text": text}
