"""A JSON file -> its value, with the line of every path, and what stands twice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pytest_mcp_contract.discover.text import read_text
from pytest_mcp_contract.model import Problem


@dataclass(frozen=True, slots=True)
class JsonText:
    """What a JSON file holds."""

    is_read: bool
    """Whether it could be read at all; where not, there is a problem that says why."""
    problems: list[Problem]
    value: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    """The line of every dotted path."""
    repeated: list[tuple[str, tuple[int, int]]] = field(default_factory=list)
    """Each path that is written twice, with both its lines; the value is the first."""


def read_json_text(path: Path) -> JsonText:
    """What the file holds; raises nothing for what is in it."""
    text, problems = read_text(path)
    if text is None:
        return JsonText(False, problems)
    try:
        value = json.loads(text, object_pairs_hook=_first_of_each)
    except (ValueError, RecursionError) as error:
        return JsonText(False, [*problems, _syntax_problem(path, text, error)])
    lines, repeated = _lines(text)
    return JsonText(True, problems, value, lines, repeated)


def _first_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values for one key the first, as everywhere in this package; Python keeps the last."""
    return dict(reversed(pairs)) if len({key for key, _ in pairs}) < len(pairs) else dict(pairs)


def _syntax_problem(path: Path, text: str, error: Exception) -> Problem:
    line = None
    what, fix = f"`{path.name}` is not JSON", f"correct it (the parser says: {error})"
    if isinstance(error, RecursionError):
        what, fix = f"`{path.name}` is nested too deeply", "write it flatter"
    elif isinstance(error, json.JSONDecodeError):
        line = error.lineno
        what = f"line {line} of `{path.name}` is not JSON"
        if text[error.pos :].lstrip().startswith(("//", "/*", "#")):
            what = f"line {line} of `{path.name}` is a comment; JSON has none"
            fix = "remove the comment"
    return Problem(at=path.name, what=what, fix=fix, file=str(path), line=line)


def _lines(text: str) -> tuple[dict[str, int], list[tuple[str, tuple[int, int]]]]:
    """The line of every dotted path, and each repeated path with both its lines.

    JSON is read as YAML for its marks. Tabs between tokens are no YAML, and YAML ends lines at three
    characters that JSON allows inside text; all become spaces.
    """
    flat = text.translate(dict.fromkeys(map(ord, "\t\x85\u2028\u2029"), " "))
    lines: dict[str, int] = {}
    repeated: list[tuple[str, tuple[int, int]]] = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        try:
            root = yaml.compose(flat, Loader=loader)
        except (yaml.YAMLError, RecursionError):
            # libyaml refuses the escapes of characters beyond U+FFFF, which PyYAML itself reads.
            continue
        for at, line in _marks(root, ""):
            if at in lines:
                repeated.append((at, (lines[at], line)))
            else:
                lines[at] = line
        break
    return lines, repeated


def _marks(node: yaml.Node | None, at: str) -> Iterator[tuple[str, int]]:
    prefix = f"{at}." if at else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{prefix}{key.value}", key.start_mark.line + 1
            yield from _marks(value, f"{prefix}{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield f"{prefix}{index}", item.start_mark.line + 1
            yield from _marks(item, f"{prefix}{index}")
