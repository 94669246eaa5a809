"""What the replies of a server teach about the arguments of its tools. Pure.

A list of issues names the issues that there are. What is found is kept under its key, together with the noun
it belongs to, since the `id` of a user is no `issue_id`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import isfinite
from typing import TypeAlias, TypeGuard, cast

from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.guesses import admitted, singular, words
from pytest_mcp_contract.model import JSON, Reply
from pytest_mcp_contract.model.secrets import secrets_in

MOST = 5
"""Values for one argument."""
MOST_VALUES = 50
"""Values of one key."""
MOST_KEYS = 500
MOST_TOKENS = 500
MOST_CHARACTERS = 200
"""Of one value."""
_MOST_TEXT = 100_000
"""Characters of one text that are read."""
_MOST_NODES = 10_000
"""Values of one JSON document that are read."""
_MOST_DEPTH = 40

Words: TypeAlias = tuple[str, ...]
Scalar: TypeAlias = str | int | float

_SAME = {
    "repository": "repo",
    "identifier": "id",
    "ident": "id",
    "num": "number",
    "no": "number",
    "dir": "directory",
    "folder": "directory",
    "organization": "org",
    "organisation": "org",
    "db": "database",
    "doc": "document",
    "pr": "pull",
    "mr": "merge",
    "msg": "message",
    "lang": "language",
    "filename": "file name",
    "filepath": "file path",
    "username": "user name",
    "hostname": "host name",
    "timezone": "time zone",
}
"""Words that servers use for each other."""
_PAIRS = {("pull", "request"): "pull", ("merge", "request"): "merge"}


def _set(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_PLAIN = _set(
    "id key name path number title type url uri link href code uid iid slug index label value ref handle kind"
    " status state text content description body uuid guid gid login"
)
"""Keys that say nothing without the noun they belong to."""
_IDENTIFIERS = _set("id key uid iid number index uuid guid gid code ref value handle type kind status state")
"""Plain keys that are worth nothing for another noun; a name or a path may be."""
_NAMING: tuple[Words, ...] = (
    *(("name",), ("key",), ("slug",), ("login",), ("full", "name"), ("path",), ("title",), ("id",)),
    ("number",),
)
"""Keys whose value may stand for the thing itself: `branch` is the name of a branch."""
_NAMES_OF = _set("name id key slug")
"""Last words of arguments that ask for what stands for a thing: a list of `tables` holds a `table_name`."""
_NO_THINGS = _set("page limit count size offset total number index id key name path url uri text")
"""Last words of arguments that are no thing: `page` is the number of one, seldom its name."""
_WRAPPERS = _set(
    "result item data datum value record node edge entry object response list content field property"
    " attribute hit row body payload output structured meta metadata info detail embedded link"
)
"""Keys around things that do not say what the things are."""
_VAGUE = _set("result data datum info detail list response output content")
"""What the name of a tool may end with, and says no more."""
_QUALIFIERS = _set(
    "source target old parent from to base head start end first last current default my origin destination"
)
_VERBS = _set(
    "get list search find fetch read query show describe create add update edit set delete remove lookup"
    " retrieve browse view open export run execute check count post put patch api all many batch my new"
    " recent"
)
_SMALL = _set(
    "for by in of from with to on at and or under about as the a an its see this that is was created updated"
    " deleted added edited moved closed merged opened changed fixes fixed closes"
)
"""Words that end or begin a noun, and are none."""
_SECRETS = _set("password passwd secret credential passphrase apikey")
_SECRET_PAIRS = frozenset({("api", "key"), ("private", "key"), ("access", "key")})
_CURSORS = _set("page next continuation cursor sync")


class Shape(Enum):
    """Texts that are told from others by their shape alone."""

    UUID = r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])"
    URL = r"\bhttps?://[^\s<>\"'`|\\\])}]+[^\s<>\"'`|\\\])}.,;:!?]"
    EMAIL = r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"
    DATE_TIME = r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\w)"
    DATE = r"\b\d{4}-\d\d-\d\d(?![\w-])"
    KEY = (
        r"(?<![\w/-])(?!(?:UTF|SHA|ISO|MD|RFC|CVE|AES|RSA|GPT|PEP)-)"
        r"[A-Z][A-Z0-9_]{1,9}-[1-9]\d{0,8}(?![\w-])"
    )
    NUMBER = r"(?<![\w/&#])#[1-9]\d{0,17}\b"
    PATH = (
        r"(?<![\w./~:@#<+-])(?!(?:text|image|application|audio|video|font|multipart)/)"
        r"(?:(?:(?:~|\.{1,2})?/)?(?:[\w@.+-]+/)+(?:[\w@.+-]*[\w@+-])?|/[\w@.+-]*[\w@+-]"
        r"|\w[\w.+-]*\.(?!(?:com|org|net|io)\b)(?:[a-z][a-z0-9]{0,5}|[A-Z]{2,5})(?![\w./@(-]))"
    )


_FORMATS = {
    "uuid": (Shape.UUID,),
    "uri": (Shape.URL,),
    "url": (Shape.URL,),
    "iri": (Shape.URL,),
    "uri-reference": (Shape.URL,),
    "email": (Shape.EMAIL,),
    "idn-email": (Shape.EMAIL,),
    "date": (Shape.DATE,),
    "date-time": (Shape.DATE_TIME,),
}
_NAMES = {
    "url": Shape.URL,
    "uri": Shape.URL,
    "link": Shape.URL,
    "email": Shape.EMAIL,
    "path": Shape.PATH,
    "file": Shape.PATH,
    "directory": Shape.PATH,
}
"""Last words of an argument that ask for a shape; `file name` and the like do so too."""
_SHAPES = re.compile("|".join(f"(?P<{shape.name}>{shape.value})" for shape in Shape))
_ORDINARY = ("example", "Example1", "1", "an example")
"""A pattern that one of these matches says nothing about what it is looking for."""

_MOST_LINE = 2_000
"""Characters of one line that are taken apart."""
_FENCE = re.compile(r"^ *(`{3,}|~{3,})(?:json|JSON)? *\n(.*?)\n *\1 *$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"#{1,6} +(.+)")
_MARKS = re.compile(r"\*\*|__|`")
_LINK = re.compile(r"\[([^\]]{0,200})\]\([^)]{0,400}\)")
_ITEM = re.compile(r"( *)(?:[-*+•]|\d{1,3}[.)]) +(.+)")
_PAIR = re.compile(r"(?:\*\*|__|`)?([A-Za-z][\w .-]{0,40}?)(?:\*\*|__|`)? ?[:=](?:\*\*|__)?(?: +(.+))?$")
_INLINE = re.compile(
    r"\b((?:[A-Za-z]{1,30}[ _]){0,2}[A-Za-z]{0,30}?(?:id|ID|Id|iid|key|Key|uid|UID))"
    r" ?[:=] ?[`\"']?([\w./:@-]*\w)"
)
_ASSIGNED = re.compile(r"\b([a-z]{1,30}(?:_[a-z]{1,30}){1,4})=(?:\"([^\"\s]{1,200})\"|(\d{1,18})\b)")
"""`call again with start_cursor="abc"`: a server that speaks to a model names the argument."""
_BEFORE = re.compile(r"((?:[A-Za-z]+ )?[A-Za-z]+) (?:`|\*\*|\()?$")
_NUMBERED = re.compile(r"((?:[A-Za-z]+ ){1,2})(\d{1,18})(?![\w-])")
_KIND = re.compile(r"[A-Za-z_ ]{3,30}")
_MOST_WORDS = 6
"""Of a value in a text: what is longer is a sentence."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A value, and what it is of."""

    value: Scalar
    nouns: tuple[Words, ...]
    in_list: bool

    def is_of(self, noun: Words) -> bool:
        """Whether the value belongs to what a noun names: `pull request review` is a `review`."""
        return any(_ends_alike(noun, other) for other in self.nouns)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a reply something stands."""

    key: Words
    """The nearest key that says something; `()` at the top."""
    nouns: tuple[Words, ...]
    in_list: bool = False
    depth: int = 0


class Harvest:
    """What successful replies of one server have named so far."""

    def __init__(self) -> None:
        self._values: dict[Words, dict[tuple[str, tuple[Words, ...]], _Seen]] = {}
        self._tokens: dict[str, Shape] = {}
        self._nodes = 0

    def take(self, tool: str, reply: Reply) -> None:
        """Learn from one reply; one that is an error teaches nothing."""
        if not reply.succeeded:
            return
        noun = _noun_of_tool(tool)
        top = _Place((), (noun,) if noun else ())
        self._nodes = _MOST_NODES
        if reply.structured is not None:
            self._walk(reply.structured, top)
        for text in reply.texts():
            self._read(text, top, is_block=True)

    def values(self, argument: str, schema: JSON, tool: str) -> tuple[JSON, ...]:
        """What an argument of a tool may be, the best first: by name, then by shape."""
        kept: dict[str, JSON] = {}
        found = [
            seen for name in _alternatives(_normal(argument)) for seen in self._named(name, schema, tool)
        ]
        for candidates in (found, self._shaped(argument, schema)):
            for value in admitted(candidates, schema):
                kept.setdefault(to_string(value), value)
                if len(kept) == MOST:
                    return tuple(kept.values())
        return tuple(kept.values())

    def _named(self, name: Words, schema: JSON, tool: str) -> Iterator[Scalar]:
        """Values by the name of an argument."""
        if not name:
            return
        asking = _noun_of_tool(tool)
        if _is_plain(name):
            if asking:
                yield from self._under(name, asking)
                yield from (seen.value for seen in self._of((asking[-1], *name)))
            if name[0] not in _IDENTIFIERS and _is_list(schema):
                yield from (seen.value for seen in self._of(name) if seen.in_list)
            return
        yield from (seen.value for seen in self._of(name))
        for size in range(1, len(name)):
            yield from self._under(name[size:], name[:size])
        unqualified = name[1:] if name[0] in _QUALIFIERS else ()
        if unqualified and not _is_plain(unqualified):
            yield from (seen.value for seen in self._of(unqualified))
        for size in range(1, len(name) - 1):
            yield from (seen.value for seen in self._of(name[size:]))
        if len(name) > 1:
            longer = [key for key in self._values if len(key) > len(name) and key[-len(name) :] == name]
            yield from (seen.value for key in longer for seen in self._of(key))
        if name[-1] in _NAMES_OF and name[-2:-1] and name[-2] not in _NO_THINGS:
            named = (seen.value for seen in self._of(name[:-1]))
            yield from (value for value in named if name[-1] == "name" or " " not in str(value))
        if name[-1] not in _NO_THINGS:
            for key in _NAMING:
                yield from self._under(key, unqualified or name)

    def _of(self, key: Words) -> Iterable[_Seen]:
        return self._values.get(key, {}).values()

    def _under(self, key: Words, noun: Words) -> Iterator[Scalar]:
        """Values of a key, of those things that a noun names."""
        return (seen.value for seen in self._of(key) if seen.is_of(noun))

    def _shaped(self, argument: str, schema: JSON) -> Iterator[str]:
        """Tokens of the shape that the schema, or else the last word of the argument, asks for."""
        branches = list(_branches(schema))
        formats = dict.fromkeys(name for each in branches if isinstance(name := each.get("format"), str))
        for name in formats:
            yield from self._of_shape(*_FORMATS.get(name, ()))
        has_pattern = any("pattern" in each for each in branches)
        if has_pattern and not list(admitted(_ORDINARY, schema)):
            yield from self._of_shape(*(shape for shape in Shape if shape is not Shape.NUMBER))
        name_words = _normal(argument)
        last = name_words[:-1] if name_words[-2:] in (("file", "name"), ("directory", "name")) else name_words
        shape = _NAMES.get(last[-1]) if last else None
        if (
            formats
            or shape is None
            or last[-2:] == ("json", "path")
            or (shape is Shape.URL and len(last) > 1)
        ):
            return
        tokens = list(self._of_shape(shape))
        if last[-1] == "directory":
            tokens = [token for token in tokens if not _has_extension(token)]
        elif last[-1] == "file" or last[-2:] == ("file", "path"):
            tokens.sort(key=_has_extension, reverse=True)
        yield from tokens

    def _of_shape(self, *shapes: Shape) -> Iterator[str]:
        return (token for token, shape in self._tokens.items() if shape in shapes)

    def _add(self, key: Words, value: Scalar, place: _Place) -> None:
        """Keep a value, unless there are enough of its key, or it is nobody's business."""
        if not key or not _is_shareable(key, value):
            return
        if key not in self._values and len(self._values) >= MOST_KEYS:
            return
        kept = self._values.setdefault(key, {})
        if len(kept) < MOST_VALUES:
            kept.setdefault((str(value), place.nouns), _Seen(value, place.nouns, place.in_list))

    def _walk(self, value: JSON, place: _Place) -> None:
        """Learn from a JSON value."""
        self._nodes -= 1
        if self._nodes < 0 or place.depth > _MOST_DEPTH:
            return
        if isinstance(value, dict):
            own = _with_kind(value, place)
            for key, below in value.items():
                name = _normal(key)
                if _is_secret(name):
                    continue
                if isinstance(below, dict | list):
                    self._walk(below, _below(own, name))
                elif _is_scalar(below):
                    self._add(name, below, own)
                    self._walk(below, own)
        elif isinstance(value, list):
            inside = _Place(place.key, place.nouns, True, place.depth + 1)
            for each in value:
                if _is_scalar(each):
                    self._add(place.key or (place.nouns[0] if place.nouns else ()), each, inside)
                self._walk(each, inside)
        elif isinstance(value, str):
            self._read(value, place)

    def _read(self, text: str, place: _Place, *, is_block: bool = False) -> None:
        """Learn from a text: as JSON where it is JSON, else by what it looks like."""
        text = text[:_MOST_TEXT]
        document = _json(text)
        if document is not None:
            self._walk(document, place)
            return
        if any(secrets_in(text)):
            return
        for fenced in _FENCE.finditer(text):
            if (document := _json(fenced[2])) is not None:
                self._walk(document, place)
        if is_block or "\n" in text:
            _Lines(self, place).read(text)
        else:
            self._scan(text, place)

    def _scan(self, line: str, place: _Place) -> None:
        """Learn from the shapes in one line."""
        for found in _SHAPES.finditer(line):
            shape, token = Shape[str(found.lastgroup)], found[0]
            if len(token) > MOST_CHARACTERS or not token.isprintable():
                continue
            before = _noun_before(line[max(0, found.start() - 60) : found.start()])
            nouns = (before,) if before else place.nouns
            if shape is Shape.NUMBER:
                self._add(("number",), token[1:], _Place((), nouns, place.in_list))
                continue
            if shape is Shape.KEY:
                issues = tuple(dict.fromkeys((*place.nouns, ("issue",), ("ticket",))))
                self._add(("key",), token, _Place((), issues, place.in_list))
                self._add(("project", "key"), token.rsplit("-", 1)[0], _Place((), ()))
            elif shape is Shape.UUID and token != line.strip():
                self._add(("id",), token, _Place((), nouns, place.in_list))
            if len(self._tokens) < MOST_TOKENS:
                self._tokens.setdefault(token, shape)


