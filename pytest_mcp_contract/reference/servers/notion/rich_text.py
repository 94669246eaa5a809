"""Notion's rich text as Markdown, or as plain text.

Pure functions. What strangers wrote is escaped, so it can change nothing around it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from pytest_mcp_contract.reference.budget import cost, length_within
from pytest_mcp_contract.reference.markdown import inline, one_line
from pytest_mcp_contract.reference.servers.notion.dates import date_text
from pytest_mcp_contract.reference.servers.notion.schemas_text import Mention, RichText, User

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>()\[\]\\|`\"]{1,500}")
_PAGE = re.compile(r"/[0-9a-f]{32}(?:[?#][0-9A-Za-z=&#-]{1,100})?")
_SIGNED = re.compile(r"[?&](?:X-Amz-|signature=|sig=)", re.IGNORECASE)
_BLOCK_START = re.compile(r"(\s*)(?:([#+=-])|(\d{1,9})([.)])(?=\s|$))")
_TICKS = re.compile(r"`+")
_LONGEST_LINE = 20_000
_MOST_PIECES = 2_000

Style: TypeAlias = tuple[bool, bool, bool, bool, str]
"""Whether code, bold, italic, struck through; and where it links to."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as far as it is shown."""

    text: str
    is_cut: bool


def plain(pieces: Iterable[RichText] | None, limit: int = 300) -> str:
    """The text on one line without any markup, cut with "…" at `limit`."""
    parts: list[str] = []
    length = 0
    for _, piece in zip(range(_MOST_PIECES), pieces or (), strict=False):
        parts.append(_words(piece)[: 4 * limit])
        length += len(parts[-1])
        if length > 4 * limit:
            break
    return one_line("".join(parts), limit)


def markdown(pieces: Sequence[RichText] | None, most: int) -> Shown:
    """The text with its looks and links, in lines that begin no block, at about `most` tokens."""
    shown: list[str] = []
    left = most
    is_cut = len(pieces or ()) > _MOST_PIECES
    for style, text in _runs((pieces or ())[:_MOST_PIECES]):
        styled = _styled(text[:_LONGEST_LINE], style)
        spent = cost(styled)
        if spent > left or len(text) > _LONGEST_LINE:
            is_cut = True
            shown.append(_styled(text[: length_within(text, max(1, left // 2))], style) + "…")
            break
        shown.append(styled)
        left -= spent
    return Shown("\n".join(map(_harmless, "".join(shown).strip("\n").split("\n"))), is_cut)


def raw(pieces: Iterable[RichText] | None) -> str:
    """The text as it was written, with its line breaks: for a fence."""
    return "".join(_words(piece) for _, piece in zip(range(_MOST_PIECES), pieces or (), strict=False))


def user_name(user: User | None) -> str:
    """A name on one line, else `user <id>`; `unknown` where there is no user."""
    if user is None:
        return "unknown"
    return one_line(user.name or "", 200) or f"user {one_line(user.id, 40)}"


def code_span(text: str) -> str:
    """`text` between more backticks than any run of them that it holds."""
    line = one_line(text, 1_000)
    if not line:
        return ""
    ticks = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def address(url: str | None) -> str:
    """The address, if it is one that can be linked to and carries no signature; else ""."""
    text = (url or "").strip()
    if _PAGE.fullmatch(text):
        return f"https://www.notion.so{text}"
    return text if _ADDRESS.fullmatch(text) and not _SIGNED.search(text) else ""


def _words(piece: RichText) -> str:
    """What a piece says; the type is only looked at where `plain_text` is missing or says too little."""
    if piece.mention is not None and piece.mention.date is not None:
        return date_text(piece.mention.date) or piece.plain_text or ""
    if piece.plain_text:
        return piece.plain_text
    if piece.equation is not None:
        return piece.equation.expression or ""
    if piece.mention is not None:
        return _mentioned(piece.mention)
    return (piece.text.content if piece.text else None) or ""


def _mentioned(mention: Mention) -> str:
    if mention.user is not None:
        return f"@{user_name(mention.user)}"
    target = mention.page or mention.database
    kind = one_line(mention.type or "", 30).replace("_", " ")
    return " ".join(filter(None, (kind or "mention", target.id if target else None)))


def _style(piece: RichText) -> Style:
    look = piece.annotations
    is_code = piece.type == "equation" or bool(look and look.code)
    looks = (bool(look and look.bold), bool(look and look.italic), bool(look and look.strikethrough))
    return (is_code, *looks, address(piece.href))


def _runs(pieces: Sequence[RichText]) -> Iterator[tuple[Style, str]]:
    """Neighbours that look the same, as one."""
    for (is_equation, style), run in groupby(pieces, lambda one: (one.type == "equation", _style(one))):
        text = "".join(map(_words, run))
        yield style, f"${text}$" if is_equation and text else text


def _styled(text: str, style: Style) -> str:
    return "\n".join(_styled_line(line, style) for line in text.replace("\r\n", "\n").split("\n"))


def _styled_line(line: str, style: Style) -> str:
    """One line with its marks; blanks at its edges stay outside of them, as Markdown wants it."""
    is_code, is_bold, is_italic, is_struck, url = style
    core = code_span(line) if is_code else inline(line, _LONGEST_LINE)
    if not core:
        return " " if line else ""
    if url and one_line(line, _LONGEST_LINE) == url:
        core, url = f"<{url}>", ""
    for is_on, mark in ((is_struck, "~~"), (is_italic, "*"), (is_bold, "**")):
        core = f"{mark}{core}{mark}" if is_on else core
    core = f"[{core}]({url})" if url else core
    return (" " if line[0].isspace() else "") + core + (" " if line[-1].isspace() else "")


def _harmless(line: str) -> str:
    """The line, with a backslash before what would begin a heading, list or rule."""
    start = _BLOCK_START.match(line)
    if start is None:
        return line.lstrip()
    _, sign, number, dot = start.groups()
    rest = line[start.end() :]
    return f"\\{sign}{rest}" if sign else f"{number}\\{dot}{rest}"
