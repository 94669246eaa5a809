"""What a fault in a table says to its reader: what is there, and the way out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from pytest_mcp_contract.discover.place import WIDTH, clip, dotted
from pytest_mcp_contract.model import brief

_WANTED = {
    "string_type": ("text", '"..."'),
    "int_type": ("an integer", "1"),
    "bool_type": ("`true` or `false`", "true"),
    "list_type": ("a list", '["..."]'),
    "dict_type": ("a table", "{ ... }"),
    "model_type": ("a table", "{ ... }"),
    "date_type": ("a date", "2027-03-01"),
    "invalid-json-value": ("a JSON value", '"..."'),
}
_SECRET_TABLES = {"env", "headers"}
_MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of a table that its model refuses."""

    type: str
    """pydantic's name for the reason."""
    path: tuple[Any, ...]
    """What is written, as deep as the reason goes."""
    value: object
    expected: str = ""
    message: str = ""
    missing: str | None = None
    is_key: bool = False
    """Whether the last part of the path is itself what is wrong."""
    is_unset: bool = False
    """Whether a key merely has no value, which is no fault worth a word."""


def sentence(fault: Fault, *, known: Sequence[str]) -> tuple[str, str]:
    """The first line and the fix; `known` are the keys of the table that the fault is in."""
    if fault.type == "extra_forbidden":
        return _unknown_key(fault, known)
    name = _name(fault.path)
    if fault.missing is not None:
        return f"{name} lacks `{fault.missing}`", f"add `{fault.missing}`"
    wanted, example = _wanted(fault)
    if fault.is_key:
        table = _name(fault.path[:-1]) if len(fault.path) > 1 else "the table"
        return f"{table} has the key {seen(fault.path[-1])}; want {wanted}", f"name it by {wanted}"
    if not wanted:
        return f"{name} cannot be used: {fault.message}", "correct it"
    return type_sentence(fault.path, fault.value, wanted), f"write {wanted}, like `{example}`"


def type_sentence(path: Sequence[object], value: object, wanted: str) -> str:
    """What is written at `path`, and what is wanted there: `id` is "1"; want an integer."""
    before, after = f"{_name(path)} is ", f"; want {wanted}"
    if _SECRET_TABLES.intersection(map(str, path)):
        return f"{before}{kind(value)}{after}"
    return before + seen(value, width=max(12, WIDTH - len(before) - len(after))) + after


def seen(value: object, *, width: int = 60) -> str:
    """A value as JSON on one line; its type where it has no JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if value is not None and not isinstance(value, str | int | float | list | dict):
        return f"a `{type(value).__qualname__}`"
    try:
        return brief(value, width=min(60, width))
    except (TypeError, ValueError, RecursionError):
        return kind(value)


def kind(value: object) -> str:
    """What a value is, without saying its content."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a `{type(value).__qualname__}`"


def _unknown_key(fault: Fault, known: Sequence[str]) -> tuple[str, str]:
    *table, key = fault.path
    what = f"unknown key `{clip(str(key), 40)}`" + (f" in {_name(table)}" if table else "")
    if near := get_close_matches(str(key), known, n=1):
        return what, f"write `{near[0]}`"
    listed = ", ".join(f"`{name}`" for name in known[:_MOST_KEYS])
    more = f" and {len(known) - _MOST_KEYS} more" if len(known) > _MOST_KEYS else ""
    return what, f"remove it; known keys here: {listed}{more}"


def _wanted(fault: Fault) -> tuple[str, str]:
    """What is wanted in plain words, and how it looks: the written value put right where that is plain."""
    if fault.path[-1:] == ("is_restricted",):
        return "the name of a feature flag", '"my_flag"'
    if fault.type == "literal_error":
        expected = fault.expected.replace("'", '"')
        return expected, expected.split(" or ")[0].split(", ")[0]
    if fault.type == "invalid_key":
        return "text", '"..."'
    wanted, example = _WANTED.get(fault.type, ("", ""))
    value = fault.value
    if _SECRET_TABLES.intersection(map(str, fault.path)):
        return wanted, example
    match fault.type, value:
        case "int_type", str() if value.strip().isdecimal() and len(value) < 20:
            example = str(int(value))
        case "bool_type", str() if value.strip().lower() in ("true", "false"):
            example = value.strip().lower()
        case "string_type", bool() | int() | float() if len(str(value)) < 20:
            example = f'"{str(value).lower()}"'
        case "list_type", str() if len(value) < 40:
            example = f"[{json.dumps(value, ensure_ascii=False)}]"
    return wanted, example


def _name(path: Sequence[object]) -> str:
    name = dotted(path)
    return f"`{name}`" if len(name) <= 48 else f"`…{name[-47:]}`"