@dataclass(frozen=True, slots=True)
class _Label:
    """A heading, or a line like `Tables:`, that says what the lines below it are."""

    key: Words
    indent: int
    is_item: bool = False

    def covers(self, indent: int, *, is_item: bool) -> bool:
        """Whether a line stands below the label, and not beside it."""
        return indent > self.indent or (is_item and not self.is_item and indent == self.indent)


class _Lines:
    """Reads plain text and Markdown, line by line."""

    def __init__(self, harvest: Harvest, place: _Place) -> None:
        self.harvest = harvest
        self.top = place
        self.place = place
        self.columns: list[Words] = []
        self.label: _Label | None = None

    def read(self, text: str) -> None:
        """Every line, with the one before it, which may head a table."""
        before = ""
        for whole in text.splitlines():
            line = whole[:_MOST_LINE]
            is_row = self.columns and "--" not in line  # whose cells may be dashes
            if "|" in line and "-" in line and not line.strip(" :|-") and not is_row:
                self.columns = [_normal(_bare(cell)) for cell in _cells(before)]
            elif "|" in line and (self.columns or line.lstrip().startswith("|")):
                self._row(line)
            elif line.strip():
                self.columns = []
                self._line(line)
            self.harvest._scan(whole, self.place)
            before = line

    def _row(self, line: str) -> None:
        inside = _Place((), self.place.nouns, True)
        for column, cell in zip(self.columns, _cells(line), strict=False):
            if len(column) <= 3 and (value := _bare(cell)) not in ("-", "\u2014"):
                self.harvest._add(column, value, inside)

    def _line(self, line: str) -> None:
        if heading := _HEADING.match(line):
            self._heading(_bare(heading[1]))
            return
        item = _ITEM.match(line)
        indent = len(item[1]) if item else len(line) - len(line.lstrip())
        if self.label and not self.label.covers(indent, is_item=item is not None):
            self.label = None
        for part in re.split(r" [|·] ", item[2] if item else line):
            self._part(part.strip(), indent, is_item=item is not None)

    def _heading(self, text: str) -> None:
        """A heading of one or two words is a noun, and says what the items below are."""
        if numbered := _NUMBERED.match(text):
            thing = _Place((), (_trimmed(_normal(numbered[1])),))
            self.harvest._add(("id",), numbered[2], thing)
            self.harvest._add(("number",), numbered[2], thing)
        self.label, self.place = None, self.top
        spoken = _normal(text)
        if 0 < len(spoken) <= 2 and all(word.isalpha() for word in spoken):
            self.label = _Label(spoken, -1)
            if not _is_plain(spoken) and spoken[-1] not in _WRAPPERS:
                self.place = _Place((), (spoken,), self.top.in_list)

    def _part(self, text: str, indent: int, *, is_item: bool) -> None:
        pair = _PAIR.match(text)
        key = _normal(pair[1]) if pair else ()
        if pair and 0 < len(key) <= 3 and all(word.isalpha() for word in key):
            value = _bare(pair[2] or "")
            if value:
                self._pair(key, value)
            elif not (self.label and self.label.indent >= 0 and is_item):
                self.label = _Label(key, indent, is_item)
        elif is_item and self.label and (value := _first(text)):
            self.harvest._add(self.label.key, value, _Place((), self.place.nouns, True))
        plain = text.replace("**", "").replace("`", "")
        for found in _INLINE.finditer(plain):
            if found.start() or not pair:
                self.harvest._add(_trimmed(_normal(found[1])), found[2], self.place)
        for found in _ASSIGNED.finditer(plain):
            self.harvest._add(_normal(found[1]), found[2] or found[3], self.place)

    def _pair(self, key: Words, value: str) -> None:
        """`Labels: bug, editor` names two; what reads like a sentence names nothing."""
        place = self.place
        if self.label and self.label.indent >= 0 and not _is_plain(self.label.key):
            place = _Place((), (self.label.key,))
        parts = value.split(", ")
        for part in parts if all(len(each.split()) <= 3 for each in parts) else [value]:
            if len(part.split()) <= _MOST_WORDS:
                self.harvest._add(key, part, place)


