"""Markdown as Notion's blocks.

Pure functions. CommonMark with tables and strikethrough, and GitHub's to-dos (`- [ ]`) and callouts
(`> [!NOTE]`). HTML is text.

Source: https://developers.notion.com/reference/block
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion.languages import language
from pytest_mcp_contract.reference.servers.notion.notion_text import (
    MOST_PIECES,
    Look,
    Piece,
    plain_rich_text,
    rich_text,
)

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable(["table", "strikethrough"])
"""What lies deeper than 100 levels is dropped by the parser; Notion's three are counted long before."""
_TO_DO = re.compile(r"\[([ xX])\](?:\s+|$)")
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\]")
_ICONS = {"note": "📝", "tip": "💡", "important": "❗", "warning": "⚠️", "caution": "🛑"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S{1,1990}")


def markdown_blocks(markdown: str) -> list[dict[str, JSON]]:
    """The blocks that a text is made of, with those nested in them."""
    return _blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children)


def inline_rich_text(markdown: str) -> list[JSON]:
    """A text with its looks and links; what would begin a block is text."""
    return rich_text(_pieces(SyntaxTreeNode(_PARSER.parseInline(markdown)).children, Look()))


def block(kind: str, **content: JSON) -> dict[str, JSON]:
    """`{"object": "block", "type": kind, kind: content}`."""
    return {"object": "block", "type": kind, kind: dict(content)}


def text_blocks(
    kind: str, pieces: Sequence[JSON], children: Sequence[dict[str, JSON]] = (), **more: JSON
) -> list[dict[str, JSON]]:
    """A block of text; where it has more pieces than Notion takes, it goes on in further ones of its kind."""
    parts = [list(pieces[at : at + MOST_PIECES]) for at in range(0, len(pieces), MOST_PIECES)] or [[]]
    made = [block(kind, rich_text=part, **more) for part in parts]
    if children:
        _content(made[-1])["children"] = list(children)
    return made


def code_blocks(text: str, name: str) -> list[dict[str, JSON]]:
    """Source code in the language of that name."""
    return text_blocks("code", plain_rich_text(text), language=language(name))


def children_of(one: dict[str, JSON]) -> list[dict[str, JSON]]:
    """The blocks nested in a block."""
    nested = _content(one).get("children", [])
    return [child for child in nested if isinstance(child, dict)] if isinstance(nested, list) else []


def _content(one: dict[str, JSON]) -> dict[str, JSON]:
    content = one[str(one["type"])]
    assert isinstance(content, dict)
    return content


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> list[dict[str, JSON]]:
    return [made for node in nodes for made in _block(node)]


def _block(node: SyntaxTreeNode) -> list[dict[str, JSON]]:
    match node.type:
        case "heading":
            level = min(int(node.tag[1]), 3)
            return text_blocks(f"heading_{level}", _text(node))
        case "paragraph":
            return _paragraph(node)
        case "bullet_list":
            return [made for item in node.children for made in _item(item, "bulleted_list_item")]
        case "ordered_list":
            return [made for item in node.children for made in _item(item, "numbered_list_item")]
        case "blockquote":
            return _quote(node)
        case "fence" | "code_block":
            return code_blocks(node.content.removesuffix("\n"), (node.info.split() or [""])[0])
        case "hr":
            return [block("divider")]
        case "table":
            return _tables(node)
        case _:
            return text_blocks("paragraph", plain_rich_text(node.content))


def _paragraph(node: SyntaxTreeNode) -> list[dict[str, JSON]]:
    (inline,) = node.children
    if len(inline.children) == 1 and inline.children[0].type == "image":
        image = inline.children[0]
        url = str(image.attrs.get("src", ""))
        if url.startswith("http") and _ADDRESS.fullmatch(url):
            caption = plain_rich_text(image.content)[:MOST_PIECES]
            return [block("image", type="external", external={"url": url}, caption=caption)]
    return text_blocks("paragraph", _text(node))


def _item(item: SyntaxTreeNode, kind: str) -> list[dict[str, JSON]]:
    pieces, nested = _leading_text(item)
    mark = _TO_DO.match(pieces[0].text) if pieces and pieces[0].look == Look() else None
    if mark:
        pieces[0] = replace(pieces[0], text=pieces[0].text[mark.end() :])
        return text_blocks("to_do", rich_text(pieces), nested, checked=mark[1] != " ")
    return text_blocks(kind, rich_text(pieces), nested)


def _quote(node: SyntaxTreeNode) -> list[dict[str, JSON]]:
    pieces, nested = _leading_text(node)
    mark = _CALLOUT.fullmatch(pieces[0].text.strip()) if pieces else None
    icon = _ICONS.get(mark[1].lower()) if mark else None
    if icon is None:
        return text_blocks("quote", rich_text(pieces), nested)
    rest = pieces[1:]
    if rest and not rest[0].text.strip():
        rest = rest[1:]
    return text_blocks("callout", rich_text(rest), nested, icon={"type": "emoji", "emoji": icon})


def _leading_text(node: SyntaxTreeNode) -> tuple[list[Piece], list[dict[str, JSON]]]:
    """The text of the first paragraph, and the blocks after it."""
    nodes = list(node.children)
    if not nodes or nodes[0].type != "paragraph":
        return [], _blocks(nodes)
    return list(_pieces(nodes[0].children[0].children, Look())), _blocks(nodes[1:])


def _tables(node: SyntaxTreeNode) -> list[dict[str, JSON]]:
    """A table; one with more rows than Notion takes at once goes on in further ones with the same head."""
    rows = [row for part in node.children for row in part.children]
    head, *body = [block("table_row", cells=[_cell(cell) for cell in row.children]) for row in rows]
    most = MOST_PIECES - 1
    parts = [body[at : at + most] for at in range(0, len(body), most)] or [[]]
    width = len(rows[0].children)
    return [
        block(
            "table", table_width=width, has_column_header=True, has_row_header=False, children=[head, *part]
        )
        for part in parts
    ]


def _cell(cell: SyntaxTreeNode) -> list[JSON]:
    pieces = _text(cell)
    if len(pieces) <= MOST_PIECES:
        return pieces
    return plain_rich_text("".join(piece.text for piece in _pieces(cell.children, Look())))[:MOST_PIECES]


def _text(node: SyntaxTreeNode) -> list[JSON]:
    return rich_text(piece for inline in node.children for piece in _pieces(inline.children, Look()))


def _pieces(nodes: Iterable[SyntaxTreeNode], look: Look) -> Iterator[Piece]:
    for node in nodes:
        match node.type:
            case "text":
                yield Piece(node.content, look)
            case "softbreak":
                yield Piece(" ", look)
            case "hardbreak":
                yield Piece("\n", look)
            case "code_inline":
                yield Piece(node.content, replace(look, code=True))
            case "strong":
                yield from _pieces(node.children, replace(look, bold=True))
            case "em":
                yield from _pieces(node.children, replace(look, italic=True))
            case "s":
                yield from _pieces(node.children, replace(look, strikethrough=True))
            case "link":
                yield from _linked(_pieces(node.children, look), str(node.attrs.get("href", "")))
            case "image":
                yield from _linked([Piece(node.content or "image", look)], str(node.attrs.get("src", "")))
            case _:
                yield from _pieces(node.children, look)


def _linked(pieces: Iterable[Piece], url: str) -> Iterator[Piece]:
    """The pieces with the link; an address that Notion does not take follows them as text."""
    if _ADDRESS.fullmatch(url):
        yield from (replace(piece, look=replace(piece.look, url=url)) for piece in pieces)
        return
    yield from pieces
    if url:
        yield Piece(f" ({url})", Look())
