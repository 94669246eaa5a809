"""The statements of a TOML text, each with its line. The real parser reads every one of them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

MOST_LINES = 200
"""The longest statement. Beyond it an unclosed bracket is reported where it was opened."""

_BARE_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*=")
_STARTS_STATEMENT = re.compile(r"[ \t]*(\[|[A-Za-z0-9_.\"'\- \t]+=)")
_AT_END = "(at end of document)"


@dataclass(frozen=True, slots=True)
class Statement:
    """A table header, the header of a list element, or a key with its value."""

    line: int
    kind: Literal["table", "element", "pair"]
    keys: tuple[str, ...]
    value: Any = None


@dataclass(frozen=True, slots=True)
class BadStatement:
    """Lines that are not TOML, with the parser's reason; `key` where it is readable."""

    line: int
    is_header: bool
    key: str | None
    reason: str


def statements(text: str) -> Iterator[Statement | BadStatement]:
    """Every statement in order: the shortest run of lines that the parser accepts on its own.

    Lines right after a bad statement that begin no other one are taken as its rest.
    """
    lines = _lines(text)
    at = 0
    after_bad = False
    while at < len(lines):
        first = lines[at]
        if not (begin := first.strip(" \t\n")) or begin.startswith("#"):
            at += 1
            continue
        if after_bad and not _STARTS_STATEMENT.match(first):
            at += 1
            continue
        statement, length = _header(lines, at) if begin.startswith("[") else _pair(lines, at)
        after_bad = isinstance(statement, BadStatement)
        yield statement
        at += length


def reason_of(error: Exception) -> str:
    """What the parser says, on one line."""
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _lines(text: str) -> list[str]:
    # Not `splitlines`: TOML ends a line at a line feed only, not at U+2028 or a form feed.
    *ended, rest = text.replace("\r\n", "\n").split("\n")
    return [line + "\n" for line in ended] + [rest]


def _header(lines: list[str], at: int) -> tuple[Statement | BadStatement, int]:
    try:
        node: Any = tomllib.loads(lines[at])
    except (ValueError, RecursionError) as error:
        return BadStatement(at + 1, True, None, reason_of(error)), 1
    keys: list[str] = []
    while node:
        if isinstance(node, list):
            (node,) = node
        else:
            ((key, node),) = node.items()
            keys.append(key)
    kind: Literal["table", "element"] = "element" if lines[at].lstrip(" \t").startswith("[[") else "table"
    return Statement(at + 1, kind, tuple(keys)), 1


def _pair(lines: list[str], at: int) -> tuple[Statement | BadStatement, int]:
    run = ""
    reason = ""
    for length, line in enumerate(lines[at : at + MOST_LINES], start=1):
        run += line
        try:
            value: Any = tomllib.loads(run)
        except (ValueError, RecursionError) as error:
            reason = reason_of(error)
            # Where the parser stops before the end, no further line can make the run whole.
            # Without this a long broken file would be parsed a hundred times over.
            if not reason.endswith(_AT_END):
                break
        else:
            keys = _key(lines[at])
            for key in keys:
                value = value[key]
            return Statement(at + 1, "pair", keys, value), length
    return BadStatement(at + 1, False, ".".join(_key(lines[at])) or None, reason), 1


def _key(line: str) -> tuple[str, ...]:
    """The key of a pair, or nothing: what the parser accepts before one of the line's `=`."""
    if bare := _BARE_KEY.match(line):
        return (bare[1],)
    for equals in re.finditer("=", line):
        try:
            node: Any = tomllib.loads(line[: equals.start()] + "=0")
        except (ValueError, RecursionError):
            continue
        keys: list[str] = []
        while isinstance(node, dict):
            ((key, node),) = node.items()
            keys.append(key)
        return tuple(keys)
    return ()
