"""Regular expressions of schemas: which are broken in every dialect, and why.

JSON Schema means ECMA 262. The engine at hand is another one and refuses patterns that ECMA allows
(`[\\w-.]`, `a{`, named back-references), so its word alone is not enough: the reader below must see the
defect too. It knows only defects that no engine forgives.
"""

import re

import jsonschema_rs

_OTHER_SYNTAX = re.compile(r"\\Q|\(\?[#(]|\(\?[a-z-]*x")
"""Comments, conditionals, literal and extended modes: here brackets can mean something else."""
_BOUNDS = re.compile(r"\{(\d+),(\d+)\}")
_RANGE = re.compile(r"(?<!\\)([A-Za-z0-9])-([A-Za-z0-9])")


def broken(pattern: str) -> str:
    """What is wrong with the pattern, as a phrase; empty where nothing is, or where it is not certain."""
    if _OTHER_SYNTAX.search(pattern) or _compiles(pattern):
        return ""
    return _defect(pattern)


def _compiles(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return False
    return True


def _defect(pattern: str) -> str:
    """The first defect, read from left to right as ECMA 262 does."""
    index, depth = 0, 0
    repeats = False  # whether something that can be repeated stands to the left
    while index < len(pattern):
        letter = pattern[index]
        if letter == "\\":
            if index + 1 == len(pattern):
                return "it ends in a backslash"
            index, repeats = index + 2, True
        elif letter == "[":
            end = _class_end(pattern, index)
            if end is None:
                return "a `[` is never closed"
            if reverse := _reversed_range(pattern[index + 1 : end]):
                return f"the range `{reverse}` runs backwards"
            index, repeats = end + 1, True
        elif letter == "(":
            depth += 1
            is_special = pattern.startswith("(?", index)
            index, repeats = index + (2 if is_special else 1), is_special
        elif letter == ")":
            if depth == 0:
                return "a `)` has no `(`"
            depth, index, repeats = depth - 1, index + 1, True
        elif letter == "|":
            index, repeats = index + 1, False
        elif letter in "*+?":
            if not repeats:
                return f"a `{letter}` has nothing to repeat"
            # A second mark is another reading of the first (lazy, possessive); a third never is.
            index += 2 if pattern[index + 1 : index + 2] in ("?", "+") else 1
            repeats = False
        elif bounds := _BOUNDS.match(pattern, index):
            if int(bounds[1]) > int(bounds[2]):
                return f"the bounds `{bounds[0]}` run backwards"
            index, repeats = bounds.end(), True
        else:
            index, repeats = index + 1, True
    return "a `(` is never closed" if depth else ""


def _class_end(pattern: str, start: int) -> int | None:
    index = start + 1
    while index < len(pattern):
        if pattern[index] == "]":
            return index
        index += 2 if pattern[index] == "\\" else 1
    return None


def _reversed_range(inside: str) -> str:
    for found in _RANGE.finditer(inside):
        if found[1] > found[2] and "\\" not in inside[: found.start()]:
            return found[0]
    return ""
