"""Words that code prints where a value is missing, and whether code printed them or a person wrote them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.upstream._texts import Recorded, own_lines

_WORD = re.compile(r"(?<![\w.-])(?:None|null|undefined|NaN)(?![\w-])|\[object Object\]")
_CODE = re.compile(r"(`+)(.+?)\1")
_MARKS = "*_`\"' "
_LABEL = re.compile(r"([^\W_][\w /#()'-]*?)[*_`]*:[*_`\"' ]*$")
_IN_DATA = re.compile(r"[\"']\s*:\s*$")
"""Before a value of JSON or of a Python dict, which other checks judge."""
_BEFORE = re.compile(r"(?:[:=|(@#/,]|(?:^|\s)[-+•>]|^#+|\bby|→)\s*$")
_AFTER = re.compile(r"\s*(?:$|[,;|)\](/&…]|\.(?:\s|$))")
_DELIMITER = re.compile(r"(?=[^-]*-[^|]*\|)[\s:|-]*")


@dataclass(frozen=True)
class Word:
    """One placeholder, and what stands around it."""

    said: str
    line: str
    number: int
    before: str
    after: str
    column: str
    """The head of the table's column."""
    is_alone: bool
    """Whether it is all that the text says."""

    def leaks(self, recorded: Recorded) -> bool:
        """Whether code printed it, as far as can be told."""
        if recorded.has_word(self.said) or _IN_DATA.search(self.before):
            return False
        label = self.label
        if any(
            isinstance(value, str) and value.lower() == self.said.lower() for value in recorded.under(label)
        ):
            return False
        if self.said in ("NaN", "[object Object]"):
            return True
        if self.said == "None":
            return self._none_leaks(recorded)
        return self._is_value

    @property
    def label(self) -> str:
        """What a value is said to be; "" where nothing is said."""
        found_label = _LABEL.search(self.before)
        return self.column or (found_label[1] if found_label else "")

    @property
    def _is_value(self) -> bool:
        before, after = self.before.rstrip(_MARKS), self.after.lstrip("*_`\"'")
        return (not before or bool(_BEFORE.search(before))) and bool(_AFTER.match(after))

    def _none_leaks(self, recorded: Recorded) -> bool:
        """English has the word, too: for an empty list, at the beginning of a sentence, as all there is."""
        before, after = self.before.rstrip(_MARKS), self.after.lstrip("*_`\"'")
        if self.before[-1:] in ("@", "#", "/", "=", "$") or after[:1] == "/" or after.startswith(" None"):
            return True
        if re.search(r"(?<![\w'-])(?!(?:or|be)$)[a-z]+$", before) and self.before != before:
            return not after.startswith(" of ")
        if not _AFTER.match(after):
            return False
        if self.label:
            values = recorded.under(self.label)
            if not values:
                return recorded.has_null and any(character.isdigit() for character in self.label)
            return None in values and [] not in values and {} not in values
        if not before or set(before) == {"#"}:
            return self.is_alone or (self.number == 1 and bool(before))
        return recorded.has_null and before[-1] in "(," and after[:1] in (")", ",", "")


def words(text: str) -> Iterator[Word]:
    """Every placeholder that stands in the text outside of code."""
    head: list[str] = []
    previous = ""
    for number, line in own_lines(text):
        if _DELIMITER.fullmatch(line):
            head = _cells(previous)
        elif "|" not in line:
            head = []
        previous = line
        plain = _CODE.sub(lambda code: code[0] if _WORD.fullmatch(code[2]) else "`" * len(code[0]), line)
        for match in _WORD.finditer(plain):
            before, after = plain[: match.start()], plain[match.end() :]
            column = len(_cells(before + "x")) - 1
            yield Word(
                match[0],
                line,
                number,
                before,
                after,
                column=head[column] if column < len(head) else "",
                is_alone=text.strip() == match[0],
            )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
