"""Two sides of servers, paired by identity: what was agreed on, and what is."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_mcp_contract.drift.joining import joined
from pytest_mcp_contract.model import JSON, Change, JSONObject, Locked, Proof, Proved

_EQUAL = Proof(Proved.EQUAL)
_TABLES = ("tools_stakes", "arguments_requiring_approval", "tools_retry_policies")
"""Tables of a row that speak of single tools."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One server on both sides; None where a side has none."""

    before: Locked | None
    after: Locked | None
    base: Locked | None = None
    """What both sides began from, where they have parted since: what differs from it on one side only was
    changed by that side."""
    added_there: tuple[str, ...] = ()
    """Servers that came to the other side after this one had left it."""

    @property
    def name(self) -> str:
        """What the server is called now; of one that is gone, what it was called."""
        known = self.after or self.before
        assert known is not None, "a pair has a side"
        return known.name


def pairs(
    before: Iterable[Locked], after: Iterable[Locked], *, base: Sequence[Locked] | None = None
) -> Iterator[Pair]:
    """Every server, each with its other side: by id where both have one, else by name.

    A server that was retired and is still gone is no news. `base` is what both sides began from, where the
    other one has gone on since: a server that was added there is no news either.
    """
    if base is None:
        yield from _of_two(list(before), list(after))
    else:
        yield from _of_three(base, [one for one in before if one.retired is None], list(after))


def _of_two(old: Sequence[Locked], new: Sequence[Locked], *, renames: bool = True) -> Iterator[Pair]:
    taken: set[int] = set()
    for now in new:
        index = _partner(now, old, taken, renames=renames)
        if index is not None:
            taken.add(index)
        yield Pair(None if index is None else old[index], now)
    for index, gone in enumerate(old):
        if index not in taken and gone.retired is None:
            yield Pair(gone, None)


def _of_three(base: Sequence[Locked], there: Sequence[Locked], here: Sequence[Locked]) -> Iterator[Pair]:
    """Servers that both sides began with, then those that came since."""
    known = [one for one in base if one.retired is None]
    began = {id(pair.after): pair.before for pair in _of_two(known, here) if pair.before and pair.after}
    became = {id(pair.before): pair.after for pair in _of_two(known, there) if pair.before and pair.after}
    old = {id(one) for one in became.values()}
    added = [one for one in there if id(one) not in old]
    names = tuple(one.name for one in added)
    for now in here:
        if (start := began.get(id(now))) is not None:
            yield Pair(became.get(id(start)), now, start, names)
    new = [now for now in here if id(now) not in began]
    for pair in _of_two(added, new, renames=False):
        if pair.after is not None:
            yield replace(pair, added_there=names)
    kept = {id(start) for start in began.values()}
    for start in known:
        if id(start) not in kept and (gone := became.get(id(start))) is not None:
            yield Pair(gone, None, start, names)


def _partner(now: Locked, old: Sequence[Locked], taken: set[int], *, renames: bool) -> int | None:
    """The other side of a server: the one of its id and name, else of its name, else of its id."""
    free = [(index, one) for index, one in enumerate(old) if index not in taken and one.retired is None]
    same_id = [index for index, one in free if now.id is not None and one.id == now.id]
    same_name = [index for index, one in free if one.name == now.name]
    both = [index for index in same_id if index in same_name]
    # A name that kept its place under a new id is that server with another id, not a new one.
    found = both or same_name or [index for index in same_id if renames and now.may_be(old[index])]
    return found[0] if found else None


def changes(pair: Pair, *, others: Sequence[Locked] = (), against: str = "the lock") -> tuple[Change, ...]:
    """What differs between the two sides of a server: of the whole, then of each tool; () for nothing.

    Where it is known what both began from, what the other side has changed since is not told as changed back.
    """
    before, after = pair.before, pair.after
    if pair.base is not None and after is not None:
        if before is None:
            return ()  # removed there
        after = joined(pair.base, before, after)
    whole = Change(
        pair.name, before, after, others=tuple(others), against=against, added_there=pair.added_there
    )
    found = []
    if before is None or after is None or _differs_as_a_whole(before, after):
        responses = tuple(_responses(before, after)) if before and after else ()
        found.append(replace(whole, response=responses))
    if before is not None and after is not None and before.tools is not None and after.tools is not None:
        for name in sorted({*before.tools, *after.tools}):
            if _differs_in_tool(before, after, name):
                found.append(_of_tool(whole, before.tools.get(name), after.tools.get(name), name))
    return tuple(found)


def _differs_as_a_whole(before: Locked, after: Locked) -> bool:
    sides = [(side.id, side.name, side.retired is None) for side in (before, after)]
    return sides[0] != sides[1] or any(
        _text(one) != _text(other)
        for one, other in ((before.entry, after.entry), (before.responses, after.responses))
    )


def _differs_in_tool(before: Locked, after: Locked, name: str) -> bool:
    sides = [[(side.tools or {}).get(name), *_rows(side.entry, name)] for side in (before, after)]
    return _text(sides[0]) != _text(sides[1])


def _rows(entry: JSONObject, tool: str) -> list[JSON]:
    """What a row says of one tool."""
    tables = (entry.get(key) for key in _TABLES)
    return [table.get(tool) if isinstance(table, Mapping) else None for table in tables]


def _of_tool(whole: Change, old: JSONObject | None, new: JSONObject | None, name: str) -> Change:
    return replace(
        whole, tool=name, input=_proof(old, new, "inputSchema"), output=_proof(old, new, "outputSchema")
    )


def _proof(old: JSONObject | None, new: JSONObject | None, key: str) -> Proof | None:
    """How the schemas of a tool compare; None where a side has none."""
    if old is None or new is None or key not in old or key not in new:
        return None
    if _text(old[key]) == _text(new[key]):
        return _EQUAL
    from pytest_mcp_contract.drift.declared import closes
    from pytest_mcp_contract.drift.proof import input_proof, output_proof  # half a second of imports

    if key == "outputSchema":
        return output_proof(old[key], new[key])
    # What an open object takes beyond the names that it declares nobody sends; only that it is closed counts.
    return input_proof(old[key], new[key], declared=not closes(old[key], new[key]))


def _responses(before: Locked, after: Locked) -> Iterator[tuple[str, Proof]]:
    """Response keys of both sides whose schemas differ: whether all is taken that was taken."""
    from pytest_mcp_contract.drift.proof import output_proof

    for key in sorted(set(before.responses) & set(after.responses)):
        if _text(before.responses[key]) != _text(after.responses[key]):
            yield key, output_proof(after.responses[key], before.responses[key])


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