def _normal(name: str) -> Words:
    """The words of a name, singular, and those that mean the same alike."""
    spoken: list[str] = []
    for word in words(name):
        one = singular(word)
        spoken += _SAME.get(one, one).split()
        if (pair := _PAIRS.get(cast("tuple[str, str]", tuple(spoken[-2:])))) is not None:
            spoken[-2:] = [pair]
    return tuple(spoken)


def _alternatives(name: Words) -> Iterator[Words]:
    """`board_id_or_name` is a `board_id` and a `board_name`."""
    if "or" not in name[1:-1]:
        yield name
        return
    middle = name.index("or", 1)
    yield name[:middle]
    yield (*name[: middle - 1], *name[middle + 1 :])


def _noun_of_tool(tool: str) -> Words:
    """What a tool is about: `list_issues_by_user` and `issues-list` are about issues."""
    spoken = words(tool)
    verbs = [index for index, word in enumerate(spoken) if word in _VERBS]
    runs: list[Words] = [spoken]
    if verbs:
        runs = [spoken[verbs[-1] + 1 :], spoken[: verbs[0]]]
        runs += [spoken[first + 1 : last] for first, last in pairwise(verbs)]
        runs += [spoken[-1:]] if len(spoken) > 1 else []
    for run in runs:
        cut = next((index for index, word in enumerate(run) if word in _SMALL), len(run))
        noun = _normal("_".join(run[:cut]))
        if noun and noun[-1] not in _VAGUE:
            return noun
    return ()


