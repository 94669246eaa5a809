"""What people are asked before a tool runs, before and now."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.drift._sides import at_row, both_tools, rows_of_tools, table
from pytest_mcp_contract.checks.registry._approval import KEY, LEVEL
from pytest_mcp_contract.model import JSON, Change, JSONObject, Locked, Tool, pointer

LEVELS = ("never_ask", "low", LEVEL, "high")
"""Weakest first, where no registry states an order of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A tool with its stakes and the arguments that are asked about."""

    tool: str
    at: str
    before: str | None
    after: str | None
    arguments_before: frozenset[str]
    """Those that are really asked about: only one level does."""
    arguments_after: frozenset[str]
    order: tuple[str, ...] = LEVELS
    """The levels that were agreed on, weakest first."""

    @property
    def is_lower(self) -> bool:
        """Whether people are asked less often, or may be: no stake, or an unknown one, promises nothing."""
        if self.before == self.after:
            return False
        if self.before is None or self.after is None:
            return self.after in (None, self.order[0])
        for order in (self.order, LEVELS):
            if self.before in order and self.after in order:
                return order.index(self.after) < order.index(self.before)
        return self.before != self.order[0] and self.after != self.order[-1]

    @property
    def of_no_rank(self) -> str:
        """The levels that the order does not have, as a line of its own; `""` where it has both."""
        levels = [one for one in (self.before, self.after) if one is not None]
        if any(all(one in order for one in levels) for order in (self.order, LEVELS)):
            return ""
        strange = [f"`{one}`" for one in levels if one not in self.order]
        return f"\nof no rank: {', '.join(strange)}; the order agreed on is {', '.join(self.order)}"

    def is_about_all(self, stake: str | None) -> bool:
        """Whether people are asked about every call at a level, whatever the values."""
        found = next((order for order in (self.order, LEVELS) if stake in order and LEVEL in order), None)
        return found is not None and stake is not None and found.index(stake) > found.index(LEVEL)


def asked(change: Change) -> Iterator[Asked]:
    """Every tool of a change that both sides have; by what the wire says where no registry speaks."""
    for tool, before, after in rows_of_tools(change):
        stakes = [_text(table(row, "tools_stakes").get(tool)) for row in (before, after)]
        yield Asked(
            tool,
            at_row(change, "tools_stakes", tool),
            stakes[0],
            stakes[1],
            _arguments(before, tool, stakes[0]),
            _arguments(after, tool, stakes[1]),
            _order(before, after, stakes[0]),
        )
    tools = both_tools(change)
    if tools is not None and not _states(change.before) and not _states(change.after):
        yield from _on_the_wire(*tools)


def _order(before: JSONObject, after: JSONObject, stake: str | None) -> tuple[str, ...]:
    """The order of levels that was agreed on.

    A lock holds it only where it is not the usual one; and older locks held none. What the registry says now
    counts only for a level of its own that has been agreed on: else a change could rank its own levels.
    """
    agreed, now = (_levels(row.get("stakes")) for row in (before, after))
    return agreed or (LEVELS if stake in LEVELS else now or LEVELS)


def _levels(value: JSON) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _on_the_wire(before: Tool, after: Tool) -> Iterator[Asked]:
    (at, old), (_, new) = _wired(before), _wired(after)
    if old is not None and new is not None:
        yield Asked(after.name, at, old, new, frozenset(), frozenset())


def _wired(tool: Tool) -> tuple[str, str | None]:
    """The stake that a tool carries in `_meta` (`stake`, `acme.stake`, `acme` and `stake`), and where."""
    for key, value in tool.meta.items():
        if key.rpartition(".")[2] == "stake" and isinstance(value, str):
            return pointer("_meta", key), value
        if isinstance(value, dict) and isinstance(stake := value.get("stake"), str):
            return pointer("_meta", key, "stake"), stake
    return "/_meta", None


def _states(side: Locked | None) -> bool:
    return side is not None and bool(side.entry)


def _arguments(row: JSONObject, tool: str, stake: str | None) -> frozenset[str]:
    names = table(row, KEY).get(tool) if stake == LEVEL else None
    return (
        frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
    )


def _text(value: JSON) -> str | None:
    return value if isinstance(value, str) else None
