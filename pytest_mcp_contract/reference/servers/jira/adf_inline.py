"""The text of one block of an Atlassian document as Markdown: marks, links, code, and escaped text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

Delimiters: TypeAlias = tuple[str, str]
"""What stands before and after a marked text."""

_SIMPLE_MARKS: dict[str, Delimiters] = {"strong": ("**", "**"), "em": ("*", "*"), "strike": ("~~", "~~")}
"""Outermost first; a link is around them all. Markdown has no underline and no colour."""
_MARKUP = re.compile(r"[\\`*]|\](?=[(\[:]|$)|(?<!\w)_+|_+(?!\w)|~~+|^~|~$|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_MARKUP_IN_LABEL = re.compile(rf"[\[\]]|{_MARKUP.pattern}")
_BLOCK_START = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|-{3}|~{3}|(?:=+|-+)\s*$")
_ITEM_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_TICKS = re.compile(r"`+")
_BREAK_IN_ADDRESS = re.compile(r"[\s<>()\\|]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the same marks throughout."""

    text: str
    """Markdown already: what could be taken for markup is escaped."""
    marks: tuple[Delimiters, ...] = ()


HARD_BREAK = Run("\\\n")


def text_run(text: str, marks: object) -> Run:
    """The run of a text node; marks that are unknown or malformed are left out."""
    kept = [mark for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    by_type = {kind: mark for mark in kept if isinstance(kind := mark.get("type"), str)}
    delimiters = [pair for name, pair in _SIMPLE_MARKS.items() if name in by_type]
    address = _address(by_type.get("link"))
    if address:
        delimiters.insert(0, ("[", f"]({address})"))
    line = re.sub(r"\s", " ", text)
    if address == line and len(delimiters) == 1:
        return link_run(address)
    if "code" in by_type:
        return Run(code_span(line), tuple(delimiters))
    attrs = by_type.get("subsup", {}).get("attrs")
    raised = {"sup": "^", "sub": "_"}.get(str(attrs.get("type")), "") if isinstance(attrs, dict) else ""
    return Run(raised + (_label(line) if address else escaped(line)), tuple(delimiters))


def link_run(address: str, label: str = "") -> Run:
    """A link with that label, or one that shows its address."""
    target = _BREAK_IN_ADDRESS.sub(_percent, address)
    if label and label != address:
        return Run(_label(label), (("[", f"]({target})"),))
    return Run(f"<{target}>" if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target) else escaped(target))


def escaped(text: str) -> str:
    """`text` such that Markdown shows it as it is, inside a line."""
    return _MARKUP.sub(_backslashed, text)


def _label(text: str) -> str:
    """`text` as the label of a link, which a bracket would end."""
    return _MARKUP_IN_LABEL.sub(_backslashed, text)


def _backslashed(signs: re.Match[str]) -> str:
    return "".join(f"\\{sign}" for sign in signs[0])


def code_span(text: str) -> str:
    """`text` between more backticks than any run of them that it holds."""
    ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    while ticks in text:  # two runs of equal length beside a longer one
        ticks += "`"
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}" if text else ""


def joined(runs: Iterable[Run]) -> str:
    """The runs as one text, whose lines cannot be taken for headings, lists or quotes.

    Blanks at the edge of a marked text are put outside its marks: `** bold**` would not be bold.
    """
    pieces: list[str] = []
    open_marks: list[Delimiters] = []
    for run in _with_free_blanks(_without_outer_breaks([run for run in runs if run.text])):
        same = len(list(takewhile(run.marks.__contains__, open_marks)))
        pieces += [after for _, after in reversed(open_marks[same:])]
        del open_marks[same:]
        new = [] if _is_blank(run) else [mark for mark in run.marks if mark not in open_marks]
        if new and new[0][0] == "[" and pieces and pieces[-1].endswith("!"):
            pieces[-1] = f"{pieces[-1][:-1]}\\!"
        pieces += [before for before, _ in new]
        open_marks += new
        pieces.append(run.text)
    pieces += [after for _, after in reversed(open_marks)]
    return "\n".join(_harmless(line) for line in "".join(pieces).strip().split("\n"))


def _without_outer_breaks(runs: list[Run]) -> list[Run]:
    """A break at the start or end of a block breaks nothing."""
    solid = [index for index, run in enumerate(runs) if not _is_blank(run)]
    return runs[solid[0] : solid[-1] + 1] if solid else []


def _with_free_blanks(runs: Sequence[Run]) -> Iterator[Run]:
    """Blanks at the edges of runs have only the marks that both neighbours have."""
    before: tuple[Delimiters, ...] = ()
    blank = ""
    for run in runs:
        if _is_blank(run):
            blank += run.text
            continue
        core = run.text.strip(" ")
        start = run.text.index(core)
        blank += run.text[:start]
        if blank:
            yield Run(blank, tuple(mark for mark in before if mark in run.marks))
        yield Run(core, run.marks)
        before, blank = run.marks, run.text[start + len(core) :]
    if blank:
        yield Run(blank)


def _is_blank(run: Run) -> bool:
    return not run.text.replace(HARD_BREAK.text, "").strip(" ")


def _harmless(line: str) -> str:
    text = line.lstrip()
    if _BLOCK_START.match(text):
        return f"\\{text}"
    return _ITEM_NUMBER.sub(r"\1\\\2", text, count=1) if _ITEM_NUMBER.match(text) else text


def _address(link: dict[str, object] | None) -> str:
    attrs = link.get("attrs") if link else None
    href = attrs.get("href") if isinstance(attrs, dict) else None
    return _BREAK_IN_ADDRESS.sub(_percent, href) if isinstance(href, str) else ""


def _percent(sign: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())
