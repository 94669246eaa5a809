"""What a check is, and the decorators that make one.

The decorator fixes what a check receives; nothing else has to be edited to add one.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from pytest_mcp_contract.model import (
    REGISTRY,
    CassetteFile,
    Change,
    Entry,
    Experiment,
    Finding,
    LockState,
    Registry,
    Replay,
    Sequences,
    Served,
    Severity,
    Tool,
    ToolCalls,
    Unchecked,
)

S = TypeVar("S", contravariant=True)
S2 = TypeVar("S2")
Findings: TypeAlias = Iterator[Finding] | Iterator[Finding | Unchecked]
"""A rule yields findings, or says why it had nothing to judge: silence means that the subject is sound."""
_CODE = re.compile(r"[A-Z]{2,8}\d{3}")


class Scope(StrEnum):
    """What a check looks at; decides where its item hangs in the tree."""

    REGISTRY = "registry"
    ENTRY = "entry"
    SERVER = "server"
    TOOL = "tool"
    CALLS = "calls"
    CASSETTE = "cassette"
    REPLAY = "replay"
    SEQUENCES = "sequences"
    CHANGE = "change"
    LOCK = "lock"

    @property
    def is_per_tool(self) -> bool:
        """Whether every tool has an item of its own (what happens in a call), or every server."""
        return self in (Scope.CALLS, Scope.CASSETTE, Scope.REPLAY)

    @property
    def needs_server(self) -> bool:
        """Whether the server must be asked."""
        return self not in (Scope.REGISTRY, Scope.ENTRY)


class Status(StrEnum):
    """How far a check is trusted. A preview runs only where it is selected by its code or name."""

    PREVIEW = "preview"
    STABLE = "stable"


@dataclass(frozen=True, eq=False)
class Check(Generic[S]):
    """One rule: what it says of itself, its examples, and the pure function that judges."""

    code: str
    name: str
    """The defect, readable after "allow": `duplicate-id`."""
    title: str
    severity: Severity
    since: str
    status: Status
    source: str
    """A link into a specification, a place in the guide, or `house`."""
    why: str
    fix: str
    scope: Scope
    bad: tuple[S, ...]
    good: tuple[S, ...]
    requires: tuple[str, ...]
    """Registry keys that must be written, or `lock` for a lock, else the check is not collected."""
    needs: tuple[Experiment, ...]
    """What must be tried with a cassette, for checks of replays."""
    judge: Callable[[S], Findings]
    is_last: bool = False
    """Whether it judges what the other checks found."""
    on_wire: bool = False
    """Whether it judges how a running server behaves, of which source code that is only read says nothing."""

    def __call__(self, subject: S) -> list[Finding | Unchecked]:
        """All findings on one subject, in the order of the rule, and what it could not judge."""
        return list(self.judge(subject))

    @property
    def family(self) -> str:
        """The code up to its first digit, `MCP2`."""
        return self.code[:-2]

    def speaks_of(self, server: str) -> bool:
        """Whether it can find anything about the pseudo-server, or about a server: its bad examples tell.

        Only checks of changes and of the lock stand at both.
        """
        if self.scope is Scope.LOCK:
            return any(
                (subject.server == REGISTRY) == (server == REGISTRY) for subject in self._bad(LockState)
            )
        if self.scope is Scope.CHANGE:
            return server != REGISTRY or any(subject.after is None for subject in self._bad(Change))
        return True

    def _bad(self, kind: type[S2]) -> Iterator[S2]:
        return (subject for subject in self.bad if isinstance(subject, kind))

    @property
    def needs_registry(self) -> bool:
        """Whether only a registry can state what it judges: entries, stakes, recorded traffic."""
        return self.family in ("MCP1", "MCP4") or self.scope in (Scope.ENTRY, Scope.CASSETTE, Scope.REPLAY)


AnyCheck: TypeAlias = Check[Any]
"""A check of any scope; `scope` says what it takes, which the type system cannot follow."""
Decorator: TypeAlias = Callable[[Callable[[S], Findings]], Check[S]]


def _decorator(scope: Scope, kind: type[S]) -> Callable[..., Decorator[S]]:
    def decorate(
        *,
        code: str,
        title: str,
        severity: Severity,
        since: str,
        source: str,
        why: str,
        fix: str,
        bad: Sequence[S],
        good: Sequence[S],
        status: Status = Status.STABLE,
        requires: Sequence[str] = (),
        needs: Sequence[Experiment] = (),
        is_last: bool = False,
        on_wire: bool = False,
    ) -> Decorator[S]:
        if not _CODE.fullmatch(code):
            raise ValueError(f"check code {code!r} is not capital letters (MCP for ours) and three digits")

        def wrap(judge: Callable[[S], Findings]) -> Check[S]:
            return Check(
                code=code,
                name=judge.__name__.replace("_", "-"),
                title=title,
                severity=severity,
                since=since,
                status=status,
                source=source,
                why=inspect.cleandoc(why),
                fix=inspect.cleandoc(fix),
                scope=scope,
                bad=tuple(bad),
                good=tuple(good),
                requires=tuple(requires),
                needs=tuple(needs),
                is_last=is_last,
                on_wire=on_wire,
                judge=judge,
            )

        return wrap

    return decorate


registry_check = _decorator(Scope.REGISTRY, Registry)
"""Judges the registry as a whole; its item belongs to the pseudo-server `registry`."""
entry_check = _decorator(Scope.ENTRY, Entry)
"""Judges one row, by itself."""
server_check = _decorator(Scope.SERVER, Served)
"""Judges one server: its surface, with its row where a registry speaks."""
tool_check = _decorator(Scope.TOOL, Tool)
"""Judges one tool of tools/list; one item per server, findings name the tool."""
calls_check = _decorator(Scope.CALLS, ToolCalls)
"""Judges all calls of one tool in this run."""
cassette_check = _decorator(Scope.CASSETTE, CassetteFile)
"""Judges one cassette file as it stands on disk, readable or not."""
replay_check = _decorator(Scope.REPLAY, Replay)
"""Judges one cassette played through its tool."""
sequences_check = _decorator(Scope.SEQUENCES, Sequences)
"""Judges calls of the tools of one server that share a resource, in many orders; one item per server."""
lock_check = _decorator(Scope.LOCK, LockState)
"""Judges what stands in the lock about one server, before anything is compared."""
change_check = _decorator(Scope.CHANGE, Change)
"""Judges a server, or one of its tools, against what was agreed on; one item per server."""
