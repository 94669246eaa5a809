"""The live sessions of a run: one per server, started when it is first asked, started again after a hang.

The MCP SDK is imported with the first session: a third of a second that rows without a way to start, and runs
that ask no server, are spared.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Registry, StartFailure, Surface, Unchecked
from pytest_mcp_contract.observe import shelter as sheltering
from pytest_mcp_contract.observe.ahead import Ahead
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
MOST_IDLE = 30.0
"""Seconds that a session may wait for its first call: some servers end when nobody asks them for long."""
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
        self._surveyed: dict[str, float] = {}
        """When the sessions that nobody has used yet said what they offer, on the monotonic clock."""
        self._ahead = Ahead(limits.ahead)

    def expect(self, servers: Sequence[str]) -> None:
        """Say which servers will be asked, in this order, so that some may be started while others are.

        Only child processes are: a server inside this process changes the environment while it runs, and
        vcrpy answers for the MCP client's own HTTP library meanwhile.
        """
        entries = [self._registry.servers[name] for name in servers]
        self._ahead.expect([one.name for one in entries if one.starts == ("command",) and one.read is None])

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
        idle_since = self._surveyed.pop(entry.name, None)
        has_waited = idle_since is not None and time.monotonic() - idle_since > MOST_IDLE
        if session is not None and session.alive and not has_waited:
            return session
        with self._stopwatch.during(entry.name, START):
            self.drop(entry)
            return self._start_again(entry)

    def _start_again(self, entry: Entry) -> "Session | Unchecked":
        target: Target | None = None
        session: Session | None = None
        try:
            target = self._target(entry)
            self._prepare(entry)
            session = self._session(entry, target)
            session.start(self._limits.start)
        except Exception as error:
            from pytest_mcp_contract.observe.survey import failure

            why = self.shown(entry, failure(error, session, target, self._limits.start))
            said = self._clean(f"server `{entry.name}` does not start again: {why.saw}")
            self._gone[entry.name] = Unchecked(said, lost=True)
            return self._gone[entry.name]
        self._live[entry.name] = session
        return session

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
        self._ahead.drop(server)
        session = self._live.pop(server, None)
        if session is not None:
            session.close()
        self._leave(server)
        api = self._apis.pop(server, None)
        if api is not None:
            api.close()
        self._gone.pop(server, None)
        self._surfaces.pop(server, None)
        self._surveyed.pop(server, None)
        self._last_words.pop(server, None)

    def close(self) -> None:
        """End them all."""
        self._ahead.close()
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
        for name in self._ahead.after(entry.name):
            self._begin(self._registry.servers[name])
        begun = self._ahead.take(entry.name)
        if begun is not None:
            self._live[entry.name], surface = begun
            return self._surveyed_now(entry, surface)
        try:
            target = self._target(entry)
        except ConfigError as error:
            self._leave(entry.name)
            return Surface(server=entry.name, failure=self._told(StartFailure(error.what, error.fix)))
        from pytest_mcp_contract.observe.survey import failure

        session: Session | None = None
        try:
            self._prepare(entry)
            session = self._session(entry, target)
            surface = self._ask(entry, session)
        except Exception as error:
            if session is not None:
                session.close()
            why = self.shown(entry, failure(error, session, target, self._limits.start))
            self._leave(entry.name)
            return Surface(server=entry.name, failure=self._told(why))
        self._live[entry.name] = session
        return self._surveyed_now(entry, surface)

    def _begin(self, entry: Entry) -> None:
        """Start a server ahead of its turn; one that cannot be reached as it is written waits for that."""
        if entry.name in self._surfaces:
            return
        try:
            # Here, not on the thread: a server inside this process has the environment changed while it runs.
            target = self._target(entry)
        except ConfigError:
            self._leave(entry.name)
            return

        def ask(session: "Session") -> Surface:
            self._prepare(entry)
            return self._ask(entry, session)

        self._ahead.begin(entry.name, self._session(entry, target), ask)

    def _ask(self, entry: Entry, session: "Session") -> Surface:
        """Start a session and ask what its server offers."""
        from pytest_mcp_contract.observe.survey import survey

        session.start(self._limits.start)
        probe = f"mcp_contract_no_such_tool_{self._limits.seed}"
        return survey(session, entry.name, probe=probe, within=self._limits.within(entry))

    def _surveyed_now(self, entry: Entry, surface: Surface) -> Surface:
        """What is told of a session that was asked; one that died of it is gone."""
        surface = self.shown(entry, surface)
        if surface.died is None:
            if not entry.in_process:
                self._surveyed[entry.name] = time.monotonic()
            return surface
        # Only now that the process is gone are its exit code and its last words known.
        saw = surface.died.saw + self.drop(entry)
        stderr = self._last_words[entry.name]
        return replace(surface, died=replace(self._told(StartFailure(saw, surface.died.fix)), stderr=stderr))

    def _target(self, entry: Entry) -> Target:
        """How to reach a server now; a command gets a new place, which `_prepare` fills."""
        if entry.starts != ("command",):
            return target_of(entry, self._registry.folder)
        self._leave(entry.name)
        place = self._places[entry.name] = Place.below(self._shelter.folder)
        target = target_of(entry, self._registry.folder, recording=self._records, place=place)
        if entry.upstream and isinstance(target, Command):
            target = replace(target, environment={**target.environment, **self.api(entry).environment})
        return target

    def _prepare(self, entry: Entry) -> None:
        """Copy the `workdir` of a command into its place.

        Raises:
            ConfigError: it cannot be copied, or is too large.
        """
        place = self._places.get(entry.name)
        workdir = workdir_of(entry, self._registry.folder) if place else None
        if place is not None and workdir is not None:
            place.take(workdir, at=f"servers.{entry.name}.workdir")

    def _leave(self, server: str) -> None:
        """Remove the place of a session that has ended."""
        place = self._places.pop(server, None)
        if place is not None:
            place.remove()

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

    def _told(self, why: StartFailure) -> StartFailure:
        return StartFailure(self._clean(why.saw), self._clean(why.fix), tuple(map(self._clean, why.stderr)))


def _exit_code(session: "Session") -> str:
    code = session.child.returncode
    return "" if code is None else f" (exit code {code})"
