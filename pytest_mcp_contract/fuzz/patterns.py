"""Regular expressions of JSON Schema (ECMA-262) as Python's `re` writes them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

LETTERS = "".join(
    map(chr, (*range(0x20, 0x180), *range(0x370, 0x460), *range(0x5D0, 0x5EB), *range(0x621, 0x64B)))
) + "".join(map(chr, (*range(0x3041, 0x3097), *range(0x4E00, 0x4E30))))
"""Where patterns with `\\p{...}` draw from: `re` knows no properties, and all of Unicode is slow."""

_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(,(\d*))?\})[?+]?")
_SETS = {"d": "0-9", "w": "A-Za-z0-9_", "s": r" \t\n\r\f\v\u00a0"}
"""What ECMA-262 means by `\\d`, `\\w` and `\\s`; what Python means by their opposites is less, and fits."""
_ESCAPES_OF_A_SET = frozenset("dDwWsS")
_NO_END_OF_A_RANGE = frozenset({*_SETS.values(), r"\D", r"\W", r"\S", r"\-"})
_SCRIPTS = frozenset({"latin", "greek", "cyrillic", "hebrew", "arabic", "hiragana", "han"})
_CATEGORIES = {
    "letter": "L",
    "lowercase_letter": "Ll",
    "uppercase_letter": "Lu",
    "mark": "M",
    "number": "N",
    "decimal_number": "Nd",
    "punctuation": "P",
    "symbol": "S",
    "separator": "Z",
    "space_separator": "Zs",
    "alphabetic": "L",
    "alpha": "L",
    "lowercase": "Ll",
    "uppercase": "Lu",
    "punct": "P",
    "digit": "Nd",
}


class UntranslatableError(ValueError):
    """A pattern that Python's `re` cannot say; the text names the construct."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One term of a pattern, and how often it may stand there."""

    atom: str
    least: int = 1
    most: int | None = 1
    quantifier: str = ""
    is_one_character: bool = False

    def __str__(self) -> str:
        return self.atom + self.quantifier

    def repeated(self, least: int, most: int | None) -> "Piece":
        """The same term, that often."""
        return replace(self, least=least, most=most, quantifier=f"{{{least},{'' if most is None else most}}}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in Python's spelling, as terms."""

    pieces: tuple[Piece, ...]
    has_choice: bool = False
    """Whether it is several alternatives: then its first and last term are not those of all."""

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))

    @property
    def from_start(self) -> bool:
        """Whether it can match at the start only."""
        return not self.has_choice and bool(self.pieces) and self.pieces[0].atom == "^"

    @property
    def to_end(self) -> bool:
        """Whether it can match up to the end only."""
        return not self.has_choice and bool(self.pieces) and self.pieces[-1].atom == r"\Z"

    @property
    def body(self) -> tuple[Piece, ...]:
        """The terms between the anchors."""
        return self.pieces[self.from_start : len(self.pieces) - self.to_end]


ANYTHING = Piece(r"[\s\S]", 0, None, "*", is_one_character=True)


@cache
def translated(pattern: str) -> Pattern:
    """The pattern in Python's spelling.

    Raises:
        UntranslatableError: Python cannot say it.
    """
    reader = _Reader(pattern)
    found = Pattern(tuple(reader.pieces()), reader.has_choice)
    try:
        re.compile(str(found))
    except (re.error, OverflowError) as problem:
        raise UntranslatableError(str(problem)) from problem
    return found


def joined(patterns: Sequence[Pattern]) -> Pattern:
    """A pattern whose matches match, where that is possible, all of these."""
    if len(patterns) == 1:
        return patterns[0]
    first = [each for each in patterns if each.from_start]
    last = [each for each in patterns if each.to_end and not each.from_start]
    middle = [each for each in patterns if not (each.from_start or each.to_end)]
    if first and first[0].to_end:
        return first[0]
    pieces = [Piece("^")]
    for each in (*first[:1], *middle, *last[:1]):
        pieces += [Piece(f"(?:{''.join(map(str, each.body))})"), ANYTHING]
    if last:
        pieces[-1] = Piece(r"\Z")
    return Pattern(tuple(pieces))


