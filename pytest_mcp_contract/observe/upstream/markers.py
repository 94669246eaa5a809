"""Values that are found again in a text, made after the recorded ones. Pure.

A marker has about the length and the shape of what it stands for, so that cutting, tables and readers of ids
do with it what they did with the recorded value.
"""

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import cycle
from urllib.parse import urlsplit, urlunsplit

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.upstream.leaves import Leaf

LONG = 200
"""Characters from which a text is marked at its beginning, middle and end: it may be shown in part."""
_WORD = re.compile(r"<[^<>]*>|&#?\w+;|https?://\S+|(?P<word>[^\W\d_]+)")
_RUN = re.compile(r"[A-Za-z0-9]+")
_LINK = re.compile(r"https?://[^\s/]+\S*|/[\w.~%-]+/[\w.~%/-]+(?:\?\S*)?")
_DATE = re.compile(r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?P<rest>(?:[T ]\d\d:\d\d\S*)?)")
_HTTP_DATE = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} (?P<year>(?:19|20)\d\d)(?: \d\d:\d\d\S*)?(?: \S+)?")
_NUMERAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d+)(?P<rest>(?:\.\d+)?)")
_OPAQUE = re.compile(r"[A-Za-z0-9+/=_\s-]{64,}")
_REFERENCE = re.compile(r"(?:^|_|-)(?:id|ids|key|gid|uuid|guid)$|(?:Id|Ids|Key|ID|IDs)$")
_SEPARATOR = "[,.'\u2019_\u00a0\u202f ]?"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SINCE = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_UNTIL = datetime(2040, 1, 1, tzinfo=UTC).timestamp()


