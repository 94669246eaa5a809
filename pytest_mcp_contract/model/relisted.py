"""Two answers to tools/list of one session, held against each other."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pytest_mcp_contract.model.json import JSON, pointer
from pytest_mcp_contract.model.tool import Tool


@dataclass(frozen=True, slots=True)
class Relisted:
    """How the second list differs from the first; with nothing set it does not."""

    came: tuple[str, ...] = ()
    """Tools that only the second list has."""
    went: tuple[str, ...] = ()
    """Tools that only the first list has."""
    changed: tuple[tuple[str, str], ...] = ()
    """Tools whose definitions differ, each with the first place that does, as a JSON Pointer."""
    is_reordered: bool = False
    """Whether the same names come in another order."""
    refusal: str = ""
    """What came instead of a second list, as a phrase."""

    @classmethod
    def between(cls, first: Iterable[Tool], second: Iterable[Tool]) -> "Relisted":
        """The differences between two lists. The order of keys inside a definition means nothing."""
        names, names_again = [tool.name for tool in first], [tool.name for tool in second]
        old, new = _by_name(first), _by_name(second)
        return cls(
            came=tuple(name for name in new if name not in old),
            went=tuple(name for name in old if name not in new),
            changed=tuple(
                (name, _first_difference(old[name], new[name]))
                for name in old
                if name in new and _spelled(old[name]) != _spelled(new[name])
            ),
            is_reordered=names != names_again and sorted(names) == sorted(names_again),
        )


def _by_name(tools: Iterable[Tool]) -> dict[str, list[JSON]]:
    """Definitions by name; a name that is listed twice has two, in an order that means nothing."""
    found: dict[str, list[JSON]] = defaultdict(list)
    for tool in tools:
        found[tool.name].append(dict(tool.raw))
    return {name: sorted(raw, key=_spelled) for name, raw in found.items()}


def _spelled(value: JSON) -> str:
    return json.dumps(value, sort_keys=True)


def _first_difference(old: list[JSON], new: list[JSON]) -> str:
    if len(old) != len(new):
        return ""
    before, after = next(
        pair for pair in zip(old, new, strict=True) if _spelled(pair[0]) != _spelled(pair[1])
    )
    at: list[str | int] = []
    while True:
        pairs: dict[str | int, tuple[JSON, JSON]] = {}
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            if alone := sorted(before.keys() ^ after.keys()):
                return pointer(*at, alone[0])
            pairs = {key: (before[key], after[key]) for key in sorted(before)}
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            pairs = dict(enumerate(zip(before, after, strict=True)))
        differing = [key for key, (left, right) in pairs.items() if _spelled(left) != _spelled(right)]
        if not differing:
            return pointer(*at)
        at.append(differing[0])
        before, after = pairs[differing[0]]
