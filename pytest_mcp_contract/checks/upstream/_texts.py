"""What checks of the rendered text need: its own lines, what the API and the caller wrote, and a finding."""

import base64
import binascii
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, replayed, reply_of
from pytest_mcp_contract.model import JSON, Exchange, Finding, Replay, Reply, Response, Unchecked

FENCE = re.compile(r" {0,3}(?:> ?|[-*+] |\d+[.)] )*\s*(`{3,}|~{3,})")
"""A line that opens or closes a fenced block, also in a quote or in a list."""
_WHOLE = re.compile(r"(`{3,}|~{3,})[\w+-]*[ \t]*\n((?:(?!\1).)*?)\n?\1", re.DOTALL)
_NO_LETTERS = re.compile(r"[\W_]+")
_LEFT_OUT = re.compile(r"[\s\\\u200b\ufeff]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")


def texts_of(replay: Replay) -> tuple[str, ...] | Unchecked:
    """The text blocks of a success; none of an error, which other checks judge."""
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        return reply
    return reply.texts() if reply.succeeded else ()


def found(replay: Replay, saw: str, want: str = "") -> Finding:
    """A finding in the text that one cassette is rendered to."""
    return Finding(at=replay.header.case, saw=saw, want=want, tool=replay.header.tool, file=str(replay.path))


def answered(text: str, body: bytes) -> Replay:
    """An example: what the API answered, and the text that came of it."""
    return replace(example(text), exchanges=(Exchange(ISSUE.request, Response(200, "OK", body=body)),))


def refused(text: str = "GitHub found no issue #1; check the number and call again.") -> Replay:
    """An example: a call that failed, and was to fail."""
    return replayed(Reply(content=({"type": "text", "text": text},), is_error=True), expect="error")


def own_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside of fenced blocks, numbered from 1."""
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if closing:
            if fence and fence[1].startswith(closing) and not line[fence.end() :].strip("`~ "):
                closing = ""
        elif fence and not (fence[1][0] == "`" and "`" in line[fence.end() :]):
            closing = fence[1]
        else:
            yield number, line


def unfenced(text: str) -> str:
    """What stands in the fence, where the text as a whole is one; else the text."""
    fenced = _WHOLE.fullmatch(text.strip())
    return fenced[2] if fenced else text


def is_json(text: str) -> bool:
    """Whether the text, whole or in one fence, is an object or array of JSON, which another check judges."""
    fence = _WHOLE.fullmatch(text.strip())
    try:
        return isinstance(json.loads(fence[2] if fence else text), dict | list)
    except (ValueError, RecursionError):
        return False


def as_key(text: str) -> str:
    """A name without what its spelling adds: `Due date`, `due_date` and `dueDate` are one."""
    return _NO_LETTERS.sub("", text).lower()


def _squeezed(text: str) -> str:
    """A text without white space, escapes and entities: renderers change these in what they copy."""
    return _LEFT_OUT.sub("", html.unescape(text))


class Recorded:
    """What the API and the caller wrote: whatever stands there is no word of the renderer's."""

    def __init__(self, replay: Replay) -> None:
        self._words: dict[str, bool] = {}
        self._under: dict[str, list[JSON]] = {}
        self.values: list[tuple[str, JSON]] = []
        """Every leaf and every empty container, with the key that it stands under."""
        for exchange in replay.exchanges:
            body = exchange.response.json()
            if body is None:
                self.values.append(("", exchange.response.body.decode("utf-8", "replace")))
            else:
                self._take("", body)
        self.answered = [value for _, value in self.values if isinstance(value, str)]
        """Every string that the API sent."""
        self._take("", dict(replay.header.arguments))

    def _take(self, key: str, value: JSON) -> None:
        if isinstance(value, Mapping) and value:
            for name, item in value.items():
                self._take(str(name), item)
        elif isinstance(value, list) and value:
            for item in value:
                self._take(key, item)
        else:
            self.values.append((key, value))

    @cached_property
    def strings(self) -> list[str]:
        """Every string, and what it holds in base64 (files come that way)."""
        texts = [value for _, value in self.values if isinstance(value, str)]
        return texts + [plain for text in texts if (plain := _decoded(text))]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all values that are no containers, by `as_key`."""
        return frozenset(as_key(key) for key, _ in self.values if key)

    @cached_property
    def _texts(self) -> str:
        # Rich text comes in pieces under one key, which stand side by side once they are rendered.
        joined: dict[str, list[str]] = {}
        for key, value in self.values:
            if isinstance(value, str):
                joined.setdefault(key, []).append(_squeezed(value))
        return "\n".join(["".join(pieces) for pieces in joined.values()] + list(map(_squeezed, self.strings)))

    @cached_property
    def has_null(self) -> bool:
        """Whether any value is null."""
        return any(value is None for _, value in self.values)

    def holds(self, text: str) -> bool:
        """Whether the text stands in what was recorded, give or take white space and escapes."""
        squeezed = _squeezed(text)
        return bool(squeezed) and squeezed in self._texts

    def has_word(self, word: str) -> bool:
        """Whether any recorded string holds this very word."""
        if word not in self._words:
            whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            self._words[word] = any(whole.search(text) for text in self.strings)
        return self._words[word]

    def under(self, label: str) -> list[JSON]:
        """The values under the key that a label names, or else under those that begin or end like it."""
        wanted = as_key(label)
        if wanted and wanted not in self._under:
            keyed = [(as_key(key), value) for key, value in self.values]
            same = [value for key, value in keyed if key == wanted]
            self._under[wanted] = same or [value for key, value in keyed if _is_alike(key, wanted)]
        return self._under.get(wanted, [])


def _is_alike(key: str, label: str) -> bool:
    short, long = sorted((key, label), key=len)
    return len(short) >= 3 and (long.startswith(short) or long.endswith(short))


def _decoded(text: str) -> str:
    if not _BASE64.fullmatch(text):
        return ""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