class Kind(StrEnum):
    """What a marked value is, the safest to exchange first."""

    PROSE = "prose"
    LINK = "link"
    DATE = "date"
    NUMBER = "number"
    ID = "id"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a marker is spelled in a text."""

    source: str
    """A regular expression for all of them."""
    hints: tuple[str, ...]
    """Texts in lower case, one of which stands wherever the expression matches: most markers are nowhere."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A value that is put into an answer, and how it is found in the text."""

    value: JSON
    kind: Kind
    spellings: Spellings
    is_opaque: bool = False
    """Whether the recorded value may be an encoded one, so that it reaches the text as something else."""

    def found(self, text: str) -> bool:
        """Whether it stands in a text in any usual spelling."""
        plain, joined = _searched(text)
        if not any(hint in plain or hint in joined for hint in self.spellings.hints):
            return False
        return self.pattern.search(text) is not None

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds it in any usual spelling."""
        return re.compile(self.spellings.source, re.IGNORECASE)

    def verbatim(self, text: str) -> re.Match[str] | None:
        """Where it stands as the API sent it, by itself and not as a part of a link."""
        spelled = re.escape(str(self.value))
        for match in re.finditer(rf"(?<![\w]){spelled}(?![\w])", text):
            before = re.split(r"[\s<>()\[\]\"'`|]", text[: match.start()])[-1]
            after = text[match.end() : match.end() + 2]
            goes_on = self.kind is Kind.LINK and re.match(r"[/?#&=%-]|\.\w", after)
            if "://" not in before and not goes_on:
                return match
        return None


def is_reference(leaf: Leaf) -> bool:
    """Whether the value names another object: the same one must stay the same everywhere."""
    return _REFERENCE.search(leaf.key) is not None


class Mint:
    """Makes the markers of one cassette, all different; none occurs in `avoid`, the recorded text."""

    def __init__(self, avoid: str) -> None:
        self._avoid = avoid.lower()
        self._random = random.Random(20_261_122)  # the same markers in every run
        self._issued: set[str] = set()
        self._references: dict[str, Marker] = {}
        years = [year for year in range(2200, 3000) if str(year) not in self._avoid]
        self._random.shuffle(years)
        self._years = iter(years)
        start = datetime(2001, 2, 3, tzinfo=UTC)
        self._days = cycle([start + timedelta(days=3 * step) for step in range(105)])

    def marker(self, leaf: Leaf) -> Marker | None:
        """What to put in the place of a leaf; None where nothing that is found again fits there."""
        value = leaf.value
        if leaf.is_fixed or value is None or isinstance(value, bool):
            return None
        if not is_reference(leaf):
            return self._made(leaf)
        name = f"{type(value).__name__} {value}"
        if name not in self._references:
            made = self._made(leaf)
            if made is None:
                return None
            self._references[name] = made
        return self._references[name]

    def word(self) -> str:
        """Eight letters that no language has, in lower case."""
        while True:
            letters = "".join(
                self._random.choice("bcdfghjklmnprstvw" if i % 2 else "aeiou") for i in range(5)
            )
            word = f"zq{letters}x"
            if self._is_new(word):
                return word

    # -- kinds

    def _made(self, leaf: Leaf) -> Marker | None:
        value = leaf.value
        if isinstance(value, int):
            seconds = _seconds(value)
            return self._moment(value, seconds) if seconds and not is_reference(leaf) else self._number(value)
        if isinstance(value, float):
            return self._float(value)
        if not isinstance(value, str) or not value.strip():
            return None
        date = _DATE.fullmatch(value)
        if date:
            return self._date(date["rest"])
        if _HTTP_DATE.fullmatch(value):
            return self._http_date(value)
        if _LINK.fullmatch(value):
            return self._link(value)
        numeral = _NUMERAL.fullmatch(value)
        if numeral:
            return self._numeral(numeral, is_moment=not is_reference(leaf))
        if any(sign.isdigit() for sign in value) and not any(sign.isspace() for sign in value):
            return self._id(value)
        return self._text(value)

    def _text(self, value: str) -> Marker | None:
        spans = [match.span("word") for match in _WORD.finditer(value) if match["word"]]
        if not spans:
            return self._id(value)
        word = self.word()
        chosen = {spans[0], spans[len(spans) // 2], spans[-1]} if len(value) > LONG else {spans[0]}
        for start, end in sorted(chosen, reverse=True):
            value = value[:start] + _cased(word, value[start:end]) + value[end:]
        kind = Kind.PROSE if " " in value.strip() else Kind.WORD
        return Marker(value, kind, _plain(word), _OPAQUE.fullmatch(value) is not None and " " not in value)

    def _id(self, value: str) -> Marker | None:
        runs = [match for match in _RUN.finditer(value) if any(sign.isdigit() for sign in match[0])]
        if not runs:
            return None
        run = max(runs, key=lambda match: len(match[0]))
        while True:
            core = self._like(run[0], is_hex=not re.search(r"[G-Zg-z]", value))
            if self._is_new(core[:9]):
                break
        marked = value[: run.start()] + core + value[run.end() :]
        # A long id may be shown by its beginning only, as commits are.
        source = rf"(?<![A-Za-z0-9]){core[:9]}" if len(core) >= 16 else core
        return Marker(marked, Kind.ID, Spellings(source, (core[:9].lower(),)), len(value) >= 64)

    def _like(self, run: str, *, is_hex: bool) -> str:
        """A run of letters and digits like another one, nine at least, beginning like it where it is long."""
        kept = run[:2] if len(run) >= 12 else ""
        shape = run[len(kept) :]
        if len(shape) < 9:
            shape = shape + (shape[-1:] if shape.isdigit() else "7") * (9 - len(shape))
        letters = "abcdef" if is_hex else "bcdfghjkmnpqrstvwxz"
        made = ""
        for sign in shape:
            if sign.isdigit():
                made += self._random.choice("123456789")
            else:
                letter = self._random.choice(letters)
                made += letter.upper() if sign.isupper() else letter
        return kept + made

    def _link(self, value: str) -> Marker:
        parts = urlsplit(value)
        segments = parts.path.split("/")
        last = max((i for i, segment in enumerate(segments) if segment), default=None)
        if last is None:
            word = self.word()
            segments, spellings = ["", word], _plain(word)
        else:
            segment = segments[last]
            made = None if "%" in segment else self._segment(segment)
            if made is None:
                word = self.word()
                segments[last], spellings = word, _plain(word)
            else:
                segments[last], spellings = str(made.value), made.spellings
        return Marker(urlunsplit(parts._replace(path="/".join(segments))), Kind.LINK, spellings)

    def _segment(self, segment: str) -> Marker | None:
        numeral = _NUMERAL.fullmatch(segment)
        if numeral:
            return self._numeral(numeral, is_moment=False)
        return self._id(segment) if any(sign.isdigit() for sign in segment) else self._text(segment)

    def _number(self, value: int) -> Marker:
        digits = self._digits()
        return Marker(-int(digits) if value < 0 else int(digits), Kind.NUMBER, _spellings(digits))

    def _float(self, value: float) -> Marker:
        digits = self._digits()
        made = int(digits) + (0.0 if value.is_integer() else 0.5)
        return Marker(-made if value < 0 else made, Kind.NUMBER, _spellings(digits))

    def _numeral(self, numeral: re.Match[str], *, is_moment: bool) -> Marker | None:
        seconds = None if numeral["rest"] or not is_moment else _seconds(int(numeral["whole"]))
        if seconds is not None:
            moment = self._moment(int(numeral["whole"]), seconds)
            return moment and Marker(str(moment.value), Kind.DATE, moment.spellings)
        digits = self._digits()
        return Marker(f"{numeral['sign']}{digits}{numeral['rest']}", Kind.NUMBER, _spellings(digits))

    def _digits(self) -> str:
        while True:
            digits = "".join(self._random.choice("123456789") for _ in range(9))
            if self._is_new(digits):
                return digits

    # -- dates

    def _day(self) -> datetime | None:
        """A day of a year that no other marker has."""
        year = next(self._years, None)
        return None if year is None else next(self._days).replace(year=year)

    def _date(self, rest: str) -> Marker | None:
        day = self._day()
        if day is None:
            return None
        value = f"{day:%Y-%m-%d}{rest}"
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return Marker(value, Kind.DATE, self._day_spellings(day, moment))

    def _http_date(self, value: str) -> Marker | None:
        found = _HTTP_DATE.fullmatch(value)
        day = self._day()
        if found is None or day is None:
            return None
        start, end = found.span("year")
        return Marker(
            f"{value[:start]}{day.year}{value[end:]}",
            Kind.DATE,
            Spellings(rf"\b{day.year}\b", (str(day.year),)),
        )

    def _moment(self, value: int, seconds: float) -> Marker | None:
        day = self._day()
        if day is None:
            return None
        moment = day.replace(hour=12)
        unit = 1000 if value > seconds else 1
        return Marker(int(moment.timestamp()) * unit, Kind.DATE, self._day_spellings(day, moment))

    def _day_spellings(self, day: datetime, moment: datetime) -> Spellings:
        """Its year in any spelling; without the year the month's name with the day; seconds since 1970."""
        seconds = str(int(moment.timestamp()))
        sources = [rf"(?<![A-Za-z0-9]){day.year}(?![A-Za-z0-9])", rf"(?<!\d){seconds}(?:\d{{3}})?(?!\d)"]
        hints = [str(day.year), seconds]
        for near in (day - timedelta(days=1), day, day + timedelta(days=1)):
            month = _MONTHS[near.month - 1]
            name, number = rf"(?:{month}|{month[:3]})\.?", rf"0?{near.day}(?:st|nd|rd|th|\.)?"
            without_year = rf"(?<!\w)(?:{name} {number}|{number} {name})(?!\w)"
            hint = month[:3].lower()
            if hint not in self._avoid or not re.search(without_year, self._avoid, re.IGNORECASE):
                sources.append(without_year)
                hints.append(hint)
            sources.append(f"{near:%Y%m%d}")
        return Spellings("|".join(sources), tuple(hints))

    def _is_new(self, made: str) -> bool:
        made = made.lower()
        if made in self._issued or made in self._avoid:
            return False
        self._issued.add(made)
        return True


