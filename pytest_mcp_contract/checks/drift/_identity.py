"""Who a server is: by its id, else by its name."""

from collections.abc import Iterator

from pytest_mcp_contract.model import Change, Locked


def newcomer(change: Change) -> Locked | None:
    """The server of a change, where its id or its name is another than before; None else."""
    after, before = change.after, change.before
    if change.tool is not None or after is None or after.retired is not None:
        return None
    is_known = before is not None and (before.id, before.name) == (after.id, after.name)
    return None if is_known else after


def owners(change: Change) -> Iterator[Locked]:
    """Other servers that are known by the id that this one has taken; none that was renamed to it."""
    after = newcomer(change)
    if after is None or after.id is None:
        return
    for one in change.others:
        is_other = one.id == after.id and one.name != after.name and one.retired is None
        if is_other and (one.name in change.added_there or not after.may_be(one)):
            yield one


def tombstones(change: Change) -> Iterator[Locked]:
    """Servers that are gone for good."""
    return (one for one in change.others if one.retired is not None)


def is_gone(change: Change) -> bool:
    """Whether a server that was there is there no longer, and its change is that of the whole."""
    was_there = change.tool is None and change.before is not None and change.before.retired is None
    return was_there and (change.after is None or change.after.retired is not None)
