"""Python source laid out as ruff's formatter does, so that what is generated needs no formatting."""

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 110
"""What a line may take: where a project's own limit is lower, its formatter breaks further."""
_STEP = 4


class Bare(str):
    """Source that `literal` writes as it stands."""

    __slots__ = ()


def group(head: str, parts: Iterable[str], tail: str, *, indent: int = 0) -> str:
    """`head part, part tail` on one line where that fits, else a line for each part.

    `head` ends with the opening bracket, `tail` begins with the closing one. The first line is not indented.
    """
    items = list(parts)
    line = f"{head}{', '.join(items)}{tail}"
    if not items or (indent + len(line) <= WIDTH and "\n" not in line):
        return line
    lines = "".join(f"{' ' * (indent + _STEP)}{item},\n" for item in items)
    return f"{head}\n{lines}{' ' * indent}{tail}"


def literal(value: object, *, indent: int = 0, before: int = 0) -> str:
    """A JSON value as a Python literal; `before` counts what stands before and behind it on its line."""
    if isinstance(value, Bare):
        return value
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        parts = {json.dumps(key): item for key, item in value.items()}
        return _nested("{", parts, "}", indent, before)
    if isinstance(value, Sequence):
        return _nested("[", list(value), "]", indent, before)
    return repr(value)


def _nested(
    opening: str, items: Mapping[str, object] | Sequence[object], closing: str, indent: int, before: int
) -> str:
    pairs = list(items.items()) if isinstance(items, Mapping) else [("", item) for item in items]
    line = ", ".join(f"{key}: {literal(item)}" if key else literal(item) for key, item in pairs)
    whole = f"{opening}{line}{closing}"
    if not pairs or ("\n" not in whole and indent + before + len(whole) <= WIDTH):
        return whole
    inner = indent + _STEP
    lines = []
    for key, item in pairs:
        start = f"{key}: " if key else ""
        lines.append(f"{' ' * inner}{start}{literal(item, indent=inner, before=len(start) + 1)},\n")
    return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}"


def paragraph(text: str, *, indent: int, first: int = 0) -> str:
    """`text` broken into lines, all but the first one indented; `first` counts what stands before it."""
    lines = textwrap.wrap(
        " ".join(text.split()),
        WIDTH - indent,
        initial_indent="\0" * first,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"\n{' ' * indent}".join(lines).replace("\0", "")


def imported(module: str, names: Iterable[str]) -> str:
    """`from module import A, b`, with the names in isort's order: constants, classes, the rest."""
    ordered = sorted(set(names), key=lambda name: (not name.isupper(), name.islower(), name))
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    lines = "".join(f"    {name},\n" for name in ordered)
    return f"from {module} import (\n{lines})"