def _below(place: _Place, name: Words) -> _Place:
    """The place of what stands under a key: the key is its noun, unless it is a wrapper."""
    if not name or name[-1] in _WRAPPERS or not all(word.isalpha() for word in name):
        return _Place(place.key, place.nouns, place.in_list, place.depth + 1)
    return _Place(name, (name,), False, place.depth + 1)


def _with_kind(value: dict[str, JSON], place: _Place) -> _Place:
    """The place, with what an object says it is: `"object": "page"`."""
    kinds = (value.get(key) for key in ("object", "type", "kind", "__typename"))
    nouns = [
        _normal(kind) for kind in kinds if isinstance(kind, str) and re.fullmatch(r"[A-Za-z_ ]{3,30}", kind)
    ]
    named = tuple(noun for noun in nouns if noun and noun[-1] not in _WRAPPERS)
    return _Place(place.key, tuple(dict.fromkeys((*place.nouns, *named))), place.in_list, place.depth)


def _ends_alike(one: Words, other: Words) -> bool:
    size = min(len(one), len(other))
    return size > 0 and one[-size:] == other[-size:]


def _is_plain(name: Words) -> bool:
    return len(name) == 1 and name[0] in _PLAIN


def _is_scalar(value: JSON) -> TypeGuard[Scalar]:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_secret(key: Words) -> bool:
    """Whether a key says that its value is nobody's business. A token that turns pages is not meant."""
    if key[-1:] == ("token",) and not _CURSORS & set(key):
        return True
    return bool(_SECRETS & set(key)) or key[-2:] in _SECRET_PAIRS


