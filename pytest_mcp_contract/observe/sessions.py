"""The live sessions of a run: one per server, started when it is first asked, started again after a hang.

The MCP SDK is imported with the first session: a third of a second that rows without a way to start, and runs
that ask no server, are spared.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Registry, StartFailure, Surface, Unchecked
from pytest_mcp_contract.observe import shelter as sheltering
from pytest_mcp_contract.observe.environment import filled_in, token
from pytest_mcp_contract.observe.places import Place, mapped, shown
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.stopwatch import Stopwatch
from pytest_mcp_contract.observe.target import Command, InProcess, Target, target_of, workdir_of

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.session import Session
    from pytest_mcp_contract.observe.upstream.api import Api

T = TypeVar("T")
START = "start"
"""The stage in which a server is started, and says what it offers."""
NOT_STARTED = (
    "not started: the registry is read from source code; export it with the way to start each server "
    "(`command` or `url`), and run that too"
)
"""Why a server is not asked of which only the source is read."""
_FETCHING = frozenset(
    {"npx", "npm", "pnpm", "pnpx", "yarn", "bun", "bunx", "uvx", "uv", "pipx", "deno", "go"}
)
"""Programs that may have to load what they start before they start it."""


class Sessions:
    """Starts servers, asks them what they offer, and ends them.

    Each start of a command has a place of its own below the shelter's folder.
    """

    def __init__(
        self,
        registry: Registry,
        limits: Limits,
        shelter: sheltering.Shelter,
        clean: Callable[[str], str],
        *,
        skips_waits: bool = False,
        records: bool = False,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        """With `records`, commands get their real token, and their requests are passed on to the live API."""
        self._registry = registry
        self._limits = limits
        self._records = records
        self._shelter = shelter
        self._clean = clean
        self._skips_waits = skips_waits
        self._stopwatch = stopwatch or Stopwatch()
        self._live: dict[str, Session] = {}
        self._places: dict[str, Place] = {}
        self._apis: dict[str, Api] = {}
        self._surfaces: dict[str, Surface] = {}
        self._gone: dict[str, Unchecked] = {}
        """Servers that did not start again, and why."""
        self._last_words: dict[str, tuple[str, ...]] = {}

    def surface(self, entry: Entry) -> Surface:
        """What a server shows; asked once. Of one that is only read, what its source says."""
        if entry.read is not None:
            # A lock has their names alone: what was not read yet may be read later, and is no change.
            named = (replace(tool, raw={"name": tool.name}) for tool in entry.read.tools or ())
            return Surface(entry.name, tools=tuple(named))
        if entry.name not in self._surfaces:
            with self._stopwatch.during(entry.name, START):
                self._surfaces[entry.name] = self._survey(entry)
        return self._surfaces[entry.name]

    def get(self, entry: Entry) -> "Session | Unchecked":
        """The live session of a server; started again after a hang or a death, unless that failed once."""
        down = self._gone.get(entry.name) or self.down(entry)
        if down is not None:
            return down
        session = self._live.get(entry.name)
        if session is not None and session.alive:
            return session
        with self._stopwatch.during(entry.name, START):
            self.drop(entry)
            return self._start_again(entry)

    def _start_again(self, entry: Entry) -> "Session | Unchecked":
        target: Target | None = None
        try:
            target = self._target(entry)
            return self._start(entry, self._session(entry, target))
        except Exception as error:
            from pytest_mcp_contract.observe.survey import failure

            why = self.shown(entry, failure(error, self._failed, target, self._limits.start))
            said = self._clean(f"server `{entry.name}` does not start again: {why.saw}")
            self._gone[entry.name] = Unchecked(said, lost=True)
            return self._gone[entry.name]

    def down(self, entry: Entry) -> Unchecked | None:
        """Why a server cannot be asked; None where it can."""
        if entry.read is not None:
            return Unchecked(NOT_STARTED)
        why = self.surface(entry).failure
        return Unchecked(f"server `{entry.name}` {why.saw}", lost=True) if why else None

    def drop(self, entry: Entry) -> str:
        """End a session that hung or died; gives ` (exit code N)` where a process is known to have ended."""
        session = self._live.pop(entry.name, None)
        if session is None:
            return ""
        session.close()
        self._last_words[entry.name] = tuple(map(self._clean, self.shown(entry, session.child.stderr)))
        self._leave(entry.name)
        return _exit_code(session)

    def filled(self, entry: Entry, value: T) -> T:
        """`value` for the live session of a server, at any depth.

        Its working folder stands for each `{workdir}`, the loopback API for the vendor's.
        """
        place, api = self._places.get(entry.name), self._apis.get(entry.name)
        value = place.filled(value) if place else value
        return mapped(value, api.filled) if api else value

    def shown(self, entry: Entry, value: T) -> T:
        """The reverse of `filled`, for what is told of a session; also when it has ended."""
        if entry.starts != ("command",):
            return value
        api = self._apis.get(entry.name)
        return shown(mapped(value, api.shown) if api else value, self._shelter.folder)

    def api(self, entry: Entry) -> "Api":
        """What answers for the APIs of a server outside this process.

        Raises:
            ConfigError: no port can be had for it.
        """
        if entry.name not in self._apis:
            from pytest_mcp_contract.observe.upstream.api import Api

            stated = {**os.environ, **filled_in(entry.env, at=f"servers.{entry.name}.env")}
            live = {name: stated[name] for name in entry.upstream if stated.get(name)}
            program = Path((entry.command or [""])[0]).stem
            try:
                self._apis[entry.name] = Api(
                    entry.upstream,
                    folder=self._shelter.folder / f"upstream-{len(self._apis)}",
                    live=live if self._records else None,
                    fetches=program in _FETCHING,
                )
            except ImportError as error:
                raise ConfigError(
                    at=f"servers.{entry.name}.upstream",
                    what="names a proxy, for which the extra `proxy` is not installed",
                    fix='`pip install "pytest-mcp-registry-contract[proxy]"`',
                ) from error
            except OSError as error:
                raise ConfigError(
                    at=f"servers.{entry.name}.upstream",
                    what=f"no loopback port can be had to answer for its API: {error.strerror or error}",
                    fix="see what keeps this machine from listening on 127.0.0.1",
                ) from error
        return self._apis[entry.name]

    def last_words(self, server: str) -> tuple[str, ...]:
        """The last lines a server that failed, hung or died wrote to stderr."""
        surface = self._surfaces.get(server)
        why = surface and (surface.failure or surface.died)
        return why.stderr if why else self._last_words.get(server, ())

    def release(self, server: str) -> None:
        """End the session of a server that will not be asked again, and forget what it showed."""
        session = self._live.pop(server, None)
        if session is not None:
            session.close()
        self._leave(server)
        api = self._apis.pop(server, None)
        if api is not None:
            api.close()
        self._gone.pop(server, None)
        self._surfaces.pop(server, None)
        self._last_words.pop(server, None)

    def close(self) -> None:
        """End them all."""
        for session in self._live.values():
            session.close()
        self._live.clear()
        for server in list(self._places):
            self._leave(server)
        for api in self._apis.values():
            api.close()
        self._apis.clear()
        sheltering.disarm()

    def _survey(self, entry: Entry) -> Surface:
        try:
            target = self._target(entry)
        except ConfigError as error:
            self._leave(entry.name)
            return Surface(server=entry.name, failure=self._told(StartFailure(error.what, error.fix)))
        from pytest_mcp_contract.observe.survey import failure, survey

        session: Session | None = None
        try:
            session = self._start(entry, self._session(entry, target))
            probe = f"mcp_contract_no_such_tool_{self._limits.seed}"
            surface = self.shown(
                entry, survey(session, entry.name, probe=probe, within=self._limits.within(entry))
            )
        except Exception as error:
            if session is None and self._failed is not None:
                session = self._failed
            if session is not None:
                session.close()
            why = self.shown(entry, failure(error, session, target, self._limits.start))
            self._leave(entry.name)
            return Surface(server=entry.name, failure=self._told(why))
        if surface.died is not None:
            # Only now that the process is gone are its exit code and its last words known.
            saw = surface.died.saw + self.drop(entry)
            stderr = self._last_words[entry.name]
            return replace(
                surface, died=replace(self._told(StartFailure(saw, surface.died.fix)), stderr=stderr)
            )
        return surface

    def _target(self, entry: Entry) -> Target:
        """How to reach a server now; a command gets a new place, with a copy of its `workdir`."""
        if entry.starts != ("command",):
            return target_of(entry, self._registry.folder)
        self._leave(entry.name)
        place = self._places[entry.name] = Place.below(self._shelter.folder)
        target = target_of(entry, self._registry.folder, recording=self._records, place=place)
        if entry.upstream and isinstance(target, Command):
            target = replace(target, environment={**target.environment, **self.api(entry).environment})
        workdir = workdir_of(entry, self._registry.folder)
        if workdir is not None:
            place.take(workdir, at=f"servers.{entry.name}.workdir")
        return target

    def _leave(self, server: str) -> None:
        """Remove the place of a session that has ended."""
        place = self._places.pop(server, None)
        if place is not None:
            place.remove()

    _failed: "Session | None" = None
    """The session that failed to start: its child's last words are needed once more."""

    def _session(self, entry: Entry, target: Target) -> "Session":
        from pytest_mcp_contract.observe.session import Session

        if not isinstance(target, InProcess):
            return Session(target, mode=self._limits.protocol, shelter=None, called=self._stopwatch.called)
        sheltering.install(self._shelter)
        environment = {**target.environment, **entry.upstream, **token(entry.token_env, recording=False)}
        return Session(
            target,
            mode=self._limits.protocol,
            shelter=self._shelter,
            environment=environment,
            skips_waits=self._skips_waits,
            called=self._stopwatch.called,
        )

    def _start(self, entry: Entry, session: "Session") -> "Session":
        self._failed = session
        session.start(self._limits.start)
        self._failed = None
        self._live[entry.name] = session
        return session

    def _told(self, why: StartFailure) -> StartFailure:
        return StartFailure(self._clean(why.saw), self._clean(why.fix), tuple(map(self._clean, why.stderr)))


def _exit_code(session: "Session") -> str:
    code = session.child.returncode
    return "" if code is None else f" (exit code {code})"
