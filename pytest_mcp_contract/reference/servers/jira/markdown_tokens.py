"""Markdown cut into tokens, none of which hides what somebody wrote.

HTML is text here, except `<br>`, which tables need. A line such as `[WIP]: done` defines an address that no
link uses; Markdown shows nothing for it, so it is read as text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST = 100
"""Levels of tokens, two for each level of a list. The parser drops what lies deeper than `maxNesting`."""

_PARSER = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 20, "store_labels": True})
_PARSER.enable(["table", "strikethrough"]).disable("html_block")
_LINE_END = re.compile(r"\r\n?")


def tokens_of(markdown: str) -> list[Token]:
    """The tokens of the blocks, each with those of its text."""
    environment: dict[str, Any] = {}
    tokens = _PARSER.parse(markdown, environment)
    hidden = sorted(set(_hidden_definitions(tokens, environment)))
    if not hidden:
        return tokens
    lines = _LINE_END.sub("\n", markdown).split("\n")
    for number in hidden:
        lines[number] = lines[number].replace("[", "\\[", 1)
    return _PARSER.parse("\n".join(lines))


def _hidden_definitions(tokens: Iterable[Token], environment: dict[str, Any]) -> Iterator[int]:
    """The first lines of definitions that no link or image uses."""
    used = {
        child.meta.get("label")
        for token in tokens
        for child in _with_children(token.children or [])
        if child.type in ("link_open", "image")
    }
    for label, definition in environment.get("references", {}).items():
        if label not in used:
            yield definition["map"][0]
    for definition in environment.get("duplicate_refs", []):
        yield definition["map"][0]


def _with_children(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, and those inside the labels of images."""
    for token in tokens:
        yield token
        yield from _with_children(token.children or [])
