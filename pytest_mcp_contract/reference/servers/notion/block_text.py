"""One block of Notion as Markdown, without the blocks nested in it.

Pure functions. One entry of `_SHAPES` for each type that Notion documents; a type that is not among them is
named, with its text where it has some.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pytest_mcp_contract.reference.budget import length_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.markdown import inline, one_line
from pytest_mcp_contract.reference.servers.notion.property_text import file_name, unknown_text
from pytest_mcp_contract.reference.servers.notion.rich_text import (
    address,
    code_span,
    markdown,
    plain,
    raw,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import (
    Address,
    Block,
    Child,
    Code,
    Media,
    Meeting,
    Text,
)
from pytest_mcp_contract.reference.servers.notion.schemas_text import RichText
from pytest_mcp_contract.reference.servers.notion.wording import shown_id

MOST_TOKENS = 1_500
"""Of one block's own text; a longer one is cut, with a mark of the form `CUT`."""
CUT = re.compile("\x00(\\d+)\x00")
"""Stands where the call belongs that shows a block's own text from a character on: texts hold no NUL."""
_PART = 300
"""Characters shown of a name, a title or a caption."""
_MOST_CELLS = 50
_WHOLE = 1_000_000
_BETWEEN = "\n\n"
"""Between what a block says and its caption, where both are shown as they were written."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a block is shown."""

    text: str
    """Its own lines."""
    indent: str = ""
    """What stands before each line of the blocks nested in it."""
    is_item: bool = False
    """Whether it stands close to its neighbours, as items of a list do."""


Shaper: TypeAlias = Callable[[Block, int], Shape]


def shape(block: Block, number: int) -> Shape:
    """The block as Markdown; `number` is its place among neighbours of its type, from 1."""
    kind = block.type or ""
    if kind in _SHAPES:
        return _SHAPES[kind](block, number)
    if not kind:
        return Shape("*(a block that this token may not see)*")
    return Shape(f"*(a block of the unknown type {code_span(one_line(kind, 40))})* {_line(block)}".rstrip())


def plain_text(block: Block) -> str:
    """The start of what a block says, on one line without any markup; "" where it says nothing."""
    child = block.child_page or block.child_database
    if child is not None:
        return one_line(child.title or "", 100)
    payload = getattr(block, block.type or "", None)
    return plain(payload.rich_text or payload.text, 100) if isinstance(payload, Text) else ""


def whole_text(block: Block) -> str:
    """All that a block says by itself, as it was written; "" where it says nothing."""
    if block.equation is not None:
        return block.equation.expression or ""
    if block.table_row is not None:
        return "\n\n".join(map(raw, block.table_row.cells or []))
    payload = getattr(block, block.type or "", None)
    if isinstance(payload, Text | Code):
        caption = raw(payload.caption) if isinstance(payload, Code) else ""
        return _BETWEEN.join(filter(None, (raw(payload.rich_text or payload.text), caption)))
    return _BETWEEN.join(_parts(block))


def _parts(block: Block) -> list[str]:
    """What a block without a text says: its name, title or address, and its caption."""
    match getattr(block, block.type or "", None):
        case Media() as media:
            said = [file_name(media), raw(media.caption)]
        case Address() as link:
            said = [address(link.url) or (link.url or "").split("?")[0], raw(link.caption)]
        case Child() as child:
            said = [child.title or ""]
        case Meeting() as meeting:
            said = [raw(meeting.title)]
        case _:
            said = [] if block.type in _SHAPES else [unknown_text(block)]
    return [part for part in said if part.strip()]


def _line(block: Block, *shown: str) -> str:
    """The parts on one line, the first of them as in `shown`; with a mark where one of them is cut."""
    parts = _parts(block)
    said = [*shown, *(inline(part, _PART) for part in parts[len(shown) :])]
    is_cut = any(len(one_line(part, _WHOLE)) > _PART for part in parts[len(shown) :])
    return f"{', '.join(said)} {_cut_before(1)}" if is_cut else ", ".join(said)


def _text(payload: Text | None) -> str:
    pieces = (payload.rich_text or payload.text) if payload else None
    return _marked(pieces)


def _marked(pieces: list[RichText] | None) -> str:
    shown = markdown(pieces, MOST_TOKENS)
    return f"{shown.text} {_cut_before(1)}" if shown.is_cut else shown.text


def _cut_before(character: int) -> str:
    return f"\x00{character}\x00"


def _hanging(first: str, text: str, rest: str) -> str:
    """`text` behind `first`, its further lines behind `rest`."""
    return (first + text.replace("\n", f"\n{rest}")).rstrip()


def _heading(level: int, payload: Text | None) -> Shape:
    text = _text(payload).replace("\n", " ")
    return Shape(f"{'#' * level} {text}" if text else "")


def _item(mark: str, payload: Text | None) -> Shape:
    indent = " " * (len(mark.split(" ", 1)[0]) + 1)
    return Shape(_hanging(mark, _text(payload), indent), indent, is_item=True)


def _to_do(block: Block, _: int) -> Shape:
    is_done = bool(block.to_do and block.to_do.checked)
    return _item("- [x] " if is_done else "- [ ] ", block.to_do)


def _callout(block: Block, _: int) -> Shape:
    icon = block.callout.icon if block.callout else None
    emoji = inline(icon.emoji or "", 20) if icon else ""
    text = " ".join(filter(None, (emoji, _text(block.callout))))
    return Shape(_hanging("> [!NOTE]\n> ", text, "> "), "> ")


