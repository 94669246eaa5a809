"""JSON values, places in them, and a short spelling for one line of a report."""

import json
from collections.abc import Mapping
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