def within(pattern: Pattern, least: int, most: int | None) -> Pattern | None:
    """The pattern narrowed to lengths, or `None` where they cannot be read off its terms."""
    if pattern.has_choice:
        return None
    pieces = list(pattern.body)
    if not pattern.from_start:
        pieces.insert(0, ANYTHING)
    if not pattern.to_end:
        pieces.append(ANYTHING)
    if not all(piece.is_one_character for piece in pieces):
        return None
    shortest = sum(piece.least for piece in pieces)
    spare = None if most is None else most - shortest
    missing = max(0, least - shortest)
    if spare is not None and (spare < 0 or missing > spare):
        return None
    for index, piece in enumerate(pieces):
        room = None if piece.most is None else piece.most - piece.least
        if room == 0:
            continue
        added = missing if room is None else min(missing, room)
        allowed = room if spare is None else spare if room is None else min(room, spare)
        pieces[index] = piece.repeated(
            piece.least + added, None if allowed is None else piece.least + max(allowed, added)
        )
        missing -= added
        if spare is not None and allowed is not None:
            spare -= max(allowed, added)
    if missing:
        return None
    return Pattern((Piece("^"), *pieces, Piece(r"\Z")))


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.has_choice = False

    def pieces(self) -> Iterator[Piece]:
        """The terms of the whole pattern."""
        while self.at < len(self.text):
            if self.text[self.at] == "|":
                self.has_choice = True
                self.at += 1
                yield Piece("|")
                continue
            if self.text[self.at] == ")":
                raise UntranslatableError("unbalanced parenthesis")
            yield self.piece()

    def piece(self) -> Piece:
        """The next term with its quantifier."""
        begins = self.text[self.at]
        atom = self.group() if begins == "(" else self.single()
        anchors = atom in ("^", r"\Z", r"\A", r"\b", r"\B")
        quantified = _QUANTIFIER.match(self.text, self.at)
        if quantified is None:
            return Piece(atom, is_one_character=begins != "(" and not anchors)
        self.at = quantified.end()
        spelled = quantified.group()
        if quantified[1] is not None:
            least = int(quantified[1])
            most = least if quantified[2] is None else int(quantified[3]) if quantified[3] else None
        else:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[spelled[0]]
        return Piece(atom, least, most, spelled, is_one_character=begins != "(" and not anchors)

    def group(self) -> str:
        """A group, from its parenthesis to the other."""
        opening = "("
        self.at += 1
        if named := re.compile(r"\?<([A-Za-z_]\w*)>").match(self.text, self.at):
            opening = f"(?P<{named[1]}>"
            self.at = named.end()
        elif special := re.compile(r"\?(?:[:=!]|<[=!]|[a-z-]+[:)])").match(self.text, self.at):
            opening = "(" + special.group()
            self.at = special.end()
            if opening.endswith(")"):
                if self.at != len(opening):
                    raise UntranslatableError(f"flags `{opening}` that are not at the start")
                return opening
        inside: list[str] = []
        while True:
            if self.at >= len(self.text):
                raise UntranslatableError("unbalanced parenthesis")
            if self.text[self.at] == ")":
                self.at += 1
                return f"{opening}{''.join(inside)})"
            if self.text[self.at] == "|":
                self.at += 1
                inside.append("|")
            else:
                inside.append(str(self.piece()))

    def single(self) -> str:
        """One character, escape, anchor or set."""
        char = self.text[self.at]
        if char == "[":
            return self.set_of_characters()
        if char == "\\":
            return self.escape(in_set=False)
        self.at += 1
        if char == "$":
            return r"\Z"
        if char in "*+?":
            raise UntranslatableError("nothing to repeat")
        return char if char in ".^" else re.escape(char)

    def set_of_characters(self) -> str:
        """`[...]`, with what Python reads differently escaped."""
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        inside: list[str] = []
        while True:
            if self.at >= len(self.text):
                raise UntranslatableError("unterminated character set")
            char = self.text[self.at]
            if char == "]":
                self.at += 1
                break
            if char == "\\":
                inside.append(self.escape(in_set=True))
                continue
            self.at += 1
            if char == "-":
                inside.append("-" if self._is_range(inside) else r"\-")
            else:
                inside.append("\\" + char if char in "[&~|^" else char)
        if not inside:
            return r"[\s\S]" if negated else "(?!)"
        return f"[{'^' if negated else ''}{''.join(inside)}]"

    def _is_range(self, before: list[str]) -> bool:
        """Whether a hyphen here stands between two characters that a range may have."""
        after = self.text[self.at : self.at + 2]
        if not before or not after or after[0] == "]" or before[-1] in _NO_END_OF_A_RANGE:
            return False
        return len(before[-1]) <= 10 and not (after[0] == "\\" and after[1:] in _ESCAPES_OF_A_SET)

    def escape(self, *, in_set: bool) -> str:
        """What a backslash begins."""
        rest = self.text[self.at + 1 :]
        if not rest:
            raise UntranslatableError("a backslash at the end")
        if known := re.match(r"u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})", rest):
            self.at += 1 + known.end()
            return self.character(int(known[1] or known[2] or known[3], 16))
        if known := re.match(r"([pP])\{(\^?)([^}]*)\}", rest):
            self.at += 1 + known.end()
            inside = _property(known[3], negated=(known[1] == "P") != bool(known[2]))
            return inside if in_set else f"[{inside}]"
        if known := re.match(r"c([A-Za-z])", rest):
            self.at += 1 + known.end()
            return re.escape(chr(ord(known[1]) % 32))
        if (known := re.match(r"k<([A-Za-z_]\w*)>", rest)) and not in_set:
            self.at += 1 + known.end()
            return f"(?P={known[1]})"
        self.at += 2
        char = rest[0]
        if char in "AzZ" and not in_set:
            return r"\A" if char == "A" else r"\Z"
        if char == "0":
            return r"\x00"
        if char in _SETS:
            return _SETS[char] if in_set else f"[{_SETS[char]}]"
        if char in "DWSbBnrtfv" or (char.isdigit() and not in_set):
            return r"\x08" if char == "b" and in_set else "\\" + char
        return re.escape(char)

    def character(self, code: int) -> str:
        """One character by its number; two halves of a pair are one."""
        if 0xD800 <= code < 0xDC00 and (low := re.match(r"\\u([dD][c-fC-F]\w\w)", self.text[self.at :])):
            self.at += low.end()
            code = 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
        if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            raise UntranslatableError("half of a surrogate pair")
        return f"\\U{code:08x}"


@cache
def _property(name: str, *, negated: bool) -> str:
    """The inside of a set with the characters of `LETTERS` that have a Unicode property."""
    key, _, value = name.partition("=")
    wanted = (value or key).strip().lower()
    if key.lower() in ("script", "sc", "script_extensions", "scx") or (not value and wanted in _SCRIPTS):
        spelled = {"han": "CJK UNIFIED"}.get(wanted, wanted.upper())
        has = [unicodedata.name(char, "").startswith(spelled) for char in LETTERS]
    else:
        category = _CATEGORIES.get(wanted, (value or key).strip())
        has = [unicodedata.category(char).startswith(category) for char in LETTERS]
    chosen = [char for char, fits in zip(LETTERS, has, strict=True) if fits is not negated]
    if not any(has) or not chosen:
        raise UntranslatableError(f"the property `{name}`")
    return "".join(_ranges(chosen))


def _ranges(chars: Sequence[str]) -> Iterator[str]:
    """Neighbours as ranges."""
    begin = end = ord(chars[0])
    for code in (*map(ord, chars[1:]), -1):
        if code == end + 1:
            end = code
            continue
        yield f"\\U{begin:08x}" + (f"-\\U{end:08x}" if end > begin else "")
        begin = end = code