def _is_shareable(key: Words, value: Scalar) -> bool:
    """Whether a value is short enough, and no secret by its key or its look."""
    if isinstance(value, float) and not isfinite(value):
        return False
    text = str(value)
    if not text.strip() or len(text) > MOST_CHARACTERS or not text.isprintable() or _is_secret(key):
        return False
    return not any(secrets_in(text))


def _is_list(schema: JSON) -> bool:
    return any(
        each.get("type") == "array" or (isinstance(kinds := each.get("type"), list) and "array" in kinds)
        for each in _branches(schema)
    )


def _branches(schema: JSON, depth: int = 0) -> Iterator[dict[str, JSON]]:
    """A schema, its alternatives, and what it says of the items of a list."""
    if not isinstance(schema, dict) or depth > 4:
        return
    yield schema
    for keyword in ("anyOf", "oneOf", "allOf"):
        branches = schema.get(keyword)
        for branch in branches if isinstance(branches, list) else []:
            yield from _branches(branch, depth + 1)
    yield from _branches(schema.get("items"), depth + 1)


def _json(text: str) -> JSON:
    """The object or list that a text spells; `None` for any other text."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        found = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return cast(JSON, found) if isinstance(found, dict | list) else None


def _refused(constant: str) -> JSON:
    raise ValueError(constant)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _bare(text: str) -> str:
    """A text without the marks of Markdown around it."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip().strip("\"'").strip()


def _first(text: str) -> str:
    """What an item of a list names: what is marked at its beginning, or all of it where it is short."""
    if marked := re.match(r"(?:\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\()", text):
        return str(next(group for group in marked.groups() if group)).strip(" :")
    named = re.match(r"([^\s:]+)(?: [-\u2013\u2014(]|: )", text)
    if named:
        return named[1]
    return _bare(text) if len(text.split()) <= 4 else ""


def _noun_before(text: str) -> Words:
    """The noun that stands right before a token: `in data source 12` speaks of a data source."""
    found = _BEFORE.search(text)
    return _trimmed(_normal(found[1])) if found else ()


def _trimmed(noun: Words) -> Words:
    """What follows the last small word."""
    cut = max((index + 1 for index, word in enumerate(noun) if word in _SMALL or word in _VERBS), default=0)
    return noun[cut:]


def _has_extension(path: str) -> bool:
    return "." in path.rsplit("/", 1)[-1].lstrip(".")