def _start_of(written: str, language: str) -> str:
    """As much of a text as there is room for, in a fence."""
    return excerpt(
        written,
        1,
        fits=lambda rest: length_within(rest, MOST_TOKENS),
        more=_cut_before,
        language=language,
    )


def _code(code: Code | None) -> Shape:
    pieces = (code.rich_text or code.text) if code else None
    written = raw(pieces)
    name = re.sub(r"[^a-z0-9+#.-]+", "-", one_line((code.language if code else None) or "", 30).lower())
    block = _start_of(written, name.strip("-").replace("plain-text", "text"))
    caption = raw(code.caption if code else None)
    below = inline(caption, _PART)
    if len(one_line(caption, _WHOLE)) > _PART:
        below += f" {_cut_before(len(written) + len(_BETWEEN) + 1 if written else 1)}"
    return Shape("\n\n".join(filter(None, (block or "*(empty code block)*", below))))


def _media(name: str, block: Block) -> Shape:
    return Shape(f"*{name}:* {_line(block) or 'without a name'}")


def _link(name: str, block: Block, target: Address | None) -> Shape:
    url = address(target.url if target else None)
    return Shape(f"*{name}:* {_line(block, *([f'<{url}>'] if url else [])) or 'without an address'}")


def _child(name: str, block: Block) -> Shape:
    return Shape(f"*{name}* {code_span(shown_id(block.id))}: {_line(block) or '(no title)'}")


def _link_to_page(block: Block, _: int) -> Shape:
    link = block.link_to_page
    targets = (
        (
            ("page", link.page_id),
            ("database", link.database_id),
            ("comment", link.comment_id),
        )
        if link
        else ()
    )
    for name, target in targets:
        if target:
            return Shape(f"*Link to {name}* {code_span(shown_id(target))}")
    return Shape("*Link to a page that is not told*")


def _synced(block: Block, _: int) -> Shape:
    origin = block.synced_block.synced_from if block.synced_block else None
    if origin is None:
        return Shape("*(synced block)*")
    return Shape(f"*(copy of synced block {code_span(shown_id(origin.block_id))})*")


def _meeting(block: Block, _: int) -> Shape:
    return Shape(f"*Meeting notes:* {_line(block) or '(no title)'}")


def _unsupported(block: Block, _: int) -> Shape:
    kind = one_line((block.unsupported.block_type if block.unsupported else None) or "", 40)
    what = f"a block of the type {code_span(kind)}" if kind else "a block"
    return Shape(f"*({what} that Notion's API does not show)*")


def _row(block: Block, _: int) -> Shape:
    cells = (block.table_row.cells or []) if block.table_row else []
    longest = max(20, 1_000 // max(len(cells), 1))
    shown = " | ".join(inline(plain(cell, longest), 2_000) for cell in cells[:_MOST_CELLS])
    is_cut = len(cells) > _MOST_CELLS or any(len(plain(cell, longest + 1)) > longest for cell in cells)
    return Shape(f"- {shown} {_cut_before(1) if is_cut else ''}".rstrip(), is_item=True)


def _equation(block: Block, _: int) -> Shape:
    expression = (block.equation.expression if block.equation else None) or ""
    return Shape(_start_of(expression, "latex") or "*(empty equation)*")


_SHAPES: dict[str, Shaper] = {
    "paragraph": lambda block, _: Shape(_text(block.paragraph)),
    "heading_1": lambda block, _: _heading(1, block.heading_1),
    "heading_2": lambda block, _: _heading(2, block.heading_2),
    "heading_3": lambda block, _: _heading(3, block.heading_3),
    "heading_4": lambda block, _: _heading(4, block.heading_4),
    "bulleted_list_item": lambda block, _: _item("- ", block.bulleted_list_item),
    "numbered_list_item": lambda block, number: _item(f"{number}. ", block.numbered_list_item),
    "to_do": _to_do,
    "toggle": lambda block, _: _item("- ▸ ", block.toggle),
    "template": lambda block, _: _item("- (template) ", block.template),
    "quote": lambda block, _: Shape(_hanging("> ", _text(block.quote), "> "), "> "),
    "callout": _callout,
    "code": lambda block, _: _code(block.code),
    "equation": _equation,
    "divider": lambda *_: Shape("---"),
    "breadcrumb": lambda *_: Shape("*(breadcrumb)*"),
    "table_of_contents": lambda *_: Shape("*(table of contents)*"),
    "image": lambda block, _: _media("Image", block),
    "video": lambda block, _: _media("Video", block),
    "audio": lambda block, _: _media("Audio", block),
    "pdf": lambda block, _: _media("PDF", block),
    "file": lambda block, _: _media("File", block),
    "bookmark": lambda block, _: _link("Bookmark", block, block.bookmark),
    "embed": lambda block, _: _link("Embed", block, block.embed),
    "link_preview": lambda block, _: _link("Link preview", block, block.link_preview),
    "child_page": lambda block, _: _child("Child page", block),
    "child_database": lambda block, _: _child("Child database", block),
    "link_to_page": _link_to_page,
    "synced_block": _synced,
    "table": lambda *_: Shape("*(table)*"),
    "table_row": _row,
    "column_list": lambda *_: Shape(""),
    "column": lambda _, number: Shape(f"*Column {number}:*"),
    "tab": lambda *_: Shape("*(tabs)*"),
    "meeting_notes": _meeting,
    "transcription": _meeting,
    "unsupported": _unsupported,
}