def _seconds(value: int) -> float | None:
    """The seconds since 1970 that a number is if it is a moment of our days; None where it is none."""
    for seconds in (value, value / 1000):
        if _SINCE <= seconds < _UNTIL:
            return seconds
    return None


def _cased(word: str, recorded: str) -> str:
    if len(recorded) > 1 and recorded.isupper():
        return word.upper()
    return word.capitalize() if recorded[:1].isupper() else word


def _plain(word: str) -> Spellings:
    return Spellings(word, (word,))


def _spellings(digits: str) -> Spellings:
    """Digits with any separators between them (thousands, cents), or as a size of bytes."""
    spelled = _SEPARATOR.join(digits)
    value = int(digits)
    sizes = {
        f"{value / unit**power:.{places}f}"
        for unit in (1000, 1024)
        for power in (1, 2)
        for places in (0, 1, 2)
    }
    sized = "|".join(re.escape(size) for size in sorted(sizes))
    source = rf"(?<!\d){spelled}(?!\d)|(?<![\d.])(?:{sized})(?:\.0+)? ?[KkMm]i?B"
    return Spellings(source, (digits, *sizes))


@lru_cache(maxsize=16)
def _searched(text: str) -> tuple[str, str]:
    """A text in lower case, as it is and without separators between digits."""
    plain = text.lower()
    return plain, re.sub(rf"(?<=\d){_SEPARATOR[:-1]}(?=\d)", "", plain)
