"""Content that tries to break out of the line it is put into, and what it made of a text. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LEAD = re.compile(r"(?:\s|[>*+-](?=\s)|\d+[.)](?=\s))*")
"""What may stand before a block of somebody else's text: bullets, numbers, quote signs."""
_TEXTS = frozenset(
    {
        "title", "subject", "summary", "text", "plaintext", "content", "caption", "headline", "displayname",
        "message", "comment", "description", "body", "note", "topic", "heading",
    }
)  # fmt: skip
"""Keys, in lower case without signs, whose value is free text also where it is a single word."""


def is_free_text(key: str, values: Iterable[object]) -> bool:
    """Whether people may write what they like into a field: it has spaces, or a name that says so.

    Logins, slugs and states are words that the vendor restricts; nothing can break out of those.
    """
    texts = [value for value in values if isinstance(value, str)]
    return key.lower().replace("_", "") in _TEXTS or any(" " in text.strip() for text in texts)


def is_one_line(value: object) -> bool:
    """Whether a value is text without a line break."""
    return isinstance(value, str) and not re.search(r"[\r\n]", value.strip())


def hostile(word: str) -> str:
    """One line with a pipe, a heading, and the beginning of a code fence with a pipe; `word` is in each."""
    return f"{word}|{word}\n# {word}\n```{word}|{word}"


class Page:
    """A rendered text, read as Markdown with tables."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.tokens = _parser().parse(text)

    def is_inline(self, pattern: re.Pattern[str]) -> bool:
        """Whether all that is found stands within lines: other text, a heading sign or a cell before it."""
        verbatim = self._verbatim_lines()
        found = False
        for number, line in enumerate(self.lines):
            match = pattern.search(line)
            if match is None:
                continue
            if number in verbatim or _LEAD.fullmatch(line, 0, match.start()):
                return False
            found = True
        return found

    def broken_by(self, words: Mapping[str, str], *, rows_are_even: bool) -> dict[str, str]:
        """What hostile content made of the text: key of `words` -> a phrase; the words are the values.

        Only what stands outside of every list and quote is told: a renderer that indents or quotes each line
        of a text has put it into its place. Of rows nothing is told unless `rows_are_even`.
        """
        told: dict[str, str] = {}
        for name, word in words.items():
            became = self._made_of(word.lower(), rows_are_even)
            if became:
                told[name] = became
        return told

    def _made_of(self, word: str, rows_are_even: bool) -> str:
        for token, following in pairwise(self.tokens):
            is_word = following.content.strip().lower() == word
            if token.type == "heading_open" and token.level == 0 and is_word:
                return "a heading of its own"
        for token in self.tokens:
            if token.type == "fence" and token.level == 0 and token.info.lower().startswith(word):
                return "a code fence that swallows what follows"
        for row, cells, head in self._rows():
            if rows_are_even and cells != head and word in self._source(row).lower():
                return f"a row of {cells} cells in a table of {head}"
        return ""

    @property
    def has_ragged_rows(self) -> bool:
        """Whether some row of a table has another number of cells than its head."""
        return any(cells != head for _, cells, head in self._rows())

    def _rows(self) -> Iterator[tuple[Token, int, int]]:
        """Each row of each table, with the number of its cells and of those of the head."""
        head = 0
        for before, token in pairwise(self.tokens):
            if token.type == "tr_open":
                cells = self._cells(token)
                head = cells if before.type == "thead_open" else head
                yield token, cells, head

    def _cells(self, token: Token) -> int:
        """Cells as they are written: the parser gives each row as many as the head has."""
        if token.type != "tr_open":
            return 0
        line = self._source(token).strip().removeprefix("|")
        if line.endswith("|") and not line.endswith("\\|"):
            line = line[:-1]
        return len(re.findall(r"(?<!\\)\|", line)) + 1

    def _source(self, token: Token) -> str:
        return self.lines[token.map[0]] if token.map and token.map[0] < len(self.lines) else ""

    def _verbatim_lines(self) -> set[int]:
        return {
            number
            for token in self.tokens
            if token.type in ("fence", "code_block", "html_block") and token.map
            for number in range(*token.map)
        }


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
