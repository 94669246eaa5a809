"""The composer's part for drift: from the lock and the servers to what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.checks.drift import impact_of
from pytest_mcp_contract.drift.compare import Pair, changes, pairs
from pytest_mcp_contract.drift.lock_files import LOCK, Lock, read_lock, write_lock
from pytest_mcp_contract.drift.locking import NoSchema, Schemas, locked_of, merged, responses_of
from pytest_mcp_contract.drift.unread import filled, otherwise, unread_fields
from pytest_mcp_contract.drift.versions import needed, says_less
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import (
    REGISTRY,
    Change,
    Entry,
    Finding,
    Impact,
    Locked,
    LockState,
    Registry,
    Severity,
    Unchecked,
    each_text,
)
from pytest_mcp_contract.observe.observer import Observer

if TYPE_CHECKING:
    from pytest_mcp_contract.drift.baseline import BranchPoint


@dataclass(frozen=True)
class Gating:
    """What the options say of the lock."""

    baseline: str | None = None
    """A lock that the pull request cannot move, as `git:origin/main`."""
    is_required: bool = False
    updates: bool = False
    """Whether the lock is written anew before it is compared."""
    holds_versions: bool = False
    """Whether a version has to say what has changed."""


@dataclass
class Gate:
    """What was agreed on, and what has become of it."""

    registry: Registry
    observer: Observer
    folder: Path
    """Where the lock stands, or would."""
    checks: Sequence[AnyCheck] = ()
    """Checks of changes, for what a version has to say."""
    options: Gating = field(default_factory=Gating)
    written: list[Path] = field(default_factory=list)
    """Files of the lock that this run has written."""
    left_out: list[Locked] = field(default_factory=list)
    """Servers that this run has not written, because they have the id of a tombstone."""
    refusal: ConfigError | None = None
    """Why this run could not write the lock: it is compared with as it stands."""
    _schemas: dict[str, Schemas] = field(default_factory=dict)

    @cached_property
    def lock(self) -> Lock:
        """The lock of the working tree."""
        return read_lock(self.folder / LOCK)

    @property
    def not_written(self) -> list[str]:
        """What of the lock this run was to write, and did not, a line each."""
        lines = [
            f"left out of the lock: {one.name}: its id {one.id} was retired; give it one that was never used"
            for one in self.left_out
        ]
        if self.refusal is not None:
            lines.append(f"no lock was written: {self.refusal}")
        return lines

    @cached_property
    def agreed(self) -> Lock:
        """What is compared with: the baseline where one is given, else the lock.

        Raises:
            ConfigError: the baseline cannot be read.
        """
        if self.options.updates:
            try:
                self.write()
            except ConfigError as error:
                self.refusal = error
        if self.options.baseline is not None:
            from pytest_mcp_contract.drift.baseline import baseline

            return baseline(self.options.baseline, self.folder)
        return self.lock

    @cached_property
    def left(self) -> "BranchPoint":
        """Where the working tree left the baseline, if that has gone on since."""
        from pytest_mcp_contract.drift.baseline import BranchPoint, branch_point

        baseline = self.options.baseline
        return BranchPoint() if baseline is None else branch_point(baseline, self.folder)

    def told(self, change: Change, check: AnyCheck, finding: Finding) -> Finding:
        """A finding, with the ways out that only a baseline has."""
        ways = [finding.want] if finding.want else []
        if self.left.unknown and change.before is not None:
            ways.append(f"{self.against} merged, if it has changed since this branch left it")
        if self.options.baseline and check.severity is Severity.ERROR and not finding.is_mild:
            ways.append("an `accepted` row in the registry")
        return replace(finding, want="; or ".join(ways))

    @property
    def is_there(self) -> bool:
        """Whether there is something to compare with, or will be."""
        return self.options.baseline is not None or self.options.updates or self.lock.exists

    @property
    def against(self) -> str:
        """What it is compared with, for a person."""
        return self.options.baseline or "the lock"

    def write(self, *, asks_servers: bool = True) -> list[Path]:
        """Write the lock anew, from what the servers show now; gives the files that changed.

        Raises:
            ConfigError: it cannot be written.
        """
        find = self.now if asks_servers else self.light
        if asks_servers:
            self.observer.expect(list(self.registry.servers))
        now = [find(entry) for entry in self.registry.servers.values()]
        whole = merged(self.lock, now, self.registry)
        self.written = write_lock(self.folder / LOCK, whole)
        alive = {(one.name, one.id) for one in whole if one.retired is None}
        self.left_out = [one for one in now if one.id is not None and (one.name, one.id) not in alive]
        self.__dict__.pop("lock", None)
        return self.written

    def now(self, entry: Entry) -> Locked:
        """A server as it is, in the shape of the lock."""
        surface = self.observer.surface(entry.name)
        found = locked_of(entry, surface, self._responses(entry), self.registry)
        # A server may show what it was started with; a lock is committed.
        clean = self.observer.redactor.line
        if found.tools is None:
            return found
        tools = {name: each_text(dict(raw), clean, names=False) for name, raw in found.tools.items()}
        return replace(found, tools={name: raw for name, raw in tools.items() if isinstance(raw, dict)})

    def light(self, entry: Entry) -> Locked:
        """A server as its row has it, without asking it."""
        return locked_of(entry, None, self._responses(entry), self.registry)

    def _responses(self, entry: Entry) -> Schemas:
        if entry.name not in self._schemas:
            self._schemas[entry.name] = responses_of(entry, self.observer.response_schema)
        return self._schemas[entry.name]

    @cached_property
    def _pairs(self) -> dict[str, Pair]:
        """Every server with its other side, by the name that it has now or had; tools as the row names them.

        The names are enough to tell a server that was renamed from another one that took its id.
        """
        now = [
            replace(self.light(entry), tools={name: {} for name in entry.tools_stakes or ()})
            for entry in self.registry.servers.values()
        ]
        base = None if self.left.lock is None else self.left.lock.servers
        return {pair.name: pair for pair in pairs(self.agreed.servers, now, base=base)}

    def changes(self, server: str) -> tuple[Change, ...] | Unchecked:
        """What has changed of a server; of the pseudo-server, the servers that are gone."""
        if server == REGISTRY:
            if self.registry.is_read and self.registry.dropped & {"servers"}:
                return Unchecked("which servers there are could not wholly be read: see the end of the run")
            gone = [pair.before for pair in self._pairs.values() if pair.after is None]
            sides = [Pair(before, self._tombstone(before)) for before in gone]
            return tuple(change for pair in sides for change in self._of(pair))
        surface = self.observer.surface(server)
        if surface.failure is not None:
            return Unchecked(f"server `{server}` {surface.failure.saw}", lost=True)
        pair = self._pairs[server]
        if pair.before is None and server in self._unread:
            return Unchecked(f"what was agreed on about `{server}` cannot be read")
        return self._of(replace(pair, after=self.now(self.registry.servers[server])))

    def may_have_changed(self, server: str) -> tuple[tuple[Change, ...], str]:
        """What of a server could not be read, as if it had changed, and how to say so; () for all read."""
        entry = self.registry.servers.get(server)
        if entry is None or entry.read is None or (pair := self._pairs[server]).before is None:
            return (), ""
        now = self.now(entry)
        others = otherwise(pair.before, now)
        if not others:
            return (), ""
        parts = [f"`{name}`" for name in sorted(unread_fields(now))]
        parts += ["which tools it has"] if now.tools is None else []
        sides = [replace(pair, before=filled(pair.before, other), after=other) for other in others]
        found = [change for one in sides for change in changes(one, others=self.agreed.servers)]
        return tuple(found), f"could not be read: {', '.join(parts)}; see the end of the run"

    @cached_property
    def _unread(self) -> frozenset[str]:
        """Servers whose file is there and cannot be used: they are neither new nor as they were."""
        return frozenset(
            problem.server
            for problem in self.agreed.problems
            if problem.server is not None and not problem.fault.is_used
        )

    def _tombstone(self, gone: Locked | None) -> Locked | None:
        """What the lock of the working tree says of a server that is gone: why it was retired, if it was."""
        if gone is None or gone.id is None:
            return None
        return next((one for one in self.lock.servers if one.id == gone.id and one.retired is not None), None)

    def changes_of_rows(self) -> Iterator[Change]:
        """What has changed of all rows, without asking a server."""
        for name, pair in self._pairs.items():
            if pair.before is None and name in self._unread:
                continue
            entry = self.registry.servers.get(name)
            yield from self._of(replace(pair, after=self.light(entry)) if entry and pair.after else pair)

    def _of(self, pair: Pair) -> tuple[Change, ...]:
        before, after, base = pair.before, pair.after, pair.base
        if before is not None and after is not None:
            base = None if base is None else filled(base, before)
            pair = replace(pair, before=filled(before, after), after=filled(after, before), base=base)
        return changes(pair, others=self.agreed.servers, against=self.against)

    # -- the lock itself

    def state(self, server: str) -> LockState:
        """What is to be said of the lock itself: about one server, or about all."""
        state = LockState(
            server=server,
            folder=self.options.baseline or LOCK,
            exists=self.agreed.exists,
            is_required=self.options.is_required or self.options.baseline is not None,
        )
        if server == REGISTRY:
            rest = [one for one in self.agreed.problems if one.server not in self.registry.servers]
            return replace(state, problems=tuple(rest))
        entry = self.registry.servers[server]
        pair, surface = self._pairs[server], self.observer.surface(server)
        known = [side for side in (pair.before, pair.base) if side is not None]
        is_unknown = surface.failure is not None or (entry.read is not None and entry.read.tools is None)
        return replace(
            state,
            problems=tuple(one for one in self.agreed.problems if one.server == server),
            had_tools=pair.before is not None and all(side.tools for side in known),
            has_tools=None if is_unknown else bool(surface.tools),
            unreadable_schemas=tuple(
                (key, schema.why)
                for key, schema in self._responses(entry).items()
                if isinstance(schema, NoSchema)
            ),
            version=entry.server_info.version if entry.server_info else None,
            least_version=self._least_version(server),
        )

    def _least_version(self, server: str) -> str | None:
        """The version that says what has changed, where the stated one does not."""
        found = self.changes(server) if self.options.holds_versions else ()
        if isinstance(found, Unchecked) or not found or found[0].before is None:
            return None
        impacts = {impact for change in found for impact, _ in judged(change, self.checks)}
        least = needed(_version(found[0].before), impacts)
        now = found[0].after
        return least if says_less(_version(now) if now else None, least) else None


def judged(change: Change, checks: Sequence[AnyCheck]) -> Iterator[tuple[Impact, tuple[AnyCheck, Finding]]]:
    """What each check says of a change, with what that means to whoever calls."""
    for check in checks:
        for said in check(change):
            if isinstance(said, Finding):
                only_warns = said.is_mild or check.severity is Severity.WARNING
                yield impact_of(check.code, only_warns=only_warns), (check, said)


def _version(server: Locked) -> str | None:
    info = server.entry.get("server_info")
    version = info.get("version") if isinstance(info, dict) else None
    return version if isinstance(version, str) else None
