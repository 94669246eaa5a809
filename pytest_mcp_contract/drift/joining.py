"""A server that two sides have changed since they parted: what it is with the changes of both."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, cast

from pytest_mcp_contract.model import JSON, JSONObject, Locked, Proof, Proved

_ABSENT: Final = cast("JSON", object())
"""Where a side has no such key."""


def joined(base: Locked, there: Locked, here: Locked) -> Locked:
    """What `there` becomes with what `here` has changed since both were `base`.

    Where both have changed the same thing, `here` counts. So whatever differs from `there` was changed here.
    """
    tools = here.tools
    if base.tools is not None and there.tools is not None and tools is not None:
        sides = [cast("Mapping[str, JSON]", side) for side in (base.tools, there.tools, tools)]
        tools = cast("Mapping[str, JSONObject]", _table(sides[0], sides[1], sides[2], _tool))
    return replace(
        here,
        name=there.name if here.name == base.name else here.name,
        id=there.id if here.id == base.id else here.id,
        version=there.version if here.version == base.version else here.version,
        entry=_table(base.entry, there.entry, here.entry),
        tools=tools,
        responses=_table(base.responses, there.responses, here.responses, _response),
    )


_Join = Callable[[JSON, JSON, JSON], JSON]


def _value(base: JSON, there: JSON, here: JSON) -> JSON:
    """Any value: of what only one side has changed, what that side made of it."""
    if _same(here, base):
        return there
    if _same(there, base) or _same(there, here):
        return here
    if isinstance(base, dict) and isinstance(there, dict) and isinstance(here, dict):
        return _table(base, there, here)
    if isinstance(base, list) and isinstance(there, list) and isinstance(here, list):
        return _list(base, there, here)
    return here


def _table(
    base: Mapping[str, JSON], there: Mapping[str, JSON], here: Mapping[str, JSON], join: _Join = _value
) -> dict[str, JSON]:
    found = {
        key: join(*(side.get(key, _ABSENT) for side in (base, there, here))) for key in {**there, **here}
    }
    return {key: value for key, value in found.items() if value is not _ABSENT}


def _list(base: list[JSON], there: list[JSON], here: list[JSON]) -> list[JSON]:
    """Names and alternatives are sets: each side has added some and taken some away."""
    if len(base) == len(there) == len(here) and any(isinstance(one, dict | list) for one in base):
        return [_value(*sides) for sides in zip(base, there, here, strict=True)]
    known, theirs, ours = ([_text(one) for one in side] for side in (base, there, here))
    if any(len(set(side)) < len(side) for side in (known, theirs, ours)):
        return here
    kept = [one for one, text in zip(there, theirs, strict=True) if text in ours or text not in known]
    return kept + [
        one for one, text in zip(here, ours, strict=True) if text not in known and text not in theirs
    ]


def _tool(base: JSON, there: JSON, here: JSON) -> JSON:
    if not (isinstance(base, dict) and isinstance(there, dict) and isinstance(here, dict)):
        return _value(base, there, here)
    found = _table(base, there, here)
    for key in ("inputSchema", "outputSchema"):
        sides = [side.get(key, _ABSENT) for side in (base, there, here)]
        if key in found:
            found[key] = _schema(*sides, is_input=key == "inputSchema")
    return found


def _response(base: JSON, there: JSON, here: JSON) -> JSON:
    return _schema(base, there, here, is_input=False)


def _schema(base: JSON, there: JSON, here: JSON, *, is_input: bool) -> JSON:
    """A schema; one that a side has only respelled is joined by what it says, where its texts do not fit."""
    found = _value(base, there, here)
    is_changed_once = _same(base, there) or _same(base, here) or _same(there, here)
    if is_changed_once or _ABSENT in (base, there, here):
        return found
    from pytest_mcp_contract.drift.proof import input_proof, output_proof  # half a second of imports

    prove = input_proof if is_input else output_proof
    if _is_equal(prove, base, here):
        return found if _is_equal(prove, there, found) else there
    if _is_equal(prove, base, there):
        return found if _is_equal(prove, here, found) else here
    return found


def _is_equal(prove: Callable[[JSON, JSON], Proof], one: JSON, other: JSON) -> bool:
    return prove(one, other).result is Proved.EQUAL


def _same(one: JSON, other: JSON) -> bool:
    if one is _ABSENT or other is _ABSENT:
        return one is other
    return one is other or _text(one) == _text(other)


def _text(value: JSON) -> str:
    return json.dumps(value, sort_keys=True)
