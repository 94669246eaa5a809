"""What stands in the documentation: its pages, and the blocks and commands in them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
SHELL = ("console", "sh", "shell", "bash")
_PROSE = "text"
_NAMED = re.compile(r"\A(?:#|//) (file|append): (\S+)\n")
_TITLE = re.compile(r'title="([^"]+)"')
_ASSIGNMENT = re.compile(r"\w+=\S*")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it stands in a block, and the output that is shown under it; None where none is."""

    words: str
    shown: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `name` is the file that the page says it is, `adds` that it goes to the file's end."""

    page: str
    line: int
    language: str
    text: str
    name: str = ""
    adds: bool = False

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.page}:{self.line}"

    def commands(self) -> tuple[Command, ...]:
        """Commands after `$ ` with their output; in a block without one, every line is a command."""
        lines = self.text.splitlines()
        if not any(line.startswith("$ ") for line in lines):
            words = (line.partition("  #")[0].strip() for line in lines)
            return tuple(Command(word, None) for word in words if word and not word.startswith("#"))
        found: list[tuple[str, list[str]]] = []
        for line in lines:
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        return tuple(Command(words, tuple(_trimmed(shown))) for words, shown in found)


def pages() -> tuple[str, ...]:
    """Every page that is written by hand; those of the checks are made of examples that are run elsewhere."""
    folders = (ROOT / "docs").rglob("*.md")
    written = (path.relative_to(ROOT).as_posix() for path in folders)
    return ("README.md", *sorted(page for page in written if not page.startswith("docs/checks/")))


@cache
def blocks(page: str) -> tuple[Block, ...]:
    """The code of a page, in order; a fence that says `text` is none."""
    tokens = MarkdownIt().parse((ROOT / page).read_text(encoding="utf-8"))
    found = []
    for token in tokens:
        if token.type in ("fence", "code_block"):
            language, _, more = token.info.strip().partition(" ")
            line = token.map[0] + 1 if token.map else 0
            if language != _PROSE:
                found.append(_block(page, line, language, more, token.content))
    return tuple(found)


def inline(page: str) -> Iterator[str]:
    """Every text of a page that stands in backticks."""
    for token in MarkdownIt().enable("table").parse((ROOT / page).read_text(encoding="utf-8")):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def programs(line: str) -> list[list[str]]:
    """The programs that a line of shell starts, each with its arguments: no variables, no redirection."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in (words := iter(lexer)):
        if set(word) <= set("|&;"):
            found.append([])
        elif set(word) <= set("<>"):
            next(words)
        elif found[-1] or not _ASSIGNMENT.fullmatch(word):
            found[-1].append(word)
    return [program for program in found if program]


def _block(page: str, line: int, language: str, more: str, text: str) -> Block:
    if named := _NAMED.match(text):
        how, name = named.groups()
        return Block(page, line, language, text[named.end() :].lstrip("\n"), name, how == "append")
    title = _TITLE.search(more)
    return Block(page, line, language, text, title[1] if title else "")


def _trimmed(lines: list[str]) -> list[str]:
    """Without the empty lines at the end, which part one command from the next."""
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
