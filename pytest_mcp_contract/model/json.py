"""JSON values, places in them, and a short spelling for one line of a report."""

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

JSON: TypeAlias = dict[str, "JSON"] | list["JSON"] | str | int | float | bool | None
JSONObject: TypeAlias = Mapping[str, JSON]


def pointer(*parts: str | int) -> str:
    """The JSON Pointer to a place (RFC 6901): `pointer("a/b", 0)` is `/a~1b/0`."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def brief(value: object, *, width: int = 60) -> str:
    """`value` as JSON on one line, cut in the middle of nothing: at most `width` characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= width else text[: width - 1] + "…"


def each_text(value: JSON, change: Callable[[str], str], *, names: bool = True) -> JSON:
    """A JSON value with every text in it changed; with `names`, those of its keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [each_text(each, change, names=names) for each in value]
    if isinstance(value, dict):
        return {
            change(name) if names else name: each_text(each, change, names=names)
            for name, each in value.items()
        }
    return value
