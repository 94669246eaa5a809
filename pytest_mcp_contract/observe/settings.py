"""What a run may take, call and write."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from pytest_mcp_contract.model import Entry, Registry, Tool

_MOST_AHEAD = 4


def servers_ahead() -> int:
    """How many servers are started ahead where nobody says; one processor is left to who is asked."""
    return min((os.cpu_count() or 1) - 1, _MOST_AHEAD)


@dataclass(frozen=True)
class Limits:
    """How long things may take, in seconds, and what may be called."""

    start: float = 30.0
    call: float = 10.0
    protocol: str = "auto"
    allowed_stakes: frozenset[str] = frozenset()
    seed: int = 0
    ahead: int = field(default_factory=servers_ahead)
    """Servers that may be started while another one is asked."""

    def within(self, entry: Entry) -> float:
        """The limit of one call, in seconds: the row's own where it states one."""
        return entry.timeout_ms / 1000 if entry.timeout_ms and entry.timeout_ms > 0 else self.call

    def without_effects(self) -> "Limits":
        """The same limits, where nobody has allowed effects."""
        return replace(self, allowed_stakes=frozenset())

    def allow(self, registry: Registry, entry: Entry, tool: Tool) -> bool:
        """Whether a tool may be called outside its cassettes.

        Those of the weakest stake may, and of the stakes that a person allowed for this run; where no
        registry speaks, tools that state `readOnlyHint: true`.
        """
        if registry.is_bare:
            reads = tool.states_hint("readOnlyHint") and tool.hint("readOnlyHint")
            return reads or bool(self.allowed_stakes)
        stake = (entry.tools_stakes or {}).get(tool.name)
        return stake is not None and (stake == registry.stakes[0] or stake in self.allowed_stakes)


@dataclass(frozen=True)
class Writing:
    """What a run may write."""

    record: str | None = None
    """`missing`, `new` or `all`; None: no cassette is written."""
    goldens: bool = False


@dataclass(frozen=True)
class NotRecorded:
    """An example of which no cassette was written, though the run was to record it."""

    server: str
    tool: str
    case: str
    why: str
    fix: str


@dataclass
class Written:
    """What a run wrote and left alone."""

    cassettes: list[Path] = field(default_factory=list)
    goldens: list[Path] = field(default_factory=list)
    replaced: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """Goldens that were there before: their old text and their new one."""
    not_recorded: list[NotRecorded] = field(default_factory=list)
    kept: int = 0
    stale: list[Path] = field(default_factory=list)
    """Cassettes that were left alone although they are older than the registry allows."""
