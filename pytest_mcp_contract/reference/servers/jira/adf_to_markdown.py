"""Atlassian documents as Markdown.

One pass over the nodes with a stack of its own: linear in the size of the document, and no depth is too deep.
A node is shown by its type; one of an unknown type is shown by its children, and a malformed one, or a
malformed attribute, is left out without harm to the rest.

Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import re
from collections.abc import Callable
from functools import partial

from pytest_mcp_contract.reference.servers.jira.adf_inline import (
    HARD_BREAK,
    Run,
    code_span,
    escaped,
    joined,
    link_run,
    text_run,
)
from pytest_mcp_contract.reference.servers.jira.adf_nodes import (
    Node,
    all_text,
    attribute,
    day,
    first_number,
    item_marks,
    needs_empty_line,
    string,
)

DEEPEST_INDENT = 20
"""Levels of lists and quotes that are indented; deeper ones stand at this level, else the text would grow
with the square of the depth."""
WIDEST_SPAN = 20

_LISTS = frozenset({"bulletList", "orderedList", "taskList", "decisionList"})


def markdown_of(document: object) -> str:
    """The Markdown of a document or of any node of one; "" for what is none."""
    return _Conversion(document).text()


class _Conversion:
    """What is still to be visited, and what was written so far."""

    def __init__(self, document: object) -> None:
        self._work: list[object] = [document]
        """Nodes to visit and steps to take, the next one last."""
        self._lines: list[str] = []
        self._runs: list[Run] = []
        """The text of the block that is open."""
        self._start = ""
        """What a heading has before its text."""
        self._lead = ""
        """What the next paragraph begins with: the name of a panel."""
        self._rest = ""
        """What each line begins with here: indentation and quote marks."""
        self._first: str | None = None
        """What the next line begins with instead: the mark of a list item."""
        self._depth = 0
        self._in_list = 0
        self._apart = False
        """Whether an empty line goes before the next block."""
        self._rows: list[list[str]] | None = None
        self._cell: list[str] | None = None

    def text(self) -> str:
        """The Markdown."""
        while self._work:
            step = self._work.pop()
            if callable(step):
                step()
            elif isinstance(step, dict):
                kind = step.get("type")
                handler = _HANDLERS.get(kind) if isinstance(kind, str) else None
                (handler or _Conversion.children)(self, step)
        self._end_block()
        return "\n".join(self._lines).strip("\n")

    def children(self, node: Node) -> None:
        """Only what is inside."""
        content = node.get("content")
        if isinstance(content, list):
            self._work += reversed(content)

    # Inline nodes.

    def plain(self, node: Node) -> None:
        text = node.get("text")
        if isinstance(text, str):
            self._runs.append(text_run(text, node.get("marks")))
        self.children(node)

    def hard_break(self, _: Node) -> None:
        self._runs.append(Run("<br>") if self._cell is not None else Run(" ") if self._start else HARD_BREAK)

    def mention(self, node: Node) -> None:
        name = attribute(node, "text") or attribute(node, "id")
        self._runs.append(Run(escaped(f"@{name.removeprefix('@')}" if name else "@someone")))

    def emoji(self, node: Node) -> None:
        self._runs.append(Run(escaped(attribute(node, "text") or attribute(node, "shortName"))))

    def date(self, node: Node) -> None:
        attrs = node.get("attrs")
        self._runs.append(Run(day(attrs.get("timestamp")) if isinstance(attrs, dict) else ""))

    def status(self, node: Node) -> None:
        text = attribute(node, "text")
        self._runs.append(Run(f"[{escaped(text)}]" if text else ""))

    def card(self, node: Node) -> None:
        attrs = node.get("attrs")
        data = attrs.get("data") if isinstance(attrs, dict) else None
        known = data if isinstance(data, dict) else {}
        address = attribute(node, "url") or string(known.get("url")) or string(known.get("@id"))
        name = string(known.get("name"))
        self._runs.append(link_run(address, name) if address else Run(escaped(name)))

    def block_card(self, node: Node) -> None:
        self._end_block()
        self.card(node)
        self._end_block()

    def media(self, node: Node) -> None:
        name = attribute(node, "alt") or attribute(node, "__fileName")
        address = attribute(node, "url")
        shown = escaped(name or attribute(node, "id") or "file")
        if address:
            self._runs += [Run("attached image: "), link_run(address, name)]
        else:
            self._runs.append(Run(f"[attached: {shown}]"))

    def block_media(self, node: Node) -> None:
        self._end_block()
        self.media(node)
        self._end_block()

    def placeholder(self, node: Node) -> None:
        self._runs.append(Run(escaped(attribute(node, "text"))))

    def extension(self, node: Node) -> None:
        name = attribute(node, "text") or attribute(node, "extensionKey")
        self._runs.append(Run(f"[macro: {escaped(name)}]" if name else ""))
        self.children(node)

    def block_extension(self, node: Node) -> None:
        self._end_block()
        self._work.append(self._end_block)
        self.extension(node)

    # Blocks.

    def paragraph(self, node: Node) -> None:
        self._end_block()
        self._work.append(self._end_block)
        self.children(node)

    def heading(self, node: Node) -> None:
        self.paragraph(node)
        attrs = node.get("attrs")
        level = attrs.get("level") if isinstance(attrs, dict) else None
        self._start = "#" * min(max(level if isinstance(level, int) else 1, 1), 6) + " "

    def caption(self, node: Node) -> None:
        self._end_block()
        self._runs.append(Run("Caption: "))
        self._work.append(self._end_block)
        self.children(node)

    def code_block(self, node: Node) -> None:
        self._end_block()
        code = all_text(node).replace("\r\n", "\n").replace("\r", "\n")
        if self._cell is not None:
            self._write([code_span(" ".join(code.split()))])
            return
        longest = max(map(len, re.findall("`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        language = re.sub(r"[^A-Za-z0-9_+#.-]", "", attribute(node, "language"))[:40]
        self._write([f"{fence}{language}", *code.split("\n"), fence])

    def rule(self, _: Node) -> None:
        self._end_block()
        self._write(["---"])

    def quote(self, node: Node) -> None:
        self._enter("> ", "> ")
        self.children(node)

    def panel(self, node: Node) -> None:
        self.quote(node)
        kind = re.sub(r"[^A-Za-z]", "", attribute(node, "panelType"))[:20] or "note"
        self._lead = f"**{kind.capitalize()}:**"

    def expand(self, node: Node) -> None:
        self._end_block()
        title = attribute(node, "title").strip()
        if title:
            self._write([joined([Run(escaped(" ".join(title.split())), (("**", "**"),))])])
        self._work.append(self._end_block)
        self.children(node)

    def listing(self, node: Node) -> None:
        """A list of any kind; a list that stands directly in a list belongs to the item before it."""
        self._end_block()
        if self._in_list and not needs_empty_line(node):
            self._apart = False
        self._in_list += 1
        self._work.append(self._end_list)
        content = node.get("content")
        items = content if isinstance(content, list) else []
        number, steps = first_number(node), list[Callable[[], None]]()
        for item in items:
            if not isinstance(item, dict):
                continue
            kind = string(item.get("type"))
            mark, name = ("", "") if kind in _LISTS else item_marks(node, item, number)
            inner = item.get("content") if kind in _ITEMS else [item]
            steps.append(partial(self._item, mark, name, inner, is_next=bool(steps)))
            number += kind not in _LISTS
        self._work += reversed(steps)

    def table(self, node: Node) -> None:
        self._end_block()
        if self._rows is None:
            self._rows = []
            self._work.append(self._end_table)
        self.children(node)

    def row(self, node: Node) -> None:
        self._end_block()
        if self._rows is not None and self._cell is None:
            self._rows.append([])
        self._work.append(self._end_block)
        self.children(node)

    def cell(self, node: Node) -> None:
        self._end_block()
        if self._rows is None or self._cell is not None:
            self.children(node)
            return
        if not self._rows:
            self._rows.append([])
        self._cell = []
        attrs = node.get("attrs")
        span = attrs.get("colspan") if isinstance(attrs, dict) else None
        width = min(max(span, 1), WIDEST_SPAN) if isinstance(span, int) else 1
        first, self._first = self._first, None
        row = self._rows[-1]

        def end() -> None:
            self._end_block()
            row.append("<br>".join(filter(None, self._cell or [])))
            row.extend([""] * (width - 1))
            self._cell, self._first = None, first

        self._work.append(end)
        self.children(node)

    # What ends a node.

    def _end_block(self) -> None:
        """Write the text of the block that is open, if there is any."""
        runs, self._runs = self._runs, []
        start, self._start = self._start, ""
        text = joined(runs)
        if not text:
            return
        if start:
            text = re.sub(r"(?<=\s)(?=#+$)", r"\\", text)  # Markdown takes them for the end of the heading
        lines = text.split("\n")
        if self._lead and not start:
            lead, self._lead = self._lead, ""
            lines[0] = f"{lead} {lines[0]}"
        self._write([f"{start}{lines[0]}", *lines[1:]])

    def _end_list(self) -> None:
        self._end_block()
        self._in_list -= 1
        self._apart = True

    def _end_table(self) -> None:
        self._end_block()
        rows, self._rows = [row for row in self._rows or [] if row], None
        if not rows:
            return
        width = max(map(len, rows))
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        self._write([lines[0], "|" + " --- |" * width, *lines[1:]])

    def _item(self, mark: str, name: str, inner: object, *, is_next: bool) -> None:
        if is_next:
            self._apart = False
        self._enter(mark + name, " " * len(mark or "- "), is_item=True)
        if isinstance(inner, list):
            self._work += reversed(inner)

    def _enter(self, mark: str, indent: str, *, is_item: bool = False) -> None:
        """Begin a part whose first line begins with `mark` and all others with `indent`."""
        self._end_block()
        self._write_lead()
        rest, first = self._rest, self._first
        if self._cell is not None:
            self._first = mark if is_item and mark else first
        else:
            if self._apart and self._lines and first is None:
                self._lines.append(rest.rstrip())
                self._apart = False
            is_deep = self._depth >= DEEPEST_INDENT
            if mark:
                self._first = (rest if first is None or is_deep else first) + mark
            self._rest = rest if is_deep else rest + indent
        self._depth += 1
        self._work.append(partial(self._leave, mark, rest, first, is_item=is_item))

    def _leave(self, mark: str, rest: str, first: str | None, *, is_item: bool) -> None:
        self._end_block()
        self._write_lead()
        if (
            mark and self._first is not None
        ):  # nothing was written: an empty item is shown, an empty quote not
            if is_item:
                self._write([""])
            else:
                self._first = first
        self._rest = rest
        self._depth -= 1

    def _write_lead(self) -> None:
        """The name of a panel by itself, where no paragraph begins with it."""
        lead, self._lead = self._lead, ""
        if lead:
            self._write([lead])

    def _write(self, lines: list[str]) -> None:
        """Add a block of lines."""
        self._write_lead()
        if self._cell is not None:
            mark, self._first = self._first or "", None
            self._cell.append((mark + " ".join(filter(None, lines))).replace("|", "\\|").strip())
            return
        if self._apart and self._lines and self._first is None:
            self._lines.append(self._rest.rstrip())
        for line in lines:
            start, self._first = self._rest if self._first is None else self._first, None
            self._lines.append(f"{start}{line}" if line else start.rstrip())
        self._apart = True


_ITEMS = frozenset({"listItem", "taskItem", "blockTaskItem", "decisionItem"})
_HANDLERS: dict[str, Callable[[_Conversion, Node], None]] = {
    "text": _Conversion.plain,
    "hardBreak": _Conversion.hard_break,
    "mention": _Conversion.mention,
    "emoji": _Conversion.emoji,
    "date": _Conversion.date,
    "status": _Conversion.status,
    "inlineCard": _Conversion.card,
    "blockCard": _Conversion.block_card,
    "embedCard": _Conversion.block_card,
    "media": _Conversion.block_media,
    "mediaInline": _Conversion.media,
    "placeholder": _Conversion.placeholder,
    "inlineExtension": _Conversion.extension,
    "extension": _Conversion.block_extension,
    "paragraph": _Conversion.paragraph,
    "heading": _Conversion.heading,
    "caption": _Conversion.caption,
    "codeBlock": _Conversion.code_block,
    "rule": _Conversion.rule,
    "blockquote": _Conversion.quote,
    "panel": _Conversion.panel,
    "expand": _Conversion.expand,
    "nestedExpand": _Conversion.expand,
    "bulletList": _Conversion.listing,
    "orderedList": _Conversion.listing,
    "taskList": _Conversion.listing,
    "decisionList": _Conversion.listing,
    "table": _Conversion.table,
    "tableRow": _Conversion.row,
    "tableCell": _Conversion.cell,
    "tableHeader": _Conversion.cell,
}
