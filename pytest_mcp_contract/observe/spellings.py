"""Every way in which a known secret may be written down, as two searches over a text."""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

_Fragments: TypeAlias = list[list[str]]
"""A text, character by character: regular expressions of the ways to write it, each with a literal first."""

_PERCENT = "%(?:25)*"
"""Also where it was encoded twice, or more often."""
_BACKSLASH = r"\\\\{0,15}"
"""One or more, as in a JSON text inside a JSON text; bounded, for texts of nothing but backslashes."""
_PIECES = re.compile(r"\\+|[^\\]")
_SHORT_ESCAPES = {'"': '"', "/": "/", "\n": "n", "\t": "t", "\r": "r", "\b": "b", "\f": "f"}
_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_SKIPPED = (0, 2, 3)
"""Characters of a base64 text that the 0, 1 or 2 bytes before a secret have a part in."""
_IN_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_")
_SIGN_AFTER_PERCENT = re.compile("(?:25)*2[bBfF]")
_REST_OF_ESCAPE = re.compile(r"%(?:25)*[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt]")
_REST_OF_BASE64 = re.compile(rf"(?:[A-Za-z0-9+_-]|{_PERCENT}2[bBfF])*(?:=|{_PERCENT}3[dD]){{0,2}}")


class Spellings:
    """Finds secrets in plain text, URLs, JSON, pages and base64, whatever stands around them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted(set(secrets))
        self._plain = re.compile(_one_of([_plain(secret) for secret in known]))
        self._encoded = re.compile(_one_of([core for secret in known for core in _base64(secret)]))

    def hidden(self, text: str, word: str) -> str:
        """`text` with `word` in the place of every secret.

        Of base64 the whole run goes: what stands beside the secret is encoded otherwise for each length
        of it, so that a replayed request would differ from the recorded one.
        """
        text = self._plain.sub(word, text)
        found = self._encoded.search(text)
        if found is None:
            return text
        parts, done = [], 0
        while found is not None:
            rest = _REST_OF_BASE64.match(text, found.end())
            parts += [text[done : _run_start(text, found.start(), done)], word]
            done = found.end() if rest is None else rest.end()
            found = self._encoded.search(text, done)
        return "".join([*parts, text[done:]])


@lru_cache(maxsize=8)
def spellings_of(secrets: frozenset[str]) -> Spellings:
    """The spellings of these secrets, worked out once."""
    return Spellings(secrets)


def _run_start(text: str, at: int, lowest: int) -> int:
    """Where the run of base64 around `at` begins; a slash ends it, as in a path, and so does an escape."""
    start = at
    while start > lowest and (
        text[start - 1] in _IN_BASE64
        or (text[start - 1] == "%" and _SIGN_AFTER_PERCENT.match(text, start, at))
    ):
        start -= 1
    if start > lowest:
        escape = _REST_OF_ESCAPE.match(text, start - 1, at)
        start = start if escape is None else escape.end()
    return start


def _plain(secret: str) -> _Fragments:
    return [_ways_to_write(piece) for piece in _PIECES.findall(secret)]


def _base64(secret: str) -> Iterator[_Fragments]:
    """The characters that are sure, in all three alignments, in both alphabets."""
    texts = {_bytes(secret)}
    if not secret.isascii() and all(character < "\u0100" for character in secret):
        texts.add(secret.encode("latin-1"))
    for text in sorted(texts):
        for before, skipped in enumerate(_SKIPPED):
            encoded = base64.b64encode(bytes(before) + text).decode()
            sure = encoded[skipped : (before + len(text)) * 8 // 6]
            yield [_ways_to_write(one) + {"+": ["-"], "/": ["_"]}.get(one, []) for one in sure]


def _ways_to_write(character: str) -> list[str]:
    """How a character, or a row of backslashes, may stand in plain text, a URL, a JSON text or a page."""
    if character.isascii() and character.isalnum():
        return [character]
    if character.startswith("\\"):  # all that stand in a row: which is whose escape cannot be told
        count = len(character)
        escaped = rf"\\\\{{{count - 1},{16 * count - 1}}}"
        return [escaped, _percent(ord("\\")) * count, f"{_BACKSLASH}u005[cC]" * count]
    ways = [re.escape(character)]
    if character == "%":
        ways = [_PERCENT]
    elif character == " ":
        ways.append(r"\+")
    elif character == "+":
        ways.append(" ")
    octets = _bytes(character)
    ways.append("".join(_percent(octet) for octet in octets))
    if not character.isascii():
        ways.append(re.escape(octets.decode("latin-1")))
        if character < "\u0100":
            ways.append(_percent(ord(character)))
    units = character.encode("utf-16-be", "surrogatepass").hex()
    ways.append("".join(f"{_BACKSLASH}u{_any_case(units[at : at + 4])}" for at in range(0, len(units), 4)))
    if character in _SHORT_ESCAPES:
        ways.append(_BACKSLASH + _SHORT_ESCAPES[character])
    if character in _ENTITIES:
        number = ord(character)
        ways.append(f"&(?:{_ENTITIES[character]}|#0*{number}|#[xX]0*{_any_case(f'{number:x}')});")
    return ways


def _percent(octet: int) -> str:
    return _PERCENT + _any_case(f"{octet:02x}")


def _any_case(digits: str) -> str:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")  # as the environment gives what is no text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


# -- one expression of many texts

_Node: TypeAlias = "dict[str, _Node]"
_END = ""


def _one_of(texts: Iterable[_Fragments]) -> str:
    """An expression that finds any of the texts, the longest where one begins another.

    As a tree, and with a literal at the start of each branch: `re` then looks only where one can begin.
    """
    root: _Node = {}
    for text in texts:
        for first in text[0]:
            node = root.setdefault(first, {})
            for ways in text[1:]:
                way = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
                node = node.setdefault(way, {})
            node[_END] = {}
    return _expression(root) if root else r"(?!)"


def _expression(node: _Node) -> str:
    chain = []
    while len(node) == 1:
        ((way, node),) = node.items()
        chain.append(way)
    if node:
        branches = [way + _expression(below) for way, below in node.items() if way != _END]
        optional = "?" if _END in node else ""
        chain.append(f"(?:{'|'.join(branches)}){optional}" if chain or optional else "|".join(branches))
    return "".join(chain)
