"""Blocks with what is nested in them as Markdown, within the budget of a reply.

Where the budget ends, each list of blocks that is not shown to its end says how to go on in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pytest_mcp_contract.reference.budget import REPLY, cost, length_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, one_line, table
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.notion.block_text import CUT, shape, whole_text
from pytest_mcp_contract.reference.servers.notion.block_tree import PAGE_SIZE, Node
from pytest_mcp_contract.reference.servers.notion.rich_text import code_span, plain
from pytest_mcp_contract.reference.servers.notion.schemas_text import RichText
from pytest_mcp_contract.reference.servers.notion.wording import (
    is_usable_cursor,
    is_usable_id,
    nothing_here,
    shown_id,
)

_TOOL = "get_block_children"
_FOR_NOTES = 700
"""Kept free for the sentences that say how to go on."""
_MOST_NOTES = 6
_MOST_COLUMNS = 20
_CELL = 200
_AROUND_A_TABLE = 60
"""Sentences below it."""


def render_children(root: Node, *, first: int, page_size: int, cursor: str | None, show_ids: bool) -> str:
    """A page of the blocks inside a block or page, from number `first` on, and how to get what follows."""
    where = shown_id(root.block.id)
    sent = len(root.children)
    nodes = root.children[:page_size]
    here: dict[str, JSON] = {"start_cursor": cursor} if cursor else {}
    anew: dict[str, JSON] = {**dict.fromkeys(here), **({"first_block": 1} if first > 1 else {})}
    if not nodes:
        nothing = f"There are no {'more ' if cursor else ''}blocks in {where}."
        return nothing_here("blocks", nothing, _next_page(root, anew) if root.has_more else "")
    if first > len(nodes):
        return f"This page has {counted(len(nodes), 'block')} of {where}; there is none with number {first}."
    writer = _Writer(REPLY - _FOR_NOTES, page_size=page_size, show_ids=show_ids, anew=anew)
    last, is_whole = writer.write(nodes, "", root.block.id, first - 1, here)
    if last == len(nodes) and root.has_more:
        writer.notes.append(_next_page(root, anew))
    if sent > page_size:
        writer.notes.append(
            f"Notion sent {sent:,} blocks though {page_size} were asked for; only the first are shown."
        )
    head = f"{counted(len(nodes), 'block')} in {where}{' (more follow)' if root.has_more else ''}:"
    if first > 1 or not is_whole:
        head = f"Blocks {first} to {last} of the {len(nodes)} on this page of {where}:"
    notes = writer.notes if len(writer.notes) <= _MOST_NOTES else [*writer.notes[:3], *writer.notes[-3:]]
    return blocks(head, writer.text or "They have no text.", "\n".join(notes))


def render_text(root: Node, *, number: int, page_size: int, cursor: str | None, text_from: int) -> str:
    """The own text of one block of a page of blocks, as it was written, and how to get what follows."""
    where = shown_id(root.block.id)
    nodes = root.children[:page_size]
    if number > len(nodes):
        return f"This page has {counted(len(nodes), 'block')} of {where}; there is none with number {number}."
    here: dict[str, JSON] = {"start_cursor": cursor} if cursor else {}
    text = excerpt(
        whole_text(nodes[number - 1].block),
        text_from,
        fits=lambda rest: length_within(rest, REPLY - _FOR_NOTES),
        more=lambda further: _inside(
            root.block.id, "characters", {**here, "first_block": number, "text_from": further}
        ),
        language="text",
    )
    head = f"The text of block {number} on this page of {where}, as it was written:"
    return blocks(head, text or "It has no text of its own.")


def _next_page(node: Node, anew: Mapping[str, JSON]) -> str:
    """How to read on after the children of `node`."""
    if not is_usable_cursor(node.cursor) or not is_usable_id(node.block.id):
        return f"More blocks follow, but Notion named no cursor that {_TOOL} could be called with."
    return follow_up("blocks", _TOOL, **{**anew, "block_id": node.block.id, "start_cursor": node.cursor})


def _inside(block_id: str, things: str, arguments: Mapping[str, JSON]) -> str:
    """How to go on inside a block."""
    if not is_usable_id(block_id):
        return f"More {things} follow, but Notion named no id that {_TOOL} could be called with."
    return follow_up(things, _TOOL, block_id=block_id, **arguments)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    indent: str
    is_item: bool


class _Writer:
    """Puts down one block after the other while there is room."""

    def __init__(self, room: int, *, page_size: int, show_ids: bool, anew: Mapping[str, JSON]) -> None:
        self.notes: list[str] = []
        """How to go on, innermost first."""
        self._anew = anew
        """Arguments that must be set back where another block is read."""
        self._room = room
        self._page_size = page_size
        self._show_ids = show_ids
        self._parts: list[_Part] = []

    @property
    def text(self) -> str:
        """All that was written: items of a list right below each other, else with an empty line between."""
        written = ""
        for before, part in zip((None, *self._parts), self._parts, strict=False):
            if before is not None:
                written += "\n" if before.is_item and part.is_item else f"\n{part.indent.rstrip()}\n"
            written += part.text
        return written

    def write(
        self, nodes: Sequence[Node], indent: str, parent: str, start: int, page: Mapping[str, JSON]
    ) -> tuple[int, bool]:
        """Write the nodes from number `start` on: how many are behind, and whether nothing was left out."""
        numbers = list(_numbers(nodes))
        for at in range(start, len(nodes)):
            node = nodes[at]
            is_whole = self._write_one(node, indent, numbers[at], parent, {**page, **self._from(at + 1)})
            if not is_whole:
                rest = at if is_whole is None else at + 1
                if rest < len(nodes):
                    self.notes.append(_inside(parent, "blocks", {**page, **self._from(rest + 1)}))
                return rest, False
        return len(nodes), True

    def _from(self, number: int) -> Mapping[str, JSON]:
        """Arguments to go on at a block; what is nested is read in pages of another size than asked for."""
        return {"first_block": number, **({"page_size": PAGE_SIZE} if number > self._page_size else {})}

    def _write_one(
        self, node: Node, indent: str, number: int, parent: str, place: Mapping[str, JSON]
    ) -> bool | None:
        """Whether a block was written with its inside; None: not even the block itself."""
        width = max(map(len, map(_cells, node.children)), default=0) if node.block.type == "table" else 0
        if width:
            return self._write_table(node, indent, width)
        own = shape(node.block, number)
        text = CUT.sub(
            lambda cut: f"({_inside(parent, 'characters', {**place, 'text_from': int(cut[1])})})", own.text
        )
        if not self._put(text, indent, node, is_item=own.is_item):
            return None
        inner = indent + own.indent
        if not self.write(node.children, inner, node.block.id, 0, self._anew)[1]:
            return False
        self._write_notes(node, inner, is_item=own.is_item)
        return True

    def _write_notes(self, node: Node, indent: str, *, is_item: bool) -> None:
        """What is left out of the inside."""
        notes = []
        if node.problem:
            notes.append(f"(Its content could not be read. {one_line(node.problem, 400)})")
        elif node.is_unread:
            notes.append(f"({_inside(node.block.id, 'nested blocks', self._anew)})")
        if node.has_more:
            notes.append(f"({_next_page(node, self._anew)})")
        self.notes += [note for note in notes if not self._put(note, indent, None, is_item=is_item)]

    def _write_table(self, node: Node, indent: str, width: int) -> bool | None:
        """As `_write_one`: the table with as many of its rows as there is room for."""
        longest = min(_CELL, max(_CELL // 10, 3 * _CELL // width))
        shown = min(width, _MOST_COLUMNS)
        rows = [[plain(cell, longest) for cell in _cells(row)[:shown]] for row in node.children]
        rows = [row + [""] * (shown - len(row)) for row in rows]
        has_head = bool(node.block.table and node.block.table.has_column_header)
        head, body = (rows[0], rows[1:]) if has_head else ([""] * shown, rows)
        left = self._room - cost(table(head, [])) - _AROUND_A_TABLE
        fitting = 0
        for row in body:
            left -= cost(" | ".join(row)) + len(indent) + len(row)
            if left < 0 and (fitting or self._parts):
                break
            fitting += 1
        if body and not fitting:
            return None
        text = table(head, body[:fitting])
        if width > _MOST_COLUMNS:
            text += f"\n\n(Only the first {_MOST_COLUMNS} of {width} columns are shown. {self._row(node, 1)})"
        cut = [
            index
            for index, row in enumerate(rows[: len(rows) - len(body) + fitting], 1)
            if any(cell.endswith("…") and len(cell) == longest for cell in row)
        ]
        if cut:
            text += f"\n\n(Long cells are cut, first in row {cut[0]}. {self._row(node, cut[0])})"
        fitting += len(rows) - len(body)
        if not self._put(text, indent, node, is_item=False):
            return None
        if fitting < len(rows):
            self.notes.append(_inside(node.block.id, "rows", {**self._anew, **self._from(fitting + 1)}))
            return False
        self._write_notes(node, indent, is_item=False)
        return True

    def _row(self, table: Node, number: int) -> str:
        """How to read a row of a table whole."""
        place = {**self._anew, **self._from(number), "text_from": 1}
        return _inside(table.block.id, "characters of each row", place)

    def _put(self, text: str, indent: str, node: Node | None, *, is_item: bool) -> bool:
        """Whether there was room for the text; nothing needs none."""
        if node is not None and self._show_ids:
            mark = code_span(shown_id(node.block.id))
            text = f"{mark}:\n{text}" if "\n" in text else f"{text or '*(no text)*'} {mark}"
        if not text:
            return True
        lines = "\n".join(f"{indent}{line}".rstrip() for line in text.split("\n"))
        price = cost(lines) + 2
        if price > self._room and self._parts:
            return False
        self._room -= price
        self._parts.append(_Part(lines, indent, is_item))
        return True


def _numbers(nodes: Sequence[Node]) -> Iterator[int]:
    """The place of each node among its neighbours of the same type, from 1."""
    for _, run in groupby(nodes, lambda node: node.block.type):
        for number, _ in enumerate(run, 1):
            yield number


def _cells(row: Node) -> list[list[RichText]]:
    return (row.block.table_row.cells or []) if row.block.table_row else []
