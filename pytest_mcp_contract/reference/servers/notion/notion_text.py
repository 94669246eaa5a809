"""Text in the form in which Notion takes it: pieces of at most 2,000 characters with one look each.

Pure functions.

Source: https://developers.notion.com/reference/request-limits
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_mcp_contract.reference.json_value import JSON

LONGEST_PIECE = 2_000
"""In UTF-16 units, as Notion counts them: an emoji is two."""
MOST_PIECES = 100


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece looks and where it links to."""

    bold: bool = False
    italic: bool = False
    strikethrough: bool = False
    code: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with one look."""

    text: str
    look: Look = Look()


def rich_text(pieces: Iterable[Piece]) -> list[JSON]:
    """The pieces as Notion takes them; neighbours with the same look are one, and long ones are split."""
    return [_piece(part, one.look) for one in _joined(pieces) for part in split_text(one.text)]


def plain_rich_text(text: str) -> list[JSON]:
    """Text without looks and links."""
    return rich_text([Piece(text)])


def split_text(text: str) -> Iterator[str]:
    """Parts of at most `LONGEST_PIECE` UTF-16 units; no character is torn apart."""
    start = units = 0
    for at, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > LONGEST_PIECE:
            yield text[start:at]
            start, units = at, 0
        units += size
    if start < len(text):
        yield text[start:]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    texts: list[str] = []
    look = Look()
    for piece in pieces:
        if texts and piece.look != look:
            yield Piece("".join(texts), look)
            texts = []
        look = piece.look
        if piece.text:
            texts.append(piece.text)
    if texts:
        yield Piece("".join(texts), look)


def _piece(text: str, look: Look) -> JSON:
    content: dict[str, JSON] = {"content": text}
    if look.url:
        content["link"] = {"url": look.url}
    piece: dict[str, JSON] = {"type": "text", "text": content}
    looks = {name: True for name in ("bold", "italic", "strikethrough", "code") if getattr(look, name)}
    if looks:
        piece["annotations"] = dict(looks)
    return piece
