"""Python's own spelling of values in a text: `{'id': 1}`, `Issue(title='x')`, `<Issue object at 0x7f>`."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.upstream._texts import is_json

_TELLING = re.compile(
    r"<[^<>\n]{1,160} at 0x[0-9a-fA-F]{3,16}>"  # <Issue object at 0x7f1c>
    r"|<[A-Z]\w*\.\w+: (?:'[^'\n]*'|-?\d+)>"  # <State.OPEN: 'open'>
    r"|<Response \[\d{3}(?: [\w ]+)?\]>"
    r"|<class '[\w.]+'>"
)
_LITERAL = re.compile(r"(?<![\w)\]}'\"])(?<!\w\()[\[{](?=\s*[\[{('\"]|\s*-?\d+\s*[:,])")
_CALL = re.compile(r"(?<![\w.])(?:[a-z_]\w*\.)*(?:[A-Z]\w*|datetime|date|time|timedelta)\(")
_FIELD = re.compile(r"([a-z_]\w*)=")
_LEAD = re.compile(r"\s*(?:[-*] )?(?:[^=:\n]{1,40}: )?")
_VALUE = re.compile(
    r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|-?\d[\d.e+-]*|None\b|True\b|False\b|<[^<>\n]+>"
)
_OPENS = re.compile(r"[\w.]*[\[{(]")
_ONLY_PYTHON = re.compile(r"'|\bNone\b|\bTrue\b|\bFalse\b")
_BUILT_IN = frozenset({"Decimal", "UUID", "OrderedDict", "PosixPath", "WindowsPath", "Timestamp", "ObjectId"})
_CLOSING = {"[": "]", "{": "}", "(": ")"}
_LONGEST = 20_000
"""Characters of one value that are looked at, unless the text as a whole is one."""

_MOST_UNCLOSED = 100
"""Brackets without an end after which no more are tried: this is no text of values."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One value in Python's spelling."""

    text: str
    names: frozenset[str] = frozenset()
    """Keys and names of fields."""
    values: frozenset[str] = frozenset()
    is_telling: bool = False
    """Whether nobody but Python writes so: an address in memory, a date as a call."""


def python_values(text: str) -> Iterator[Spelled]:
    """Values in Python's spelling, outermost only, in the order of the text."""
    spans = [
        (match.start(), match.end(), Spelled(match[0], is_telling=True)) for match in _TELLING.finditer(text)
    ]
    unclosed = 0
    for pattern, accept in ((_LITERAL, _literal), (_CALL, _object)):
        for match in pattern.finditer(text):
            stop = _end(text, match.end() - 1) if unclosed < _MOST_UNCLOSED else 0
            unclosed += not stop
            spelled = accept(text[match.start() : stop]) if stop else None
            if spelled is not None and text[stop : stop + 1] not in ("(", "["):  # a link of Markdown
                spans.append((match.start(), stop, spelled))
    end = 0
    for start, stop, spelled in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            end = stop
            yield spelled


def fields_of_models(line: str) -> Spelled | None:
    """The line as what `str()` makes of a model: `number=1 title='x' user=None`, two fields or more."""
    lead = _LEAD.match(line)
    at = start = lead.end() if lead else 0
    names = []
    while field := _FIELD.match(line, at):
        value = _VALUE.match(line, field.end())
        opens = None if value else _OPENS.match(line, field.end())
        at = value.end() if value else _end(line, opens.end() - 1) if opens else 0
        if not at or line[at : at + 1] not in ("", " "):
            return None
        names.append(field[1])
        at += 1
    text = line[start:]
    if len(names) < 2 or at < len(line) or not _ONLY_PYTHON.search(text):
        return None
    return Spelled(text, frozenset(names))


def _end(text: str, start: int) -> int:
    """Where the bracket at `start` is closed, past it; 0 where it is not. Quoted text is passed over."""
    open_brackets: list[str] = []
    quote = ""
    index = start
    while index < (len(text) if start == 0 else min(len(text), start + _LONGEST)):
        character = text[index]
        if quote:
            if character == "\\":
                index += 1
            elif character == quote:
                quote = ""
        elif character in "'\"":
            quote = character
        elif character in _CLOSING:
            open_brackets.append(_CLOSING[character])
        elif character in "]})":
            if open_brackets.pop() != character:
                return 0
            if not open_brackets:
                return index + 1
        index += 1
    return 0


def _parse(text: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python does not know
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _literal(text: str) -> Spelled | None:
    """A dict or a list that is no JSON."""
    if not _ONLY_PYTHON.search(text) or is_json(text):
        return None
    node = _parse(text)
    return _spelled(text, node) if isinstance(node, ast.Dict | ast.List) and _is_value(node) else None


def _object(text: str) -> Spelled | None:
    """An object as the call that would make it."""
    if not _ONLY_PYTHON.search(text) and not text.startswith("datetime."):
        return None
    node = _parse(text)
    if not isinstance(node, ast.Call) or not _is_value(node):
        return None
    name = text.partition("(")[0]
    if name.startswith("datetime.") or name in _BUILT_IN:
        return _spelled(text, node, is_telling=True) if node.args else None
    is_class = name.rpartition(".")[2][:1].isupper()
    return _spelled(text, node) if is_class and node.keywords and not node.args else None


def _is_value(node: ast.AST) -> bool:
    """Whether `repr` could have written it."""
    match node:
        case ast.Constant():
            return node.value is not ...
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.Name():
            return node.id in ("nan", "inf", "UTC")
        case ast.Attribute():
            return isinstance(node.value, ast.Name | ast.Attribute)
        case ast.Dict():
            return all(
                isinstance(key, ast.Constant | ast.UnaryOp) and _is_value(key) and _is_value(value)
                for key, value in zip(node.keys, node.values, strict=True)
            )
        case ast.List() | ast.Tuple() | ast.Set():
            return all(map(_is_value, node.elts))
        case ast.Call(func=ast.Name() | ast.Attribute()):
            return all(map(_is_value, node.args)) and all(
                keyword.arg is not None and _is_value(keyword.value) for keyword in node.keywords
            )
    return False


def _spelled(text: str, node: ast.expr, *, is_telling: bool = False) -> Spelled:
    names, values = set(), set()
    for part in ast.walk(node):
        if isinstance(part, ast.Dict):
            names |= {str(key.value) for key in part.keys if isinstance(key, ast.Constant)}
        elif isinstance(part, ast.keyword) and part.arg:
            names.add(part.arg)
        elif isinstance(part, ast.Constant):
            values.add(str(part.value))
    return Spelled(text, frozenset(names), frozenset(values), is_telling)
