"""What a reply says of a thing: its id, that it is there, that it is gone, or neither. Pure."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import cast

from pytest_mcp_contract.fuzz.families import Words, normal
from pytest_mcp_contract.fuzz.guesses import admitted
from pytest_mcp_contract.model import JSON, Reply

_WRAPPERS = frozenset(
    ("result", "data", "item", "record", "object", "response", "value", "payload", "created")
)
"""Keys around a thing that do not say what it is."""
_FAILED = re.compile(
    r"\b(?:errors?|fail(?:ed|ure|s)?|already exists?|can(?:not|'t)|could(?: not|n't)|unable|denied|forbidden"
    r"|invalid|dry[- ]run|confirm\w*|skipped|duplicate|no changes?|not (?:created|found|allowed|deleted)"
    r"|no such|does(?: not|n't) exist|0 (?:\w+ )?(?:deleted|removed|created))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:queued|scheduled|background|asynchronous\w*|eventual\w*|shortly|in progress|will be)\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:soft\w*|trash\w*|archiv\w*|recycl\w*|deactivat\w*|marked|recover\w*|restor\w*|undo\w*|hid\w*"
    r"|may take|later|bin)\b",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b(?:cannot|can't|can not|not|never|irre\w+|un\w+) (?:be )?(?:easily )?\w+", re.IGNORECASE
)
"""`This cannot be undone`: the words that follow mean the reverse."""
_FOR_GOOD = re.compile(
    r"\b(?:(?:cannot|can't|can not|not|never) (?:be |easily |later )*"
    r"(?:undo|undone|revert|recover|restor|revers|retriev|brought|rolled)\w*|irre\w+|un(?:recover|restor)\w+)",
    re.IGNORECASE,
)
"""The same of what was done: `cannot be created` says that it was not."""
_HARMLESS = re.compile(
    r"\"?\b(?:\w*errors?|failed|failures?|skipped|deleted|archived|removed|trashed|missing|closed)\"?"
    r"\s*[:=]\s*(?:null|none|false|0|\[\]|\{\}|\"\")",
    re.IGNORECASE,
)
"""`"errors": []` says that there were none."""
_ABSENT = re.compile(
    r"\b(?:not found|no such|does(?: not|n't) exist|(?:can|could)(?: ?not|n't|'t) (?:be )?f[io]u?nd|no longer"
    r"|no (?:\w+ ){1,3}(?:with|named|called|found|match\w*|exists?))\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"\b(?:unknown|missing|404|not_found|notfound)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:not found|no such|no longer|not exist\w*|n't exist|missing|deleted|removed|archived|trashed|trash"
    r"|closed|inactive|cancell?ed|expired|gone|tombstone)\b",
    re.IGNORECASE,
)
_UNASKED = re.compile(
    r"\b(?:rate limit\w*|denied|forbidden|unauthori[sz]ed|permission\w*|tim(?:ed?|e) ?out|unavailable"
    r"|connect\w*|quota|429|503|401|403|too many requests|try again|retry)\b",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    r"\b(?:more|truncat\w*|showing|next_?\w*|has_?more|pages?|first \d+|last \d+|limit\w*|omitted"
    r"|remaining)\b|\.\.\.|\u2026",
    re.IGNORECASE,
)
_MOST_LISTED = 50_000
"""Characters of a list that may be taken for all there is."""
_WORD = re.compile(r"[\w.@/-]+")
_SHORT = 200
"""Characters of a reply that is nothing but an excuse."""
_AROUND = 120
"""Characters beside a mention that may say that the thing is gone."""
_LEAST_DISTINCT = 6


def text_of(reply: Reply) -> str:
    """Everything that a reply says, as one text."""
    parts = list(reply.texts())
    if reply.structured is not None:
        parts.append(json.dumps(reply.structured, ensure_ascii=False))
    if reply.error is not None:
        parts.append(reply.error.message)
    return "\n".join(parts)


def plain(text: str, values: Iterable[JSON] = ()) -> str:
    """A text as it can be compared: without escapes, and without values that somebody gave."""
    text = _plain(text)
    spelled = {_plain(str(value)) for value in values if isinstance(value, str | int)}
    for value in sorted(spelled, key=len, reverse=True):
        if len(value) > 3 or any(letter.isdigit() for letter in value):
            text = text.replace(value, "\u2022")
    return text


def _plain(text: str) -> str:
    return _unescaped(text).casefold()


def _unescaped(text: str) -> str:
    return unicodedata.normalize("NFKC", html.unescape(text).replace("\\", ""))


# -- ids


def told(reply: Reply, noun: Words, key: str, values: Iterable[JSON] = ()) -> tuple[JSON, bool] | None:
    """What stands for a thing in the reply of the tool that made it, and whether JSON gives its type.

    None where nothing does, or where it is not clear which of several. A text may repeat `values`, which the
    caller gave.
    """
    documents = [reply.structured] if reply.structured is not None else []
    documents += [found for text in reply.texts() if (found := _json(text)) is not None]
    if documents:
        named = list(dict.fromkeys(_values(documents, noun, key)))
        return (named[0], True) if len(named) == 1 else None
    given = set(re.findall(r"[\w./@-]*\w", " ".join(map(str, values)).casefold()))
    for pattern in _patterns(r"[\s_]+".join(map(re.escape, noun)), key):
        found = [match[1] for text in reply.texts() for match in re.finditer(pattern, text, re.IGNORECASE)]
        texts = {str(text) for text in found if str(text).casefold() not in given}
        if texts:
            return (texts.pop(), False) if len(texts) == 1 else None
    return None


def _patterns(noun: str, key: str) -> Iterator[str]:
    """`ID: 12`; then `issue #12` and `with number 12`; then `Created issue EX-12`."""
    marks = r"[`\"'*\s]*"
    yield rf"(?:{noun}[\s_]*|(?<!\w)_?)(?:{key})\b{marks}(?:[:=]|is\b){marks}#?([\w./@-]*\w)"
    if key in ("id", "number", "iid"):
        yield rf"(?:{noun}[\s_]*|\b)(?:{key})?{marks}(?:#|\b{key} )(\d+)\b"
    if key in ("id", "number", "iid", "key", "uid", "uuid", "guid"):
        yield rf"\b(?:created|added) (?:a |the |new )*(?:{noun}|\w+) [`\"'*#]*((?=[\w-]*\d)[\w-]+)\b"


def _values(documents: Iterable[JSON], noun: Words, key: str) -> Iterator[str | int]:
    for document in documents:
        thing = _unwrapped(document, noun)
        if not isinstance(thing, dict):
            continue
        for names in ((*noun, key), (noun[-1], key), (key,)):
            found = [value for name, value in thing.items() if normal(name.lstrip("_")) == names]
            if found and isinstance(found[0], str | int) and not isinstance(found[0], bool):
                yield found[0]
                break


def _unwrapped(document: JSON, noun: Words) -> JSON:
    """The thing in a document: inside of what only wraps it."""
    for _ in range(4):
        if isinstance(document, list) and len(document) == 1:
            document = document[0]
            continue
        if not isinstance(document, dict):
            return document
        inner = [
            value
            for name, value in document.items()
            if isinstance(value, dict | list) and (normal(name) == noun or _WRAPPERS & set(normal(name)))
        ]
        if len(inner) != 1:
            return document
        document = inner[0]
    return document


def renamed(reply: Reply, sign: str, given: str) -> str | None:
    """The name that a thing got in place of the one that was given; None where several may be it."""
    text = text_of(reply)
    if sign not in text.casefold() or _unescaped(given) in _unescaped(text):
        return given
    found = {word.strip("`\"'*,;:.<>") for word in re.findall(rf"\S*{sign}\S*", text, re.IGNORECASE)}
    return found.pop() if len(found) == 1 and all(map(_WORD.fullmatch, found)) else None


def variants(value: JSON, schema: JSON) -> Iterator[JSON]:
    """Other spellings of an id, as a person would try them: of another type, case, or without decoration."""
    seen = {json.dumps(value)}
    text = str(value)
    digits = re.findall(r"\d+", text)
    texts = [
        text,
        text.strip(),
        text.lower(),
        text.upper(),
        text.lstrip("#"),
        *(text.rsplit(mark, 1)[-1] for mark in "/:#-_"),
        *(digits if len(digits) == 1 else ()),
    ]
    for other in texts:
        for form in admitted((other,), schema) if other else ():
            if not isinstance(form, list) and json.dumps(form) not in seen:
                seen.add(json.dumps(form))
                yield form


# -- what is said


def worked(reply: Reply, values: Iterable[JSON]) -> bool:
    """Whether a reply says that something was done, and at once."""
    said = _HARMLESS.sub("", plain(text_of(reply), values))
    return reply.succeeded and not _LATER.search(said) and not _FAILED.search(_FOR_GOOD.sub("", said))


def is_soft(text: str) -> bool:
    """Whether a text says that what is deleted may stay for a while."""
    said = _HARMLESS.sub("", _FINAL.sub("", text))
    return bool(_SOFT.search(said) or _LATER.search(said))


def is_unasked(reply: Reply) -> bool:
    """Whether an error has nothing to do with the thing: no leave, no time, no connection."""
    return bool(_UNASKED.search(text_of(reply)))


def is_refused_as_absent(reply: Reply) -> bool:
    """Whether an error says that there is no such thing."""
    text = text_of(reply)
    return not reply.succeeded and bool(_ABSENT.search(text) or _UNKNOWN.search(text))


def is_absent(reply: Reply, values: Iterable[JSON]) -> bool:
    """Whether a reply that is no error is nothing but an excuse: not found."""
    said = plain(text_of(reply), values)
    return len(said) < _SHORT and bool(_ABSENT.search(said))


def is_empty(reply: Reply) -> bool:
    """Whether a reply says expressly that there is nothing: `{"entities": []}`, `no notes`."""
    text = "\n".join(reply.texts())
    document = reply.structured if reply.structured is not None else _json(text)
    if document is not None:
        return not any(_leaves(document))
    return len(text) < _SHORT and bool(
        _ABSENT.search(text) or re.search(r"\b(?:no|none|empty|0)\b", text, re.I)
    )


def new_words_of_absence(after: str, before: str) -> bool:
    """Whether a reply says that a thing is gone, which it did not say while it was there."""
    now, then = (set(_GONE.findall(_HARMLESS.sub("", text))) for text in (after, before))
    return bool(now - then)


def mentions(text: str, sign: JSON) -> bool:
    """Whether a text names a thing: the sign as a word of its own."""
    return bool(_found(text, sign))


def mentions_as_there(text: str, sign: JSON) -> bool:
    """Whether a text names a thing, and does not say beside it that the thing is gone."""
    said, found = _plain(text), _found(text, sign)
    if found is None:
        return False
    around = said[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return not _GONE.search(_HARMLESS.sub("", around))


def _found(text: str, sign: JSON) -> re.Match[str] | None:
    return re.search(rf"(?<![^\W_]){re.escape(_plain(str(sign)))}(?![^\W_])", _plain(text))


def is_distinct(value: JSON) -> bool:
    """Whether a value is such that it stands in a text for nothing else."""
    text = str(value)
    return len(text) >= _LEAST_DISTINCT and any(letter.isdigit() for letter in text)


def is_whole(reply: Reply, values: Iterable[JSON]) -> bool:
    """Whether a list may be taken for all there is."""
    text = text_of(reply)
    return len(text) < _MOST_LISTED and not _BOUNDED.search(plain(text, values))


def _leaves(value: JSON) -> Iterator[bool]:
    """Whether anything stands there, for each value at the end of a document."""
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _leaves(below)
    else:
        yield bool(value)


def _json(text: str) -> JSON:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return cast(JSON, json.loads(text))
    except (ValueError, RecursionError):
        return None
